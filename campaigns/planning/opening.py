"""What the verbs of planning begin and end with: lock the row, check the words, write the log."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity, Campaign
from campaigns.planning.ports import Regions
from campaigns.planning.refusals import Incomplete
from core.errors import NoReason, NotFound
from core.text import is_writable
from staff import audit
from staff.actors import Actor
from staff.audit import Detail

LONGEST_WORDS = 2000
LONGEST_REASON = 300

Row = TypeVar("Row", Activity, Campaign, LectureRequest)


def held(session: Session, model: type[Row], number: int) -> Row:
    """The row, locked until the transaction ends: of two steps at once the second sees the first."""
    row = session.scalar(
        select(model).where(model.id == number).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    return row


def record(
    session: Session,
    actor: Actor,
    action: str,
    subject: str,
    now: datetime,
    reason: str = "",
    detail: Detail | None = None,
) -> None:
    """Write the line of a step into the audit log; last, for from here on nobody else can write there."""
    session.flush()
    audit.record(session, actor=actor, action=action, subject=subject, now=now, reason=reason, detail=detail)


def require_reason(reason: str) -> None:
    """Go on only if a reason is written down; it may have to fit into a message."""
    if not reason.strip():
        raise NoReason
    require_words("理由", reason, LONGEST_REASON, "reason")


def require_words(what: str, words: str, most: int, about: str = "", *, may_be_empty: bool = False) -> str:
    """``words`` without blanks around them; ``Incomplete`` where there are none, or too many."""
    words = words.strip()
    if not words and not may_be_empty:
        raise Incomplete(f"请写明{what}。", about)
    if len(words) > most or not is_writable(words):
        raise Incomplete(f"{what}不能超过{most}字，也不能有看不见的字符。", about)
    return words


def require_region(regions: Regions, code: str) -> None:
    """Go on only if the tree of regions has this code."""
    if regions.tree().find(code) is None:
        raise Incomplete(f"区划里没有“{code}”，请照区划表核对代码。", "region")
