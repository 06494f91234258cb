"""Where a mailing stands and which step may follow. Pure: no table, no clock.

::

    scheduled → running ⇄ paused        running → finished → running (failed ones once more, or late ones)
    scheduled, running, paused → cancelled

``finished`` is never written while somebody waits or is being sent to.
"""

from collections.abc import Mapping

from core.errors import RuleViolation
from core.types import Labelled


class MailingState(Labelled):
    """Where a mailing stands."""

    SCHEDULED = "scheduled", "等待发送"
    RUNNING = "running", "发送中"
    PAUSED = "paused", "已暂停"
    CANCELLED = "cancelled", "已取消"
    FINISHED = "finished", "已发完"


class MailingAction(Labelled):
    """What can be done with a mailing."""

    START = "start", "开始"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "继续"
    CANCEL = "cancel", "取消"
    FINISH = "finish", "发完"
    RETRY = "retry", "重发失败的"


class Purpose(Labelled):
    """What a mailing is for; it decides which rules hold for it."""

    CAMPAIGN = "campaign", "宣传"
    SERVICE = "service", "服务通知"
    DISASTER = "disaster", "灾害预警"


class MailingWay(Labelled):
    """Which way a mailing takes to its people."""

    EACH = "each", "逐人发送：48小时内发过消息的走客服消息，其余走订阅通知"
    SUBSCRIPTION = "subscription", "只用订阅通知"
    MASS_TAG = "mass_tag", "按标签群发"
    MASS_LIST = "mass_list", "按名单群发"
    MASS_ALL = "mass_all", "向全部关注者群发"


MASS = frozenset({MailingWay.MASS_TAG, MailingWay.MASS_LIST, MailingWay.MASS_ALL})
"""The platform itself sends to many with one call."""


class PauseReason(Labelled):
    """Why a mailing stands still."""

    BY_HAND = "by_hand", "工作人员暂停"
    QUOTA = "quota", "平台的接口调用次数今天已用完，明天自动继续"
    CONFIG = "config", "公众号配置或权限有误，处理好以后再继续"


class IllegalMailingMove(RuleViolation):
    """The step does not follow from where the mailing stands."""

    sentence = "这次推送现在不能这样办理。"


S, A = MailingState, MailingAction

MOVES: Mapping[tuple[MailingState, MailingAction], MailingState] = {
    (S.SCHEDULED, A.START): S.RUNNING,
    (S.SCHEDULED, A.PAUSE): S.PAUSED,
    (S.RUNNING, A.PAUSE): S.PAUSED,
    # What paused by itself resumes by itself, unless somebody pauses it too.
    (S.PAUSED, A.PAUSE): S.PAUSED,
    (S.PAUSED, A.RESUME): S.RUNNING,
    (S.SCHEDULED, A.CANCEL): S.CANCELLED,
    (S.RUNNING, A.CANCEL): S.CANCELLED,
    (S.PAUSED, A.CANCEL): S.CANCELLED,
    (S.RUNNING, A.FINISH): S.FINISHED,
    (S.FINISHED, A.RETRY): S.RUNNING,
    (S.RUNNING, A.RETRY): S.RUNNING,
    (S.PAUSED, A.RETRY): S.PAUSED,
}
"""Every step there is; whatever is not here is refused."""


def after(state: MailingState, action: MailingAction) -> MailingState:
    """The state that ``action`` leads to from ``state``; ``IllegalMailingMove`` if there is none."""
    try:
        return MOVES[(state, action)]
    except KeyError:
        raise IllegalMailingMove(f"这次推送{state.label}，不能“{action.label}”。") from None
