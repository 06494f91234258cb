"""Materials of the library: what people are given when they scan, each version to its last day."""

from collections.abc import Iterator, Sequence

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.addresses import word_of
from admin.done import send_on
from admin.forms import Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell
from admin.showing import page
from admin.visitors import Visitor
from campaigns.content.permissions import ContentPermission
from campaigns.content.queries import issued_versions
from campaigns.library.lists import MATERIAL_ORDERS, MaterialLine, material_lines
from campaigns.library.material_files import MOST_BYTES, KeptMaterial
from campaigns.library.materials import Wording, get_material, version_in_force, versions
from campaigns.library.models import MaterialVersion
from campaigns.library.permissions import Permission
from campaigns.planning.permissions import Permission as PlanningPermission
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from core.types import Labelled
from places.models import VenueKind
from staff.services import names_of
from web.offering import offered_as

FORM_BYTES = MOST_BYTES + 64 * 1024
LONGEST_REASON = 500

HEADS = ("编号", "名称", "给谁", "给出的版本", "有效期到", "等审定的", "状态")


class Target(Labelled):
    """What a version leads to."""

    NOTHING = "nothing", "只说一句话"
    FILE = "file", "一个文件（PDF、JPG、PNG，不超过20兆）"
    ARTICLE = "article", "知识库里的条目"
    CONTENT = "content", "签发了的宣传内容"
    PAGE = "page", "一个网页"


class Materials:
    """The list, and one material with its versions."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[MaterialLine] = Listing(
            needs, "library", "资料", MATERIAL_ORDERS, self._lines, HEADS, _rows,
            row=lambda one: one.material, widths={"名称": 40},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see, keep, release = PlanningPermission.SEE, Permission.KEEP, Permission.RELEASE
        place, post = "/library/materials/<int:number>", ("POST",)
        routes.add(
            "/library", self.listed, name="library", permission=see, menu=MenuItem("资料库", "library")
        )
        self._list.add_to(routes, "/library", see)
        routes.add_new("/library/new", self.new, name="material_new", permission=keep)
        routes.add(place, self.one, name="material", permission=see)
        write = f"{place}/write"
        routes.add(
            write, self.write, name="material_write", permission=keep, methods=post, most_bytes=FORM_BYTES
        )
        routes.add(
            f"{place}/release/<int:version>",
            self.release,
            name="material_release",
            permission=release,
            methods=post,
        )
        routes.add(
            f"{place}/withdraw", self.withdraw, name="material_withdraw", permission=release, methods=post
        )
        routes.add(f"{place}/file/<int:version>", self.file, name="material_file", permission=see)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The materials, those for an audience where the address names one."""
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
        return page(
            "sending/materials",
            leaf=leaf, audience=word_of(VenueKind, "audience"), kinds=VenueKind,
            may_keep=visitor.actor.may(Permission.KEEP),
        )  # fmt: skip

    def _lines(self, session: Session, visitor: Visitor, page: Page) -> Sequence[MaterialLine]:
        audience = word_of(VenueKind, "audience")
        return material_lines(
            session, visitor.actor, self._needs.clock.now(),
            audience=audience, page=page,
        )  # fmt: skip

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Begin a material."""
        form, needs = Typed.sent(), self._needs
        if request.method == "GET":
            return page("sending/material_new", form=Typed({}), kinds=VenueKind)
        try:
            audience = next((one for one in VenueKind if one.value == form.text("audience")), None)
            with needs.database.writing() as session:
                service = needs.sending().materials
                title = form.text("title")
                number = service.add(session, title, audience, visitor.actor, needs.clock.now()).id
        except RuleViolation as refusal:
            return page(
                "sending/material_new", 409, form=form, kinds=VenueKind, refusal=form.refused(refusal)
            )
        return send_on("material", "material_added", number=number)

    def one(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """One material with its versions and who released them."""
        return self._show(visitor, number)

    def _show(
        self, visitor: Visitor, number: int, refusal: str = "", form: Typed | None = None
    ) -> ResponseReturnValue:
        now, actor = self._needs.clock.now(), visitor.actor
        with self._needs.database.reading() as session:
            material = get_material(session, number, actor)
            found = versions(session, number, actor)
            given = version_in_force(session, number, now)
            hands = {name for one in found for name in (one.written_by, one.released_by) if name}
            people = names_of(session, hands)
            contents = issued_versions(session, actor) if actor.may(ContentPermission.SEE) else ()
        titles = {one.item_id: one.title for one, _ in contents}
        return page(
            "sending/material",
            409 if refusal else 200,
            material=material, versions=found, given=given, people=people, refusal=refusal,
            form=form or Typed({}), targets=[(one.value, one.label) for one in Target],
            contents=[(str(item), title) for item, title in titles.items()], titles=titles,
            article=self._needs.sending().find_article, may_keep=actor.may(Permission.KEEP),
            may_release=actor.may(Permission.RELEASE), own=actor.id,
        )  # fmt: skip

    def write(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Write the next version of a material."""
        form, needs = Typed.sent(), self._needs
        with needs.database.reading() as session:
            get_material(session, number, visitor.actor)
        try:
            wording = self._wording(form)
            with needs.database.writing() as session:
                self._check_content(session, visitor, wording.content_id)
                needs.sending().materials.write(session, number, wording, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._show(visitor, number, form.refused(refusal), form)
        return send_on("material", "material_write", number=number)

    def _wording(self, form: Typed) -> Wording:
        target = next((one for one in Target if one.value == form.text("target")), Target.NOTHING)
        file = self._kept() if target is Target.FILE else None
        article = form.text("article") if target is Target.ARTICLE else ""
        content = form.number_or_none("content", "宣传内容") if target is Target.CONTENT else None
        address = form.text("page") if target is Target.PAGE else ""
        if target is not Target.NOTHING and not (file or article or content or address):
            raise RuleViolation(notices.NO_SUCH_MATERIAL_TARGET, "target")
        if article and not self._needs.sending().find_article(article):
            raise RuleViolation(notices.NO_SUCH_ARTICLE, "article")
        last_day = form.day_or_none("last_day", "有效期的最后一天")
        return Wording(form.text("words"), file, article or None, content, address, last_day)

    def _kept(self) -> KeptMaterial | None:
        """The file that came along, in the store before any transaction is open."""
        given = request.files.get("file")
        if given is None or not given.filename:
            return None
        return self._needs.sending().material_files.keep(given.filename, given.read())

    @staticmethod
    def _check_content(session: Session, visitor: Visitor, item: int | None) -> None:
        if item is None:
            return
        if item not in {one.item_id for one, _ in issued_versions(session, visitor.actor)}:
            raise NotFound

    def release(self, visitor: Visitor, number: int, version: int) -> ResponseReturnValue:
        """Give it to whoever scans."""
        needs = self._needs
        try:
            with needs.database.writing() as session:
                needs.sending().materials.release(session, number, version, visitor.actor, needs.clock.now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._show(visitor, number, refusal.sentence)
        return send_on("material", "material_release", number=number)

    def withdraw(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Give it to nobody any more."""
        needs, reason = self._needs, Typed.sent().text("reason")[:LONGEST_REASON]
        try:
            with needs.database.writing() as session:
                needs.sending().materials.withdraw(session, number, reason, visitor.actor, needs.clock.now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._show(visitor, number, refusal.sentence)
        return send_on("material", "material_withdraw", number=number)

    def file(self, visitor: Visitor, number: int, version: int) -> ResponseReturnValue:
        """The file of one version, as a download."""
        with self._needs.database.reading() as session:
            found = next(
                (one for one in versions(session, number, visitor.actor) if one.number == version), None
            )
        if found is None or not found.file:
            raise NotFound
        return _download(found, self._needs)


def _download(version: MaterialVersion, needs: Needs) -> Response:
    response = Response(needs.sending().material_files.read(version), mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = offered_as(version.file_name)
    return response


def _rows(_session: Session, lines: Sequence[MaterialLine]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        material, latest = one.material, one.latest
        yield [
            material.id, material.title, material.audience.label if material.audience else "所有人",
            latest.number if latest else "",
            latest.last_day_on.isoformat() if latest and latest.last_day_on else "", one.waiting,
            "收回了" if material.withdrawn_at else "过期了" if one.is_over else "在用",
        ]  # fmt: skip
