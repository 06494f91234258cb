"""Writing content and signing it off: the verbs of authors and of the three who read before the public
does."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.content.markup import pictures_in, plain_words
from campaigns.content.models import ContentItem, ContentStep, ContentVersion
from campaigns.content.permissions import ContentPermission
from campaigns.content.pictures import KeptPhoto, PictureStore
from campaigns.content.ports import ThemeGuard
from campaigns.content.queries import find_issued, newest_version
from campaigns.content.recording import record_step
from campaigns.content.refusals import (
    BadManuscript,
    NoSuchContent,
    NotIssued,
    OpinionMissing,
    OwnManuscript,
    SamePerson,
    UnknownPicture,
)
from campaigns.content.renderings import source_line
from campaigns.content.rules import Complaint, Manuscript, complaints, is_picture_reference
from campaigns.content.status import (
    LIVE,
    MOVES,
    PERMITTED,
    STEP_AT,
    STEPS,
    ContentState,
    ContentVerb,
    IllegalContentMove,
    NextStep,
    content_moved,
)
from campaigns.content.wechat_html import LONG_ADDRESS, article_html
from core.errors import RuleViolation
from core.optimistic_locking import require_read, require_unchanged
from staff.actors import Actor
from staff.audit import AuditLog


class ContentService:
    """Keeps what is written, and sees that three people read it.

    Every verb locks the item first, so two of them never work on the same version at once.
    """

    def __init__(self, audit: AuditLog, themes: ThemeGuard, pictures: PictureStore) -> None:
        self._audit = audit
        self._themes = themes
        self._pictures = pictures

    def issued(self, session: Session, item_id: int) -> ContentVersion:
        """The version that was signed off, for whoever tells the public; ``NotIssued`` where there is
        none."""
        found = find_issued(session, item_id)
        if found is None:
            raise NotIssued
        return found

    def add(
        self,
        session: Session,
        manuscript: Manuscript,
        actor: Actor,
        now: datetime,
        *,
        campaign_id: int | None = None,
        is_unfinished: bool = False,
    ) -> ContentVersion:
        """Begin an item; ``BadManuscript`` names everything that is wrong with it. ``is_unfinished``: the
        author goes on later, and what is missing is asked for when it is handed in.
        """
        actor.require(ContentPermission.WRITE)
        self._check(session, manuscript, is_unfinished=is_unfinished)
        item = ContentItem(campaign_id=campaign_id, created_by=actor.id, created_at=now)
        session.add(item)
        session.flush()
        version = _written(ContentVersion(item_id=item.id, number=1), manuscript, actor, now)
        session.add(version)
        self._note_author(session, version, actor, now)
        record_step(self._audit, session, "content.add", version, actor, now, state=version.state)
        return version

    def edit(
        self,
        session: Session,
        item_id: int,
        manuscript: Manuscript,
        actor: Actor,
        now: datetime,
        base: str | None = None,
        *,
        is_unfinished: bool = False,
    ) -> ContentVersion:
        """Change the words: a draft in place, anything else as a new version that needs every step again.

        ``base`` is the edition of the newest manuscript that was read; ``is_unfinished`` as of ``add``.
        """
        actor.require(ContentPermission.WRITE)
        self._check(session, manuscript, is_unfinished=is_unfinished)
        newest = self._locked(session, item_id)
        require_unchanged(base, newest.manuscript)
        if newest.state is ContentState.DRAFT:
            newest.state = content_moved(newest.state, ContentVerb.EDIT)
            _written(newest, manuscript, actor, now)
        else:
            number = newest.number
            if newest.state is not ContentState.ISSUED:
                # What is issued stays in force until the next version is.
                newest.state = content_moved(newest.state, ContentVerb.REVISE)
            newest = _written(ContentVersion(item_id=item_id, number=number + 1), manuscript, actor, now)
            session.add(newest)
        self._note_author(session, newest, actor, now)
        record_step(self._audit, session, "content.edit", newest, actor, now, state=newest.state)
        return newest

    def add_photo(self, session: Session, kept: KeptPhoto, actor: Actor, now: datetime) -> None:
        """Let texts show a photo that ``PictureStore.keep`` put into the store; twice is once."""
        actor.require(ContentPermission.WRITE)
        if self._pictures.register(session, kept, actor.id, now):
            subject = f"photo:{kept.key[:16]}"
            self._audit(session, actor=actor, action="content.photo", subject=subject, now=now)

    def submit(self, session: Session, item_id: int, actor: Actor, now: datetime) -> ContentVersion:
        """Hand a draft in for the first reading; ``TooLong`` for what the platform could not take."""
        actor.require(ContentPermission.WRITE)
        version = self._locked(session, item_id)
        self._check(session, version.manuscript)
        article_html(version.body, source_line(version), lambda _: LONG_ADDRESS)
        return self._take(session, version, ContentVerb.SUBMIT, actor, now, "送审")

    def first_review(
        self,
        session: Session,
        item_id: int,
        actor: Actor,
        now: datetime,
        opinion: str,
        seen: str | None = None,
    ) -> ContentVersion:
        """初审; ``seen`` is the fingerprint of the manuscript that was read."""
        return self._sign(session, item_id, ContentVerb.FIRST_REVIEW, actor, now, opinion, seen)

    def review(
        self,
        session: Session,
        item_id: int,
        actor: Actor,
        now: datetime,
        opinion: str,
        seen: str | None = None,
    ) -> ContentVersion:
        """The second of the three readings (审核); ``seen`` as in ``first_review``."""
        return self._sign(session, item_id, ContentVerb.REVIEW, actor, now, opinion, seen)

    def issue(
        self,
        session: Session,
        item_id: int,
        actor: Actor,
        now: datetime,
        opinion: str,
        seen: str | None = None,
    ) -> ContentVersion:
        """签发: from now on the public may read it. Refused while the theme of its campaign is not
        verified."""
        actor.require(ContentPermission.ISSUE)
        version = self._locked(session, item_id)
        content_moved(version.state, ContentVerb.ISSUE)
        self._require_another(session, version, actor)
        require_read(seen, version.manuscript)
        self.require_verified_theme(session, version)
        before = find_issued(session, item_id)
        if before is not None:
            before.state = content_moved(before.state, ContentVerb.REPLACE)
            session.flush()
        version.issued_at = now
        return self._take(session, version, ContentVerb.ISSUE, actor, now, opinion)

    def send_back(
        self, session: Session, item_id: int, actor: Actor, now: datetime, opinion: str
    ) -> ContentVersion:
        """Give a version back to its author instead of taking the step it waits for."""
        version = self._locked(session, item_id)
        waiting = STEP_AT.get(version.state)
        if waiting is None:
            raise IllegalContentMove(version.state, ContentVerb.SEND_BACK)
        actor.require(STEPS[waiting])
        self._require_another(session, version, actor)
        return self._take(session, version, ContentVerb.SEND_BACK, actor, now, opinion)

    def withdraw(
        self, session: Session, item_id: int, actor: Actor, now: datetime, reason: str
    ) -> ContentVersion:
        """End an item for good: its page says so at once; publications are taken down by a step of their
        own."""
        actor.require(ContentPermission.WITHDRAW)
        newest = self._locked(session, item_id)
        live = session.scalars(
            select(ContentVersion)
            .where(ContentVersion.item_id == item_id, ContentVersion.state.in_(LIVE))
            .order_by(ContentVersion.number)
        ).all()
        if not live:
            raise IllegalContentMove(newest.state, ContentVerb.WITHDRAW)
        for version in live:
            self._take(
                session, version, ContentVerb.WITHDRAW, actor, now, reason, is_told=version is live[-1]
            )
        return newest

    def next_steps(self, session: Session, version: ContentVersion, actor: Actor) -> list[NextStep]:
        """What this person may do with the newest version now, and what stands in the way of the rest."""
        found = []
        for verb, permission in PERMITTED.items():
            waiting = STEP_AT.get(version.state)
            needed = STEPS[waiting] if verb is ContentVerb.SEND_BACK and waiting else permission
            if (version.state, verb) in MOVES and actor.may(needed):
                obstacle = self._obstacle(session, version, verb, actor)
                found.append(NextStep(verb, obstacle))
        return found

    def _obstacle(self, session: Session, version: ContentVersion, verb: ContentVerb, actor: Actor) -> str:
        try:
            if verb in STEPS or verb is ContentVerb.SEND_BACK:
                self._require_another(session, version, actor)
            if verb is ContentVerb.ISSUE:
                self.require_verified_theme(session, version)
        except RuleViolation as refusal:
            return refusal.sentence
        return ""

    def require_verified_theme(self, session: Session, version: ContentVersion) -> None:
        """Go on only where the item belongs to no campaign, or its year's theme was checked."""
        item = session.get_one(ContentItem, version.item_id)
        if item.campaign_id is not None:
            words = f"{version.title}\n{version.digest}\n{plain_words(version.body)}"
            self._themes.require_verified_theme(session, item.campaign_id, words)

    def _sign(
        self,
        session: Session,
        item_id: int,
        verb: ContentVerb,
        actor: Actor,
        now: datetime,
        opinion: str,
        seen: str | None,
    ) -> ContentVersion:
        actor.require(STEPS[verb])
        version = self._locked(session, item_id)
        content_moved(version.state, verb)
        self._require_another(session, version, actor)
        require_read(seen, version.manuscript)
        return self._take(session, version, verb, actor, now, opinion)

    def _take(
        self,
        session: Session,
        version: ContentVersion,
        verb: ContentVerb,
        actor: Actor,
        now: datetime,
        opinion: str,
        *,
        is_told: bool = True,
    ) -> ContentVersion:
        if not opinion.strip():
            raise OpinionMissing
        version.state = content_moved(version.state, verb)
        session.add(
            ContentStep(version_id=version.id, verb=verb, by=actor.id, at=now, opinion=opinion.strip())
        )
        session.flush()
        if is_told:
            record_step(
                self._audit, session, f"content.{verb.value}", version, actor, now,
                reason=opinion.strip(), state=version.state,
            )  # fmt: skip
        return version

    @staticmethod
    def _require_another(session: Session, version: ContentVersion, actor: Actor) -> None:
        authors = session.scalars(
            select(ContentStep.by)
            .join(ContentVersion, ContentVersion.id == ContentStep.version_id)
            .where(ContentVersion.item_id == version.item_id, ContentStep.verb == ContentVerb.EDIT)
        )
        if actor.id in authors.all():
            raise OwnManuscript
        taken = session.scalar(
            select(ContentStep.verb).where(
                ContentStep.version_id == version.id, ContentStep.by == actor.id, ContentStep.verb.in_(STEPS)
            )
        )
        if taken is not None:
            raise SamePerson(taken)

    @staticmethod
    def _note_author(session: Session, version: ContentVersion, actor: Actor, now: datetime) -> None:
        """Every hand that wrote is kept, so that none of them signs."""
        session.flush()
        session.add(
            ContentStep(version_id=version.id, verb=ContentVerb.EDIT, by=actor.id, at=now, opinion="")
        )
        session.flush()

    @staticmethod
    def _locked(session: Session, item_id: int) -> ContentVersion:
        """The newest version of an item that nobody else works on until this transaction ends."""
        item = session.scalar(select(ContentItem).where(ContentItem.id == item_id).with_for_update())
        if item is None:
            raise NoSuchContent
        return newest_version(session, item_id)

    def _check(self, session: Session, manuscript: Manuscript, *, is_unfinished: bool = False) -> None:
        found = complaints(manuscript, is_unfinished=is_unfinished)
        shown = {**dict.fromkeys(pictures_in(manuscript.body), "body"), manuscript.cover: "cover"}
        for reference, about in shown.items():
            if not reference:
                continue
            if not is_picture_reference(reference):
                found.append(Complaint(about, f"图片写得不对：{reference}"))
            elif not self._pictures.has(session, reference):
                found.append(Complaint(about, UnknownPicture(reference).sentence.rstrip("。")))
        if found:
            raise BadManuscript(found)


def _written(version: ContentVersion, manuscript: Manuscript, actor: Actor, now: datetime) -> ContentVersion:
    version.state = ContentState.DRAFT
    version.kind = manuscript.kind
    version.title, version.author, version.digest = manuscript.title, manuscript.author, manuscript.digest
    version.cover, version.body = manuscript.cover, manuscript.body
    version.pictures = pictures_in(manuscript.body)
    version.source_title, version.source_from = manuscript.source_title, manuscript.source_from
    version.source_url = manuscript.source_url
    version.written_by, version.written_at = actor.id, now
    return version
