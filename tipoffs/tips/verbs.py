"""What every verb of the tip office needs: the ports, a tip opened for one verb, and what verbs share."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.ids import pseudonym
from staff.actors import Actor, ActorKind
from staff.audit import AuditLog
from staff.reach import Regions, require_within
from tipoffs.conflicts import require_not_named
from tipoffs.hazards.services import HazardService
from tipoffs.ports import ClockKind, Clocks, Higher, Notices, Safe, Superiors
from tipoffs.steps import Steps, flush
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Statement, Tip, TipWords
from tipoffs.tips.outside import Authority
from tipoffs.tips.refusals import NotYourTip


@dataclass(frozen=True, slots=True)
class Office:
    """The services that do for the tip office what it does not do itself.

    ``blind_key`` turns an openid into the index under which reporters find their tips; ``beyond`` is the
    authority above the county, where the bureau has filled it in.
    """

    audit: AuditLog
    notices: Notices
    clocks: Clocks
    regions: Regions
    safe: Safe
    hazards: HazardService
    blind_key: bytes
    superiors: Superiors
    beyond: Callable[[Session], Authority | None] = lambda _session: None

    def reporter_index(self, openid: str) -> str:
        """The blind index of an openid; not to be undone without the key."""
        return pseudonym(openid, self.blind_key)

    def above(self, session: Session, tip: Tip) -> Higher | None:
        """Who stands above the unit that has the tip, as far as the data tells."""
        if tip.department is None:
            return None
        return self.superiors(session, tip.department, tip.category, tip.region)

    def authority(self, session: Session, tip: Tip) -> Authority | None:
        """The authority outside that decides on an objection: where nobody of the county stands above."""
        return self.beyond(session) if self.above(session, tip) is None else None


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the reporter said, opened."""

    statement: Statement
    at: datetime
    words: str


class TipVerbs:
    """Base of the groups of verbs; ``TipService`` is all of them together."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def steps(self, session: Session, actor: Actor, now: datetime) -> Steps:
        """The steps of one verb."""
        return Steps(session, actor, now, self.office.audit, self.office.notices)

    def opened(
        self, session: Session, number: str, actor: Actor, now: datetime, *, from_above: bool = False
    ) -> "OpenedTip":
        """A tip that this actor may touch, for the length of one verb.

        ``from_above``: the departments above its unit may too.
        """
        return OpenedTip(self.steps(session, actor, now), self.office, number, from_above)

    def keep_words(self, steps: Steps, tip: Tip, statement: Statement, words: str) -> None:
        """Seal what the reporter said, and note that it was said."""
        session = steps.session
        flush(session)
        count = session.scalar(select(func.count(TipWords.id)).where(TipWords.tip == tip.number)) or 0
        field = "words" if count == 0 else f"words/{count + 1}"
        self.office.safe.seal_field(session, tip.number, field, words, steps.now)
        session.add(TipWords(tip=tip.number, seq=count + 1, statement=statement, field=field, at=steps.now))

    def words_of(self, session: Session, tip: Tip, actor: Actor) -> list[Said]:
        """All that was said, in order."""
        rows = session.scalars(select(TipWords).where(TipWords.tip == tip.number).order_by(TipWords.seq))
        return [
            Said(row.statement, row.at, self.office.safe.open_field(session, tip.number, row.field, actor))
            for row in rows
        ]

    def begin_answer_time(self, session: Session, tip: Tip, now: datetime) -> None:
        """The sixty days from acceptance (安监总财〔2018〕19号 第十条, as restated)."""
        clocks = self.office.clocks
        for kind in (ClockKind.ACCEPT, ClockKind.EMERGENCY, ClockKind.COME_BACK):
            clocks.stop(session, tip.number, kind, now)
        tip.accepted_at = now
        tip.answer_by = clocks.start(session, tip.number, ClockKind.ANSWER, now)

    def begin_verifying_time(self, session: Session, tip: Tip, now: datetime) -> None:
        """The time for verifying by the kind of matter: fire exits within a day, others longer."""
        self.office.clocks.start(session, tip.number, ClockKind.VERIFY, now, category=tip.category)


class OpenedTip:
    """A tip within the actor's reach, and the steps of one verb with it."""

    def __init__(self, steps: Steps, office: Office, number: str, from_above: bool) -> None:
        self._steps = steps
        self._office = office
        self._number = number
        self._from_above = from_above

    def __enter__(self) -> tuple[Steps, Tip]:
        tip = get_tip(self._steps.session, self._number)
        above = self._office.above(self._steps.session, tip) if self._from_above else None
        require_reach(self._office, tip, self._steps.actor, above.departments if above else ())
        return self._steps.__enter__(), tip

    def __exit__(self, *failure: Any) -> None:
        self._steps.__exit__(*failure)


def require_reach(office: Office, tip: Tip, actor: Actor, others: Collection[str] = ()) -> None:
    """Go on only if the tip is within the actor's scope and does not name the actor or the actor's unit.

    ``others`` are departments that may see it besides the one that has it.
    """
    if actor.kind is ActorKind.REPORTER and actor.id != tip.number:
        raise NotYourTip
    require_within(actor, office.regions, tip.region, tip.department, *others)
    require_not_named(actor, tip.named_units, tip.named_officers)
