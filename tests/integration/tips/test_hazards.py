"""A hazard from registration to 销号, and what is refused on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NoReason
from tests.integration.tip_office import (
    INTAKE,
    LEADER,
    SUPERVISOR,
    THIRD,
    UNIT,
    VERIFIER,
    TipOffice,
    a_hazard,
    a_plan,
    person,
)
from tipoffs.hazards import refusals
from tipoffs.hazards.code import parse_code
from tipoffs.hazards.files import history, listing_of
from tipoffs.hazards.models import (
    EvidenceStage,
    HazardEnforcement,
    HazardEvidence,
    HazardLevel,
    HazardLevelChange,
    HazardReinspection,
)
from tipoffs.hazards.status import HazardState
from tipoffs.hazards.supervising import days_left, is_overdue
from tipoffs.permissions import Permission as May
from tipoffs.ports import ClockKind


def test_a_hazard_goes_all_the_way(office: TipOffice, session: Session) -> None:
    hazard = office.delisted()

    assert hazard.state is HazardState.DELISTED
    assert [event.action.value for event in history(session, hazard.code)] == [
        "register", "grade", "order", "sign_order", "claim_fixed", "pass_reinspection", "delist",
    ]  # fmt: skip
    assert [event.seq for event in history(session, hazard.code)] == list(range(1, 8))
    assert office.clocks.of(hazard.code) == set()


def test_codes_are_given_out_by_county_and_day(office: TipOffice) -> None:
    first, second = office.hazard(), office.hazard(level=HazardLevel.MAJOR)
    office.clock.advance(days=1)
    third = office.hazard()

    assert [parse_code(one.code).serial for one in (first, second, third)] == [1, 2, 1]
    assert parse_code(second.code).level == "4"
    assert parse_code(first.code).region == "331081"


def test_a_change_of_level_is_history_and_not_a_new_code(office: TipOffice, session: Session) -> None:
    hazard = office.hazard()
    code = hazard.code
    with pytest.raises(refusals.NoClause):
        office.hazards.grade(session, code, HazardLevel.SERIOUS, " ", VERIFIER, office.now)
    office.hazards.grade(session, code, HazardLevel.SERIOUS, "第三条", VERIFIER, office.now)
    with pytest.raises(NoReason):
        office.hazards.grade(session, code, HazardLevel.MAJOR, "第四条", VERIFIER, office.now)
    office.hazards.grade(session, code, HazardLevel.MAJOR, "第四条", VERIFIER, office.now, "人数更多")

    assert (hazard.code, hazard.level) == (code, HazardLevel.MAJOR)
    levels = session.scalars(select(HazardLevelChange.level).order_by(HazardLevelChange.id)).all()
    assert levels == [HazardLevel.SERIOUS, HazardLevel.MAJOR]


def test_an_order_has_its_five_parts(office: TipOffice, session: Session) -> None:
    hazard = office.hazard()
    office.hazards.grade(session, hazard.code, HazardLevel.GENERAL, "第三条", VERIFIER, office.now)
    good = a_plan(office.now.date() + timedelta(days=15))
    for plan in (
        replace(good, responsible=" "),
        replace(good, measures=""),
        replace(good, contingency=""),
        replace(good, funds_fen=-1),
        replace(good, due_on=office.now.date()),
    ):
        with pytest.raises(refusals.PlanIncomplete):
            office.hazards.order(session, hazard.code, plan, "fire", [UNIT.id], VERIFIER, office.now)


def test_finder_fixer_and_reinspector_are_three_people(office: TipOffice, session: Session) -> None:
    hazard = office.hazard(finders=[UNIT.id, THIRD.id])
    code = hazard.code
    office.hazards.grade(session, code, HazardLevel.GENERAL, "第三条", VERIFIER, office.now)
    plan = a_plan(office.now.date() + timedelta(days=15))
    with pytest.raises(refusals.SamePerson):
        office.hazards.order(session, code, plan, "fire", [UNIT.id], VERIFIER, office.now)
    office.hazards.order(session, code, plan, "fire", ["zhenggai"], VERIFIER, office.now)
    office.hazards.sign_order(session, code, LEADER, office.now)
    with pytest.raises(refusals.SamePerson):
        office.hazards.claim_fixed(session, code, ["after.jpg"], UNIT, office.now)
    fixer = person("zhenggai", May.HAZARDS_FIX, May.HAZARDS_REINSPECT, May.HAZARDS_DELIST)
    office.hazards.claim_fixed(session, code, ["after.jpg"], fixer, office.now)
    for who in (fixer, THIRD):
        with pytest.raises(refusals.SamePerson):
            office.hazards.reinspect(session, code, True, "好", who, office.now)
    office.hazards.reinspect(session, code, True, "好", VERIFIER, office.now)
    with pytest.raises(refusals.SamePerson):
        office.hazards.delist(session, code, fixer, office.now)


def test_a_failed_look_goes_back_and_is_counted(office: TipOffice, session: Session) -> None:
    hazard = office.fixing()
    code = hazard.code
    with pytest.raises(refusals.NoEvidence):
        office.hazards.claim_fixed(session, code, [" "], UNIT, office.now)
    for count in (1, 2):
        office.hazards.claim_fixed(session, code, [f"after{count}.jpg"], UNIT, office.now)
        office.hazards.reinspect(session, code, False, "还有杂物", THIRD, office.now, ["look.jpg"])
        assert (hazard.state, hazard.failed_reinspections) == (HazardState.FIXING, count)
    office.gone(hazard)

    looks = session.scalars(select(HazardReinspection.passed).order_by(HazardReinspection.round)).all()
    assert looks == [False, False, True]
    pairs = session.execute(
        select(HazardEvidence.round, HazardEvidence.stage, HazardEvidence.reference).order_by(
            HazardEvidence.id
        )
    ).all()
    assert [tuple(pair) for pair in pairs] == [
        (1, EvidenceStage.BEFORE, "before.jpg"),
        (1, EvidenceStage.AFTER, "after1.jpg"),
        (1, EvidenceStage.REINSPECTION, "look.jpg"),
        (2, EvidenceStage.AFTER, "after2.jpg"),
        (2, EvidenceStage.REINSPECTION, "look.jpg"),
        (3, EvidenceStage.AFTER, "after.jpg"),
    ]


def test_only_a_major_hazard_is_listed_under_a_named_leader(office: TipOffice, session: Session) -> None:
    small, major = office.fixing(), office.fixing(HazardLevel.MAJOR)
    listing = office.supervision.list_for_supervision
    with pytest.raises(refusals.NotMajor):
        listing(session, small.code, "陈某某", SUPERVISOR, office.now)
    with pytest.raises(refusals.NoLeaderNamed):
        listing(session, major.code, " ", SUPERVISOR, office.now)
    with pytest.raises(refusals.NothingToPublish):
        office.supervision.publish_listing(session, major.code, SUPERVISOR, office.now)
    listing(session, major.code, "陈某某", SUPERVISOR, office.now)
    office.supervision.publish_listing(session, major.code, SUPERVISOR, office.now)
    with pytest.raises(refusals.NothingToPublish):
        office.supervision.publish_listing(session, major.code, SUPERVISOR, office.now)
    office.gone(major)

    assert office.clocks.of(major.code) == {ClockKind.PUBLISH}
    office.supervision.publish_delisting(session, major.code, SUPERVISOR, office.now)
    kept = listing_of(session, major.code)
    assert kept is not None
    assert (kept.leader, kept.delisting_published_at) == ("陈某某", office.now)
    assert not major.is_listed
    with pytest.raises(refusals.NothingToPublish):
        office.supervision.publish_delisting(session, major.code, SUPERVISOR, office.now)


def test_more_time_is_asked_for_early_and_answered(office: TipOffice, session: Session) -> None:
    hazard = office.fixing(days=40)
    code, until = hazard.code, office.now.date() + timedelta(days=60)
    asking = office.supervision.ask_extension
    with pytest.raises(refusals.NothingAsked):
        office.supervision.extend(session, code, True, LEADER, office.now, "同意")
    with pytest.raises(refusals.NotLonger):
        asking(session, code, office.now.date() + timedelta(days=40), UNIT, office.now, "设备未到")
    asking(session, code, until, UNIT, office.now, "设备未到")
    with pytest.raises(refusals.AlreadyAsked):
        asking(session, code, until, UNIT, office.now, "设备未到")
    office.supervision.extend(session, code, False, LEADER, office.now, "可以先租")
    assert (hazard.state, days_left(hazard, office.now)) == (HazardState.FIXING, 40)
    asking(session, code, until, UNIT, office.now, "租不到")
    office.supervision.extend(session, code, True, LEADER, office.now, "同意")

    assert (hazard.state, days_left(hazard, office.now)) == (HazardState.EXTENDED, 60)
    assert office.clocks.running[code, ClockKind.FIX] == hazard.due_at
    office.clock.advance(days=50)
    with pytest.raises(refusals.AskedTooLate):
        asking(session, code, until + timedelta(days=10), UNIT, office.now, "还要")
    assert not is_overdue(hazard, office.now)
    office.clock.advance(days=11)
    assert is_overdue(hazard, office.now)


def test_a_penalty_may_come_after_the_repair(office: TipOffice, session: Session) -> None:
    hazard = office.fixing()
    code = hazard.code
    with pytest.raises(refusals.NoCase):
        office.hazards.penalise(session, code, 100, "罚〔2026〕1号", THIRD, office.now)
    office.hazards.enforce(session, code, "立〔2026〕1号", THIRD, office.now, "拒不整改")
    office.hazards.resume(session, code, THIRD, office.now, "已停止违法行为")
    with pytest.raises(refusals.CaseOpen):
        office.hazards.enforce(session, code, "立〔2026〕2号", THIRD, office.now, "拒不整改")
    office.gone(hazard)
    office.hazards.penalise(session, code, 300_000_000_00, "罚〔2026〕1号", THIRD, office.now)

    assert session.scalars(select(HazardEnforcement.penalty_fen)).all() == [30_000_000_000]
    assert hazard.state is HazardState.DELISTED


def test_what_comes_back_is_linked_to_what_it_was(office: TipOffice, session: Session) -> None:
    old = office.delisted()
    with pytest.raises(refusals.NotTheSame):
        office.hazards.recur(session, old.code, a_hazard(category="07"), ["x"], INTAKE, office.now)
    new = office.hazards.recur(session, old.code, a_hazard(), ["hecha2"], INTAKE, office.now)

    assert (old.state, new.state) == (HazardState.RECURRED, HazardState.REGISTERED)
    assert new.recurs == old.code
    assert new.code != old.code
