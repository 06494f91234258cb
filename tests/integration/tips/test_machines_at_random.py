"""Whatever is tried, in whatever order: no case ever stands where its events do not lead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.errors import RuleViolation
from tests.conftest import StandingClock
from tests.integration.tip_office import (
    FOURTH,
    INTAKE,
    LEADER,
    OTHER_UNIT,
    PARTS,
    SECOND,
    SUPERVISOR,
    THIRD,
    UNIT,
    VERIFIER,
    TipOffice,
    a_hazard,
    a_plan,
    replayed,
    reporter,
)
from tipoffs.hazards import files as hazard_files
from tipoffs.hazards.models import Hazard, HazardLevel
from tipoffs.hazards.status import MOVES as HAZARD_MOVES
from tipoffs.tips.files import history
from tipoffs.tips.models import Finding, Tip
from tipoffs.tips.status import TipState
from tipoffs.tips.verifying import Record

TipVerb = Callable[[TipOffice, Tip, Tip], object]
HazardVerb = Callable[[TipOffice, Hazard], object]


def recorded(finding: Finding, who: int) -> TipVerb:
    """Two verifiers write a record."""
    first, second = ((VERIFIER, SECOND), (THIRD, FOURTH))[who]
    return lambda o, t, _: o.tips.verify(
        o.session, t.number, Record(finding, "看了", o.now, second.id, found=(a_hazard(),)), first, o.now
    )


TIP_VERBS: list[TipVerb] = [
    lambda o, t, _: o.tips.flag_emergency(o.session, t.number, INTAKE, o.now, "泄漏"),
    lambda o, t, _: o.tips.ask_more(o.session, t.number, "几楼？", INTAKE, o.now),
    lambda o, t, _: o.tips.supply(o.session, t.number, "二楼", reporter(t.number), o.now),
    lambda o, t, _: o.tips.accept(o.session, t.number, INTAKE, o.now, reason="退回"),
    lambda o, t, _: o.tips.decline(o.session, t.number, "no_facts", INTAKE, o.now),
    lambda o, t, _: o.tips.transfer(o.session, t.number, "某局", INTAKE, o.now, "不归我们"),
    lambda o, t, _: o.tips.summarise(o.session, t.number, "通道被占", "城东", INTAKE, o.now),
    lambda o, t, _: o.tips.allege_death(o.session, t.number, INTAKE, o.now, "有人死亡"),
    lambda o, t, _: o.tips.dispatch(o.session, t.number, "fire", LEADER, o.now),
    lambda o, t, _: o.tips.dispatch(o.session, t.number, "housing", INTAKE, o.now),
    lambda o, t, _: o.tips.receive(o.session, t.number, UNIT, o.now),
    lambda o, t, _: o.tips.receive(o.session, t.number, OTHER_UNIT, o.now),
    lambda o, t, _: o.tips.return_(o.session, t.number, UNIT, o.now, "不归我们"),
    lambda o, t, _: o.tips.lead_by_government(o.session, t.number, LEADER, o.now),
    lambda o, t, _: o.tips.begin_verifying(o.session, t.number, "fire", LEADER, o.now),
    lambda o, t, _: o.tips.downgrade(o.session, t.number, LEADER, o.now, "查实没有"),
    lambda o, t, m: o.tips.merge(o.session, t.number, m.number, INTAKE, o.now),
    lambda o, t, _: o.tips.unmerge(o.session, t.number, INTAKE, o.now, "不是一件"),
    *(recorded(finding, who) for finding in Finding for who in (0, 1)),
    lambda o, t, _: o.tips.co_sign(o.session, t.number, SECOND, o.now),
    lambda o, t, _: o.tips.co_sign(o.session, t.number, FOURTH, o.now),
    lambda o, t, _: o.tips.send_back(o.session, t.number, LEADER, o.now, "重写"),
    lambda o, t, _: o.tips.extend(o.session, t.number, 20, LEADER, o.now, "复杂"),
    lambda o, t, _: o.tips.sign_off(o.session, t.number, LEADER, o.now),
    lambda o, t, _: o.tips.answer(o.session, t.number, PARTS, INTAKE, o.now),
    lambda o, t, _: o.tips.object(o.session, t.number, "不服", reporter(t.number), o.now),
    lambda o, t, _: o.tips.re_review(o.session, t.number, "redone", SUPERVISOR, o.now, "再看"),
    lambda o, t, _: o.tips.re_review(o.session, t.number, "upheld", SUPERVISOR, o.now, "维持"),
    lambda o, t, _: o.tips.re_review(o.session, t.number, "admitted", SUPERVISOR, o.now, "受理"),
    lambda o, t, _: o.tips.close(o.session, t.number, INTAKE, o.now),
    lambda o, t, _: o.tips.reopen(o.session, t.number, SUPERVISOR, o.now, "上级要求"),
    lambda o, t, _: o.tips.archive(o.session, t.number, INTAKE, o.now),
    lambda o, t, _: o.tips.withdraw(o.session, t.number, reporter(t.number), o.now),
    lambda o, t, _: o.clock.advance(days=6),
]

HAZARD_VERBS: list[HazardVerb] = [
    lambda o, h: o.hazards.grade(o.session, h.code, HazardLevel.MAJOR, "第三条", VERIFIER, o.now, "核对"),
    lambda o, h: o.hazards.grade(o.session, h.code, HazardLevel.LOW, "第一条", VERIFIER, o.now, "核对"),
    lambda o, h: o.hazards.order(
        o.session, h.code, a_plan(o.now.date() + timedelta(days=60)), "fire", [UNIT.id], VERIFIER, o.now
    ),
    lambda o, h: o.hazards.sign_order(o.session, h.code, LEADER, o.now),
    lambda o, h: o.supervision.list_for_supervision(o.session, h.code, "陈某某", SUPERVISOR, o.now),
    lambda o, h: o.supervision.publish_listing(o.session, h.code, SUPERVISOR, o.now),
    lambda o, h: o.supervision.publish_delisting(o.session, h.code, SUPERVISOR, o.now),
    lambda o, h: o.supervision.ask_extension(
        o.session, h.code, o.now.date() + timedelta(days=90), UNIT, o.now, "设备未到"
    ),
    lambda o, h: o.supervision.extend(o.session, h.code, True, LEADER, o.now, "同意"),
    lambda o, h: o.supervision.extend(o.session, h.code, False, LEADER, o.now, "不同意"),
    lambda o, h: o.hazards.claim_fixed(o.session, h.code, ["after.jpg"], UNIT, o.now),
    lambda o, h: o.hazards.reinspect(o.session, h.code, True, "好", THIRD, o.now),
    lambda o, h: o.hazards.reinspect(o.session, h.code, False, "不好", THIRD, o.now),
    lambda o, h: o.hazards.delist(o.session, h.code, LEADER, o.now),
    lambda o, h: o.hazards.enforce(o.session, h.code, "立1号", THIRD, o.now, "拒不整改"),
    lambda o, h: o.hazards.resume(o.session, h.code, THIRD, o.now, "继续"),
    lambda o, h: o.hazards.penalise(o.session, h.code, 1_000_00, "罚1号", THIRD, o.now),
    lambda o, h: o.hazards.recur(o.session, h.code, a_hazard(), ["hecha2"], INTAKE, o.now),
]

MANY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def tried(session: Session, verb: Callable[[], object]) -> None:
    """Try it as a request would: what is refused leaves nothing behind."""
    savepoint = session.begin_nested()
    try:
        verb()
    except RuleViolation:
        savepoint.rollback()
    else:
        savepoint.commit()
    session.expire_all()


@MANY
@given(
    st.sampled_from(["arrives", "accepted", "at_the_unit", "answered"]),
    st.lists(st.tuples(st.sampled_from(TIP_VERBS), st.booleans()), min_size=10, max_size=60),
)
def test_tips_stand_where_their_events_lead(
    session: Session, start: str, steps: list[tuple[TipVerb, bool]]
) -> None:
    session.rollback()
    office = TipOffice(session, StandingClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC)))
    first, second = getattr(office, start)(), office.accepted()
    session.flush()
    for verb, swapped in steps:
        one, other = (second, first) if swapped else (first, second)
        tried(session, lambda verb=verb, one=one, other=other: verb(office, one, other))  # type: ignore[misc]
        for tip in (first, second):
            events = history(session, tip.number)
            assert replayed(events) is tip.state
            assert (tip.state is TipState.MERGED) <= (tip.master is not None)
            if tip.state in (TipState.UNFOUNDED, TipState.IN_REMEDY):
                assert tip.government_led or not tip.involves_death


@MANY
@given(st.lists(st.sampled_from(HAZARD_VERBS), min_size=10, max_size=60))
def test_hazards_stand_where_their_events_lead(session: Session, steps: list[HazardVerb]) -> None:
    session.rollback()
    office = TipOffice(session, StandingClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC)))
    hazard = office.hazard()
    session.flush()
    for verb in steps:
        tried(session, lambda verb=verb: verb(office, hazard))  # type: ignore[misc]
        first, *later = hazard_files.history(session, hazard.code)
        state = first.after
        for event in later:
            assert event.before is state
            state = HAZARD_MOVES[state, event.action].to
            assert event.after is state
        assert hazard.state is state
        assert not set(hazard.finders) & set(hazard.fixers)
