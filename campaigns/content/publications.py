"""Publications without push: rows with a claim and a fate, and what the platform said of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, update
from sqlalchemy.orm import Session

from campaigns.content.claiming import claim_row, failure_note, next_try, settle_row
from campaigns.content.drafts import DraftQueue, looked_for_at
from campaigns.content.failures import NOT_ISSUED
from campaigns.content.fates import IN_HAND, LOOKED_AFTER, REFUSED, DraftState, PlatformFate, PublicationState
from campaigns.content.models import ContentDraft, ContentPublication, ContentVersion
from campaigns.content.ports import PlatformNews
from campaigns.content.renderings import page_address
from campaigns.content.status import ContentState
from core.due_rows import DueRows
from core.errors import RuleViolation
from deliveries.ports import FailureClass, GatewayRefusal

FIRST_LOOK = timedelta(seconds=30)
"""The platform tells by an event; this asks in case the event is lost."""

LOOK_AGAIN = timedelta(days=1)
"""A published article is asked after so often, and the older it is, the more rarely: at a tenth of its age.
Where the platform bans one, it may say so by an event [K]; nothing says that it always does."""

GIVE_UP_LOOKING = timedelta(minutes=30)
"""How long after it an uncertain publication that is on no list is left to a human."""

NOT_SENT = frozenset({FailureClass.BUSY, FailureClass.TOKEN, FailureClass.QUOTA, FailureClass.CONFIG})
"""Nothing reached the platform, or it said so: submitting again is no second publication."""


@dataclass(frozen=True, slots=True)
class PublicationClaim:
    """One publication to go on with: ``state`` says what is to be done."""

    id: int
    attempt: int
    state: PublicationState
    version_id: int
    media_id: str
    publish_id: str
    article_id: str
    page: str


Check = Callable[[Session, ContentVersion], None]
"""Raises a ``RuleViolation`` for what must not go out (``ContentService.require_verified_theme``)."""


_IS_OUT = and_(
    ContentPublication.state == PublicationState.PUBLISHED,
    or_(ContentPublication.publish_id.is_not(None), ContentPublication.article_id > ""),
)
DUE = DueRows(
    ContentPublication.id,
    ContentPublication.due_at,
    or_(ContentPublication.state.in_(IN_HAND), _IS_OUT),
)
"""The publications with which something is to be done."""


class PublicationQueue:
    """The rows of publications; ``check`` is asked once more before anything is submitted."""

    def __init__(self, drafts: DraftQueue, public_url: str, check: Check) -> None:
        self._drafts = drafts
        self._public_url = public_url
        self._check = check

    def due(self, session: Session, now: datetime, limit: int) -> Sequence[int]:
        """Publications with which something is to be done now."""
        return DUE.next(session, now, limit)

    def claim(self, session: Session, publication_id: int, now: datetime) -> PublicationClaim | None:
        """Take one step of one publication.

        ``waiting`` with a finished draft becomes ``submitting`` before anything is sent; ``submitting`` whose
        lease ended becomes ``uncertain``: nobody knows whether the worker that is gone had sent it.
        """
        row = session.get(ContentPublication, publication_id, populate_existing=True)
        if row is None or row.due_at > now:
            return None
        version = session.get_one(ContentVersion, row.version_id)
        media_id = ""
        after = row.state
        if row.state is PublicationState.WAITING:
            why_not = self._why_not(session, version)
            if why_not is not None:
                row.state, row.settled_at, row.failure = PublicationState.CANCELLED, now, why_not
                return None
            draft = self._drafts.order(session, version, now, again=False)
            if draft.media_id is None:
                self._wait_for(row, draft, now)
                return None
            media_id, after = draft.media_id, PublicationState.SUBMITTING
        elif row.state is PublicationState.SUBMITTING:
            after = PublicationState.UNCERTAIN
        elif row.state not in LOOKED_AFTER:
            return None
        here = (ContentPublication.id == publication_id) & (ContentPublication.state == row.state)
        attempt = claim_row(session, ContentPublication, here, now, state=after)
        if attempt is None:
            return None
        return PublicationClaim(
            row.id,
            attempt,
            after,
            row.version_id,
            media_id,
            row.publish_id or "",
            row.article_id or "",
            page_address(self._public_url, version),
        )

    def submitted(self, session: Session, claim: PublicationClaim, publish_id: str, now: datetime) -> None:
        """The platform took the job; the draft is its own from here on."""
        self._drafts.use_up(session, claim.version_id)
        self._write(
            session,
            claim,
            state=PublicationState.PUBLISHING,
            publish_id=publish_id,
            submitted_at=now,
            due_at=now + FIRST_LOOK,
            failure=None,
        )

    def not_submitted(
        self, session: Session, claim: PublicationClaim, refused: GatewayRefusal, now: datetime
    ) -> None:
        """The call failed: again later, look what became of it, or leave it to a human, as the class says."""
        reason = failure_note(refused)
        if refused.failure in NOT_SENT:
            due_at = next_try(claim.attempt, now, refused.until)
            self._write(session, claim, state=PublicationState.WAITING, due_at=due_at, failure=reason)
        elif refused.failure is FailureClass.LOST:
            self._write(
                session,
                claim,
                state=PublicationState.UNCERTAIN,
                submitted_at=now,
                due_at=now + FIRST_LOOK,
                failure=reason,
            )
        else:
            self._write(session, claim, state=PublicationState.FAILED, settled_at=now, failure=reason)

    def told(self, session: Session, claim: PublicationClaim, news: PlatformNews, now: datetime) -> None:
        """What the platform says of a job, or of the article that came of it."""
        if claim.state is PublicationState.PUBLISHED:
            self._told_again(session, claim, news, now)
        elif news.fate is PlatformFate.DONE:
            self._published(session, claim, news, now)
        elif news.fate in REFUSED:
            reason = f"platform:{news.fate.value}"
            self._write(session, claim, state=PublicationState.FAILED, settled_at=now, failure=reason)
        else:
            self._write(session, claim, due_at=next_try(claim.attempt, now))

    def looked(
        self, session: Session, claim: PublicationClaim, news: PlatformNews | None, now: datetime
    ) -> None:
        """Whether an uncertain publication is among what is published."""
        if news is not None:
            self._drafts.use_up(session, claim.version_id)
            self._published(session, claim, news, now)
            return
        row = session.get_one(ContentPublication, claim.id)
        if now - (row.submitted_at or row.requested_at) > GIVE_UP_LOOKING:
            self._write(session, claim, state=PublicationState.UNKNOWN, settled_at=now)
            return
        self._write(session, claim, due_at=next_try(claim.attempt, now))

    def taken_down(self, session: Session, claim: PublicationClaim, now: datetime) -> None:
        """It is gone from the platform."""
        self._write(session, claim, state=PublicationState.TAKEN_DOWN, settled_at=now, failure=None)

    def put_off(
        self, session: Session, claim: PublicationClaim, refused: GatewayRefusal, now: datetime
    ) -> None:
        """Asking or deleting failed; it is done again later, for as long as it takes."""
        if claim.state is PublicationState.PUBLISHED:
            self._write(session, claim, due_at=max(now + LOOK_AGAIN, refused.until or now))
            return
        due_at = next_try(claim.attempt, now, refused.until)
        self._write(session, claim, due_at=due_at, failure=failure_note(refused))

    def ring(self, session: Session, publish_id: str, now: datetime) -> bool:
        """The platform says that a job ended (PUBLISHJOBFINISH), or what became of its article later: ask at
        once. False for a job of nobody here.

        The event only rings; what is believed is what the platform answers when asked.
        """
        found = session.execute(
            update(ContentPublication)
            .where(
                ContentPublication.publish_id == publish_id,
                ContentPublication.state.in_((PublicationState.PUBLISHING, PublicationState.PUBLISHED)),
            )
            .values(due_at=now)
            .returning(ContentPublication.id)
            .execution_options(synchronize_session=False)
        ).all()
        return bool(found)

    def _why_not(self, session: Session, version: ContentVersion) -> str | None:
        """Much may have happened since it was ordered: withdrawn, replaced, the theme corrected."""
        if version.state is not ContentState.ISSUED:
            return NOT_ISSUED
        try:
            self._check(session, version)
        except RuleViolation as refused:
            return type(refused).__name__
        return None

    def _published(
        self, session: Session, claim: PublicationClaim, news: PlatformNews, now: datetime
    ) -> None:
        self._write(
            session,
            claim,
            state=PublicationState.PUBLISHED,
            article_id=news.article_id,
            article_url=news.article_url,
            settled_at=now,
            due_at=now + LOOK_AGAIN,
            failure=None,
        )

    def _told_again(
        self, session: Session, claim: PublicationClaim, news: PlatformNews, now: datetime
    ) -> None:
        """What became of an article that was published: it is there, or not any more."""
        if news.fate not in REFUSED:
            row = session.get_one(ContentPublication, claim.id)
            age = now - (row.settled_at or now)
            self._write(session, claim, due_at=now + max(LOOK_AGAIN, age / 10))
            return
        is_deleted = news.fate is PlatformFate.DELETED
        after = PublicationState.TAKEN_DOWN if is_deleted else PublicationState.BANNED
        reason = f"platform:{news.fate.value}"
        self._write(session, claim, state=after, article_url=None, settled_at=now, failure=reason)

    @staticmethod
    def _wait_for(row: ContentPublication, draft: ContentDraft, now: datetime) -> None:
        if draft.state is DraftState.FAILED:
            row.state, row.settled_at, row.failure = PublicationState.FAILED, now, f"draft {draft.failure}"
            return
        row.due_at = looked_for_at(draft, now)

    @staticmethod
    def _write(session: Session, claim: PublicationClaim, **values: object) -> None:
        settle_row(
            session,
            ContentPublication,
            (ContentPublication.id == claim.id) & (ContentPublication.state == claim.state),
            claim.attempt,
            **values,
        )
