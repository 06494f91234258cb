"""The register of venues: how many of each official list were reached, which not yet, and new lists."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.campaigns.reading import choices_of
from admin.done import send_on
from admin.forms import Field, NotFilledIn, Typed
from admin.listing import Listing
from admin.marks import number_in
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import Cell
from admin.showing import page
from admin.system.sheets import faults_shown
from admin.visitors import Visitor
from campaigns.planning.coverage import Span, coverage, coverage_by_town, untouched
from campaigns.planning.permissions import Permission
from campaigns.planning.venue_lists import may_take_list, take_list
from core.clock import china_date
from core.errors import BadContent, NotFound, RuleViolation
from core.sheets import said_of
from core.sort_orders import Page
from core.text import file_name
from places.models import Venue, VenueKind
from places.permissions import PlacesPermission
from places.regions import RegionTree
from places.venues import (
    HEADS,
    VENUE_ORDERS,
    OfficialList,
    VenueRow,
    lists,
    read_venues,
    venues,
    villages_of,
)

PAGE = 50
FILE_BYTES = 16 * 1024 * 1024
LONGEST_WORDS = 60
LONGEST_SOURCE = 200
_SUFFIXES = frozenset({".xlsx", ".csv"})
_OF_REGIONS = frozenset({VenueKind.VILLAGE, VenueKind.COMMUNITY})


class VenuePages:
    """Coverage of all kinds, one kind town by town, and taking a list over."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see, keep, rule = Permission.SEE, PlacesPermission.VENUES, "/campaigns/venues"
        routes.add(rule, self.covered, name="venues", permission=see)
        routes.add(
            f"{rule}/import",
            self.take,
            name="venue_import",
            permission=keep,
            methods=("GET", "POST"),
            most_bytes=FILE_BYTES,
        )
        routes.add(f"{rule}/kinds/<kind>", self.kind, name="venue_kind", permission=see)
        routes.add(
            f"{rule}/kinds/<kind>/export",
            self.export,
            name="venue_kind_export",
            permission=see,
            methods=("POST",),
        )

    def covered(self, visitor: Visitor) -> ResponseReturnValue:
        """Reached ÷ listed for each kind, with the list behind it."""
        span = self._span()
        with self._needs.database.reading() as session:
            rows = [(kind, coverage(session, kind, span)) for kind in VenueKind]
            known = lists(session)
        may_import = may_take_list(self._needs.campaigns().tree(), visitor.actor)
        return page(
            "campaigns/venues",
            rows=rows, known=known, year=span.first.year, today=self._today(), may_import=may_import,
        )  # fmt: skip

    def kind(self, visitor: Visitor, kind: str) -> ResponseReturnValue:
        """One kind: town by town, what was not reached yet, and the register itself."""
        wanted, span = _kind(kind), self._span()
        words, tree = _words(), self._needs.campaigns().tree()
        with self._needs.database.reading() as session:
            all_ = coverage(session, wanted, span)
            towns = coverage_by_town(session, wanted, span, tree)
            left = untouched(session, wanted, span, PAGE)
            leaf = self._list(wanted).leaf(session, visitor, kind=kind)
        return page(
            "campaigns/venue_kind",
            kind=wanted, covered=all_, towns=towns, left=left, leaf=leaf, words=words,
            year=span.first.year, region=tree.full_name, may_import=may_take_list(tree, visitor.actor),
        )  # fmt: skip

    def export(self, visitor: Visitor, kind: str) -> ResponseReturnValue:
        """What the search found as a workbook, with the columns that an import takes."""
        return self._list(_kind(kind)).export(visitor, kind=kind)

    def _list(self, kind: VenueKind) -> Listing[Venue]:
        return Listing(
            self._needs, "venue_kind", f"{kind.label}名录", VENUE_ORDERS, _venues, HEADS, self._rows_of,
            widths={"名称": 30, "区划": 30, "地址": 30}, most=PAGE,
        )  # fmt: skip

    def _rows_of(self, _session: Session, lines: Sequence[Venue]) -> Iterator[Sequence[Cell]]:
        tree = self._needs.campaigns().tree()
        for one in lines:
            yield [
                one.name, tree.full_name(one.region) or one.region, one.code, one.address,
                str(one.longitude or ""), str(one.latitude or ""),
            ]  # fmt: skip

    def take(self, visitor: Visitor) -> ResponseReturnValue:
        """Take an official list over, whole or not at all."""
        fields = self._fields()
        if request.method == "GET":
            return page("campaigns/venue_import", fields=fields, faults=[], heads=HEADS)
        typed = Typed.sent()
        try:
            kind = typed.one_of(VenueKind, "kind", "类别")
            title, on = typed.needed("title", "名录的名称"), typed.day("dated_on", "名录的日期")
            rows, source = self._rows(kind, typed)
            with self._needs.database.writing() as session:
                tree, now = self._needs.campaigns().tree(), self._needs.clock.now()
                take_list(session, OfficialList(kind, title, on, rows), source, tree, visitor.actor, now)
        except (RuleViolation, BadContent) as refusal:
            said = said_of(refusal) if isinstance(refusal, BadContent) else [refusal.sentence]
            return page(
                "campaigns/venue_import", 409,
                fields=fields, typed=typed, heads=HEADS, **faults_shown(said),
            )  # fmt: skip
        return send_on("venue_kind", "venues_taken", kind=kind.value)

    def _rows(self, kind: VenueKind, typed: Typed) -> tuple[list[VenueRow], str]:
        tree = self._needs.campaigns().tree()
        given = request.files.get("file")
        if given is None or not given.filename:
            if typed.is_ticked("from_regions") and kind in _OF_REGIONS:
                return villages_of(tree, kind), "regions"
            raise NotFilledIn("请选一个文件；农村、社区也可以打勾用区划里的。")
        suffix = Path(given.filename).suffix.lower()
        if suffix not in _SUFFIXES:
            raise NotFilledIn("请用Excel工作簿（.xlsx）或者CSV文件。")
        with tempfile.TemporaryDirectory(prefix="anwen-venues-") as folder:
            # Called by a name of ours: what is wrong is told with it.
            path = Path(folder) / f"名录{suffix}"
            given.save(path)
            return _read(path, tree, typed), file_name(given.filename, LONGEST_SOURCE)

    def _fields(self) -> tuple[Field, ...]:
        return (
            Field("kind", "类别", "choice", choices_of(VenueKind)),
            Field("title", "名录的名称，由谁提供", most=200, hint="例如：全市中小学名录（市教育局）。"),
            Field("dated_on", "名录说的是哪一天", "day", value=self._today().isoformat(),
                  hint="覆盖率会写明这个日期；同一天的旧名录会被换掉。"),
            Field("file", "文件", "file", value=".xlsx,.csv", is_required=False,
                  hint=f"第一行是列名：{'、'.join(HEADS)}；名称、区划必须有。"),
            Field("gcj02", "经纬度是高德、腾讯地图上的", "check", is_required=False),
            Field("from_regions", "没有文件：用区划里的村或者社区", "check", is_required=False),
        )  # fmt: skip

    def _span(self) -> Span:
        year = number_in("year") or 0
        year = year if 2000 <= year <= 2098 else self._today().year
        return Span(date(year, 1, 1), date(year, 12, 31))

    def _today(self) -> date:
        return china_date(self._needs.clock.now())


def _words() -> str:
    return request.args.get("q", "").strip()[:LONGEST_WORDS]


def _kind(word: str) -> VenueKind:
    found = next((one for one in VenueKind if one.value == word), None)
    if found is None:
        raise NotFound
    return found


def _read(path: Path, tree: RegionTree, typed: Typed) -> list[VenueRow]:
    return read_venues(path, tree, is_gcj02=typed.is_ticked("gcj02"))


def _venues(session: Session, _visitor: Visitor, page: Page, *, kind: str) -> Sequence[Venue]:
    return venues(session, _kind(kind), words=_words(), page=page)
