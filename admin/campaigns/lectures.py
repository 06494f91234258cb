"""The lectures lectures (一呼百应): who asks, when somebody comes, and how those who listened found it."""

from datetime import date
from functools import partial

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.campaigns.activity_forms import venues_near
from admin.campaigns.lecture_steps import VERBS, Doing, Offered, asking_fields, form_of, new_asking
from admin.campaigns.lists import CampaignLists, lecture_state
from admin.campaigns.reading import PLEASE
from admin.campaigns.writing import FormPage
from admin.done import send_on
from admin.forms import Choices, StepForm, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page, plain_day
from admin.visitors import Visitor
from campaigns.planning.arranging import activity_plan_of
from campaigns.planning.lecture_verbs import Contact
from campaigns.planning.models import Activity
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import (
    campaigns_between,
    get_lecture,
    rated,
    ratings,
)
from campaigns.planning.services import LONGEST
from campaigns.planning.status import CampaignState, LectureAction, LectureState
from core.clock import china_date
from core.errors import RuleViolation

_OPEN = frozenset({CampaignState.PLANNED, CampaignState.APPROVED})


class LecturePages:
    """The list, one request, and what is asked by telephone."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list = CampaignLists(needs).lectures()

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        arrange, rule = Permission.LECTURES, "/campaigns/lectures"
        routes.add(rule, self.listed, name="lectures", permission=Permission.SEE)
        self._list.add_to(routes, rule, Permission.SEE)
        routes.add_new(f"{rule}/new", self.new, name="lecture_new", permission=arrange)
        one = f"{rule}/<int:lecture_id>"
        routes.add(one, self.show, name="lecture", permission=Permission.SEE)
        routes.add(
            f"{one}/contact", self.contact, name="lecture_contact", permission=arrange, methods=("POST",)
        )
        for action in VERBS:
            routes.add(
                f"{one}/step/{action.value.replace('_', '-')}",
                partial(self.step, action=action),
                name=f"lecture_{action.value}",
                permission=arrange,
                methods=("POST",),
            )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Requests, the longest waiting first; those that wait, unless another state is asked for."""
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
        return page(
            "campaigns/lectures",
            leaf=leaf, chosen=lecture_state(), states=LectureState,
            region=self._needs.campaigns().tree().full_name,
        )  # fmt: skip

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Write down what somebody asked by telephone or letter."""
        needs, services = self._needs, self._needs.campaigns()
        form = FormPage("代录宣讲预约", "登记", url_for("admin.lecture_new"), url_for("admin.lectures"))
        fields = asking_fields(services.tree())
        hint = "联系人和电话加密保存，办结以后按期删除；每看一次都记入审计日志。"
        if request.method == "GET":
            return form.show(fields, hint=hint)
        typed = Typed.sent()
        try:
            asking = new_asking(typed)
            with needs.database.writing() as session:
                made = services.lectures.write_down(session, asking, visitor.actor, needs.clock.now()).id
        except RuleViolation as refusal:
            return form.show(fields, 409, typed=typed, refusal=typed.refused(refusal), hint=hint)
        return send_on("lecture", "lecture_new", lecture_id=made)

    def show(self, visitor: Visitor, lecture_id: int) -> ResponseReturnValue:
        """One request for a lecture, with its activity and ratings."""
        return self._page(visitor, lecture_id)

    def contact(self, visitor: Visitor, lecture_id: int) -> ResponseReturnValue:
        """Whom to call back, on this page and this once; written into the log."""
        needs = self._needs
        with needs.database.reading() as session:
            get_lecture(session, lecture_id)
        try:
            with needs.database.writing() as session:
                lectures, now = needs.campaigns().lectures, needs.clock.now()
                found = lectures.contact(session, lecture_id, visitor.actor, now)
        except RuleViolation as refusal:
            return self._page(visitor, lecture_id, 409, refusal=refusal.sentence)
        return self._page(visitor, lecture_id, contact=found)

    def step(self, visitor: Visitor, lecture_id: int, action: LectureAction) -> ResponseReturnValue:
        """Take one step, or say why not with what was typed."""
        needs, services = self._needs, self._needs.campaigns()
        typed, now = Typed.sent(), needs.clock.now()
        with needs.database.reading() as session:
            get_lecture(session, lecture_id)
        # It may be told to who asked, and the words for that come from outside the transaction.
        services.get_ready(now)
        try:
            with needs.database.writing() as session:
                VERBS[action](Doing(services.lectures, session, lecture_id, typed, visitor.actor, now))
        except RuleViolation as refusal:
            return self._page(
                visitor, lecture_id, 409, refusal=typed.refused(refusal), failed=action.value, typed=typed
            )
        return send_on("lecture", f"lecture_{action.value}", lecture_id=lecture_id)

    def _page(
        self,
        visitor: Visitor,
        lecture_id: int,
        status: int = 200,
        *,
        contact: Contact | None = None,
        **more: object,
    ) -> ResponseReturnValue:
        needs, services, now = self._needs, self._needs.campaigns(), self._needs.clock.now()
        with needs.database.reading() as session:
            lecture = get_lecture(session, lecture_id)
            activity = session.get(Activity, lecture.activity_id) if lecture.activity_id else None
            steps = services.lectures.next_steps(session, lecture, visitor.actor, now)
            plans = _plans(session, china_date(now))
            near = venues_near(session, services, lecture.region, lecture.audience)
            reached = activity_plan_of(session, activity).venues if activity else ()
            stars, said = rated(session, lecture_id), ratings(session, lecture_id)
        forms: list[StepForm] = [
            form_of(one.action, lecture, activity, Offered(plans, near, reached),
                    url_for(f"admin.lecture_{one.action.value}", lecture_id=lecture_id))
            for one in steps
            if one.action in VERBS and not one.obstacle
        ]  # fmt: skip
        return page(
            "campaigns/lecture", status,
            lecture=lecture, activity=activity, forms=forms, blocked=[one for one in steps if one.obstacle],
            stars=stars, said=said, contact=contact, region=services.tree().full_name,
            has_plans=len(plans) > 1, **more,
        )  # fmt: skip


def _plans(session: Session, today: date) -> Choices:
    """Plans that are not over, of which a lecture can become an activity."""
    found = [one for one in campaigns_between(session, today, today + LONGEST) if one.state in _OPEN]
    return [
        PLEASE,
        *(
            (
                str(one.id),
                f"{one.name}（{plain_day(one.starts_on)}到{plain_day(one.ends_on)}"
                f"{'' if one.state is CampaignState.APPROVED else '，还没有审定'}）",
            )
            for one in found
        ),
    ]
