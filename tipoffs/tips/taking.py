"""Intake: a tip comes in, is completed, accepted, declined or moved on, and rewritten for units."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import SHANGHAI
from core.masking import masked_for_sharing
from core.text import without_control
from staff.actors import Actor, ActorKind, NotPermitted
from staff.reach import require_within
from tipoffs.hazards.models import HazardLevel
from tipoffs.hazards.numbering import next_number
from tipoffs.notices import last_day
from tipoffs.permissions import Permission
from tipoffs.ports import ClockKind
from tipoffs.steps import flush
from tipoffs.tips.declines import DECLINES
from tipoffs.tips.files import note, take, tell
from tipoffs.tips.guards import Facts
from tipoffs.tips.models import Channel, Mode, Statement, Tip, TipKind
from tipoffs.tips.status import MOVES, TipAction, TipState
from tipoffs.tips.summaries import require_own_words
from tipoffs.tips.verbs import Said, TipVerbs


@dataclass(frozen=True, slots=True)
class NewTip:
    """What the ways in know when a tip is submitted; the same for all of them."""

    channel: Channel
    mode: Mode
    kind: TipKind
    category: str
    region: str
    address: str
    object_name: str
    words: str
    latitude: float | None = None
    longitude: float | None = None
    openid: str | None = None
    involves_death: bool = False
    also_found: bool = False
    named_units: tuple[str, ...] = ()
    named_officers: tuple[str, ...] = ()


class IntakeVerbs(TipVerbs):
    """The verbs of intake."""

    def submit(self, session: Session, new: NewTip, intake_key: str, actor: Actor, now: datetime) -> Tip:
        """Take a tip in. The same ``intake_key`` gives the same tip, however often and in parallel.

        A reporter has no number yet: the actor's ``id`` is not looked at. What was said is sealed as it was
        said; place and object stay readable for staff, with numbers of people masked.
        """
        found = _submitted(session, intake_key)
        if found is not None:
            return found
        if actor.kind is ActorKind.STAFF:
            actor.require(Permission.TIPS_SUBMIT)
            require_within(actor, self.office.regions, new.region)
        elif actor.kind is ActorKind.SYSTEM:
            raise NotPermitted
        month = f"{now.astimezone(SHANGHAI):%y%m}"
        # From here on the others of this month wait, among them the same submission arriving twice.
        serial = next_number(session, f"tip:{month}")
        found = _submitted(session, intake_key)
        if found is not None:
            return found
        number = f"R{month}{serial:06}"
        if actor.kind is ActorKind.REPORTER:
            actor = Actor(ActorKind.REPORTER, number)
        openid = None if new.mode is Mode.ANONYMOUS else new.openid
        with self.steps(session, actor, now) as steps:
            reporter = self.office.reporter_index(openid) if openid else None
            tip = _tip_of(new, number, intake_key, reporter, now)
            session.add(tip)
            note(
                steps,
                Facts(tip, actor, now),
                TipAction.SUBMIT,
                TipState.DRAFT,
                "submitted",
                {"number": number},
                {"channel": new.channel.value, "mode": new.mode.value},
            )
            # The row must be there before others point at it.
            flush(session)
            self.office.safe.open_case(session, number, new.mode, now)
            if openid:
                self.office.safe.seal_field(session, number, "openid", openid, now)
            self.keep_words(steps, tip, Statement.TOLD, new.words)
            self.keep_words(steps, tip, Statement.PLACE, f"{new.object_name}\n{new.address}")
            self.office.clocks.start(session, number, ClockKind.ACCEPT, now, category=new.category)
            return tip

    def flag_emergency(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """Somebody may be in danger: the duty room has it from now on."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.FLAG_EMERGENCY, Facts(tip, actor, now, reason=reason), told="emergency")
            self.office.clocks.start(session, number, ClockKind.EMERGENCY, now)
            return tip

    def ask_more(self, session: Session, number: str, question: str, actor: Actor, now: datetime) -> Tip:
        """Ask the reporter for what is missing; the time for accepting stands still meanwhile."""
        with self.opened(session, number, actor, now) as (steps, tip):
            event = take(steps, TipAction.ASK_MORE, Facts(tip, actor, now, reason=question))
            self.office.clocks.pause(session, number, ClockKind.ACCEPT, now)
            until = self.office.clocks.start(session, number, ClockKind.SUPPLY, now)
            tell(steps, event, "ask_more", {"question": question, "until": last_day(until)})
            return tip

    def supply(self, session: Session, number: str, words: str, actor: Actor, now: datetime) -> Tip:
        """The reporter (or an operator on the telephone) adds what was missing."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.SUPPLY, Facts(tip, actor, now), told="supplied")
            self.keep_words(steps, tip, Statement.SUPPLIED, words)
            self._go_on(session, number, now)
            return tip

    def stop_waiting(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """Nothing came: decide on what is there."""
        with self.opened(session, number, actor, now) as (steps, tip):
            facts = Facts(tip, actor, now, reason=reason)
            take(steps, TipAction.STOP_WAITING, facts, told="stop_waiting")
            self._go_on(session, number, now)
            return tip

    def accept(
        self,
        session: Session,
        number: str,
        actor: Actor,
        now: datetime,
        *,
        level: HazardLevel | None = None,
        reason: str = "",
    ) -> Tip:
        """受理: the sixty days begin. Also for one that was an emergency or came back from another office."""
        with self.opened(session, number, actor, now) as (steps, tip):
            came_back = tip.state is TipState.TRANSFERRED
            action = TipAction.COME_BACK if came_back else TipAction.ACCEPT
            event = take(steps, action, Facts(tip, actor, now, reason=reason))
            tip.level = level or tip.level
            tip.transferred_to = None
            self.begin_answer_time(session, tip, now)
            assert tip.answer_by is not None
            told = "come_back" if came_back else "accepted"
            tell(steps, event, told, {"until": last_day(tip.answer_by)})
            return tip

    def decline(self, session: Session, number: str, code: str, actor: Actor, now: datetime) -> Tip:
        """不予受理, by one of the reasons of ``declines.yaml``; the reporter reads it and may object."""
        with self.opened(session, number, actor, now) as (steps, tip):
            decline = DECLINES.get(code)
            event = take(
                steps, TipAction.DECLINE, Facts(tip, actor, now, decline=decline), detail={"code": code}
            )
            assert decline is not None
            tip.decline_code = code
            self.office.clocks.stop_all(session, number, now)
            tip.object_until = self.office.clocks.start(session, number, ClockKind.OBJECT, now)
            tell(steps, event, "declined", {"reason": decline.sentence})
            return tip

    def transfer(
        self, session: Session, number: str, to: str, actor: Actor, now: datetime, reason: str
    ) -> Tip:
        """Move it to the department whose business it is (安全生产法 第七十三条)."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(
                steps,
                TipAction.TRANSFER,
                Facts(tip, actor, now, reason=reason),
                told="transferred",
                fields={"to": to},
            )
            tip.transferred_to = to
            self.office.clocks.stop(session, number, ClockKind.ACCEPT, now)
            self.office.clocks.start(session, number, ClockKind.COME_BACK, now)
            return tip

    def summarise(
        self,
        session: Session,
        number: str,
        summary: str,
        place: str,
        actor: Actor,
        now: datetime,
        *,
        shares_point: bool = False,
    ) -> Tip:
        """Rewrite the matter for units. ``WordsCopied`` where a stretch is the reporter's own wording.

        ``shares_point`` only where the map point is the hazard's and not where the reporter stood.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.SUMMARISE, Facts(tip, actor, now))
            for said in self.words_of(session, tip, actor):
                if said.statement is not Statement.PLACE:
                    require_own_words(summary, said.words, names=(tip.object_name, tip.address))
            tip.shared_summary, tip.shared_place = masked_for_sharing(summary), masked_for_sharing(place)
            tip.shares_point = shares_point
            return tip

    def exclude(
        self,
        session: Session,
        number: str,
        units: Collection[str],
        officers: Collection[str],
        actor: Actor,
        now: datetime,
    ) -> Tip:
        """Note which departments and officers the tip names; they have no part in it from now on."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(
                steps,
                TipAction.EXCLUDE,
                Facts(tip, actor, now),
                detail={"units": len(units), "officers": len(officers)},
            )
            tip.named_units = sorted({*tip.named_units, *units})
            tip.named_officers = sorted({*tip.named_officers, *officers})
            return tip

    def allege_death(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """The tip turns out to be about a death; only a leader with a reason takes that back."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.ALLEGE_DEATH, Facts(tip, actor, now, reason=reason))
            tip.involves_death = True
            return tip

    def read_words(self, session: Session, number: str, actor: Actor, now: datetime) -> list[Said]:
        """What the reporter said, for those of intake who may read it; every reading is in the audit log."""
        with self.opened(session, number, actor, now) as (steps, tip):
            actor.require(Permission.TIPS_READ_WORDS)
            said = self.words_of(session, tip, actor)
            steps.record("tips.read_words", f"tip:{number}")
            return said

    def _go_on(self, session: Session, number: str, now: datetime) -> None:
        self.office.clocks.stop(session, number, ClockKind.SUPPLY, now)
        self.office.clocks.resume(session, number, ClockKind.ACCEPT, now)


def _tip_of(new: NewTip, number: str, intake_key: str, reporter: str | None, now: datetime) -> Tip:
    return Tip(
        number=number,
        version=0,
        intake_key=intake_key,
        state=MOVES[TipState.DRAFT, TipAction.SUBMIT].to,
        channel=new.channel,
        mode=new.mode,
        reporter=reporter,
        kind=new.kind,
        category=new.category,
        region=new.region,
        address=without_control(masked_for_sharing(new.address)),
        latitude=new.latitude,
        longitude=new.longitude,
        object_name=without_control(masked_for_sharing(new.object_name))[:200],
        involves_death=new.involves_death,
        also_found=new.also_found,
        named_units=sorted(set(new.named_units)),
        named_officers=sorted(set(new.named_officers)),
        submitted_at=now,
    )


def _submitted(session: Session, intake_key: str) -> Tip | None:
    return session.scalar(select(Tip).where(Tip.intake_key == intake_key))
