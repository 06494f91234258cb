"""A tip from its arrival to the archive: what each step leaves, and what the reporter is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from staff.actors import Actor, ActorKind, NotPermitted, Scope
from staff.reach import OutOfScope
from staff.roles import Roles
from tests.integration.tip_office import (
    ADDRESS,
    INTAKE,
    LEADER,
    OBJECT,
    OPENID,
    OTHER_UNIT,
    PARTS,
    SECOND,
    SUPERVISOR,
    THIRD,
    UNIT,
    VERIFIER,
    WORDS,
    TipOffice,
    a_hazard,
    a_plan,
    replayed,
    reporter,
)
from tipoffs.conflicts import Excluded
from tipoffs.hazards.models import AppendOnly, HazardLevel
from tipoffs.hazards.status import HazardState
from tipoffs.ports import ClockKind
from tipoffs.tips import refusals
from tipoffs.tips.declines import DECLINES
from tipoffs.tips.files import hazards_of, history
from tipoffs.tips.models import Channel, Finding, Mode, Tip, TipDispatch, TipWords
from tipoffs.tips.status import TipState
from tipoffs.tips.verifying import Record
from tipoffs.tips.views import unit_view


def test_a_tip_goes_all_the_way(office: TipOffice, session: Session) -> None:
    tip = office.at_the_unit()
    office.found(tip, Finding.VERIFIED, a_hazard())

    assert tip.state.number == "A14"
    with pytest.raises(refusals.HazardsUnsettled):
        office.tips.answer(session, tip.number, PARTS, INTAKE, office.now)

    [code] = hazards_of(session, tip.number)
    office.hazards.grade(session, code, HazardLevel.GENERAL, "第三条", VERIFIER, office.now)
    plan = a_plan(office.now.date() + timedelta(days=15))
    office.hazards.order(session, code, plan, "fire", [UNIT.id], VERIFIER, office.now)
    office.hazards.sign_order(session, code, LEADER, office.now)
    office.tips.answer(session, tip.number, PARTS, INTAKE, office.now)
    office.clock.advance(days=10)
    office.tips.close(session, tip.number, INTAKE, office.now)
    office.tips.archive(session, tip.number, INTAKE, office.now)

    assert tip.state is TipState.ARCHIVED
    assert replayed(history(session, tip.number)) is TipState.ARCHIVED
    assert office.notices.to(tip.number) == [
        "submitted", "accepted", "dispatched", "received", "signed", "in_remedy", "answered", "closed",
    ]  # fmt: skip
    assert office.clocks.of(tip.number) == set()
    subjects = [line.subject for line in office.audit.lines if line.action.startswith("tips.")]
    assert subjects == [f"tip:{tip.number}"] * len(history(session, tip.number))


def test_the_number_tells_the_month_and_counts(office: TipOffice) -> None:
    first, second = office.arrives(), office.arrives()

    assert first.number == "R2611000001"
    assert second.number == "R2611000002"


def test_five_channels_give_the_same_tip(office: TipOffice) -> None:
    kept: set[object] = set()
    for channel in Channel:
        tip = office.arrives(channel=channel)
        kept.add((tip.kind, tip.category, tip.region, tip.address, tip.object_name, tip.mode, tip.reporter))
        said = office.tips.read_words(office.session, tip.number, INTAKE, office.now)
        kept.add(tuple(one.words for one in said))

    assert len(kept) == 2


def test_submitting_again_gives_the_same_tip(office: TipOffice, session: Session) -> None:
    numbers = {office.arrives("double tap").number for _ in range(3)}

    assert len(numbers) == 1
    assert len(session.scalars(select(Tip)).all()) == 1
    assert len(session.scalars(select(TipWords)).all()) == 2


def test_words_and_openid_are_nowhere_in_the_tables(office: TipOffice, session: Session) -> None:
    tip = office.arrives(address="找13812345678问路")
    office.tips.ask_more(session, tip.number, "是几楼？", INTAKE, office.now)
    office.tips.supply(session, tip.number, "在二楼，我姓欧阳", reporter(tip.number), office.now)
    session.flush()

    from app.tables import metadata

    rows = [str(row) for table in metadata.sorted_tables for row in session.execute(table.select())]
    everything = "\n".join(rows + [str(line) for line in office.audit.lines])
    assert tip.number in everything
    for secret in (OPENID, WORDS[:12], "欧阳", "13812345678"):
        assert secret not in everything
    said = office.tips.read_words(session, tip.number, INTAKE, office.now)
    assert [one.words for one in said] == [WORDS, "城东某塑料厂\n找13812345678问路", "在二楼，我姓欧阳"]


def test_an_anonymous_tip_keeps_no_openid(office: TipOffice) -> None:
    tip = office.arrives(mode=Mode.ANONYMOUS)

    assert tip.reporter is None
    assert (tip.number, "openid") not in office.safe.sealed


def test_a_reporter_finds_the_own_tips_by_blind_index(office: TipOffice, session: Session) -> None:
    mine, _ = office.arrives(), office.arrives(openid="oAnother0000000000000000001")

    index = office.tips.office.reporter_index(OPENID)
    assert session.scalars(select(Tip.number).where(Tip.reporter == index)).all() == [mine.number]


def test_asking_pauses_the_time_for_accepting(office: TipOffice, session: Session) -> None:
    tip = office.arrives()

    office.tips.ask_more(session, tip.number, "是几楼？", INTAKE, office.now)
    assert office.clocks.paused == {(tip.number, ClockKind.ACCEPT)}
    office.tips.stop_waiting(session, tip.number, INTAKE, office.now, "七日未补充")

    assert office.clocks.paused == set()
    assert office.clocks.of(tip.number) == {ClockKind.ACCEPT}
    assert history(session, tip.number)[1].public_note == "请在2026年11月29日前再说说：是几楼？"


@pytest.mark.parametrize("code", sorted(DECLINES))
def test_each_reason_for_declining_is_told_with_its_clause(office: TipOffice, code: str) -> None:
    tip = office.arrives()

    office.tips.decline(office.session, tip.number, code, INTAKE, office.now)

    note = history(office.session, tip.number)[-1].public_note
    for part in (DECLINES[code].told, DECLINES[code].clause, DECLINES[code].other_channel):
        assert part in note


def test_declining_needs_a_known_reason(office: TipOffice) -> None:
    tip = office.arrives()

    with pytest.raises(refusals.UnknownReason):
        office.tips.decline(office.session, tip.number, "whatever", INTAKE, office.now)


def test_the_second_return_goes_to_a_leader(office: TipOffice, session: Session) -> None:
    tip = office.accepted()
    for unit in ("fire", "housing"):
        office.tips.dispatch(session, tip.number, unit, INTAKE, office.now)
        who = UNIT if unit == "fire" else OTHER_UNIT
        office.tips.return_(session, tip.number, who, office.now, "不归我们管")

    with pytest.raises(refusals.LeaderDecides):
        office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)
    office.tips.dispatch(session, tip.number, "fire", LEADER, office.now, proposal="由你单位办理")

    counts = session.scalars(select(TipDispatch.count).order_by(TipDispatch.count)).all()
    assert counts == [1, 2, 3]


def test_no_dispatch_without_a_summary(office: TipOffice, session: Session) -> None:
    tip = office.arrives()
    office.tips.accept(session, tip.number, INTAKE, office.now)

    with pytest.raises(refusals.NoSummary):
        office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)
    with pytest.raises(refusals.WordsCopied):
        office.tips.summarise(session, tip.number, f"{WORDS[8:30]}。", "城东", INTAKE, office.now)
    office.tips.summarise(session, tip.number, f"{OBJECT}（{ADDRESS}）堆放易燃物", "城东", INTAKE, office.now)


def test_units_and_officers_named_are_excluded(office: TipOffice, session: Session) -> None:
    tip = office.accepted(named_units=("fire",), named_officers=(SECOND.id,))

    with pytest.raises(Excluded):
        office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)
    office.tips.dispatch(session, tip.number, "housing", INTAKE, office.now)
    office.tips.receive(session, tip.number, OTHER_UNIT, office.now)
    record = Record(Finding.VERIFIED, "看了", office.now, SECOND.id)
    with pytest.raises(Excluded):
        office.tips.verify(session, tip.number, record, VERIFIER, office.now)
    with pytest.raises(Excluded):
        office.tips.verify(session, tip.number, record, SECOND, office.now)
    office.tips.exclude(session, office.arrives().number, [], [INTAKE.id], INTAKE, office.now)


def test_a_unit_touches_only_its_own(office: TipOffice, session: Session) -> None:
    tip = office.accepted()
    office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)

    with pytest.raises(OutOfScope):
        office.tips.receive(session, tip.number, OTHER_UNIT, office.now)


def test_another_reporter_has_no_such_tip(office: TipOffice, session: Session) -> None:
    mine, other = office.arrives(), office.arrives()

    with pytest.raises(refusals.NotYourTip):
        office.tips.withdraw(session, mine.number, reporter(other.number), office.now)


def test_a_content_reporter_may_close_at_once(office: TipOffice, session: Session) -> None:
    tip = office.answered()

    office.tips.close(session, tip.number, reporter(tip.number), office.now)

    assert tip.state is TipState.CLOSED
    office.tips.reopen(session, tip.number, SUPERVISOR, office.now, "上级要求")
    assert (tip.state, tip.round) == (TipState.VERIFYING, 2)


def test_a_withdrawn_tip_leaves_its_hazard_at_work(office: TipOffice, session: Session) -> None:
    tip = office.found(office.at_the_unit(), Finding.VERIFIED, a_hazard())

    office.tips.withdraw(session, tip.number, reporter(tip.number), office.now)

    [code] = hazards_of(session, tip.number)
    hazard = office.hazards.grade(session, code, HazardLevel.LOW, "第二条", VERIFIER, office.now)
    assert (tip.state, hazard.state) == (TipState.WITHDRAWN, HazardState.GRADED)
    assert office.clocks.of(tip.number) == set()


def test_hazards_of_a_tip_exclude_whom_the_tip_names(office: TipOffice, session: Session) -> None:
    tip = office.at_the_unit(named_units=("housing",), named_officers=(THIRD.id,))
    office.found(tip, Finding.VERIFIED, a_hazard(), office.hazard().code)

    codes = hazards_of(session, tip.number)
    assert len(codes) == 2
    with pytest.raises(Excluded):
        office.hazards.grade(session, codes[1], HazardLevel.LOW, "第二条", THIRD, office.now)


def test_an_emergency_is_handed_to_the_duty_room(office: TipOffice, session: Session) -> None:
    tip = office.arrives()
    office.tips.flag_emergency(session, tip.number, INTAKE, office.now, "燃气泄漏")

    assert ClockKind.EMERGENCY in office.clocks.of(tip.number)
    office.tips.accept(session, tip.number, INTAKE, office.now)
    assert office.clocks.of(tip.number) == {ClockKind.ANSWER}


def test_what_came_back_from_another_office_is_accepted(office: TipOffice, session: Session) -> None:
    tip = office.arrives()
    office.tips.transfer(session, tip.number, "县交通运输局", INTAKE, office.now, "道路运输")
    assert history(session, tip.number)[-1].public_note == "这件事归县交通运输局管，已经转过去，由他们办理。"

    office.tips.accept(session, tip.number, INTAKE, office.now, reason="对方认为不归其管")
    assert (tip.state, tip.transferred_to) == (TipState.ACCEPTED, None)


def test_events_are_only_ever_added_to(office: TipOffice, session: Session) -> None:
    tip = office.arrives()
    event = history(session, tip.number)[0]

    event.reason = "另一个理由"
    with pytest.raises(AppendOnly):
        session.flush()


def test_a_tip_is_held_by_one_person_and_notes_stay_inside(office: TipOffice, session: Session) -> None:
    tip = office.arrives()
    office.tips.hold(session, tip.number, INTAKE, office.now)
    with pytest.raises(refusals.HeldByAnother):
        office.tips.hold(session, tip.number, LEADER, office.now)
    office.tips.hold(session, tip.number, INTAKE, office.now)
    office.tips.release(session, tip.number, INTAKE)
    office.tips.hold(session, tip.number, LEADER, office.now)
    office.clock.advance(minutes=15)
    office.tips.hold(session, tip.number, INTAKE, office.now)

    office.tips.note(session, tip.number, "先打电话", INTAKE, office.now)
    assert [note.text for note in office.tips.notes(session, tip.number, LEADER)] == ["先打电话"]


def test_a_handling_unit_reads_no_notes_and_sees_no_hold(office: TipOffice, session: Session) -> None:
    tip = office.at_the_unit()
    office.tips.note(session, tip.number, "举报人可能是工人", INTAKE, office.now)
    unit = Actor(
        ActorKind.STAFF,
        "chengban",
        roles=frozenset({"handling_unit"}),
        permissions=Roles.load().permissions_of(["handling_unit"]),
        scope=Scope(departments=frozenset({"fire"})),
    )
    for refused in (
        lambda: office.tips.notes(session, tip.number, unit),
        lambda: office.tips.hold(session, tip.number, unit, office.now),
        lambda: office.tips.note(session, tip.number, "看看", unit, office.now),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert "held" not in str(unit_view(session, tip.number, unit))


def test_the_vault_counts_from_the_end_of_a_case_and_a_call_back_stops_its_clock(
    office: TipOffice, session: Session
) -> None:
    tip = office.answered()
    assert office.safe.closed == {}
    with pytest.raises(refusals.NotClosed):
        office.tips.call_back(session, tip.number, "满意", INTAKE, office.now)
    office.tips.close(session, tip.number, reporter(tip.number), office.now)
    assert office.safe.closed == {tip.number: office.now}
    assert ClockKind.FOLLOW_UP in office.clocks.of(tip.number)
    office.tips.call_back(session, tip.number, "满意，电话13800138000", INTAKE, office.now)
    assert ClockKind.FOLLOW_UP not in office.clocks.of(tip.number)
    assert "13800138000" not in office.tips.notes(session, tip.number, LEADER)[0].text
    office.tips.reopen(session, tip.number, SUPERVISOR, office.now, "有新情况")
    assert office.safe.closed == {}
