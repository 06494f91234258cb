"""Codes, scans and sign-ins, on both engines."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from campaigns.library import counting
from campaigns.library.codes import CodePlan
from campaigns.library.models import Scan, SignIn
from campaigns.library.queries import attended_by, coming, may_rate, month_themes
from campaigns.library.refusals import (
    BadScene,
    NotMadeYet,
    SceneTaken,
)
from campaigns.library.scanning import SignInFate
from campaigns.planning.kinds import Basis, Counted, Measure, Unit
from campaigns.planning.models import Activity, Headcount
from campaigns.planning.refusals import Incomplete
from campaigns.planning.themes import NewTheme
from core.db import Database
from core.errors import NotFound
from places.models import VenueKind
from staff.reach import OutOfScope
from tests.conftest import StandingClock
from tests.integration.campaigns.library_office import MORNING, LibraryOffice
from tests.integration.campaigns.planning_office import (
    COUNTY,
    OTHER_TOWN,
    PLANNER,
    READER,
    REVIEWER,
    THEME_2026,
    TOWN,
    TOWN_PLANNER,
    asking,
    china,
    slot,
)

AMY, BAO = "oAmy_0000000000000000000000001", "oBao_0000000000000000000000001"
LATER = china("2026-06-16 13:00")


class Made:
    """A code as the platform makes it."""

    ticket = "gQH47joAAAAAAAAAASxodHRwOi8v"
    url = "http://weixin.qq.com/q/02AbCdEfGhIjK"


def test_a_code_from_its_scene_to_the_printer(database: Database, clock: StandingClock) -> None:
    office, now = LibraryOffice(clock), clock.now()
    with database.writing() as session:
        material = office.gives(session)
        (venue,) = office.lists_venues(session, VenueKind.SCHOOL, 1, date(2026, 5, 1))
        plan = CodePlan("扫码学安全", material, venue_id=venue, printed=200, scene="school_12")
        code = office.codes.add(session, plan, PLANNER, now)
        assert (code.region, code.place, code.audience) == (TOWN, "学校0", VenueKind.SCHOOL)
        with pytest.raises(SceneTaken):
            office.codes.add(session, plan, PLANNER, now)
        for scene in ("staff-abc", "字", "a" * 65, "a b"):
            with pytest.raises(BadScene):
                office.codes.add(session, CodePlan("x", scene=scene), PLANNER, now)
        with pytest.raises(NotFound):
            office.codes.add(session, CodePlan("x", material_id=999), PLANNER, now)
        with pytest.raises(OutOfScope):
            office.codes.add(session, CodePlan("x", region=OTHER_TOWN), TOWN_PLANNER, now)
        own = office.codes.add(session, CodePlan("x", region=TOWN), TOWN_PLANNER, now)
        assert 8 < len(own.scene) <= 64
        assert [one.id for one in office.codes.waiting(session, PLANNER, 10)] == [code.id, own.id]
        with pytest.raises(NotMadeYet):
            office.codes.to_print(session, [code.id], PLANNER)
        office.codes.made(session, code.id, Made(), PLANNER, now)
        assert office.codes.to_print(session, [code.id], PLANNER) == [code]
        office.codes.retire(session, code.id, PLANNER, now)
        with pytest.raises(Incomplete):
            office.codes.to_print(session, [code.id], PLANNER)


def test_scans_are_counted_as_scans_and_as_people(database: Database, clock: StandingClock) -> None:
    office, now = LibraryOffice(clock), clock.now()
    with database.writing() as session:
        material = office.gives(session)
        code = office.codes.add(session, CodePlan("学安全", material, scene="village_3"), PLANNER, now)
        idle = office.codes.add(session, CodePlan("没人扫", scene="village_4"), PLANNER, now)
        assert office.scanned(session, "nobody", AMY) is None
        found = office.scanned(session, "village_3", AMY, follows=True, is_new=True)
        assert found.version.words == "充电不进楼，飞线不要拉。"  # type: ignore[attr-defined]
        office.scanned(session, "village_3", AMY)
        office.scanned(session, "village_3", BAO, follows=True)
        office.scanned(session, "village_3", BAO, now=MORNING + timedelta(days=1))
        period = (china("2026-06-16 00:00"), china("2026-06-17 00:00"))
        figures = counting.code_figures(session, READER, *period)
        assert [(one.code.id, one.scans, one.people, one.followed, one.new) for one in figures] == [
            (code.id, 3, 2, 2, 1),
            (idle.id, 0, 0, 0, 0),
        ]
        assert AMY not in set(session.scalars(select(Scan.person)))
        office.codes.retire(session, code.id, PLANNER, now)
        assert office.scanned(session, "village_3", AMY).is_retired  # type: ignore[attr-defined]


def test_signing_in_once_a_person_within_the_time_and_the_quota(
    database: Database, clock: StandingClock
) -> None:
    office = LibraryOffice(clock)
    with database.writing() as session:
        campaign = office.approved_june(session)
        one = office.arranges(session, campaign, scene="act-616", quota=2)
        off = office.arranges(session, campaign, scene="act-off")
        office.activities.cancel(session, off.id, "台风", PLANNER, clock.now())

        def fate(openid: str, at: str = "2026-06-16 09:10", scene: str = "act-616") -> tuple[SignInFate, int]:
            found = office.scanned(session, scene, openid, now=china(at))
            return found.attendance.fate, found.attendance.number  # type: ignore[attr-defined]

        assert fate(AMY, "2026-06-16 07:59") == (SignInFate.TOO_EARLY, 0)
        assert fate(AMY, "2026-06-16 08:00") == (SignInFate.DONE, 1)
        assert fate(AMY) == (SignInFate.ALREADY, 1)
        assert fate(BAO, "2026-06-16 12:31") == (SignInFate.TOO_LATE, 0)
        assert fate(BAO, "2026-06-16 12:30") == (SignInFate.DONE, 2)
        assert fate("oThird") == (SignInFate.FULL, 0)
        assert fate(AMY, scene="act-off") == (SignInFate.CANCELLED, 0)
        assert counting.signed_in(session, one.id) == 2


def test_of_many_who_want_the_last_places_as_many_get_one_as_there_are(
    many_connections: Database, clock: StandingClock
) -> None:
    office = LibraryOffice(clock)
    with many_connections.writing() as session:
        campaign = office.approved_june(session)
        one = office.arranges(session, campaign, scene="act-616", quota=2).id
    barrier, fates = Barrier(5), []

    def scans(openid: str) -> None:
        barrier.wait()
        with many_connections.writing() as session:
            found = office.scanned(session, "act-616", openid)
            fates.append(found.attendance.fate)  # type: ignore[attr-defined]

    threads = [Thread(target=scans, args=(f"oPerson_{n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fates) == [SignInFate.DONE] * 2 + [SignInFate.FULL] * 3
    with many_connections.reading() as session:
        numbers = session.scalars(select(SignIn.number).where(SignIn.activity_id == one)).all()
        assert sorted(numbers) == [1, 2]


def test_sign_ins_become_the_headcount_but_never_replace_what_was_counted(
    database: Database, clock: StandingClock
) -> None:
    office = LibraryOffice(clock)
    with database.writing() as session:
        campaign = office.approved_june(session)
        one = office.arranges(session, campaign, scene="act-1")
        other = office.arranges(session, campaign, scene="act-2")
        for scene, openid in (("act-1", AMY), ("act-1", BAO), ("act-2", AMY)):
            office.scanned(session, scene, openid)
        feed = counting.feed_headcounts
        assert feed(session, office.activities, MORNING) == 0, "nothing was held yet"
        for activity in (one, other):
            office.activities.hold(session, activity.id, "开展了。", PLANNER, LATER)
        counted = Counted(Measure.ATTENDED, 40, Unit.PEOPLE, Basis.COUNTED, "签到表")
        office.activities.count(session, other.id, counted, PLANNER, LATER)
        assert feed(session, office.activities, LATER) == 1
        assert feed(session, office.activities, LATER) == 0, "nothing has changed"
        said = session.get_one(Headcount, (one.id, Measure.ATTENDED, Unit.PEOPLE))
        assert (said.value, said.basis) == (2, Basis.SIGNED_IN)
        assert session.get_one(Headcount, (other.id, Measure.ATTENDED, Unit.PEOPLE)).value == 40
        office.scanned(session, "act-1", "oLate", now=china("2026-06-16 12:20"))
        assert feed(session, office.activities, LATER) == 1
        session.refresh(said)
        assert said.value == 3
        # A number by sign-in is a proof, and the reviewer entered none of it.
        office.activities.verify(session, one.id, REVIEWER, LATER)
        assert feed(session, office.activities, LATER) == 0


def test_whoever_is_forgotten_is_nobody_and_the_numbers_stay(
    database: Database, clock: StandingClock
) -> None:
    office, now = LibraryOffice(clock), clock.now()
    with database.writing() as session:
        campaign = office.approved_june(session)
        one = office.arranges(session, campaign, scene="act-616")
        office.codes.add(session, CodePlan("签到", scene="act-616"), PLANNER, now)
        for openid in (AMY, AMY, BAO):
            office.scanned(session, "act-616", openid)
        amy, bao = office.scans.person(AMY), office.scans.person(BAO)
        counting.forget(session, amy)
        assert attended_by(session, amy, "", LATER) == []
        assert [seen.activity.id for seen in attended_by(session, bao, "", LATER)] == [one.id]
        assert session.scalar(select(func.count(Scan.person.distinct()))) == 2
        assert counting.signed_in(session, one.id) == 2
        assert counting.forget_before(session, MORNING) == 0
        assert counting.forget_before(session, MORNING + timedelta(seconds=1)) == 1
        assert counting.forget_before(session, MORNING + timedelta(seconds=1)) == 0, "once is enough"
        assert session.get(SignIn, (one.id, bao)) is None


def test_what_citizens_see_of_a_month(database: Database, clock: StandingClock) -> None:
    office = LibraryOffice(clock)
    today = date(2026, 6, 10)
    with database.writing() as session:
        about, new = ("safety_month", 2026), NewTheme(THEME_2026, document="测试")
        office.themes.set_theme(session, *about, new, PLANNER, clock.now())
        assert month_themes(session, office.calendar, today) == [], "nobody has checked it"
        office.themes.verify_theme(session, *about, THEME_2026, REVIEWER, clock.now())
        assert [one.text for one in month_themes(session, office.calendar, today)] == [THEME_2026]
        assert month_themes(session, office.calendar, date(2026, 2, 1)) == []
        draft = office.plans_june(session)
        one = office.arranges(session, draft)
        noon = china("2026-06-10 12:00")
        assert coming(session, noon) == [], "the plan is not approved"
        office.plans.approve(session, draft.id, REVIEWER, clock.now())
        assert [found.id for found in coming(session, noon)] == [one.id]
        assert coming(session, noon, {OTHER_TOWN}) == []
        assert [found.id for found in coming(session, noon, {TOWN, COUNTY})] == [one.id]
        assert coming(session, china("2026-06-16 11:31")) == []


def test_who_signed_in_to_a_lecture_can_rate_it(database: Database, clock: StandingClock) -> None:
    office = LibraryOffice(clock)
    with database.writing() as session:
        campaign = office.approved_june(session)
        before = china("2026-06-10 09:00")
        lecture = office.lectures.ask(session, "oTeacher", asking(), before)
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, before)
        activity = session.get_one(Activity, lecture.activity_id)
        activity.scene = "lecture-1"
        session.flush()
        office.scanned(session, "lecture-1", AMY, now=china("2026-06-18 09:00"))
        amy, bao = office.scans.person(AMY), office.scans.person(BAO)
        assert may_rate(session, lecture.id, amy, "amy")
        assert not may_rate(session, lecture.id, bao, "bao")
        (seen,) = attended_by(session, amy, "", china("2026-06-18 20:00"))
        assert (seen.lecture_id, seen.can_rate, seen.stars) == (lecture.id, True, None)
        (late,) = attended_by(session, amy, "", china("2026-08-18 20:00"))
        assert not late.can_rate
