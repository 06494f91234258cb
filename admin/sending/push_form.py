"""A new push: what is told to whom by which way, and what the rules say of it before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.done import send_on
from admin.forms import Choices, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.audiences.segments import SEGMENT_ORDERS, get_segment, segment_lines
from campaigns.audiences.spec import read_spec
from campaigns.content.permissions import ContentPermission
from campaigns.content.queries import issued_versions
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.queries import PushLine, push_lines_of
from campaigns.sending.services import Outlook, PushPlan
from campaigns.sending.status import PushWay
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from core.types import JsonObject
from deliveries.mailings.status import Purpose
from followers.queries import tags
from staff.actors import Actor

EVERYBODY = "everybody"
MOST_SEGMENTS = 300
WHICH = "请选要发的内容。"
WHOM = "请选发给谁。"
PAST = "“什么时候开始”已经过去了，请改成以后的时间；要马上开始就不填。"
JUST_NOW = timedelta(minutes=10)
"""A moment that passed while the form was filled in is still meant."""
_PURPOSES = (Purpose.CAMPAIGN, Purpose.DISASTER)
_LABELS = {Purpose.CAMPAIGN: "宣传", Purpose.DISASTER: "灾害预警（不受退订、安静时段和每周次数限制）"}


class PushForm:
    """The form and its look ahead."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        may = SendingPermission.PLAN
        routes.add_new("/pushes/new", self.new, name="push_new", permission=may)
        routes.add("/pushes/look", self.look, name="push_look", permission=may, methods=("POST",))

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Write a push down; nothing is sent by it."""
        if request.method == "GET":
            content = request.args.get("content", "")
            return self._form(visitor, Typed({"content": [content]}))
        form, needs = Typed.sent(), self._needs
        if form.text("do") == "look":
            return self._form(visitor, form)
        try:
            with needs.database.writing() as session:
                now = needs.clock.now()
                plan = self._plan(session, form, visitor.actor, now)
                number = needs.sending().pushes.draft(session, plan, visitor.actor, now).id
        except RuleViolation as refusal:
            return self._form(visitor, form, form.refused(refusal))
        return send_on("push", "push_drafted", number=number)

    def look(self, visitor: Visitor) -> ResponseReturnValue:
        """Only what would become of it, while somebody picks."""
        outlook, ahead, sorry = self._outlook(visitor, Typed.sent())
        return page("sending/outlook", outlook=outlook, ahead=ahead, sorry=sorry)

    def _outlook(self, visitor: Visitor, form: Typed) -> tuple[Outlook | None, Sequence[PushLine], str]:
        """What would become of it, the pushes that were weighed with it, or why that cannot be said."""
        if not (form.text("content") and form.text("audience")):
            return None, (), ""
        needs = self._needs
        pushes = needs.sending().pushes
        try:
            with needs.database.reading() as session:
                now = needs.clock.now()
                plan = self._plan(session, form, visitor.actor, now)
                outlook = pushes.outlook(session, plan.as_push(), now)
                return outlook, push_lines_of(session, outlook.ahead), ""
        except RuleViolation as refusal:
            return None, (), refusal.sentence

    def _plan(self, session: Session, form: Typed, actor: Actor, now: datetime) -> PushPlan:
        item = form.number_or_none("content", "内容")
        if item is None:
            raise RuleViolation(WHICH, "content")
        told = next((one for one in _contents(session, actor) if one.number == item), None)
        if told is None:
            raise NotFound
        return PushPlan(
            content_item=item,
            audience=self._audience(session, form, actor),
            purpose=next((one for one in _PURPOSES if one.value == form.text("purpose")), Purpose.CAMPAIGN),
            wish=next((one for one in PushWay if one.value == form.text("way")), PushWay.BEST),
            tag_id=form.number_or_none("tag", "标签"),
            due_at=self._due_at(form) or now,
            not_after=form.moment_or_none("not_after", "最晚发到"),
            campaign_id=told.campaign,
        )

    def _due_at(self, form: Typed) -> datetime | None:
        """When it begins; a day of last year would begin at once, before anybody noticed the slip."""
        due_at = form.moment_or_none("due_at", "什么时候开始")
        if due_at is not None and due_at < self._needs.clock.now() - JUST_NOW:
            raise RuleViolation(PAST, "due_at")
        return due_at

    def _audience(self, session: Session, form: Typed, actor: Actor) -> JsonObject:
        """The description of the people, with what the message is about: who stopped that is left out."""
        given, topics = form.text("audience"), form.all("topics")
        if given == EVERYBODY:
            tree: JsonObject = {}
        else:
            number = form.number_or_none("audience", "发给谁")
            if number is None:
                raise RuleViolation(WHOM, "audience")
            segment = get_segment(session, number)
            if segment.retired_at is not None:
                raise NotFound
            tree = dict(segment.spec)
        if topics:
            tree["topics"] = list(dict.fromkeys([*tree.get("topics", ()), *topics]))
        spec = read_spec(tree)
        self._needs.sending().audiences.require_scope(spec, actor)
        return spec.plain()

    def _form(self, visitor: Visitor, form: Typed, refusal: str = "") -> ResponseReturnValue:
        services = self._needs.sending()
        with self._needs.database.reading() as session:
            contents = _contents(session, visitor.actor)
            segments = segment_lines(session, page=Page(SEGMENT_ORDERS[0], limit=MOST_SEGMENTS))
            labels = [(str(one.id), f"{one.name}（平台数{one.count}人）") for one in tags(session)]
        outlook, ahead, sorry = self._outlook(visitor, form)
        if sorry == refusal:
            sorry = ""
        audiences: Choices = [
            (EVERYBODY, "没有退订的全部关注者"),
            *((str(one.id), one.name) for one in segments),
        ]
        return page(
            "sending/push_new",
            409 if refusal else 200,
            form=form, refusal=refusal, outlook=outlook, ahead=ahead, sorry=sorry,
            audiences=audiences, tags=labels,
            contents=[(str(one.number), one.title) for one in contents],
            topics=[(one.code, one.name) for one in services.topics.subjects],
            purposes=[(one.value, _LABELS[one]) for one in _PURPOSES],
            ways=[(one.value, one.label) for one in PushWay], rules=services.rules,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was signed off and can be told."""

    number: int
    title: str
    campaign: int | None


def _contents(session: Session, actor: Actor) -> Sequence[Told]:
    if not actor.may(ContentPermission.SEE):
        return ()
    return [Told(one.item_id, one.title, campaign) for one, campaign in issued_versions(session, actor)]
