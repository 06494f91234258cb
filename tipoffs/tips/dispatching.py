"""Dispatching: to a unit and back, merged and unmerged, or up to the government."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from staff.actors import Actor
from tipoffs.notices import last_day
from tipoffs.ports import ClockKind
from tipoffs.steps import Steps, flush
from tipoffs.tips.files import SYSTEM_ACTOR, get_tip, newest_dispatch, take, tell
from tipoffs.tips.guards import Facts
from tipoffs.tips.models import Tip, TipDispatch, TipMerge
from tipoffs.tips.status import TipAction, TipState
from tipoffs.tips.verbs import TipVerbs


class DispatchVerbs(TipVerbs):
    """The verbs that decide who handles a tip."""

    def dispatch(
        self, session: Session, number: str, unit: str, actor: Actor, now: datetime, *, proposal: str = ""
    ) -> Tip:
        """交办 to the department ``unit``; ``proposal`` says why it (the router's or a person's reason).

        After the second return only somebody with ``tips.referee`` decides whose it is.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            take(
                steps,
                TipAction.DISPATCH,
                Facts(tip, actor, now, reason=proposal, unit=unit),
                told="dispatched",
                detail={"unit": unit},
            )
            tip.department = unit
            flush(session)
            past = session.scalar(select(func.count(TipDispatch.id)).where(TipDispatch.tip == number)) or 0
            session.add(
                TipDispatch(
                    tip=number,
                    count=past + 1,
                    unit=unit,
                    proposal=proposal,
                    dispatched_by=actor.id,
                    dispatched_at=now,
                )
            )
            self.office.clocks.stop(session, number, ClockKind.REDISPATCH, now)
            self.office.clocks.start(session, number, ClockKind.RECEIVE, now)
            return tip

    def receive(self, session: Session, number: str, actor: Actor, now: datetime) -> Tip:
        """签收: the unit begins to verify."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.RECEIVE, Facts(tip, actor, now), told="received")
            dispatch = newest_dispatch(session, number)
            dispatch.signed_by, dispatch.signed_at = actor.id, now
            self.office.clocks.stop(session, number, ClockKind.RECEIVE, now)
            self.begin_verifying_time(session, tip, now)
            return tip

    def return_(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """退回: it is not this unit's business. The second time a leader decides."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.RETURN, Facts(tip, actor, now, reason=reason), told="returned")
            dispatch = newest_dispatch(session, number)
            dispatch.returned_at, dispatch.returned_reason = now, reason
            tip.returns += 1
            tip.department = None
            self.office.clocks.stop(session, number, ClockKind.RECEIVE, now)
            self.office.clocks.start(session, number, ClockKind.REDISPATCH, now)
            return tip

    def lead_by_government(self, session: Session, number: str, actor: Actor, now: datetime) -> Tip:
        """A death is alleged: the county's government or above has it verified (安全生产法 第七十三条)."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.LEAD, Facts(tip, actor, now), told="government_led")
            tip.government_led = True
            tip.department = None
            for kind in (ClockKind.RECEIVE, ClockKind.REDISPATCH, ClockKind.VERIFY):
                self.office.clocks.stop(session, number, kind, now)
            return tip

    def begin_verifying(
        self, session: Session, number: str, department: str, actor: Actor, now: datetime
    ) -> Tip:
        """The government has said which of its departments goes and looks."""
        with self.opened(session, number, actor, now) as (steps, tip):
            facts = Facts(tip, actor, now, unit=department)
            take(steps, TipAction.BEGIN_VERIFYING, facts, told="verifying", detail={"unit": department})
            tip.department = department
            self.begin_verifying_time(session, tip, now)
            return tip

    def downgrade(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """A leader says, with a reason that stays in the log, that no death is alleged after all."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.DOWNGRADE, Facts(tip, actor, now, reason=reason), told="downgraded")
            tip.involves_death = tip.government_led = False
            return tip

    def merge(self, session: Session, number: str, master: str, actor: Actor, now: datetime) -> Tip:
        """Handle a tip together with ``master``. Whoever came first stays first, whichever tip leads.

        A tip that leads others brings them along.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            leading = get_tip(session, master)
            was_accepted = tip.accepted_at is not None
            event = take(
                steps, TipAction.MERGE, Facts(tip, actor, now, master=leading), detail={"master": master}
            )
            if not was_accepted:
                self.begin_answer_time(session, tip, now)
            assert tip.answer_by is not None
            tell(steps, event, "merged", {"until": last_day(tip.answer_by)})
            self._join(steps, tip, leading)
            flush(session)
            for follower in followers_of(session, number):
                self._leave(steps, follower)
                take(
                    steps,
                    TipAction.MERGE,
                    Facts(follower, SYSTEM_ACTOR, now, master=leading),
                    detail={"master": master},
                )
                self._join(steps, follower, leading)
            rank_arrivals(session, master)
            return tip

    def unmerge(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """Handle a tip on its own again."""
        with self.opened(session, number, actor, now) as (steps, tip):
            master = tip.master
            event = take(steps, TipAction.UNMERGE, Facts(tip, actor, now, reason=reason))
            assert tip.answer_by is not None
            assert master is not None
            tell(steps, event, "unmerged", {"until": last_day(tip.answer_by)})
            self._leave(steps, tip)
            rank_arrivals(session, master)
            rank_arrivals(session, number)
            return tip

    def hand_over_lead(self, steps: Steps, tip: Tip, reason: str) -> None:
        """A tip that leads others is withdrawn: the one that came next leads them on, from its acceptance."""
        followers = followers_of(steps.session, tip.number)
        if not followers:
            return
        heir, *others = followers
        self._leave(steps, heir)
        take(steps, TipAction.UNMERGE, Facts(heir, SYSTEM_ACTOR, steps.now, reason=reason))
        for follower in others:
            self._leave(steps, follower)
            take(
                steps,
                TipAction.MERGE,
                Facts(follower, SYSTEM_ACTOR, steps.now, master=heir),
                detail={"master": heir.number},
            )
            self._join(steps, follower, heir)
        for name in ("shared_summary", "shared_place", "shares_point", "named_units", "named_officers"):
            setattr(heir, name, getattr(tip, name))
        heir.involves_death = heir.involves_death or tip.involves_death
        rank_arrivals(steps.session, heir.number)

    def leave_lead(self, steps: Steps, tip: Tip) -> None:
        """A merged tip is withdrawn: the others close ranks."""
        master = tip.master
        if master is not None:
            self._leave(steps, tip)
            rank_arrivals(steps.session, master)

    def _join(self, steps: Steps, tip: Tip, master: Tip) -> None:
        tip.master = master.number
        # Whoever answers or withdraws the leading tip at this moment has to look again.
        master.version += 1
        steps.session.add(
            TipMerge(tip=tip.number, master=master.number, merged_by=steps.actor.id, merged_at=steps.now)
        )

    def _leave(self, steps: Steps, tip: Tip) -> None:
        session = steps.session
        flush(session)
        link = session.scalar(
            select(TipMerge).where(TipMerge.tip == tip.number, TipMerge.unmerged_at.is_(None))
        )
        if link is None:
            raise NotFound
        link.unmerged_by, link.unmerged_at = steps.actor.id, steps.now
        tip.master = None
        tip.arrival_rank = 1


def followers_of(session: Session, number: str) -> Sequence[Tip]:
    """The tips merged into this one, first come first."""
    query = select(Tip).where(Tip.master == number).order_by(Tip.submitted_at, Tip.number)
    return session.scalars(query).all()


def group_of(session: Session, number: str) -> Sequence[Tip]:
    """All that are handled together, in the order in which they arrived: the first is the first effective
    report (最先有效举报), for one that was declined or withdrawn is not among them.
    """
    tip = get_tip(session, number)
    master = tip.master or tip.number
    query = select(Tip).where((Tip.master == master) | (Tip.number == master))
    return [
        one
        for one in session.scalars(query.order_by(Tip.submitted_at, Tip.number))
        if one.state not in (TipState.WITHDRAWN, TipState.NOT_ACCEPTED)
    ]


def rank_arrivals(session: Session, number: str) -> None:
    """Number those that are handled together by their arrival; the order of merging does not matter."""
    flush(session)
    for rank, tip in enumerate(group_of(session, number), start=1):
        tip.arrival_rank = rank
