"""Lectures on request: asked by WeChat or telephone, scheduled, held, rated; who asks is sealed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaigns.library.queries import bookings_of
from campaigns.planning.arranging import activity_plan_of
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.lectures import EnoughRequests
from campaigns.planning.models import Activity
from campaigns.planning.queries import get_lecture, lectures, rated, ratings
from campaigns.planning.refusals import (
    Incomplete,
    NotApprovedYet,
    NotRatedNow,
    NotYet,
    SomebodyWaits,
)
from campaigns.planning.status import ActivityState, CampaignState, LectureAction, LectureState
from core.db import Database
from core.errors import NoReason, NotFound, RuleViolation
from places.models import VenueKind
from staff.actors import NotPermitted
from staff.models import AuditEntry
from staff.moves import IllegalMove
from staff.reach import OutOfScope
from tests.integration.campaigns.planning_office import (
    OTHER_TOWN,
    PLANNER,
    READER,
    REVIEWER,
    TOWN_PLANNER,
    PlanningOffice,
    asking,
    china,
    slot,
)

MAY = china("2026-05-20 09:00")
OPENID, OTHER = "oTeacher_000000000000000000001", "oPupil_00000000000000000000002"


def test_a_lecture_from_the_request_to_the_stars(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    after = china("2026-06-18 10:30")
    with database.writing() as session:
        campaign = office.approved_june(session)
        lecture = office.lectures.ask(session, OPENID, asking(), now)
        assert lecture.topic == "防溺水，电话[手机号]"
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, now)
        made = session.get_one(Activity, lecture.activity_id)
        assert (made.title, made.place, made.target) == ("清溪镇中心小学预约宣讲", "学校操场", 300)
        with pytest.raises(NotYet):
            office.lectures.hold(session, lecture.id, "讲了", PLANNER, now)
        moved = slot(campaign, "2026-06-18", place="学校礼堂", speaker="陈讲")
        office.lectures.reschedule(session, lecture.id, moved, "下雨", PLANNER, now + timedelta(hours=1))
        with pytest.raises(NotRatedNow):
            office.lectures.rate(session, lecture.id, OTHER, 5, "", now)
        office.lectures.hold(session, lecture.id, "300名学生听讲。", PLANNER, after)
        assert (lecture.state, made.state) == (LectureState.HELD, ActivityState.HELD)
        office.lectures.rate(session, lecture.id, OPENID, 4, "很好，打13812345678找我", after)
        office.lectures.rate(session, lecture.id, OTHER, 3, "", after)
        office.lectures.rate(session, lecture.id, OTHER, 5, "听懂了", after + timedelta(days=1))
        for stars in (0, 6):
            with pytest.raises(Incomplete):
                office.lectures.rate(session, lecture.id, OTHER, stars, "", after)
        with pytest.raises(NotRatedNow):
            office.lectures.rate(session, lecture.id, OTHER, 5, "", after + timedelta(days=31))
        session.flush()
        said = rated(session, lecture.id)
        assert (said.raters, said.stars, said.mean) == (2, 9, 4.5)
        assert [one.words for one in ratings(session, lecture.id)] == ["听懂了", "很好，打[手机号]找我"]
    number = lecture.number
    assert {openid for openid, _ in office.post.sent} == {OPENID}
    first, second, third = office.post.texts
    assert first == (
        f"您预约的宣讲（{number}）已安排在6月18日（星期四）09:00，地点：学校操场，由县应急管理局李宣来讲。"
        "时间不合适请联系我们改期。"
    )
    assert second == (
        f"您预约的宣讲（{number}）改到6月18日（星期四）09:00，地点：学校礼堂，由县应急管理局陈讲来讲。"
        "时间不合适请联系我们改期。改期原因：下雨。"
    )
    assert "已经开展" in third
    assert [fields["progress"] for _, fields in office.post.sent] == ["已安排", "已安排", "已开展"]


def test_who_asks_is_sealed_shown_on_record_and_forgotten(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    with database.writing() as session:
        lecture = office.lectures.ask(session, OPENID, asking(), now)
    with database.writing() as session:
        dump = str(session.execute(text("SELECT * FROM lecture_requests")).all())
        assert "王老师" not in dump
        assert "13812345678" not in dump
        assert OPENID not in dump
        with pytest.raises(NotPermitted):
            office.lectures.contact(session, lecture.id, READER, now)
        found = office.lectures.contact(session, lecture.id, PLANNER, now)
        assert (found.name, found.telephone) == ("王老师", "13812345678")
        last = select(AuditEntry.action, AuditEntry.actor).order_by(AuditEntry.number.desc()).limit(1)
        assert session.execute(last).one() == ("lectures.contact", "cehua")
        office.lectures.decline(session, lecture.id, "六月已经排满", PLANNER, now)
        assert office.post.texts[-1].endswith("这次没能安排上：六月已经排满。给您添麻烦了，欢迎以后再约。")
        office.lectures.forget_ended_before(session, now)
        assert office.lectures.contact(session, lecture.id, PLANNER, now) == found
        office.lectures.forget_ended_before(session, now + timedelta(seconds=1))
    with database.writing() as session:
        with pytest.raises(NotFound, match="按期删除"):
            office.lectures.contact(session, lecture.id, PLANNER, now)
        assert booked(session, office, OPENID) == [lecture.id]


def test_the_same_once_more_is_the_same_request(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    with database.writing() as session:
        first = office.lectures.ask(session, OPENID, asking(), now)
        told = len(office.post.texts)

        assert office.lectures.ask(session, OPENID, asking(), now) is first
        assert len(office.post.texts) == told, "nobody is called twice"
        # A number put right is another request, as another's is.
        assert office.lectures.ask(session, OPENID, asking(telephone="13900000000"), now) is not first
        assert office.lectures.ask(session, OTHER, asking(), now) is not first
        office.lectures.withdraw(session, first.id, OPENID, now)
        assert office.lectures.ask(session, OPENID, asking(), now) is not first


def test_a_person_who_wants_to_be_forgotten_is(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    after = china("2026-06-18 10:30")
    with database.writing() as session:
        campaign = office.approved_june(session)
        waiting = office.lectures.ask(session, OPENID, asking(), now)
        fixed = office.lectures.ask(session, OPENID, asking(topic="用电"), now)
        others = office.lectures.ask(session, OTHER, asking(), now)
        for one in (fixed, others):
            office.lectures.schedule(session, one.id, slot(campaign), PLANNER, now)
        office.lectures.hold(session, others.id, "讲了", PLANNER, after)
        office.lectures.rate(session, others.id, OPENID, 1, "太吵", after)
        assert office.lectures.forget(session, OPENID, after) == 2
        session.flush()
        assert {waiting.state, fixed.state} == {LectureState.WITHDRAWN}
        assert session.get_one(Activity, fixed.activity_id).state is ActivityState.CANCELLED
        assert booked(session, office, OPENID) == []
        assert session.scalars(select(LectureRating)).all() == []
        rest = session.scalars(select(LectureRequest.requester).where(LectureRequest.id != others.id)).all()
        assert rest == [None, None]
        assert len(booked(session, office, OTHER)) == 1


def test_only_who_asked_withdraws(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    with database.writing() as session:
        campaign = office.approved_june(session)
        lecture = office.lectures.ask(session, OPENID, asking(), now)
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, now)
        with pytest.raises(NotFound):
            office.lectures.withdraw(session, lecture.id, OTHER, now)
        office.lectures.withdraw(session, lecture.id, OPENID, now)
        made = session.get_one(Activity, lecture.activity_id)
        assert (lecture.state, made.state, made.reason) == (
            LectureState.WITHDRAWN,
            ActivityState.CANCELLED,
            "预约人撤回",
        )
        told = [(one.sentence, one.subject, one.permission) for one in office.duties.raised.values()]
        assert told == [
            ("有人预约宣讲，请安排", lecture.number, "campaigns.lectures"),
            ("已安排的宣讲被预约人撤回", lecture.number, "campaigns.lectures"),
        ]
        with pytest.raises(IllegalMove):
            office.lectures.withdraw(session, lecture.id, OPENID, now)
        called = office.lectures.write_down(session, asking(), PLANNER, now)
        with pytest.raises(NotFound):
            office.lectures.withdraw(session, called.id, OPENID, now)
        office.lectures.withdraw_for(session, called.id, PLANNER, now)
        assert called.state is LectureState.WITHDRAWN


def test_a_day_that_does_not_work_is_given_up_for_another(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    with database.writing() as session:
        campaign = office.approved_june(session)
        lecture = office.lectures.ask(session, OPENID, asking(), now)
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, now)
        given_up = lecture.activity_id
        with pytest.raises(NoReason):
            office.lectures.call_off(session, lecture.id, " ", PLANNER, now)
        office.lectures.call_off(session, lecture.id, "讲师生病", PLANNER, now)
        assert (lecture.state, lecture.activity_id) == (LectureState.ASKED, None)
        office.lectures.schedule(session, lecture.id, slot(campaign, "2026-06-25"), PLANNER, now)
        assert lecture.activity_id != given_up
        assert [one.split("）")[0][-7:] for one in office.post.texts] == [lecture.number] * 3
        assert "讲师生病" in office.post.texts[1]
        # Entered at the activity already: the request follows without a second entry.
        after = china("2026-06-25 10:30")
        office.activities.hold(session, lecture.activity_id or 0, "讲了", PLANNER, after)
        office.lectures.hold(session, lecture.id, "讲了", PLANNER, after)
        assert get_lecture(session, lecture.id).state is LectureState.HELD


def test_a_moved_lecture_keeps_its_code_and_its_places(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    with database.writing() as session:
        campaign = office.approved_june(session)
        venues = office.lists_venues(session, VenueKind.SCHOOL, 2, now.date())
        lecture = office.lectures.ask(session, OPENID, asking(), now)
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, now)
        activity = session.get_one(Activity, lecture.activity_id)
        stands = activity_plan_of(session, activity)
        more: dict[str, Any] = {
            "scene": "lecture-1",
            "quota": 350,
            "co_units": ("县教育局",),
            "venues": tuple(venues[:1]),
        }
        office.activities.change(session, activity.id, replace(stands, **more), PLANNER, now)

        moved = slot(campaign, "2026-06-19", place="学校礼堂", speaker_unit="县消防救援大队")
        office.lectures.reschedule(session, lecture.id, moved, "下雨", PLANNER, now)

        plan = activity_plan_of(session, activity)
        assert {name: getattr(plan, name) for name in more} == more, "the code on the wall still signs in"
        assert (plan.place, plan.lead_unit) == ("学校礼堂", "县消防救援大队")
        assert plan.starts_at == china("2026-06-19 09:00")


def test_nobody_in_wechat_is_asked_to_come_to_a_day_that_is_over(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    with database.writing() as session:
        campaign = office.approved_june(session)
        lecture = office.lectures.ask(session, OPENID, asking(), now)
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, now)
        late = china("2026-06-20 09:00")
        for day in ("2026-06-18", "2026-06-19"):
            with pytest.raises(Incomplete, match="已经过了"):
                office.lectures.reschedule(session, lecture.id, slot(campaign, day), "下雨", PLANNER, late)
        office.lectures.reschedule(session, lecture.id, slot(campaign, "2026-06-21"), "下雨", PLANNER, late)


def test_what_somebody_waits_for_is_moved_where_they_are_told(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    with database.writing() as session:
        campaign = office.approved_june(session)
        lecture = office.lectures.ask(session, OPENID, asking(), now)
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, now)
        activity = session.get_one(Activity, lecture.activity_id)
        stands = activity_plan_of(session, activity)
        told = len(office.post.texts)

        changes: list[dict[str, Any]] = [{"place": "村口"}, {"starts_at": china("2026-06-18 08:00")}]
        for change in changes:
            with pytest.raises(SomebodyWaits, match=lecture.number):
                office.activities.change(session, activity.id, replace(stands, **change), PLANNER, now)
        with pytest.raises(SomebodyWaits, match="预约的人才会收到消息"):
            office.activities.cancel(session, activity.id, "不办了", PLANNER, now)
        with pytest.raises(SomebodyWaits):
            office.plans.cancel(session, campaign.id, "不办了", REVIEWER, now)
        office.activities.change(session, activity.id, replace(stands, title="防溺水课"), PLANNER, now)

        assert activity.place == "学校操场"
        assert (activity.state, len(office.post.texts)) == (ActivityState.PLANNED, told)
        office.lectures.call_off(session, lecture.id, "讲师生病", PLANNER, now)
        office.plans.cancel(session, campaign.id, "不办了", REVIEWER, now)
        assert campaign.state is CampaignState.CANCELLED


def test_a_lecture_held_reaches_its_places_once_its_plan_is_approved(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    after = china("2026-06-18 10:30")
    with database.writing() as session:
        office.knows_the_theme(session)
        campaign = office.plans_june(session)
        venues = office.lists_venues(session, VenueKind.SCHOOL, 2, now.date())
        lecture = office.lectures.ask(session, OPENID, asking(), now)
        office.lectures.schedule(session, lecture.id, slot(campaign), PLANNER, now)

        steps = office.lectures.next_steps(session, lecture, PLANNER, after)
        [obstacle] = [one.obstacle for one in steps if one.action is LectureAction.HOLD]
        assert "还没有审定" in obstacle, "said before a report is typed, not after"
        with pytest.raises(NotApprovedYet):
            office.lectures.hold(session, lecture.id, "讲了", PLANNER, after)
        office.plans.approve(session, campaign.id, REVIEWER, now)
        office.lectures.hold(session, lecture.id, "讲了", PLANNER, after, venues[:1])

        activity = session.get_one(Activity, lecture.activity_id)
        assert activity_plan_of(session, activity).venues == tuple(venues[:1])


def test_asking_has_its_limits(database: Database) -> None:
    office, now = PlanningOffice(MAY), MAY
    wrong: list[tuple[dict[str, Any], type[RuleViolation], str]] = [
        ({"unit_name": ""}, Incomplete, "名称"),
        ({"contact": ""}, Incomplete, "联系人"),
        ({"telephone": ""}, Incomplete, "联系电话"),
        ({"topic": ""}, Incomplete, "想听的内容"),
        ({"wished": ""}, Incomplete, "希望的时间"),
        ({"expected": 0}, Incomplete, "听讲人数"),
        ({"region": "1"}, Incomplete, "区划里没有"),
    ]
    with database.writing() as session:
        for change, error, says in wrong:
            with pytest.raises(error, match=says):
                office.lectures.ask(session, OPENID, asking(**change), now)
        for number in range(3):
            office.lectures.ask(session, OPENID, asking(topic=f"防溺水{number}"), now)
        with pytest.raises(EnoughRequests, match="3个预约没有办完"):
            office.lectures.ask(session, OPENID, asking(), now)
        office.lectures.ask(session, OTHER, asking(), now)
        [first, *_] = lectures(session, LectureState.ASKED)
        office.lectures.withdraw(session, first.id, OPENID, now)
        office.lectures.ask(session, OPENID, asking(), now)
        with pytest.raises(NotPermitted):
            office.lectures.write_down(session, asking(), REVIEWER, now)
        with pytest.raises(OutOfScope):
            office.lectures.write_down(session, asking(region=OTHER_TOWN), TOWN_PLANNER, now)
        elsewhere = office.lectures.write_down(session, asking(region=OTHER_TOWN), PLANNER, now)
        with pytest.raises(OutOfScope):
            office.lectures.decline(session, elsewhere.id, "不归我管", TOWN_PLANNER, now)


def booked(session: Session, office: PlanningOffice, openid: str) -> list[int]:
    """The lectures one person asked for."""
    return [one.lecture.id for one in bookings_of(session, office.lectures.rater(openid), MAY)]
