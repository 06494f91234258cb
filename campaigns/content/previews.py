"""Previews for named phones: a draft shown to one person before anybody else sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from campaigns.content.claiming import claim_row, failure_note, next_try, settle_row
from campaigns.content.drafts import DraftQueue, looked_for_at
from campaigns.content.failures import NO_PHONE
from campaigns.content.fates import DraftState, PreviewState
from campaigns.content.models import ContentPreview, ContentVersion
from campaigns.content.ports import StaffPhones
from core.clock import beginning_of, china_date
from core.due_rows import DueRows
from deliveries.ports import FailureClass, GatewayRefusal

A_DAY = 100
"""Calls of message/mass/preview an account has a day [K]."""

KEPT = timedelta(days=30)
"""A WeChat name that somebody typed is of no use after that."""

_REPEATED = frozenset({FailureClass.BUSY, FailureClass.TOKEN, FailureClass.CONFIG})


@dataclass(frozen=True, slots=True)
class PreviewClaim:
    """One preview to send now; either ``openid`` or ``wxname`` is set."""

    id: int
    attempt: int
    version_id: int
    media_id: str
    openid: str
    wxname: str


DUE = DueRows(
    ContentPreview.id,
    ContentPreview.due_at,
    ContentPreview.state.in_((PreviewState.WAITING, PreviewState.SENDING)),
)
"""The previews to be sent."""


class PreviewQueue:
    """The rows of previews."""

    def __init__(self, drafts: DraftQueue, phones: StaffPhones) -> None:
        self._drafts = drafts
        self._phones = phones

    def ordered_today(self, session: Session, now: datetime) -> int:
        """How many previews were ordered since midnight in China."""
        midnight = beginning_of(china_date(now))
        return session.scalar(select(func.count()).where(ContentPreview.requested_at >= midnight)) or 0

    def forget_old(self, session: Session, now: datetime) -> None:
        """Delete previews of more than a month ago."""
        session.execute(delete(ContentPreview).where(ContentPreview.requested_at < now - KEPT))

    def due(self, session: Session, now: datetime, limit: int) -> Sequence[int]:
        """Previews to be sent; also where the worker that did it is not heard of any more."""
        return DUE.next(session, now, limit)

    def claim(self, session: Session, preview_id: int, now: datetime) -> PreviewClaim | None:
        """Take one preview whose draft is ready."""
        row = session.get(ContentPreview, preview_id, populate_existing=True)
        if row is None or row.due_at > now:
            return None
        if row.state is PreviewState.SENDING:
            # Whoever had it is gone; whether it went out nobody knows, and a second one would only confuse.
            row.state, row.failure = PreviewState.UNKNOWN, FailureClass.LOST.value
            return None
        if row.state is not PreviewState.WAITING:
            return None
        openid = self._phones.openid_of(session, row.login) if row.login else ""
        if openid is None:
            row.state, row.failure = PreviewState.FAILED, NO_PHONE
            return None
        draft = self._drafts.order(session, session.get_one(ContentVersion, row.version_id), now, again=False)
        if draft.media_id is None:
            row.due_at = looked_for_at(draft, now)
            if draft.state is DraftState.FAILED:
                row.state, row.failure = PreviewState.FAILED, f"draft {draft.failure}"
            return None
        waiting = (ContentPreview.id == preview_id) & (ContentPreview.state == PreviewState.WAITING)
        attempt = claim_row(session, ContentPreview, waiting, now, state=PreviewState.SENDING)
        if attempt is None:
            return None
        return PreviewClaim(row.id, attempt, row.version_id, draft.media_id, openid, row.wxname or "")

    def sent(self, session: Session, claim: PreviewClaim) -> None:
        """It is on the phone."""
        self._write(session, claim, state=PreviewState.SENT, failure=None)

    def failed(self, session: Session, claim: PreviewClaim, refused: GatewayRefusal, now: datetime) -> None:
        """It was not sent, or nobody knows."""
        reason = failure_note(refused)
        if refused.failure in _REPEATED:
            due_at = next_try(claim.attempt, now, refused.until)
            self._write(session, claim, state=PreviewState.WAITING, due_at=due_at, failure=reason)
            return
        state = PreviewState.UNKNOWN if refused.failure is FailureClass.LOST else PreviewState.FAILED
        self._write(session, claim, state=state, failure=reason)

    @staticmethod
    def _write(session: Session, claim: PreviewClaim, **values: object) -> None:
        settle_row(
            session,
            ContentPreview,
            (ContentPreview.id == claim.id) & (ContentPreview.state == PreviewState.SENDING),
            claim.attempt,
            **values,
        )
