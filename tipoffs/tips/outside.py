"""An objection that is decided above the county, outside this bureau: handed over, its decision entered.

What a county itself found is looked at again by the level above (应急〔2023〕106号). Who that is no law says
in general, so the bureau fills it in (``Authority``). The clock of thirty days runs on meanwhile. Until it is
filled in, people of the county who had no part decide, and the pages say so.
"""

import base64
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from staff.actors import Actor
from tipoffs.tips import refusals
from tipoffs.tips.models import Objection, OutsideReview

MOST_PAPER_BYTES = 3 * 1024 * 1024
_BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


@dataclass(frozen=True, slots=True)
class Authority:
    """复查机关: its full name, and how objections are handed over to it, as the bureau filled them in."""

    name: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the authority decided: number and date of its document, and the document itself."""

    document: str
    decided_on: date
    paper: bytes = field(default=b"", repr=False)


def find_review(session: Session, objection: Objection | None) -> OutsideReview | None:
    """Whether, and to whom, an objection was handed over."""
    return session.get(OutsideReview, objection.id) if objection is not None else None


def newest_review(session: Session, number: str) -> OutsideReview | None:
    """The newest outside review of a tip."""
    query = select(OutsideReview).join(Objection, Objection.id == OutsideReview.objection_id)
    return session.scalar(query.where(Objection.tip == number).order_by(Objection.id.desc()).limit(1))


def awaited(authority: Authority | None, review: OutsideReview | None, decision: Decision | None) -> str:
    """Whose decision is still lacking, by name; empty where the bureau decides, or where all is there."""
    name = review.authority if review is not None else authority.name if authority is not None else ""
    return "" if review is not None and decision is not None else name


def write_down(review: OutsideReview, decision: Decision, actor: Actor, now: datetime) -> None:
    """Enter what was decided.

    ``NoDocument`` without number, or with a day that is not between handing over and today; ``NoPaper``
    without the document as a PDF, JPG or PNG of at most 3 MiB.
    """
    document, handed_on = decision.document.strip(), china_date(review.handed_at)
    if not document or len(document) > 100 or not handed_on <= decision.decided_on <= china_date(now):
        raise refusals.NoDocument
    kind = next((end for begin, end in _BEGINNINGS.items() if decision.paper.startswith(begin)), "")
    if not kind or len(decision.paper) > MOST_PAPER_BYTES:
        raise refusals.NoPaper
    review.document, review.decided_on, review.paper = document, decision.decided_on, kind
    review.entered_by, review.entered_at = actor.id, now


def sealed_name(review: OutsideReview) -> str:
    """Under which field the paper lies sealed with the words of the tip."""
    return f"words/review-{review.objection_id}"


def as_text(paper: bytes) -> str:
    """The paper as the vault keeps it."""
    return base64.b64encode(paper).decode()


def from_text(text: str) -> bytes:
    """The paper that ``as_text`` made text of."""
    return base64.b64decode(text)
