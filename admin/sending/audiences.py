"""The audience builder: whom something is for, how many they are, and ten of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.done import send_on
from admin.forms import Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import Routes
from admin.sending.wording import form_of, in_words, picks, spec_from
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from campaigns.audiences.histories import titles_of
from campaigns.audiences.known_deeds import known_deeds
from campaigns.audiences.models import Segment
from campaigns.audiences.permissions import Permission
from campaigns.audiences.segments import SEGMENT_ORDERS, get_segment, segment_lines
from campaigns.audiences.services import Preview
from campaigns.audiences.spec import Spec, read_spec
from campaigns.planning.permissions import Permission as PlanningPermission
from core.clock import EARLIEST, zoned_moment
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from followers.queries import tags
from staff.services import names_of

HEADS = ("名称", "是哪些人", "用途", "谁存的", "什么时候", "状态")


class Audiences:
    """The list of segments, and the form of one."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[Segment] = Listing(
            needs, "audiences", "人群", SEGMENT_ORDERS, _segments, HEADS, self._rows,
            widths={"是哪些人": 60, "用途": 40},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        may, both = Permission.SEGMENTS, ("GET", "POST")
        routes.add("/pushes/audiences", self.listed, name="audiences", permission=PlanningPermission.SEE)
        self._list.add_to(routes, "/pushes/audiences", PlanningPermission.SEE)
        routes.add("/pushes/audiences/new", self.new, name="audience_new", permission=may, methods=both)
        routes.add(
            "/pushes/audiences/count", self.count, name="audience_count", permission=may, methods=("POST",)
        )
        routes.add("/pushes/audiences/<int:number>", self.one, name="audience", permission=may, methods=both)
        routes.add(
            "/pushes/audiences/<int:number>/retire",
            self.retire,
            name="audience_retire",
            permission=may,
            methods=("POST",),
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The segments that are offered, or those that are not."""
        services, retired = self._needs.sending(), bool(request.args.get("retired"))
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            people = names_of(session, {one.saved_by for one in leaf.lines})
            specs = {one.id: read_spec(one.spec) for one in leaf.lines}
            titles = titles_of(session, (done for spec in specs.values() for done in spec.done))
        tree = services.tree()
        lines = [(one, in_words(specs[one.id], services.topics, tree, titles)) for one in leaf.lines]
        may = visitor.actor.may(Permission.SEGMENTS)
        return page(
            "sending/audiences",
            lines=lines, leaf=leaf, people=people, retired=retired, may_build=may,
        )  # fmt: skip

    def _rows(self, session: Session, lines: Sequence[Segment]) -> Iterator[Sequence[Cell]]:
        services, people = self._needs.sending(), names_of(session, {one.saved_by for one in lines})
        specs, tree = {one.id: read_spec(one.spec) for one in lines}, services.tree()
        titles = titles_of(session, (done for spec in specs.values() for done in spec.done))
        for one in lines:
            words = in_words(specs[one.id], services.topics, tree, titles)
            yield [
                one.name, "；".join(f"{name}：{said}" for name, said in words), one.note,
                people.get(one.saved_by, one.saved_by), stamp(one.saved_at),
                "停用" if one.retired_at else "在用",
            ]  # fmt: skip

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Build a segment, and see meanwhile whom it would reach."""
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
            preview = self._preview(visitor, spec_from(Typed.sent()))
        except RuleViolation as refusal:
            return page("sending/audience_count", refusal=refusal.sentence)
        return page("sending/audience_count", preview=preview)

    def retire(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Offer a segment no longer; what was sent to it stays told."""
        needs = self._needs
        with needs.database.writing() as session:
            name = get_segment(session, number).name
            needs.sending().segments.retire(session, name, visitor.actor, needs.clock.now())
        return send_on("audiences", "segment_retired")

    def _sent(self, visitor: Visitor, segment: Segment | None) -> ResponseReturnValue:
        form, before = Typed.sent(), read_spec(segment.spec) if segment else Spec()
        try:
            spec = spec_from(form)
            if form.text("do") == "count":
                return self._form(visitor, form, spec, segment)
            self._save(visitor, form, spec, segment)
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._form(visitor, form, before, segment, form.refused(refusal))
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
        services, now = self._needs.sending(), self._needs.clock.now()
        with self._needs.database.reading() as session:
            services.audiences.check(session, spec, now)
            return services.audiences.preview(session, spec, visitor.actor, now)

    def _form(
        self, visitor: Visitor, form: Typed, spec: Spec, segment: Segment | None = None, refusal: str = ""
    ) -> ResponseReturnValue:
        services = self._needs.sending()
        with self._needs.database.reading() as session:
            known, deeds = [one.name for one in tags(session)], known_deeds(session)
            kept = read_spec(segment.spec) if segment else Spec()
            titles = titles_of(session, (*spec.done, *kept.done))
        try:
            preview, sorry = self._preview(visitor, spec), ""
        except RuleViolation as trouble:
            preview, sorry = None, trouble.sentence
        tree = services.tree()
        return page(
            "sending/audience",
            409 if refusal else 200,
            form=form, segment=segment, choices=picks(services.topics, tree, known, deeds, spec),
            preview=preview, refusal=refusal, sorry=sorry,
            kept=in_words(kept, services.topics, tree, titles) if segment and refusal else (),
        )  # fmt: skip


def _seen(words: str) -> datetime:
    """When what the form was made of had been saved; nonsense is no time at which anything was."""
    try:
        return zoned_moment(words)
    except ValueError:
        return EARLIEST


def _segments(session: Session, _visitor: Visitor, page: Page) -> Sequence[Segment]:
    retired = bool(request.args.get("retired"))
    return segment_lines(session, retired=retired, page=page)
