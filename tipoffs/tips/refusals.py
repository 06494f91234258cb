"""Why a step with a tip is refused, in words for a clerk or a reporter."""

from core.errors import NotFound, RuleViolation
from staff.actors import NotPermitted


class UnknownReason(RuleViolation):
    """A refusal to accept names one of the reasons of ``declines.yaml``."""

    sentence = "请从不予受理的理由中选一项。"
    about = "code"


class NotYourTip(NotFound):
    """A reporter acts on their own tip only; it reads as if there were none."""


class NoSummary(RuleViolation):
    """A unit reads intake's summary, so there must be one."""

    sentence = "交办前要先写转办摘要，承办单位只看摘要，不看举报原文。"
    about = "summary"


class WordsCopied(RuleViolation):
    """The summary repeats the reporter's own words, by which the reporter could be known."""

    sentence = "摘要里有一段和举报原文一样，请换成自己的话，以免被人认出举报人。"
    about = "summary"


class HazardWordsCopied(WordsCopied):
    """A hazard that comes out of a tip does: units, the enterprise and the board read it."""

    sentence = "新隐患的情况里有一段和举报原文一样，承办单位看得到，请换成自己的话，以免被人认出举报人。"
    about = "description1"


class LeaderDecides(NotPermitted):
    """The tip came back twice: a leader says whose it is."""

    sentence = "这一件已被退回两次，由分管领导确定承办单位。"


class NoDeathAlleged(RuleViolation):
    """Only a tip about a death is led by the government."""

    sentence = "这一件没有反映人员死亡，不用提请政府组织核查。"


class GovernmentMustLead(RuleViolation):
    """安全生产法 第七十三条: a tip about a death is verified by the government of the county or above."""

    sentence = "举报涉及人员死亡，由县级以上人民政府组织核查（《安全生产法》第七十三条），请先提请。"


class NoWrittenRecord(RuleViolation):
    """安全生产法 第七十三条: what was verified is written down."""

    sentence = "核查要形成书面材料，写明核查时间和情况，由两名核查人办理（《安全生产法》第七十三条）。"


class NotCoSigned(RuleViolation):
    """The second verifier has not confirmed the record."""

    sentence = "核查材料还没有第二名核查人确认。"


class NotSecondVerifier(NotPermitted):
    """Only the one named in the record confirms it, once."""

    sentence = "核查材料由其中写明的第二名核查人确认。"


class SignedByVerifier(NotPermitted):
    """Whoever verified does not sign off."""

    sentence = "核查人不能签批自己的核查结论。"


class NotAbove(NotPermitted):
    """An objection is decided above the unit that verified, not by itself, beside or below it."""

    sentence = "异议复查要由承办单位的上一级办理，承办单位本身、同级和下级的人员不能复查。"


class DecidedOutside(RuleViolation):
    """What the county itself found is looked at again by the authority above it."""

    def __init__(self, authority: str) -> None:
        super().__init__(f"这一件由{authority}复查：先登记移交，收到复查文书以后凭文号和文书登记结论。")


class NothingToReview(RuleViolation):
    """No objection is open."""

    sentence = "这一件现在没有待复查的异议。"


class NoAuthority(RuleViolation):
    """Nobody has said yet who the authority above the county is."""

    sentence = "还没有登记上一级复查机关，请管理员在“设置清单”的本局信息里填写。"


class AboveIsHere(RuleViolation):
    """The level above the unit is one of the county's own."""

    sentence = "这一件由承办单位在本县的上一级复查，不用移交县外。"


class NoDocument(RuleViolation):
    """A decision of another authority is known by its document."""

    sentence = "请写复查文书的文号（最多100字）和日期；日期在移交那天和今天之间。"


class NoPaper(RuleViolation):
    """The document itself is kept with the case."""

    sentence = "请附上复查文书：PDF、JPG或PNG，不超过3兆。"
    about = "paper"


class SameEyes(NotPermitted):
    """A review is done by people who had no part in what is reviewed."""

    sentence = "复查和重新核查要由没有参与原来办理的人员进行。"


class ExtendedOnce(RuleViolation):
    """One extension, of at most thirty days."""

    sentence = "核查期限只能延长一次，最长30日。"


class HazardsUnsettled(RuleViolation):
    """A linked hazard is neither delisted nor has it a signed plan."""

    sentence = "关联的隐患还没有销号，也没有签批的整改方案，暂不能答复。"


class AnswerIncomplete(RuleViolation):
    """应急〔2023〕106号: an answer has four parts."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"答复还缺：{'、'.join(missing)}。四项内容缺一不可。")


class TooLate(RuleViolation):
    """Objections are raised within ten days."""

    sentence = "提出异议的期限（收到结论后10日）已过。如有新的情况，可以再次举报。"


class WindowOpen(RuleViolation):
    """The reporter may still object."""

    sentence = "举报人提出异议的期限还没有过，暂不能办结。"


class NothingToRedo(RuleViolation):
    """There was no verification that could be done again."""

    sentence = "这一件没有作出过核查答复，不能重新核查。"


class NothingToAdmit(RuleViolation):
    """It was not declined."""

    sentence = "这一件不是不予受理的件。"


class NoOpenMaster(RuleViolation):
    """The other tip cannot lead others now."""

    sentence = "只能并入另一件已受理、尚未答复、本身没有被并案的举报。"
    about = "into"


class NotWithMaster(RuleViolation):
    """What is merged is answered together."""

    sentence = "已并案的举报随主件一并答复。"


class HeldByAnother(RuleViolation):
    """Somebody else is working on it just now."""

    sentence = "有同事正在办理这一件，请稍后再来。"


class NotClosed(RuleViolation):
    """A 回访 follows the end of a case."""

    sentence = "办结以后才能登记回访。"


class NoWords(RuleViolation):
    """There is nothing to keep, or more than one writes at a time."""

    sentence = "请写几句话，最多1000个字。"
    about = "words"
