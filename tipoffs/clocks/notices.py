"""What a clock says, in words.

To a reporter the words stay neutral: nothing in them says that there is a tip-off, for phones are shared.
"""

from datetime import datetime, timedelta

from core.clock import SHANGHAI, china_date, date_words, day_words
from tipoffs.clocks.deadlines import days_late
from tipoffs.clocks.ports import ClockNotice
from tipoffs.clocks.reminders import COME, EXPIRED, Recipient, rung_of
from tipoffs.clocks.rules import Rung


def sentence(notice: ClockNotice, now: datetime, *, has_more_time: bool = False) -> str:
    """The notice in one or two sentences; ``has_more_time`` where the clock takes the place of a shorter one.

    Nothing was handed over then: whoever has the case had it before.
    """
    when = _when(notice.due_at)
    if notice.recipient is Recipient.REPORTER:
        if notice.step == EXPIRED:
            return f"您有一条办理事项的期限已到（{when}），详情请到公众号里查看。"
        return f"您有一条办理事项等您处理，最迟{when}，详情请到公众号里查看。"
    head = f"{notice.case_number}号事项“{notice.name}”"
    rung = rung_of(notice.step)
    if notice.step == COME and has_more_time:
        return f"{head}同意延期了，新的期限是{when}，请按期办结。"
    if notice.step == COME:
        return f"{head}交到您这里了，最迟{when}办结，请及时办理。"
    if rung is None:
        left = _remaining(now, notice)
        return f"{head}最迟{when}办结，{left}。"
    late = lateness(notice.due_at, now)
    match rung:
        case Rung.HANDLER:
            return f"{head}应于{when}前办结，已超期{late}，请立即办理。"
        case Rung.LEADER:
            return f"{head}已超期{late}（期限{when}），请分管领导过问。"
        case Rung.COMMITTEE:
            return f"{head}已超期{late}（期限{when}），请安委办督促。"
        case Rung.LETTER:
            return f"{head}已超期{late}，请制发督办函。"
        case Rung.INTERVIEW:
            return f"{head}已超期{late}，请制发约谈通知书。"


def lateness(due_at: datetime, now: datetime) -> str:
    """How late it is: by the calendar of what ends with a day, by the hour of what ends at an hour."""
    if _ends_with_a_day(due_at):
        return f"{max(days_late(due_at, now), 1)}天"
    late = now - due_at
    days, hours = late.days, late.seconds // 3600
    if days or hours:
        return f"{f'{days}天' if days else ''}{f'{hours}小时' if hours else ''}"
    return f"{max(late // timedelta(minutes=1), 1)}分钟"


def _remaining(now: datetime, notice: ClockNotice) -> str:
    if now >= notice.due_at:
        return "期限已到"
    days = (notice.last_day - china_date(now)).days
    if days > 0:
        return f"还有{days}天"
    return "今天到期"


def _when(due_at: datetime) -> str:
    """The end as people say it: the last day for a midnight, else day and hour."""
    if _ends_with_a_day(due_at):
        return _day(due_at - timedelta(seconds=1))
    here = due_at.astimezone(SHANGHAI)
    return f"{day_words(here)}{here:%H:%M}"


def _ends_with_a_day(due_at: datetime) -> bool:
    here = due_at.astimezone(SHANGHAI)
    return here.hour == here.minute == 0


def _day(moment: datetime) -> str:
    return date_words(china_date(moment))
