"""From a draft to the tip and its number, whoever told it: in the chat, on a page, or on the telephone.

Whatever is sent twice, at once, or after a crash: one tip, one receipt code. A draft's token is the key of
its submission.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from deliveries.duty import Duty
from staff.actors import Actor, ActorKind
from tipoffs.evidence.services import EvidenceService
from tipoffs.intake.draft import Draft, Known
from tipoffs.intake.drafts import DraftStore, HeldDraft
from tipoffs.intake.sorting import guess
from tipoffs.notices import last_day
from tipoffs.permissions import Permission
from tipoffs.tips.models import Channel, Mode, Tip, TipKind
from tipoffs.tips.services import TipService
from tipoffs.tips.taking import NewTip
from tipoffs.vault.receipts import AlreadyIssued, Receipts

RaiseDuty = Callable[[Session, Duty, datetime], bool]
"""Tells the duty room, in the same transaction."""

SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, "intake")
_REPORTER = Actor(ActorKind.REPORTER, "")
_KINDS = {kind.value: kind for kind in TipKind}
_MODES = {mode.value: mode for mode in Mode}
_DANGER_TOLD = "有一件举报说到可能有人正处在危险中"


class NotComplete(RuleViolation):
    """What was seen, or the way of signing, is missing: there is nothing to go and look at."""

    sentence = "请先说说您看到了什么，并选好署名方式，再提交。"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a reporter gets. ``code`` is there once, at the first submission, and empty ever after."""

    number: str
    code: str = field(repr=False)
    decide_on: str
    is_emergency: bool


@dataclass(frozen=True, slots=True)
class SubmissionPorts:
    """What a submission needs of other packages.

    ``region_of``: the code of the region of a draft, empty if unknown; ``decide_by``: until when the office
    decides on accepting a tip; ``is_danger``: whether words tell of somebody in danger.
    """

    region_of: Callable[[Session, Draft], str]
    decide_by: Callable[[Session, str], datetime | None]
    is_danger: Callable[[str], bool]
    raise_duty: RaiseDuty


class SubmissionService:
    """Adds and flushes, never commits."""

    def __init__(
        self,
        drafts: DraftStore,
        evidence: EvidenceService,
        tips: TipService,
        receipts: Receipts,
        ports: SubmissionPorts,
    ) -> None:
        self._drafts = drafts
        self._evidence = evidence
        self._tips = tips
        self._receipts = receipts
        self._ports = ports

    def submit_draft(
        self,
        session: Session,
        token: str,
        draft: Draft,
        *,
        channel: Channel,
        openid: str | None,
        now: datetime,
        actor: Actor = _REPORTER,
    ) -> Receipt:
        """Make a tip of a draft: one, however often and in parallel it is asked.

        A second time gives the same number without the code. ``NotComplete`` without facts or mode;
        ``NotFound`` where neither a draft nor a tip of this token exists, or it is somebody else's.
        """
        held = self._drafts.find_by_token(session, token, now)
        if held is None:
            return self._submitted(session, token, openid)
        return self.submit(session, held, draft, channel, openid, now, actor)

    def submit(
        self,
        session: Session,
        held: HeldDraft,
        draft: Draft,
        channel: Channel,
        openid: str | None,
        now: datetime,
        actor: Actor = _REPORTER,
    ) -> Receipt:
        """Make a tip of a draft that is held, and end the draft; ``NotComplete`` without facts or mode."""
        mode = _MODES.get(draft.mode)
        if mode is None or not draft.facts.strip():
            raise NotComplete
        region = self._ports.region_of(session, draft)
        is_danger = held.row.alarmed_at is not None or self._ports.is_danger(draft.facts)
        new = _new_tip(draft, mode, region, channel, openid)
        tip = self._tips.submit(session, new, held.token, actor, now)
        self._evidence.move(session, held.token, tip.number, now)
        code = self._issued(session, tip.number, now)
        if is_danger:
            self._tips.flag_emergency(session, tip.number, SYSTEM_ACTOR, now, "举报内容提到紧急危险")
            key, permission = f"tip-danger:{tip.number}", Permission.TIPS_EMERGENCY
            duty = Duty(key, permission, tip.number, _DANGER_TOLD, is_urgent=True)
            self._ports.raise_duty(session, duty, now)
        self._drafts.end(session, held, now)
        return Receipt(tip.number, code, self._decide_on(session, tip.number), is_danger)

    def was_submitted(self, session: Session, token: str) -> bool:
        """Whether a tip was made of the draft of this token."""
        return session.scalar(select(Tip.number).where(Tip.intake_key == token)) is not None

    def _submitted(self, session: Session, token: str, openid: str | None) -> Receipt:
        tip = session.scalar(select(Tip).where(Tip.intake_key == token))
        index = self._tips.office.reporter_index(openid) if openid else None
        if tip is None or (tip.reporter is not None and tip.reporter != index):
            raise NotFound
        return Receipt(tip.number, "", self._decide_on(session, tip.number), is_emergency=False)

    def _issued(self, session: Session, number: str, now: datetime) -> str:
        try:
            return str(self._receipts.issue(session, number, now))
        except AlreadyIssued:
            return ""

    def _decide_on(self, session: Session, number: str) -> str:
        end = self._ports.decide_by(session, number)
        return last_day(end) if end else ""


def _new_tip(draft: Draft, mode: Mode, region: str, channel: Channel, openid: str | None) -> NewTip:
    found = guess(draft.facts, draft.object_name)
    said = [draft.facts, f"时间：{draft.happened}" if draft.happened else ""]
    return NewTip(
        channel=channel,
        mode=mode,
        kind=_KINDS[found.kind],
        category=found.category,
        region=region,
        address=draft.address,
        object_name=draft.object_name,
        words="\n".join(line for line in said if line),
        latitude=draft.latitude,
        longitude=draft.longitude,
        openid=openid,
        involves_death=found.involves_death,
        also_found=draft.known is Known.JOINED,
    )
