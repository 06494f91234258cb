"""Who took part in what, so that something may be sent to them, or to those who did not yet.

Kept by openid as choices are, apart from scans and answers, which stand under pseudonyms and stay nobody's.
"""

from datetime import date, datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.statements import upsert
from core.types import Labelled
from followers.deed_models import FollowerDeed


class Deed(Labelled):
    """The kinds; each is followed by a code that says which."""

    SCAN = "scan", "扫过二维码"
    SIGN_IN = "sign_in", "在活动签到"
    CONTEST = "contest", "参加竞赛"
    DAILY = "daily", "答每日一题"
    COURSE = "course", "学完课程"


def note_deed(session: Session, openid: str, kind: Deed, code: str, now: datetime) -> None:
    """Somebody did this, today; again only moves the day."""
    row = {"openid": openid, "deed": _name(kind, code), "last_on": china_date(now)}
    upsert(session, FollowerDeed, row, conflict=["openid", "deed"], update=["last_on"])


def who_did(kind: Deed, code: str, since: date | None) -> Select[str]:
    """The openids of those who did it on ``since`` or later."""
    query = select(FollowerDeed.openid).where(FollowerDeed.deed == _name(kind, code))
    return query if since is None else query.where(FollowerDeed.last_on >= since)


def forget_deeds(session: Session, openid: str) -> None:
    """Delete what one person did, at their wish."""
    session.execute(delete(FollowerDeed).where(FollowerDeed.openid == openid))


def forget_deeds_before(session: Session, day: date) -> None:
    """Delete what nobody did since."""
    old = delete(FollowerDeed).where(FollowerDeed.last_on < day)
    session.execute(old.execution_options(synchronize_session=False))


def _name(kind: Deed, code: str) -> str:
    return f"{kind.value}:{code}"
