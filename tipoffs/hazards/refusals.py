"""Why a step with a hazard is refused, in words for a clerk."""

from core.errors import RuleViolation


class NoRegion(RuleViolation):
    """The code of a hazard begins with its county; the words of a tip need not name one."""

    sentence = "新隐患还没有写明在哪个区划。请核查员在核查材料里选好区划，再送签批。"
    about = "region"


class NoClause(RuleViolation):
    """A level rests on a clause of the criteria."""

    sentence = "请写明定级所依据的判定标准条款。"
    about = "clause"


class PlanIncomplete(RuleViolation):
    """五落实: responsibility, measures, funds, time and contingency."""

    sentence = "整改方案要落实责任、措施、资金、期限、预案五项，缺一不可，期限要在今天以后。"


class NotMajor(RuleViolation):
    """Only a 重大 hazard is listed for supervision."""

    sentence = "只有重大事故隐患才挂牌督办。"


class NoLeaderNamed(RuleViolation):
    """A listing names its leader."""

    sentence = "挂牌督办要写明督办领导。"
    about = "leader"


class NothingToPublish(RuleViolation):
    """There is no listing, or it has been published."""

    sentence = "没有需要公示的挂牌信息，或者已经公示过了。"


class AskedTooLate(RuleViolation):
    """An extension is asked for at least twenty working days before the end."""

    sentence = "延期要在整改期限届满20个工作日以前提出。"


class NotLonger(RuleViolation):
    """An extension ends later than the order does."""

    sentence = "延期后的期限要晚于现在的期限。"
    about = "until"


class NothingAsked(RuleViolation):
    """No request for an extension is waiting."""

    sentence = "没有等待答复的延期申请。"


class AlreadyAsked(RuleViolation):
    """One request for an extension is waiting."""

    sentence = "已有一份延期申请在等待答复。"


class NoEvidence(RuleViolation):
    """A repair is shown, not only said."""

    sentence = "申请验收要附整改后的照片或者材料。"
    about = "evidence"


class SamePerson(RuleViolation):
    """排改分离: finding, repairing and looking again are done by different people."""

    sentence = "排查、整改、复查要由不同的人办理。"


class NoCase(RuleViolation):
    """There is no open enforcement case."""

    sentence = "没有已立案而未决定处罚的案件。"


class CaseOpen(RuleViolation):
    """An enforcement case is open already."""

    sentence = "这一隐患已经立案。"


class NotTheSame(RuleViolation):
    """What recurs has the category and the region of the old hazard."""

    sentence = "复发的隐患要和原隐患同一类别、同一地点。"
