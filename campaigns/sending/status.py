"""Where a push stands. Pure: no table, no clock.

::

    draft → approved → handed over (from here on the mailing says how far it came)
    draft, approved → withdrawn
"""

from collections.abc import Mapping

from core.errors import RuleViolation
from core.types import Labelled


class PushState(Labelled):
    """Where a push stands."""

    DRAFT = "draft", "待批准"
    APPROVED = "approved", "已批准，等待发送"
    HANDED_OVER = "handed_over", "已交付发送"
    WITHDRAWN = "withdrawn", "已撤回"


class PushAction(Labelled):
    """What can be done with a push."""

    APPROVE = "approve", "批准"
    SEND = "send", "发送"
    WITHDRAW = "withdraw", "撤回"


class PushWay(Labelled):
    """Which way the planner wishes; ``best`` leaves it to the rules."""

    BEST = "best", "由系统按规则选择"
    EACH = "each", "逐人发送"
    SUBSCRIPTION = "subscription", "订阅通知"
    MASS_TAG = "mass_tag", "按标签群发"
    MASS_LIST = "mass_list", "按名单群发"
    MASS_ALL = "mass_all", "向全部关注者群发"
    PUBLISH = "publish", "发布文章，不推送"


class IllegalPushMove(RuleViolation):
    """The step does not follow from where the push stands."""

    sentence = "这个推送方案现在不能这样办理。"


MOVES: Mapping[tuple[PushState, PushAction], PushState] = {
    (PushState.DRAFT, PushAction.APPROVE): PushState.APPROVED,
    (PushState.APPROVED, PushAction.SEND): PushState.HANDED_OVER,
    (PushState.DRAFT, PushAction.WITHDRAW): PushState.WITHDRAWN,
    (PushState.APPROVED, PushAction.WITHDRAW): PushState.WITHDRAWN,
}
"""Every step there is; whatever is not here is refused."""


def after(state: PushState, action: PushAction) -> PushState:
    """Where ``action`` leads from ``state``; ``IllegalPushMove`` where it leads nowhere."""
    try:
        return MOVES[(state, action)]
    except KeyError:
        raise IllegalPushMove(f"这个推送方案{state.label}，不能“{action.label}”。") from None
