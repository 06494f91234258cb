"""The send console: the list of pushes, one push with its progress, and the fate of each recipient."""

from flask import request
from flask.typing import ResponseReturnValue

from admin.cases.forms import Typed
from admin.cases.lists import first_page, word_of, words_of
from admin.doors import Doors
from admin.keeper import Visitor
from admin.keyed import PAGE, after_number, cut
from admin.needs import Needs
from admin.sending.progress import progress_of, steps_of
from admin.sending.wording import in_words
from admin.showing import page
from campaigns.audiences.histories import titles_of
from campaigns.audiences.spec import read_spec
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.queries import get_push_line, push_lines
from campaigns.sending.status import PushState, PushWay
from core.errors import NotFound, RuleViolation
from core.text import short_openid
from deliveries.mailings.counters import reasons
from deliveries.mailings.queries import recipients
from deliveries.permissions import MailingPermission
from deliveries.status import Reason, State
from followers.queries import tags
from staff.services import names_of

_LOOKED_AT = frozenset({PushState.DRAFT})


class Pushes:
    """What is sent to many."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        may = MailingPermission.SEE
        doors.add("/pushes", self.listed, name="pushes", permission=may, menu="推送", icon="send")
        doors.add("/pushes/<int:number>", self.one, name="push", permission=may)
        doors.add("/pushes/<int:number>/progress", self.progress, name="push_progress", permission=may)
        doors.add("/pushes/<int:number>/people", self.people, name="push_people", permission=may)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The newest first."""
        states = words_of(PushState, "state")
        with self._needs.database.reading() as session:
            rows = push_lines(session, states=states, before=after_number(), limit=PAGE + 1)
            people = names_of(session, {one.push.created_by for one in rows})
        lines, further = cut(rows, lambda one: one.push.id)
        return page(
            "sending/pushes",
            lines=lines, people=people, further=further, first=first_page(), states=PushState, chosen=states,
            may_plan=visitor.actor.may(SendingPermission.PLAN),
        )  # fmt: skip

    def one(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """One push."""
        return self.show(visitor, number)

    def show(
        self, visitor: Visitor, number: int, refusal: str = "", failed: str = "", typed: Typed | None = None
    ) -> ResponseReturnValue:
        """One push; after a refusal with what was typed."""
        offices, now = self._needs.sending(), self._needs.clock.now()
        outlook, sorry, progress = None, "", None
        with self._needs.database.reading() as session:
            line = get_push_line(session, number)
            push = line.push
            if push.state in _LOOKED_AT:
                try:
                    outlook = offices.pushes.outlook(session, push, now)
                except RuleViolation as trouble:
                    sorry = trouble.sentence
            if line.mailing is not None:
                progress = progress_of(session, line.mailing, now)
            hands = {
                push.created_by,
                push.approved_by or "",
                line.mailing.confirmed_by or "" if line.mailing else "",
            }
            people = names_of(session, hands - {""})
            tag = next((one.name for one in tags(session) if one.id == push.tag_id), "")
            spec = read_spec(push.audience)
            titles = titles_of(session, spec.done)
        return page(
            "sending/push",
            409 if refusal else 200,
            line=line, push=push, progress=progress, outlook=outlook, sorry=sorry, people=people, tag=tag,
            words=in_words(spec, offices.topics, offices.tree(), titles), now=now,
            steps=steps_of(line, visitor.actor), refusal=refusal, failed=failed, typed=typed,
            may_delete=visitor.actor.may(MailingPermission.DELETE), publish=PushWay.PUBLISH,
        )  # fmt: skip

    def progress(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Only how far it came; the page asks for it again and again."""
        with self._needs.database.reading() as session:
            line = get_push_line(session, number)
            if line.mailing is None:
                raise NotFound
            progress = progress_of(session, line.mailing, self._needs.clock.now())
        may = visitor.actor.may(MailingPermission.DELETE)
        return page("sending/progress", push=line.push, progress=progress, may_delete=may)

    def people(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Each recipient and their fate; the openid is hidden."""
        states, reason = words_of(State, "state"), word_of(Reason, "reason")
        with self._needs.database.reading() as session:
            line = get_push_line(session, number)
            if line.mailing is None:
                raise NotFound
            rows = recipients(
                session, line.mailing.id, states=states, reason=reason, after=after_number(), limit=PAGE + 1
            )
            known = {one for _, one in reasons(session, [line.mailing.id]) if one is not None}
        lines, further = cut(rows, lambda one: one.id)
        return page(
            "sending/push_people",
            line=line, lines=[(one, short_openid(one.openid)) for one in lines], further=further,
            first=first_page(), states=State, reasons=sorted(known, key=str), chosen=states, reason=reason,
            is_narrowed=bool(request.args.get("state") or request.args.get("reason")),
        )  # fmt: skip
