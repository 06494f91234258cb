"""Verified by two, signed by a leader, answered in four parts, reviewed by others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cache import invalidate
from core.errors import NoReason
from places.regions import Level, Region
from places.services import import_regions
from staff.actors import Scope
from staff.reach import OutOfScope
from tests.fakes.audit import AuditLine
from tests.integration.tip_office import (
    COUNTY,
    FOURTH,
    INTAKE,
    LEADER,
    PARTS,
    SECOND,
    SUPERVISOR,
    THIRD,
    TOWN,
    VERIFIER,
    TipOffice,
    person,
    reporter,
)
from tipoffs.permissions import Permission as May
from tipoffs.ports import ClockKind
from tipoffs.routing.models import DepartmentEntry
from tipoffs.routing.services import ROUTING
from tipoffs.tips import refusals
from tipoffs.tips.answers import AnswerParts
from tipoffs.tips.files import history
from tipoffs.tips.models import Finding, TipAnswer
from tipoffs.tips.status import TipState
from tipoffs.tips.verifying import Record


def test_verification_needs_two_and_a_written_record(office: TipOffice, session: Session) -> None:
    tip = office.at_the_unit()
    for record in (
        Record(Finding.VERIFIED, " ", office.now, SECOND.id),
        Record(Finding.VERIFIED, "看了", office.now, ""),
        Record(Finding.VERIFIED, "看了", office.now, VERIFIER.id),
        Record(Finding.VERIFIED, "看了", office.now + timedelta(hours=1), SECOND.id),
    ):
        with pytest.raises(refusals.NoWrittenRecord):
            office.tips.verify(session, tip.number, record, VERIFIER, office.now)
    with pytest.raises(refusals.NoWrittenRecord):
        office.tips.sign_off(session, tip.number, LEADER, office.now)

    record = Record(Finding.UNFOUNDED, "看了", office.now, SECOND.id)
    office.tips.verify(session, tip.number, record, VERIFIER, office.now)
    with pytest.raises(refusals.NotCoSigned):
        office.tips.sign_off(session, tip.number, LEADER, office.now)
    with pytest.raises(refusals.NotSecondVerifier):
        office.tips.co_sign(session, tip.number, VERIFIER, office.now)
    office.tips.co_sign(session, tip.number, SECOND, office.now)
    both = person(VERIFIER.id, May.TIPS_VERIFY, May.TIPS_SIGN)
    with pytest.raises(refusals.SignedByVerifier):
        office.tips.sign_off(session, tip.number, both, office.now)
    office.tips.send_back(session, tip.number, LEADER, office.now, "写明时间")
    with pytest.raises(refusals.NoWrittenRecord):
        office.tips.sign_off(session, tip.number, LEADER, office.now)


def test_a_death_alleged_is_led_by_the_government(office: TipOffice, session: Session) -> None:
    tip = office.accepted(involves_death=True)

    with pytest.raises(refusals.GovernmentMustLead):
        office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)
    office.tips.lead_by_government(session, tip.number, LEADER, office.now)
    with pytest.raises(NoReason):
        office.tips.downgrade(session, tip.number, LEADER, office.now, " ")
    office.tips.begin_verifying(session, tip.number, "emergency", LEADER, office.now)
    office.found(tip, Finding.VERIFIED)

    assert tip.state is TipState.IN_REMEDY


def test_a_death_that_turns_up_late_stops_the_signature(office: TipOffice, session: Session) -> None:
    tip = office.at_the_unit()
    office.tips.allege_death(session, tip.number, INTAKE, office.now, "补充说有人死亡")

    with pytest.raises(refusals.GovernmentMustLead):
        office.found(tip, Finding.UNFOUNDED)
    office.tips.lead_by_government(session, tip.number, LEADER, office.now)
    office.tips.downgrade(session, tip.number, LEADER, office.now, "医院证明无人死亡")

    assert tip.state is TipState.ACCEPTED
    line = AuditLine("lingdao", "tips.downgrade", f"tip:{tip.number}", "医院证明无人死亡", {})
    assert line in office.audit.lines


def test_one_extension_of_thirty_days_with_its_reason(office: TipOffice, session: Session) -> None:
    tip = office.at_the_unit()
    for days in (0, 31):
        with pytest.raises(refusals.ExtendedOnce):
            office.tips.extend(session, tip.number, days, LEADER, office.now, "需要检测")
    with pytest.raises(NoReason):
        office.tips.extend(session, tip.number, 30, LEADER, office.now, "")
    promised = tip.answer_by
    assert promised is not None

    office.tips.extend(session, tip.number, 30, LEADER, office.now, "需要检测")

    assert tip.answer_by == promised + timedelta(days=30)
    assert history(session, tip.number)[-1].public_note.endswith("理由：需要检测")
    record = Record(Finding.UNFOUNDED, "看了", office.now, SECOND.id)
    office.tips.verify(session, tip.number, record, VERIFIER, office.now)
    with pytest.raises(refusals.ExtendedOnce):
        office.tips.extend(session, tip.number, 5, LEADER, office.now, "还要检测")


@pytest.mark.parametrize("missing", ["account", "decision", "reward"])
def test_an_answer_lacks_none_of_its_parts(office: TipOffice, session: Session, missing: str) -> None:
    tip = office.found(office.at_the_unit(), Finding.UNFOUNDED)
    parts = AnswerParts(
        **{name: "" if name == missing else "有" for name in ("account", "decision", "reward")}
    )

    with pytest.raises(refusals.AnswerIncomplete):
        office.tips.answer(session, tip.number, parts, INTAKE, office.now)
    assert session.scalars(select(TipAnswer)).all() == []


def test_an_objection_within_ten_days_is_decided_by_others(office: TipOffice, session: Session) -> None:
    tip = office.answered()
    with pytest.raises(refusals.WindowOpen):
        office.tips.close(session, tip.number, INTAKE, office.now)
    office.clock.advance(days=9)
    office.tips.object(session, tip.number, "没有看二楼", reporter(tip.number), office.now)
    for who in (VERIFIER, SECOND, LEADER):
        same = person(who.id, May.TIPS_REVIEW)
        with pytest.raises(refusals.SameEyes):
            office.tips.re_review(session, tip.number, "upheld", same, office.now, "维持")
    with pytest.raises(refusals.NothingToAdmit):
        office.tips.re_review(session, tip.number, "admitted", SUPERVISOR, office.now, "受理")

    office.tips.re_review(session, tip.number, "redone", SUPERVISOR, office.now, "再看二楼")

    assert (tip.state, tip.round) == (TipState.VERIFYING, 2)
    with pytest.raises(refusals.SameEyes):
        office.found(tip, Finding.VERIFIED)
    record = Record(Finding.VERIFIED, "看了二楼", office.now, FOURTH.id)
    office.tips.verify(session, tip.number, record, THIRD, office.now)
    office.tips.co_sign(session, tip.number, FOURTH, office.now)
    office.tips.sign_off(session, tip.number, LEADER, office.now)
    office.tips.answer(session, tip.number, PARTS, INTAKE, office.now)
    assert len(session.scalars(select(TipAnswer)).all()) == 2


def test_an_objection_is_decided_above_the_unit_that_verified(office: TipOffice, session: Session) -> None:
    tip = office.answered()
    office.tips.object(session, tip.number, "没有看二楼", reporter(tip.number), office.now)
    own = person("fire2", May.TIPS_REVIEW, department="fire")
    below = replace(own, scope=Scope(regions=frozenset({TOWN})))
    both = replace(own, scope=replace(own.scope, everywhere=True))
    for who in (own, below, both):
        with pytest.raises(refusals.NotAbove):
            office.tips.re_review(session, tip.number, "upheld", who, office.now, "维持")
    beside = person("beside", May.TIPS_REVIEW, department="housing")
    with pytest.raises(OutOfScope):
        office.tips.re_review(session, tip.number, "upheld", beside, office.now, "维持")

    committee = person("anweiban", May.TIPS_REVIEW, department="committee")
    office.tips.re_review(session, tip.number, "upheld", committee, office.now, "材料充分")

    assert tip.state is TipState.CLOSED


def test_above_the_office_of_a_town_stands_the_department_that_leads(
    office: TipOffice, session: Session
) -> None:
    county, town = Region(COUNTY, "安文县", "", Level.COUNTY), Region(TOWN, "城东街道", COUNTY, Level.TOWN)
    import_regions(session, [county, town], editor="wang", now=office.now)
    session.add(
        DepartmentEntry(code="town", name="街道办", region=TOWN, edited_by="wang", edited_at=office.now)
    )
    session.flush()
    invalidate(session, ROUTING)
    tip = office.answered(category="fire_exit")
    tip.department = "town"
    session.flush()
    office.tips.object(session, tip.number, "没有看二楼", reporter(tip.number), office.now)
    clerk = person("town1", May.TIPS_REVIEW, department="town")
    with pytest.raises(refusals.NotAbove):
        office.tips.re_review(session, tip.number, "upheld", clerk, office.now, "维持")

    leads = person("fire2", May.TIPS_REVIEW, department="fire")
    office.tips.re_review(session, tip.number, "upheld", leads, office.now, "材料充分")

    assert tip.state is TipState.CLOSED


def test_an_objection_after_ten_days_is_too_late(office: TipOffice, session: Session) -> None:
    tip = office.answered()
    office.clock.advance(days=10)

    with pytest.raises(refusals.TooLate):
        office.tips.object(session, tip.number, "不服", reporter(tip.number), office.now)


def test_a_refusal_can_be_objected_to_and_becomes_an_acceptance(office: TipOffice, session: Session) -> None:
    tip = office.arrives()
    office.tips.decline(session, tip.number, "no_facts", INTAKE, office.now)
    office.tips.object(session, tip.number, "写得很清楚", reporter(tip.number), office.now)
    with pytest.raises(refusals.NothingToRedo):
        office.tips.re_review(session, tip.number, "redone", SUPERVISOR, office.now, "核查")

    office.tips.re_review(session, tip.number, "admitted", SUPERVISOR, office.now, "事实清楚")

    assert tip.state is TipState.ACCEPTED
    assert office.clocks.of(tip.number) == {ClockKind.ANSWER}
