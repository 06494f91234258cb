"""The audience builder: whom something is for, how many they are, and ten of them."""

from datetime import UTC, datetime

from flask import request
from flask.typing import ResponseReturnValue

from admin.cases.forms import Typed
from admin.done import send_on
from admin.doors import Doors
from admin.keeper import Visitor
from admin.keyed import PAGE, after_words, cut
from admin.needs import Needs
from admin.sending.typed import typed
from admin.sending.wording import DONE_THINGS, form_of, in_words, picks, spec_from
from admin.showing import page
from campaigns.audiences.histories import titles_of
from campaigns.audiences.models import Segment
from campaigns.audiences.permissions import Permission
from campaigns.audiences.segments import get_segment, segment_lines
from campaigns.audiences.services import Preview
from campaigns.audiences.spec import Spec, read_spec
from campaigns.planning.permissions import Permission as PlanningPermission
from core.errors import NotFound, RuleViolation
from followers.queries import tags
from staff.services import names_of

_NEVER = datetime.min.replace(tzinfo=UTC)


class Audiences:
    """The list of segments, and the form of one."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        may, both = Permission.SEGMENTS, ("GET", "POST")
        doors.add("/pushes/audiences", self.listed, name="audiences", permission=PlanningPermission.SEE)
        doors.add("/pushes/audiences/new", self.new, name="audience_new", permission=may, methods=both)
        doors.add(
            "/pushes/audiences/count", self.count, name="audience_count", permission=may, methods=("POST",)
        )
        doors.add("/pushes/audiences/<int:number>", self.one, name="audience", permission=may, methods=both)
        doors.add(
            "/pushes/audiences/<int:number>/retire",
            self.retire,
            name="audience_retire",
            permission=may,
            methods=("POST",),
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The segments by name."""
        offices, retired = self._needs.sending(), bool(request.args.get("retired"))
        with self._needs.database.reading() as session:
            rows = segment_lines(session, retired=retired, after=after_words(), limit=PAGE + 1)
            people = names_of(session, {one.saved_by for one in rows})
            specs = {one.id: read_spec(one.spec) for one in rows}
            titles = titles_of(session, (done for spec in specs.values() for done in spec.done))
        shown, further = cut(rows, lambda one: one.name)
        tree = offices.tree()
        lines = [(one, in_words(specs[one.id], offices.topics, tree, titles)) for one in shown]
        may = visitor.actor.may(Permission.SEGMENTS)
        return page(
            "sending/audiences",
            lines=lines, people=people, further=further, retired=retired, may_build=may,
        )  # fmt: skip

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Build one."""
        if request.method == "GET":
            return self._form(visitor, form_of(Spec()), Spec())
        return self._sent(visitor, None)

    def one(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Look at one, or change it."""
        with self._needs.database.reading() as session:
            segment = get_segment(session, number)
        spec = read_spec(segment.spec)
        self._needs.sending().audiences.require_scope(spec, visitor.actor)
        if request.method == "GET":
            shown = form_of(spec, name=segment.name, note=segment.note)
            return self._form(visitor, shown, spec, segment)
        return self._sent(visitor, segment)

    def count(self, visitor: Visitor) -> ResponseReturnValue:
        """Only the count and the examples, while somebody picks."""
        try:
            preview = self._preview(visitor, spec_from(typed()))
        except RuleViolation as refusal:
            return page("sending/audience_count", refusal=refusal.sentence)
        return page("sending/audience_count", preview=preview)

    def retire(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Offer it no longer."""
        needs = self._needs
        with needs.database.writing() as session:
            name = get_segment(session, number).name
            needs.sending().segments.retire(session, name, visitor.actor, needs.clock.now())
        return send_on("audiences", "segment_retired")

    def _sent(self, visitor: Visitor, segment: Segment | None) -> ResponseReturnValue:
        form, before = typed(), read_spec(segment.spec) if segment else Spec()
        try:
            spec = spec_from(form, before)
            if form.text("do") == "count":
                return self._form(visitor, form, spec, segment)
            self._save(visitor, form, spec, segment)
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._form(visitor, form, before, segment, refusal.sentence)
        return send_on("audiences", "segment_saved")

    def _save(self, visitor: Visitor, form: Typed, spec: Spec, segment: Segment | None) -> None:
        needs = self._needs
        name = segment.name if segment else form.text("name")
        seen_at = _seen(form.text("seen_at")) if segment else None
        with needs.database.writing() as session:
            needs.sending().segments.save(
                session, name, spec, visitor.actor, needs.clock.now(),
                note=form.text("note"), only_new=segment is None, seen_at=seen_at,
            )  # fmt: skip

    def _preview(self, visitor: Visitor, spec: Spec) -> Preview:
        offices, now = self._needs.sending(), self._needs.clock.now()
        with self._needs.database.reading() as session:
            offices.audiences.check(session, spec, now)
            return offices.audiences.preview(session, spec, visitor.actor, now)

    def _form(
        self, visitor: Visitor, form: Typed, spec: Spec, segment: Segment | None = None, refusal: str = ""
    ) -> ResponseReturnValue:
        offices = self._needs.sending()
        with self._needs.database.reading() as session:
            known = [one.name for one in tags(session)]
            kept = read_spec(segment.spec) if segment else Spec()
            titles = titles_of(session, (*spec.done, *kept.done))
        try:
            preview, sorry = self._preview(visitor, spec), ""
        except RuleViolation as trouble:
            preview, sorry = None, trouble.sentence
        tree = offices.tree()
        return page(
            "sending/audience",
            409 if refusal else 200,
            form=form, segment=segment, choices=picks(offices.topics, tree, known, spec),
            preview=preview, refusal=refusal, sorry=sorry,
            kept=in_words(kept, offices.topics, tree, titles) if segment and refusal else (),
            remembered=[
                line for line in in_words(spec, offices.topics, tree, titles) if line[0] in DONE_THINGS
            ],
        )  # fmt: skip


def _seen(words: str) -> datetime:
    """When what the form was made of had been saved; nonsense is no time at which anything was."""
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return _NEVER
