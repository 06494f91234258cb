"""Activities: planned, held with numbers and photos, verified by somebody who entered none of them."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaigns.planning.activities import MOST_PHOTOS
from campaigns.planning.album import KeptPhoto
from campaigns.planning.kinds import ActivityKind, Basis, Counted, HandedOut, Measure, Unit
from campaigns.planning.models import Activity, ActivityMaterial, Headcount
from campaigns.planning.queries import (
    activities,
    activity_by_scene,
    activity_file,
    takes_sign_ins,
)
from campaigns.planning.refusals import (
    Incomplete,
    MoreBackThanOut,
    NotAPhoto,
    NotApprovedYet,
    NothingCounted,
    NothingProven,
    NotYet,
    SameHand,
    TooManyPhotos,
    WrongUnit,
)
from campaigns.planning.status import ActivityState
from core.db import Database
from core.errors import NoReason, NotFound, RuleViolation
from places.models import VenueKind
from staff.actors import Actor, ActorKind, NotPermitted
from staff.models import AuditEntry
from staff.moves import IllegalMove
from staff.reach import OutOfScope
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    OTHER_TOWN,
    PHOTO,
    PLANNER,
    READER,
    REVIEWER,
    SECOND_PLANNER,
    SECOND_REVIEWER,
    TOWN,
    TOWN_PLANNER,
    PlanningOffice,
    activity,
    china,
    june,
    person,
)

SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, "sign-ins")
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def test_an_activity_from_the_plan_to_its_verification(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    before, after = china("2026-06-16 08:00"), china("2026-06-16 12:00")
    with database.writing() as session:
        campaign = office.approved_june(session)
        one = office.arranges(session, campaign, scene="act-616", quota=200, target=300)
        do = office.activities
        do.issue(session, one.id, HandedOut("宣传折页", "份", 500, 0), PLANNER, before)
        with pytest.raises(NotYet):
            do.hold(session, one.id, "提前登记", PLANNER, before)
        do.hold(session, one.id, "27个单位设摊，群众踊跃。", SECOND_PLANNER, after)
        with pytest.raises(NothingCounted):
            do.verify(session, one.id, REVIEWER, after)
        rough = Counted(Measure.CONSULTED, 600, Unit.ATTENDANCES, Basis.ESTIMATED, "")
        do.count(session, one.id, rough, PLANNER, after)
        with pytest.raises(NothingProven):
            do.verify(session, one.id, REVIEWER, after)
        do.issue(session, one.id, HandedOut("宣传折页", "份", 500, 88), PLANNER, after)
        kept = office.album.keep(JPEG)
        do.photograph(session, one.id, kept, "咨询现场", PLANNER, after)
        with pytest.raises(NoReason):
            do.send_back(session, one.id, "", REVIEWER, after)
        do.send_back(session, one.id, "请补签到人数", REVIEWER, after)
        assert one.state is ActivityState.HELD
        # The system records the sign-ins; that makes it nobody's entry.
        signed = Counted(Measure.ATTENDED, 143, Unit.PEOPLE, Basis.SIGNED_IN, "扫码签到")
        do.count(session, one.id, signed, SYSTEM_ACTOR, after)
        assert one.enterers == ["cehua", "cehua2"]
        for login in one.enterers:
            with pytest.raises(SameHand):
                do.verify(session, one.id, person(login, "campaign_reviewer"), after)
        do.verify(session, one.id, REVIEWER, after)
        assert (one.state, one.verified_by, one.reason) == (ActivityState.VERIFIED, "shenhe", "")
        with pytest.raises(IllegalMove, match="已核实"):
            do.count(session, one.id, rough, PLANNER, after)
        file = activity_file(session, one.id)
        assert [(c.measure, c.unit, c.value, c.basis) for c in file.headcounts] == [
            (Measure.ATTENDED, Unit.PEOPLE, 143, Basis.SIGNED_IN),
            (Measure.CONSULTED, Unit.ATTENDANCES, 600, Basis.ESTIMATED),
        ]
        assert [(m.taken, m.returned) for m in file.materials] == [(500, 88)]
        assert office.album.photo(session, one.id, file.photos[0].file).startswith(b"copy of ")
        assert activity_by_scene(session, "act-616") is one
        with pytest.raises(Incomplete, match="已经用在另一项活动上"):
            office.arranges(session, campaign, scene="act-616")
    with database.reading() as session:
        said = session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.subject == f"activity:{one.id}")
            .order_by(AuditEntry.number)
        ).all()
        wanted = ["plan", "issue", "hold", "count", "issue", "photograph", "send_back", "count", "verify"]
        assert said == [f"activities.{one}" for one in wanted]


def test_what_was_verified_can_be_looked_at_again(database: Database, clock: StandingClock) -> None:
    office, later = PlanningOffice(clock.now()), china("2026-06-20 09:00")
    with database.writing() as session:
        one = office.verified(session, office.arranges(session, office.approved_june(session)))
        with pytest.raises(NotPermitted):
            office.activities.reopen(session, one.id, "人数不对", PLANNER, later)
        office.activities.reopen(session, one.id, "人数不对", SECOND_REVIEWER, later)
        assert (one.state, one.verified_by, one.verified_at) == (ActivityState.HELD, None, None)
        again = Counted(Measure.ATTENDED, 98, Unit.ATTENDANCES, Basis.COUNTED, "重新清点照片")
        office.activities.count(session, one.id, again, PLANNER, later)
        office.activities.verify(session, one.id, REVIEWER, later)
        [count] = session.scalars(select(Headcount)).all()
        assert (count.value, count.source) == (98, "重新清点照片")


def test_the_database_too_refuses_one_hand_for_both(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        one = office.arranges(session, office.approved_june(session))
        office.activities.issue(session, one.id, HandedOut("海报", "张", 10, 2), PLANNER, clock.now())
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(update(Activity).values(verified_by="cehua"))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(update(ActivityMaterial).values(returned=11))


def test_nothing_is_held_before_the_plan_is_approved(database: Database, clock: StandingClock) -> None:
    office, later = PlanningOffice(clock.now()), china("2026-06-16 12:00")
    with database.writing() as session:
        office.knows_the_theme(session)
        campaign = office.plans_june(session)
        one = office.arranges(session, campaign)
        with pytest.raises(NotApprovedYet):
            office.activities.hold(session, one.id, "开展了", PLANNER, later)
        office.plans.approve(session, campaign.id, REVIEWER, clock.now())
        assert office.activities.hold(session, one.id, "开展了", PLANNER, later).state is ActivityState.HELD


WRONG: list[tuple[dict[str, Any], type[RuleViolation], str]] = [
    ({"kind": ActivityKind.VISIT}, Incomplete, "进哪里"),
    ({"kind": ActivityKind.FILM}, Incomplete, "片名"),
    ({"ends_at": china("2026-06-16 09:00")}, Incomplete, "结束时间"),
    (
        {"starts_at": china("2026-07-01 09:00"), "ends_at": china("2026-07-01 10:00")},
        Incomplete,
        "日期里开始",
    ),
    ({"region": "330000"}, Incomplete, "区划里没有"),
    ({"scene": "s" * 65}, Incomplete, "64字"),
    ({"quota": 0}, Incomplete, "名额"),
    ({"target": -1}, Incomplete, "预计人次"),
    ({"title": ""}, Incomplete, "活动名称"),
    ({"place": ""}, Incomplete, "地点"),
    ({"co_units": ("",)}, Incomplete, "配合单位"),
    ({"venues": (1, 2)}, NotFound, "没有1、2号"),
]


def test_what_does_not_fit_is_refused_with_a_sentence(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    for change, wrong, says in WRONG:
        with pytest.raises(wrong, match=says), database.writing() as session:
            office.arranges(session, office.approved_june(session), **change)
    with database.writing() as session:
        campaign = office.approved_june(session)
        town = office.plans_june(session, region=OTHER_TOWN)
        with pytest.raises(Incomplete, match="不在宣传计划的范围里"):
            office.arranges(session, town)
        with pytest.raises(NotFound):
            office.activities.plan(session, campaign.id + 100, activity(), PLANNER, now)
        with pytest.raises(NotPermitted):
            office.activities.plan(session, campaign.id, activity(), READER, now)
        with pytest.raises(OutOfScope):
            office.activities.plan(session, campaign.id, activity(region=OTHER_TOWN), TOWN_PLANNER, now)
        # The calendar day is that of China: half past midnight on 1 June is 31 May in UTC.
        first = {"starts_at": china("2026-06-01 00:30"), "ends_at": china("2026-06-01 02:00")}
        assert office.arranges(session, campaign, **first).state is ActivityState.PLANNED


def test_numbers_keep_their_unit_and_basis(database: Database, clock: StandingClock) -> None:
    office, later = PlanningOffice(clock.now()), china("2026-06-16 12:00")
    with database.writing() as session:
        one = office.arranges(session, office.approved_june(session))
        office.activities.hold(session, one.id, "开展了", PLANNER, later)

        def enters(
            measure: Measure, value: int, unit: Unit, basis: Basis, source: str = "签到表"
        ) -> Headcount:
            about = Counted(measure, value, unit, basis, source)
            return office.activities.count(session, one.id, about, PLANNER, later)

        with pytest.raises(WrongUnit, match="“到场”的单位只能是人、人次"):
            enters(Measure.ATTENDED, 5, Unit.PIECES, Basis.COUNTED)
        with pytest.raises(WrongUnit, match="只能是块"):
            enters(Measure.SCREENS, 5, Unit.PEOPLE, Basis.COUNTED)
        with pytest.raises(WrongUnit, match="系统"):
            enters(Measure.ONLINE, 5000, Unit.ATTENDANCES, Basis.ESTIMATED)
        # A number that no system counted would need no photo, and stand in the report as the system's own.
        with pytest.raises(WrongUnit, match="不是系统自动记下的"):
            enters(Measure.ATTENDED, 5000, Unit.ATTENDANCES, Basis.SYSTEM)
        with pytest.raises(Incomplete, match="来源"):
            enters(Measure.ATTENDED, 5, Unit.PEOPLE, Basis.COUNTED, " ")
        with pytest.raises(Incomplete, match="不小于0"):
            enters(Measure.ATTENDED, -1, Unit.PEOPLE, Basis.COUNTED)
        enters(Measure.ATTENDED, 80, Unit.PEOPLE, Basis.SIGNED_IN)
        enters(Measure.ATTENDED, 120, Unit.ATTENDANCES, Basis.COUNTED)
        enters(Measure.ATTENDED, 121, Unit.ATTENDANCES, Basis.COUNTED)
        counts = session.scalars(select(Headcount).order_by(Headcount.unit)).all()
        assert [(one.unit, one.value) for one in counts] == [(Unit.ATTENDANCES, 121), (Unit.PEOPLE, 80)]
        with pytest.raises(MoreBackThanOut):
            office.activities.issue(session, one.id, HandedOut("折页", "份", 10, 11), PLANNER, later)
        with pytest.raises(Incomplete):
            office.activities.issue(session, one.id, HandedOut("折页", "份", -1, 0), PLANNER, later)


def test_photos_are_few_and_real_and_swept_when_nobody_names_them(
    database: Database, clock: StandingClock
) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with pytest.raises(NotAPhoto):
        office.album.keep(b"<html>no photo</html>")
    with database.writing() as session:
        one = office.arranges(session, office.approved_june(session))
        other = office.arranges(session, office.plans_june(session))
        kept = office.album.keep(JPEG)
        office.store.put([b"left by a process that was killed"])
        office.activities.photograph(session, one.id, kept, "第一次写的说明", PLANNER, now)
        office.activities.photograph(session, one.id, kept, "海报张贴", PLANNER, now)
        assert [photo.caption for photo in activity_file(session, one.id).photos] == ["海报张贴"]
        with pytest.raises(NotFound):
            office.album.photo(session, other.id, kept.file)
        for n in range(MOST_PHOTOS - 1):
            office.activities.photograph(session, one.id, KeptPhoto(f"{n:064x}", 1, 1), "照", PLANNER, now)
        with pytest.raises(TooManyPhotos):
            office.activities.photograph(session, one.id, PHOTO, "再来一张", PLANNER, now)
        assert office.album.sweep(session, now + timedelta(hours=23)) == 0
        assert office.album.sweep(session, now + timedelta(hours=25)) == 1
        assert list(office.store.files) == [kept.file]


def test_changing_an_activity_writes_it_anew(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        campaign = office.approved_june(session)
        schools = office.lists_venues(session, VenueKind.SCHOOL, 3, date(2026, 5, 1))
        one = office.arranges(session, campaign, venues=tuple(schools[:2]))
        plan = activity(
            kind=ActivityKind.FILM, title="看片", film="生命重于泰山", venues=(schools[2],), region=TOWN
        )
        office.activities.change(session, one.id, plan, SECOND_PLANNER, now)
        file = activity_file(session, one.id)
        assert (one.film, [venue.id for venue in file.venues]) == ("生命重于泰山", [schools[2]])
        assert one.enterers == ["cehua", "cehua2"]
        office.activities.cancel(session, one.id, "停电", PLANNER, now)
        with pytest.raises(IllegalMove):
            office.activities.change(session, one.id, plan, PLANNER, now)
        assert activities(session, campaign.id, ActivityState.CANCELLED, ActivityKind.FILM) == [one]
        assert activities(session, state=ActivityState.PLANNED) == []


def test_people_sign_in_around_the_time_only(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        one = office.arranges(session, office.plans_june(session, theme=""))
        at = {
            "2026-06-16 07:59": False, "2026-06-16 08:00": True, "2026-06-16 10:00": True,
            "2026-06-16 12:30": True, "2026-06-16 12:31": False,
        }  # fmt: skip
        assert {when: takes_sign_ins(one, china(when)) for when in at} == at
        office.activities.cancel(session, one.id, "台风", PLANNER, clock.now())
        assert not takes_sign_ins(one, china("2026-06-16 10:00"))


def test_the_end_of_a_plan_is_the_last_day_on_which_something_begins(
    database: Database, clock: StandingClock
) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        campaign = office.plans.plan(session, june(theme="", ends_on=date(2026, 6, 16)), PLANNER, clock.now())
        late = {"starts_at": china("2026-06-16 23:00"), "ends_at": china("2026-06-17 01:00")}
        assert office.arranges(session, campaign, **late).campaign_id == campaign.id


def test_of_two_steps_at_once_the_second_sees_the_first(
    many_connections: Database, clock: StandingClock
) -> None:
    office, later = PlanningOffice(clock.now()), china("2026-06-16 12:00")
    with many_connections.writing() as session:
        number = office.arranges(session, office.approved_june(session)).id
    refused: list[str] = []
    start = Barrier(2)

    def takes(step: Callable[[Session], object]) -> None:
        start.wait()
        try:
            with many_connections.writing() as session:
                step(session)
        except IllegalMove as error:
            refused.append(error.sentence)

    steps: list[Callable[[Session], object]] = [
        lambda session: office.activities.hold(session, number, "开展了", PLANNER, later),
        lambda session: office.activities.cancel(session, number, "台风", SECOND_PLANNER, later),
    ]
    threads = [Thread(target=takes, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with many_connections.reading() as session:
        state = session.get_one(Activity, number).state
    wrong = {
        ActivityState.HELD: "已开展”，不能办理“取消",
        ActivityState.CANCELLED: "已取消”，不能办理“登记已开展",
    }
    assert len(refused) == 1
    assert wrong[state] in refused[0]
