"""Codes of the library: registered, made at the platform, printed, counted, retired."""

import io
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.forms import find_day
from admin.listing import Listing
from admin.marks import number_in, row_numbers
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from campaigns.library.codes import code_names, get_code, labels_of
from campaigns.library.lists import CODE_ORDERS, CodeLine, code_lines
from campaigns.library.permissions import Permission
from campaigns.library.sheets import LAYOUTS, Label, pages
from campaigns.library.sheets_pdf import pdf
from campaigns.planning.permissions import Permission as PlanningPermission
from campaigns.planning.queries import CAMPAIGN_ORDERS, campaigns
from core.clock import beginning_of, china_date, end_of
from core.errors import RuleViolation, Unavailable
from core.qr_codes import qr_svg
from core.sort_orders import Page
from deliveries.ports import GatewayRefusal
from web.offering import offered_as

AT_ONCE = 20
"""How many codes one request asks the platform for."""
MOST_CHOICES = 200
MOST_PRINTED_AT_ONCE = 200

HEADS = (
    "编号", "名称", "场景值", "区划", "地点", "印了", "统计的日子", "扫码次数", "扫码人数", "扫码关注的",
    "新关注的", "最后一次", "状态",
)  # fmt: skip


class Codes:
    """The list with its figures, the form of one code, the sheets."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._codes: Listing[CodeLine] = Listing(
            needs, "qr_codes", "二维码", CODE_ORDERS, self._lines, HEADS, self._rows,
            row=lambda one: one.code, widths={"名称": 30, "地点": 30},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see, keep = PlanningPermission.SEE, Permission.KEEP
        routes.add("/library/codes", self.listed, name="qr_codes", permission=see)
        self._codes.add_to(routes, "/library/codes", see)
        routes.add("/library/codes/make", self.make, name="qr_code_make", permission=keep, methods=("POST",))
        routes.add("/library/codes/sheet", self.sheet, name="qr_code_sheet", permission=keep)
        routes.add("/library/codes/<int:number>", self.one, name="qr_code", permission=see)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The newest first, with what came of each."""
        return self._list(visitor)

    def _list(self, visitor: Visitor, refusal: str = "", status: int = 200) -> ResponseReturnValue:
        first, last = self._period()
        campaign = number_in("campaign")
        with self._needs.database.reading() as session:
            leaf = self._codes.leaf(session, visitor)
            plans = campaigns(session, page=Page(CAMPAIGN_ORDERS[0], limit=MOST_CHOICES))
        return page(
            "sending/codes",
            status,
            leaf=leaf, since=first, until=last, refusal=refusal,
            plans=[(str(one.id), one.name) for one in plans], campaign=str(campaign or ""),
            may_keep=visitor.actor.may(Permission.KEEP), layouts=LAYOUTS, region=self._region,
        )  # fmt: skip

    def _lines(self, session: Session, visitor: Visitor, page: Page) -> Sequence[CodeLine]:
        first, last = self._period()
        return code_lines(
            session, visitor.actor, since=beginning_of(first), until=end_of(last),
            campaign_id=number_in("campaign"), page=page,
        )  # fmt: skip

    def _rows(self, session: Session, lines: Sequence[CodeLine]) -> Iterator[Sequence[Cell]]:
        first, last = self._period()
        period = f"{first.isoformat()}至{last.isoformat()}"
        for one in lines:
            code = one.code
            yield [
                code.id, code.title, code.scene, self._region(code.region) if code.region else "全县",
                code.place, code.printed, period, one.scans, one.people, one.followed, one.new,
                stamp(one.last_at), "停用" if code.retired_at else "在用",
            ]  # fmt: skip

    def _period(self) -> tuple[date, date]:
        today = china_date(self._needs.clock.now())
        since = find_day(request.args.get("since", "")) or date(today.year, 1, 1)
        until = find_day(request.args.get("until", "")) or today
        return min(since, until), max(since, until)

    def _region(self, code: str) -> str:
        return self._needs.sending().tree().full_name(code) or code

    def one(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """One code with its picture and figures."""
        first, last = self._period()
        with self._needs.database.reading() as session:
            code = get_code(session, number, visitor.actor)
            (line,) = code_lines(
                session, visitor.actor,
                since=beginning_of(first), until=end_of(last), only=number,
            )  # fmt: skip
            names = code_names(session, code)
        picture = qr_svg(code.url).encode() if code.url else b""
        return page(
            "sending/code",
            code=code, line=line, picture=b64encode(picture).decode(), since=first, until=last,
            region=self._region, names=names,
            layouts=LAYOUTS, may_keep=visitor.actor.may(Permission.KEEP),
        )  # fmt: skip

    def make(self, visitor: Visitor) -> ResponseReturnValue:
        """Have the platform make what is not made yet; no transaction is open while it thinks."""
        needs = self._needs
        services = needs.sending()
        with needs.database.reading() as session:
            waiting = [(one.id, one.scene) for one in services.codes.waiting(session, visitor.actor, AT_ONCE)]
        for number, scene in waiting:
            try:
                made = services.make_code(scene)
            except (GatewayRefusal, Unavailable):
                return self._list(visitor, notices.NO_CODE, 503)
            with needs.database.writing() as session:
                services.codes.made(session, number, made, visitor.actor, needs.clock.now())
        return send_on("qr_codes", "codes_made")

    def sheet(self, visitor: Visitor) -> ResponseReturnValue:
        """The page for the printer: PDF, or SVG."""
        numbers = row_numbers(request.args.getlist("code"))[:MOST_PRINTED_AT_ONCE]
        each = request.args.get("each", 1, type=int)
        if not numbers:
            return self._list(visitor, notices.CHOOSE_CODES)
        needs = self._needs
        try:
            with needs.database.reading() as session:
                found = needs.sending().codes.to_print(session, numbers, visitor.actor)
                labels = labels_of(found)
        except RuleViolation as refusal:
            return self._list(visitor, refusal.sentence, 409)
        as_svg = request.args.get("as") == "svg"
        return _sheets(labels, needs.bureau(), each if each in LAYOUTS else 1, as_svg=as_svg)


def _sheets(labels: Sequence[Label], bureau: str, each: int, *, as_svg: bool) -> Response:
    """One PDF; or an SVG, in an archive where there are several pages."""
    if not as_svg:
        return _file(pdf(labels, bureau, each), "application/pdf", "二维码打印页.pdf")
    drawn = [one.encode() for one in pages(labels, bureau, each)]
    if len(drawn) == 1:
        return _file(drawn[0], "image/svg+xml", "二维码打印页.svg")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, one in enumerate(drawn, 1):
            packed.writestr(f"{number:03}.svg", one)
    return _file(archive.getvalue(), "application/zip", "二维码打印页.zip")


def _file(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = offered_as(name)
    return response
