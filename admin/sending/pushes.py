"""The send console: the list of pushes, one push with its progress, and the fate of each recipient."""

from collections.abc import Iterator, Sequence

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of, words_of
from admin.audit_words import actor_words, verb_words
from admin.forms import Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sending.progress import progress_of, steps_of
from admin.sending.wording import in_words
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from campaigns.audiences.histories import titles_of
from campaigns.audiences.spec import read_spec
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.queries import (
    PUSH_ORDERS,
    PushLine,
    deeds_of,
    get_push_line,
    push_lines,
    push_lines_of,
)
from campaigns.sending.status import PushState, PushWay
from core.errors import NotFound, RuleViolation
from core.optimistic_locking import fingerprint_of
from core.sort_orders import Page, SortOrder
from core.text import short_openid
from deliveries.mailings.counters import reasons
from deliveries.mailings.queries import recipients
from deliveries.models import Delivery
from deliveries.permissions import MailingPermission
from deliveries.status import Reason, State
from followers.queries import tags
from staff.services import names_of

_LOOKED_AT = frozenset({PushState.DRAFT})

PUSH_HEADS = ("编号", "标题", "为什么", "方式", "状态", "发送时间", "不晚于", "人数", "谁拟的", "谁批的")
PEOPLE_HEADS = ("关注者", "结果", "原因", "平台代码", "试过几次", "最后一次")
PEOPLE_ORDERS = (SortOrder("person", "按关注者", Delivery.id),)
"""A mailing is read along its own index, in which people stand by their openids."""


class Pushes:
    """The pushes: the list, and one with the people it was for."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[PushLine] = Listing(
            needs, "pushes", "推送", PUSH_ORDERS, _pushes, PUSH_HEADS, _push_rows,
            row=lambda one: one.push, widths={"标题": 40},
        )  # fmt: skip
        self._people: Listing[Delivery] = Listing(
            needs, "push_people", "推送对象", PEOPLE_ORDERS, _people, PEOPLE_HEADS, _people_rows
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        may = MailingPermission.SEE
        routes.add("/pushes", self.listed, name="pushes", permission=may, menu=MenuItem("推送", "send"))
        routes.add("/pushes/<int:number>", self.one, name="push", permission=may)
        routes.add("/pushes/<int:number>/progress", self.progress, name="push_progress", permission=may)
        routes.add("/pushes/<int:number>/people", self.people, name="push_people", permission=may)
        self._list.add_to(routes, "/pushes", may)
        self._people.add_to(routes, "/pushes/<int:number>/people", may)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The pushes, those of a state where the address names one."""
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            people = names_of(session, {one.push.created_by for one in leaf.lines})
        return page(
            "sending/pushes",
            leaf=leaf, people=people, states=PushState, chosen=words_of(PushState, "state"),
            may_plan=visitor.actor.may(SendingPermission.PLAN),
        )  # fmt: skip

    def one(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """One push: plan, outlook or progress, and the steps allowed now."""
        return self.show(visitor, number)

    def show(
        self, visitor: Visitor, number: int, refusal: str = "", failed: str = "", typed: Typed | None = None
    ) -> ResponseReturnValue:
        """One push; after a refusal with what was typed."""
        services, now = self._needs.sending(), self._needs.clock.now()
        outlook, sorry, progress = None, "", None
        with self._needs.database.reading() as session:
            line = get_push_line(session, number)
            push = line.push
            if push.state in _LOOKED_AT:
                try:
                    outlook = services.pushes.outlook(session, push, now)
                except RuleViolation as trouble:
                    sorry = trouble.sentence
            if line.mailing is not None:
                progress = progress_of(session, line.mailing, services.rules, now)
            deeds = deeds_of(session, push, [one.mass.id for one in progress.parts] if progress else ())
            people = names_of(session, {one.actor for one in deeds})
            tag = next((one.name for one in tags(session) if one.id == push.tag_id), "")
            spec = read_spec(push.audience)
            titles = titles_of(session, spec.done)
            ahead = push_lines_of(session, outlook.ahead) if outlook else ()
        seen = fingerprint_of(outlook.approved) if outlook else ""
        return page(
            "sending/push",
            409 if refusal else 200,
            line=line, push=push, progress=progress, outlook=outlook, ahead=ahead, sorry=sorry,
            people=people, deeds=deeds, said=verb_words, others=actor_words(), tag=tag,
            words=in_words(spec, services.topics, services.tree(), titles), now=now,
            is_sorted=bool(spec.topics),
            steps=steps_of(line, visitor.actor, progress, seen), refusal=refusal, failed=failed, typed=typed,
            may_delete=visitor.actor.may(MailingPermission.DELETE), publish=PushWay.PUBLISH,
        )  # fmt: skip

    def progress(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Only how far it came; the page asks for it again and again."""
        with self._needs.database.reading() as session:
            line = get_push_line(session, number)
            if line.mailing is None:
                raise NotFound
            now, rules = self._needs.clock.now(), self._needs.sending().rules
            progress = progress_of(session, line.mailing, rules, now)
        may = visitor.actor.may(MailingPermission.DELETE)
        return page("sending/progress", push=line.push, progress=progress, may_delete=may)

    def people(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Each recipient and their fate; the openid is hidden."""
        with self._needs.database.reading() as session:
            line = get_push_line(session, number)
            if line.mailing is None:
                raise NotFound
            leaf = self._people.leaf(session, visitor, number=number)
            known = {one for _, one in reasons(session, [line.mailing.id]) if one is not None}
        return page(
            "sending/push_people",
            line=line, leaf=leaf, lines=[(one, short_openid(one.openid)) for one in leaf.lines],
            states=State, reasons=sorted(known, key=str), chosen=words_of(State, "state"),
            reason=word_of(Reason, "reason"),
            is_narrowed=bool(request.args.get("state") or request.args.get("reason")),
        )  # fmt: skip


def _pushes(session: Session, _visitor: Visitor, page: Page) -> Sequence[PushLine]:
    return push_lines(session, states=words_of(PushState, "state"), page=page)


def _push_rows(session: Session, lines: Sequence[PushLine]) -> Iterator[Sequence[Cell]]:
    people = names_of(
        session, {one.push.created_by for one in lines} | {one.push.approved_by or "" for one in lines} - {""}
    )
    for one in lines:
        push, mailing = one.push, one.mailing
        yield [
            push.id, one.title, push.purpose.label, push.wish.label,
            mailing.state.label if mailing else push.state.label, stamp(push.due_at), stamp(push.not_after),
            mailing.planned if mailing and mailing.frozen_at else "",
            people.get(push.created_by, push.created_by),
            people.get(push.approved_by or "", push.approved_by or ""),
        ]  # fmt: skip


def _people(session: Session, _visitor: Visitor, page: Page, *, number: int) -> Sequence[Delivery]:
    line = get_push_line(session, number)
    if line.mailing is None:
        raise NotFound
    behind = page.order.read(page.after)
    return recipients(
        session, line.mailing.id, states=words_of(State, "state"), reason=word_of(Reason, "reason"),
        after=behind[0] if behind else None, limit=page.limit,
    )  # fmt: skip


def _people_rows(_session: Session, lines: Sequence[Delivery]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        yield [
            short_openid(one.openid), one.state.label, one.reason.label if one.reason else "",
            str(one.errcode or ""), one.attempts, stamp(one.settled_at),
        ]  # fmt: skip
