"""The register of those who ask about their own data, with the clock of 15 working days."""

from collections.abc import Iterator, Sequence

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.addresses import word_of
from admin.cases.deadlines import Remaining, remaining
from admin.done import send_on
from admin.forms import NotFilledIn, Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from followers.data_request_models import (
    ARTICLES,
    SETTLED,
    DataRequest,
    RequestChannel,
    RequestKind,
    RequestState,
)
from followers.data_requests import DATA_REQUEST_ORDERS, TERM_WORKDAYS, Unclear, get_request, requests_page
from followers.permissions import DataPermission
from places.calendar import load_workdays
from places.workdays import Workdays, end_of_day
from staff.recording import permitted
from staff.services import names_of

MAY = DataPermission.REQUESTS
HEADS = (
    "编号",
    "要求",
    "怎么来的",
    "要什么",
    "状态",
    "来的日子",
    "最晚办结",
    "结果",
    "谁登记的",
    "谁办结的",
    "办结",
)


class DataRequestPages:
    """The pages of the register."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[DataRequest] = Listing(
            needs, "data_requests", "个人信息请求", DATA_REQUEST_ORDERS, _requests, HEADS, _rows,
            widths={"要什么": 40, "结果": 40},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        one = "/data-requests/<int:number>"
        routes.add(
            "/data-requests",
            self.listed,
            name="data_requests",
            permission=MAY,
            menu=MenuItem("个人信息请求", "person"),
        )
        self._list.add_to(routes, "/data-requests", MAY)
        routes.add_new("/data-requests/new", self.enter, name="data_new", permission=MAY)
        routes.add(one, self.one, name="data_request", permission=MAY)
        routes.add(f"{one}/person", self.person, name="data_person", permission=MAY, methods=("POST",))
        routes.add(f"{one}/settle", self.settle, name="data_settle", permission=MAY, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The register; what is late or soon due is coloured."""
        state = word_of(RequestState, "state")
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            workdays = load_workdays(session)
        lines = [(one, self._left(one, workdays)) for one in leaf.lines]
        return page(
            "data_requests", lines=lines, state=state, states=RequestState, leaf=leaf,
            term=TERM_WORKDAYS,
        )  # fmt: skip

    def enter(self, visitor: Visitor) -> ResponseReturnValue:
        """Write down that somebody asks about their data."""
        if request.method == "GET":
            return self._form(Typed({"came_on": [china_date(self._needs.clock.now()).isoformat()]}))
        needs, now, form = self._needs, self._needs.clock.now(), Typed.sent()
        try:
            kind = form.one_of(RequestKind, "kind", "要什么")
            channel = form.one_of(RequestChannel, "channel", "怎么来的")
            came_on = form.day("came_on", "哪一天收到")
            with needs.database.writing() as session:
                made = permitted(
                    session,
                    lambda: needs.data_requests().enter(
                        session,
                        kind=kind,
                        channel=channel,
                        about=form.text("about"),
                        person=form.text("person"),
                        came_on=came_on,
                        editor=visitor.actor.id,
                        now=now,
                    ),
                    actor=visitor.actor,
                    permission=MAY,
                    action="data.enter",
                    subject="data_requests",
                    now=now,
                    reason=kind.label,
                )
        except (NotFilledIn, Unclear) as refusal:
            return self._form(form, form.refused(refusal))
        return send_on("data_request", "data_entered", number=made.id)

    def one(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """One request, without who asks."""
        return self._one(number)

    def person(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Who asks; each look is in the audit log."""
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.writing() as session:
            found = get_request(session, number)
            who = permitted(
                session,
                lambda: needs.data_requests().person_of(found),
                actor=visitor.actor,
                permission=MAY,
                action="data.read_person",
                subject=f"data_request:{number}",
                now=now,
            )
        return self._one(number, who=who or notices.FORGOTTEN)

    def settle(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Write down what became of such a request."""
        needs, now, form = self._needs, self._needs.clock.now(), Typed.sent()
        state = next((one for one in SETTLED if one.value == form.text("state")), RequestState.OPEN)
        outcome = form.text("outcome")
        try:
            with needs.database.writing() as session:
                permitted(
                    session,
                    lambda: needs.data_requests().settle(
                        session, number, state, outcome, editor=visitor.actor.id, now=now
                    ),
                    actor=visitor.actor,
                    permission=MAY,
                    action="data.settle",
                    subject=f"data_request:{number}",
                    now=now,
                    reason=state.label,
                )
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._one(number, refusal=form.refused(refusal), form=form)
        return send_on("data_request", "data_settled", number=number)

    def _one(
        self, number: int, *, who: str = "", refusal: str = "", form: Typed | None = None
    ) -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            found, workdays = get_request(session, number), load_workdays(session)
            people = names_of(session, {found.entered_by, found.settled_by or ""} - {""})
        return page(
            "data_request",
            409 if refusal else 200,
            one=found,
            people=people,
            left=self._left(found, workdays),
            article=ARTICLES[found.kind],
            settled=[(state.value, state.label) for state in RequestState if state in SETTLED],
            is_open=found.state is RequestState.OPEN,
            who=who,
            form=form or Typed({}),
            refusal=refusal,
        )

    def _form(self, form: Typed, refusal: str = "") -> ResponseReturnValue:
        return page(
            "data_new",
            409 if refusal else 200,
            kinds=[(one.value, one.label) for one in RequestKind],
            channels=[(one.value, one.label) for one in RequestChannel],
            term=TERM_WORKDAYS,
            form=form,
            refusal=refusal,
        )

    def _left(self, one: DataRequest, workdays: Workdays) -> Remaining | None:
        """What is left of the time, while it runs."""
        if one.state is not RequestState.OPEN:
            return None
        return remaining(end_of_day(one.due_on), self._needs.clock.now(), workdays)


def _requests(session: Session, _visitor: Visitor, page: Page) -> Sequence[DataRequest]:
    return requests_page(session, word_of(RequestState, "state"), page)


def _rows(_session: Session, lines: Sequence[DataRequest]) -> Iterator[Sequence[Cell]]:
    """The rows of the file, without the people they are about."""
    for one in lines:
        yield [
            one.id, one.kind.label, one.channel.label, one.about, one.state.label, one.came_on.isoformat(),
            one.due_on.isoformat(), one.outcome, one.entered_by, one.settled_by or "", stamp(one.settled_at),
        ]  # fmt: skip
