"""What is told of a tip before it is submitted: one service behind the chat and the mobile form.

What one reporter tells goes into one draft. Its row is locked by whoever adds to it, so that what is sent
twice, at the same time or after a crash is written down once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from deliveries.duty import Duty
from tipoffs.evidence.services import EnoughEvidence, EvidenceService
from tipoffs.evidence.status import COUNTED, Kind
from tipoffs.intake.draft import MOST_CHARACTERS, Draft, Known, Step
from tipoffs.intake.drafts import DraftStore, HeldDraft
from tipoffs.intake.known import KnownMatters, asked_anew
from tipoffs.intake.submitting import RaiseDuty, Receipt, SubmissionService
from tipoffs.intake.wizard import (
    DROP,
    PHOTO_PLACE,
    End,
    FileKind,
    ReporterMessage,
    Turned,
    advance,
    begin,
    begin_at,
    resume,
)
from tipoffs.permissions import Permission
from tipoffs.tips.models import Channel

_EVIDENCE: Mapping[FileKind, Kind] = {
    FileKind.PHOTO: Kind.PHOTO,
    FileKind.VIDEO: Kind.VIDEO,
    FileKind.VOICE: Kind.VOICE,
}
_DANGER_HEARD = "有人在举报时说到可能有人正处在危险中，已请其先打119、120，举报还没有提交"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one message: the turn of the wizard, and the receipt where the tip was submitted."""

    turned: Turned
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as a printed code names it; ``name`` of the unit may be empty, ``point`` is WGS-84."""

    name: str
    address: str
    point: tuple[float, float] | None = None


class IntakeService:
    """Begins, carries on and submits drafts; adds and flushes, never commits."""

    def __init__(
        self,
        drafts: DraftStore,
        evidence: EvidenceService,
        submissions: SubmissionService,
        known: KnownMatters,
        raise_duty: RaiseDuty,
    ) -> None:
        """``known`` looks whether what is told may be known already."""
        self.drafts = drafts
        self.submissions = submissions
        self._evidence = evidence
        self._known = known
        self._raise_duty = raise_duty

    def begin(self, session: Session, openid: str, words: str, now: datetime) -> Taken:
        """Somebody wants to report; what was left unfinished within seven days is offered again.

        A new sentence with facts in it begins a new draft: what was told before is thrown away, and told so.
        """
        turned = begin(words)
        left = self.drafts.find(session, openid, now)
        if left is not None and _is_told(left.draft):
            if not turned.draft.facts:
                return Taken(replace(resume(left.draft), fields={"resumed": 1}))
            self.drafts.leave(session, left.row)
            turned = replace(turned, fields={"replaced": 1})
        held = self.drafts.start(session, openid, now)
        counted = replace(turned, draft=self._counted(session, held.token, turned.draft))
        turned = self._looked(session, openid, counted, now)
        self.drafts.keep(session, held, turned.draft, now)
        return Taken(turned)

    def has_left(self, session: Session, openid: str, now: datetime) -> bool:
        """Whether this person told something within seven days that was not submitted."""
        left = self.drafts.find(session, openid, now)
        return left is not None and _is_told(left.draft)

    def begin_at(self, session: Session, openid: str | None, spot: Spot, now: datetime) -> tuple[Taken, str]:
        """Somebody scanned a code at a place; what became of it, and the token of the draft.

        A draft in which the facts are told already stays as it is: it may be about another place.
        """
        held = self.drafts.start(session, openid, now)
        draft = self._counted(session, held.token, held.draft)
        if draft.facts:
            return Taken(replace(resume(draft), fields={"resumed": 1})), held.token
        turned = begin_at(draft, spot.name, spot.address, spot.point)
        self.drafts.keep(session, held, turned.draft, now)
        return Taken(turned), held.token

    def restart(self, session: Session, openid: str, now: datetime) -> Taken:
        """Throw away what was told and begin anew."""
        left = self.drafts.find(session, openid, now)
        if left is not None:
            self.drafts.leave(session, left.row)
        return self.begin(session, openid, "", now)

    def resume(self, session: Session, openid: str, now: datetime) -> Taken | None:
        """Ask again what was asked last; None where there is no draft."""
        held = self.drafts.find(session, openid, now)
        return Taken(resume(held.draft)) if held else None

    def hear(
        self, session: Session, openid: str, message: ReporterMessage, now: datetime, media_id: str = ""
    ) -> Taken | None:
        """Take one message into account; None where there is no draft any more.

        A file is named by its ``media_id`` at the platform and fetched at once by the worker. The same file
        again is the same evidence.
        """
        held = self.drafts.find(session, openid, now)
        if held is None:
            return None
        turned = advance(held.draft, message)
        match turned.end:
            case End.CANCEL | End.BROWSER:
                self.drafts.discard(session, held, now)
                return Taken(turned)
            case End.SUBMIT:
                receipt = self.submissions.submit(session, held, turned.draft, Channel.CHAT, openid, now)
                return Taken(turned, receipt)
        if message.file is not None and not turned.say.endswith("_full"):
            turned = self._attached(session, held, turned, message.file, media_id, now)
        elif DROP in turned.fields:
            turned = self._dropped(session, held.token, turned)
        elif PHOTO_PLACE in turned.fields:
            turned = self._placed_by_photo(session, held.token, turned, now)
        if turned.draft.step is Step.MODE and held.draft.step is not Step.MODE:
            turned = self._offered_place(session, held.token, turned, now)
        turned = self._looked(session, openid, turned, now)
        self.drafts.keep(session, held, turned.draft, now)
        return Taken(turned)

    def keep_form(
        self, session: Session, held: HeldDraft, draft: Draft, openid: str | None, now: datetime
    ) -> Draft:
        """Keep what a form says so far, and look whether it may be known; not without an openid."""
        draft = asked_anew(held.draft, draft)
        if openid is not None:
            draft = self._known.looked(session, openid, draft, now)
        self.drafts.keep(session, held, draft, now)
        return draft

    def drop_file(self, session: Session, held: HeldDraft, draft: Draft, name: str, now: datetime) -> None:
        """Take a file out of a draft by its name in the evidence; nothing happens where it is not there."""
        self._evidence.drop(session, held.token, name)
        self.drafts.keep(session, held, self._counted(session, held.token, draft), now)

    def hear_danger(self, session: Session, openid: str, words: str, now: datetime) -> Turned | None:
        """The emergency screen has answered in the middle of a talk: tell the duty room, keep the words.

        None where there is no draft any more.
        """
        held = self.drafts.find(session, openid, now)
        if held is None:
            return None
        turned = _with_danger(held.draft, words)
        self.drafts.keep(session, held, turned.draft, now)
        if self.drafts.alarm(session, held, now):
            duty = Duty(
                f"draft-danger:{held.token}",
                Permission.TIPS_EMERGENCY,
                f"举报草稿{held.token[:6]}",
                _DANGER_HEARD,
                is_urgent=True,
            )
            self._raise_duty(session, duty, now)
        return turned

    def discard(self, session: Session, openid: str, now: datetime) -> bool:
        """Throw away the draft of this person; whether there was one."""
        held = self.drafts.find(session, openid, now)
        if held is not None:
            self.drafts.discard(session, held, now)
        return held is not None

    def _looked(self, session: Session, openid: str, turned: Turned, now: datetime) -> Turned:
        if not self._known.is_time(turned.draft):
            return turned
        draft = self._known.looked(session, openid, turned.draft, now)
        is_news = draft.known is Known.MAYBE and turned.draft.known is Known.UNASKED
        return replace(
            turned, draft=draft, fields={**turned.fields, "known": 1} if is_news else turned.fields
        )

    def _attached(
        self, session: Session, held: HeldDraft, turned: Turned, kind: FileKind, media_id: str, now: datetime
    ) -> Turned:
        try:
            self._evidence.attach(session, held.token, _EVIDENCE[kind], media_id, now)
        except EnoughEvidence:
            return replace(turned, draft=held.draft, say=f"{kind.value}s_full", fields={"limit": 9})
        draft = self._counted(session, held.token, turned.draft)
        fields = {"photos": draft.photos, "videos": draft.videos} if turned.fields else {}
        say = "voice_kept" if kind is FileKind.VOICE else turned.say
        return replace(turned, draft=draft, say=say, fields=fields)

    def _dropped(self, session: Session, token: str, turned: Turned) -> Turned:
        photos = [
            one
            for one in self._evidence.of_case(session, token)
            if one.kind is Kind.PHOTO and one.state in COUNTED
        ]
        place = int(turned.fields[DROP])
        if place <= len(photos):
            self._evidence.drop(session, token, photos[place - 1].name)
        draft = self._counted(session, token, turned.draft)
        return replace(turned, draft=draft, fields={"place": place, "photos": draft.photos})

    def _offered_place(self, session: Session, token: str, turned: Turned, now: datetime) -> Turned:
        """Before the last question: a photo may say where; nothing is used unless the teller says so.

        Pictures of the chat mostly come without a place; who named none is told how to send one.
        """
        draft = turned.draft
        if draft.latitude is not None or not draft.photos:
            return turned
        if self._evidence.positions_of(session, token, now):
            return replace(turned, fields={**turned.fields, "place_offered": 1})
        return turned if draft.has_place else replace(turned, fields={**turned.fields, "place_wanted": 1})

    def _placed_by_photo(self, session: Session, token: str, turned: Turned, now: datetime) -> Turned:
        positions = self._evidence.positions_of(session, token, now)
        if not positions:
            return replace(turned, say="photo_without_place", fields={})
        place = (round(positions[0].latitude, 6), round(positions[0].longitude, 6), "")
        placed = advance(turned.draft, ReporterMessage(place=place))
        return placed if placed.say != "place_kept" else replace(placed, say="photo_place_used")

    def _counted(self, session: Session, token: str, draft: Draft) -> Draft:
        """The draft with as many files as lie with the evidence, whatever was sent twice or refused."""
        kinds = [one.kind for one in self._evidence.of_case(session, token) if one.state in COUNTED]
        return replace(
            draft,
            photos=kinds.count(Kind.PHOTO),
            videos=kinds.count(Kind.VIDEO),
            voices=kinds.count(Kind.VOICE),
        )


def _is_told(draft: Draft) -> bool:
    return bool(draft.facts or draft.has_place or draft.photos or draft.videos or draft.voices)


def _with_danger(draft: Draft, words: str) -> Turned:
    """What was cried out belongs to the facts, whatever was asked."""
    if draft.step is Step.FACTS:
        return advance(draft, ReporterMessage(words=words))
    limit = MOST_CHARACTERS[Step.FACTS]
    return resume(replace(draft, facts=f"{draft.facts}\n{words}"[:limit]))
