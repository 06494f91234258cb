"""What somebody who asked for a lecture is told; neutral enough for a shared phone."""

from collections.abc import Mapping
from datetime import datetime

from campaigns.planning.status import LectureState
from core.clock import SHANGHAI, day_words

_WEEKDAYS = "一二三四五六日"

WITHDRAWN = "预约人撤回"
"""The reason for which the activity is cancelled."""

STAFF_ASKED = "有人预约宣讲，请安排"
STAFF_WITHDRAWN = "已安排的宣讲被预约人撤回"
"""What staff are told; the number stands beside it."""

PROGRESS: Mapping[LectureState, str] = {
    LectureState.ASKED: "重新安排中",
    LectureState.SCHEDULED: "已安排",
    LectureState.HELD: "已开展",
    LectureState.DECLINED: "未能安排",
    LectureState.WITHDRAWN: "已撤回",
}
"""For the field 当前进度 of a template."""


def scheduled(number: str, fixed: str, at: datetime, place: str, speaker: str, unit: str) -> str:
    """The day is fixed (已安排在), or was moved (改到)."""
    what = f"您预约的宣讲（{number}）{fixed}{when(at)}，地点：{place}，由{unit}{speaker}来讲。"
    return f"{what}时间不合适请联系我们改期。"


def why_moved(reason: str) -> str:
    """What stands below a day that was moved."""
    return f"改期原因：{reason}。"


def called_off(number: str, reason: str) -> str:
    """It will not take place then; somebody looks for another day."""
    return f"您预约的宣讲（{number}）原定时间取消了：{reason}。我们会重新安排，再告诉您。"


def declined(number: str, reason: str) -> str:
    """It cannot be done."""
    return f"您预约的宣讲（{number}）这次没能安排上：{reason}。给您添麻烦了，欢迎以后再约。"


def held(number: str) -> str:
    """It took place; please rate it, where ``handlers/scan.py`` leads."""
    return (
        f"您预约的宣讲（{number}）已经开展。讲得怎么样，回复“我的预约”，给一到五颗星。"
        "在现场扫码签到的人也可以评。"
    )


def when(at: datetime) -> str:
    """A moment as people say it."""
    local = at.astimezone(SHANGHAI)
    return f"{day_words(local)}（星期{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"
