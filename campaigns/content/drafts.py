"""Versions as drafts at the platform: ordered by whoever needs one, added by a worker, used up by
publishing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaigns.content.claiming import claim_row, failure_note, next_try, settle_row
from campaigns.content.failures import failure_words
from campaigns.content.fates import DraftState, UploadPurpose
from campaigns.content.models import ContentDraft, ContentVersion
from campaigns.content.ports import DraftArticle
from campaigns.content.renderings import page_address, source_line
from campaigns.content.uploads import UploadQueue
from campaigns.content.wechat_html import article_html
from core.due_rows import DueRows
from core.statements import insert_once
from deliveries.ports import FailureClass, GatewayRefusal

LOOK_AGAIN = timedelta(seconds=2)
"""While pictures are on their way up."""

REPEATED = frozenset(
    {FailureClass.BUSY, FailureClass.TOKEN, FailureClass.QUOTA, FailureClass.CONFIG, FailureClass.LOST}
)
"""Failures that say nothing against the article. A lost answer leaves an unused draft, which harms nobody."""


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """One draft to add now."""

    version_id: int
    attempt: int
    article: DraftArticle


def looked_for_at(draft: ContentDraft, now: datetime) -> datetime:
    """When whoever waits for a draft looks again.

    While it is being added, its ``due_at`` is the end of a lease of minutes; the answer comes in a second.
    """
    waits_until = draft.due_at if draft.state is DraftState.WAITING else now
    return max(waits_until, now) + timedelta(seconds=1)


DUE = DueRows(
    ContentDraft.version_id,
    ContentDraft.due_at,
    ContentDraft.state.in_((DraftState.WAITING, DraftState.ADDING)),
)
"""The drafts to be added, by their versions."""


class DraftQueue:
    """The rows of drafts."""

    def __init__(self, uploads: UploadQueue, public_url: str) -> None:
        self._uploads = uploads
        self._public_url = public_url

    def order(
        self, session: Session, version: ContentVersion, now: datetime, *, again: bool = True
    ) -> ContentDraft:
        """See that a version becomes a draft at the platform, with all its pictures.

        One that the platform refused is tried ``again`` when a person asks for it, not by itself.
        """
        self._uploads.order(session, version, now)
        row = {"version_id": version.id, "state": DraftState.WAITING, "attempts": 0, "due_at": now}
        insert_once(session, ContentDraft, [row], conflict=["version_id"])
        draft = session.get_one(ContentDraft, version.id, populate_existing=True)
        if draft.state is DraftState.USED or (again and draft.state is DraftState.FAILED):
            draft.state, draft.media_id, draft.due_at, draft.failure = DraftState.WAITING, None, now, None
            session.flush()
        return draft

    def find_media_id(self, session: Session, version_id: int) -> str | None:
        """The platform's name of the draft of a version; None while there is none."""
        return session.scalar(
            select(ContentDraft.media_id).where(
                ContentDraft.version_id == version_id, ContentDraft.state == DraftState.READY
            )
        )

    def hindrances(self, session: Session, version: ContentVersion) -> list[str]:
        """What keeps a version from being a draft, in words for the clerk who waits."""
        draft = session.get(ContentDraft, version.id)
        if draft is None or draft.state in (DraftState.READY, DraftState.USED):
            return []
        pictures = [f"配图：{failure_words(one)}" for one in self._uploads.failures(session, version)]
        return [*dict.fromkeys(pictures), *([failure_words(draft.failure)] if draft.failure else [])]

    def due(self, session: Session, now: datetime, limit: int) -> Sequence[int]:
        """Versions whose draft is to be added; also where the worker that did it is not heard of any more."""
        return DUE.next(session, now, limit)

    def claim(self, session: Session, version_id: int, now: datetime) -> DraftClaim | None:
        """Take one draft, once all its pictures are there; a ``RuleViolation`` where it cannot be made."""
        version = session.get_one(ContentVersion, version_id)
        addresses = self._uploads.addresses(session, version)
        is_open = (ContentDraft.version_id == version_id) & or_(
            ContentDraft.state == DraftState.WAITING, ContentDraft.state == DraftState.ADDING
        )
        if addresses is None:
            self._uploads.order(session, version, now)
            draft = session.get_one(ContentDraft, version_id)
            if draft.due_at <= now:
                draft.due_at = now + LOOK_AGAIN
            return None
        attempt = claim_row(session, ContentDraft, is_open, now, state=DraftState.ADDING)
        if attempt is None:
            return None
        content = article_html(
            version.body, source_line(version), lambda reference: addresses[UploadPurpose.INLINE, reference]
        )
        article = DraftArticle(
            version.title,
            version.author,
            version.digest,
            content,
            page_address(self._public_url, version),
            addresses[UploadPurpose.COVER, version.cover],
        )
        return DraftClaim(version_id, attempt, article)

    def settle(self, session: Session, claim: DraftClaim, media_id: str) -> None:
        """It lies among the drafts."""
        self._write(session, claim, state=DraftState.READY, media_id=media_id, failure=None)

    def refuse(self, session: Session, version_id: int, failure: str) -> None:
        """It cannot be made: a human must change it."""
        draft = session.get_one(ContentDraft, version_id)
        draft.state, draft.failure = DraftState.FAILED, failure

    def failed(self, session: Session, claim: DraftClaim, refused: GatewayRefusal, now: datetime) -> None:
        """The platform did not take it: try again, or tell the clerk."""
        reason = failure_note(refused)
        if refused.failure in REPEATED:
            due_at = next_try(claim.attempt, now, refused.until)
            self._write(session, claim, state=DraftState.WAITING, due_at=due_at, failure=reason)
            return
        self._write(session, claim, state=DraftState.FAILED, failure=reason)

    def pictures_gone(self, session: Session, claim: DraftClaim, now: datetime) -> None:
        """The platform does not know a picture any more (40007): upload them, then try again."""
        version = session.get_one(ContentVersion, claim.version_id)
        self._uploads.forget(session, version, now)
        self._write(session, claim, state=DraftState.WAITING, due_at=now + LOOK_AGAIN)

    def use_up(self, session: Session, version_id: int) -> None:
        """Publishing takes a draft away."""
        draft = session.get(ContentDraft, version_id)
        if draft is not None:
            draft.state, draft.media_id = DraftState.USED, None
            session.flush()

    @staticmethod
    def _write(session: Session, claim: DraftClaim, **values: object) -> None:
        settle_row(
            session, ContentDraft, ContentDraft.version_id == claim.version_id, claim.attempt, **values
        )
