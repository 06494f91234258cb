"""The three ways to report and the moves between them; the fate of an identity request. Pure."""

from core.errors import RuleViolation
from core.types import Labelled


class Mode(Labelled):
    """How a reporter wants to be known."""

    REAL_NAME = "real_name", "实名"
    CONFIDENTIAL = "confidential", "保密"
    ANONYMOUS = "anonymous", "匿名"


MODE_MOVES: dict[Mode, frozenset[Mode]] = {
    Mode.ANONYMOUS: frozenset({Mode.CONFIDENTIAL, Mode.REAL_NAME}),
    Mode.CONFIDENTIAL: frozenset({Mode.REAL_NAME}),
    Mode.REAL_NAME: frozenset(),
}
"""One can say later who one is. What was said cannot be unsaid: people may have read it."""


class CannotHideAgain(RuleViolation):
    """A reporter who said who they are wants to be anonymous."""

    sentence = "已经提供的身份信息不能改回匿名。我们会继续依法为您保密。"


def check_mode_move(held: Mode, wanted: Mode) -> None:
    """Go on only if a reporter may go from one mode to the other; ``CannotHideAgain`` otherwise."""
    if wanted not in MODE_MOVES[held]:
        raise CannotHideAgain


class RequestState(Labelled):
    """Where a request to learn an identity stands."""

    WAITING = "waiting", "待审批"
    APPROVED = "approved", "已批准，未查看"
    DECLINED = "declined", "未批准"
    READ = "read", "已查看"
    LAPSED = "lapsed", "已过期"


class Purpose(Labelled):
    """Why somebody looked; all that the reporter is told of the reason."""

    CONTACT = "contact", "联系举报人核实情况"
    REWARD = "reward", "办理举报奖励"
    PROTECTION = "protection", "保护举报人安全"
    LAWFUL_ORDER = "lawful_order", "司法机关、监察机关依法调取"


class Hold(Labelled):
    """Why secrets are kept beyond their time."""

    DISPUTE = "dispute", "复查、复议或者诉讼未结束"
    INVESTIGATION = "investigation", "司法机关、监察机关要求保全"
    RETALIATION = "retaliation", "正在查处打击报复"


class Exclusion(Labelled):
    """Why somebody may not be rewarded.

    安监总财〔2018〕19号 Art. 7, as recalled and not read: the bureau's 法规科 confirms it.
    """

    DUTY = "duty", "负有安全生产管理、监管、监察职责的工作人员"
    RELATIVE = "relative", "上述工作人员的近亲属"
    INSTRUCTED = "instructed", "受上述人员授意的人"
    AGENCY = "agency", "受委托的安全服务机构人员"
