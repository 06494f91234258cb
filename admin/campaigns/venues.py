"""The register of venues: how many of each official list were reached, which not yet, and new lists."""

import io
import tempfile
from datetime import date
from pathlib import Path

from flask import request, send_file
from flask.typing import ResponseReturnValue

from admin.campaigns.reading import choices_of, day_of, needed, one_of
from admin.cases.forms import Field, Typed
from admin.cases.tip_verbs import NotFilledIn
from admin.done import send_on
from admin.doors import Doors
from admin.keeper import Visitor
from admin.marks import after_number, cut, first_page, number_in
from admin.needs import Needs
from admin.sheets import EXCEL
from admin.showing import page
from campaigns.planning.coverage import Span, coverage, coverage_by_town, untouched
from campaigns.planning.permissions import Permission
from campaigns.planning.venue_lists import take_list
from core.clock import china_date
from core.errors import BadContent, NotFound, RuleViolation
from core.workbooks import Sheet, write_xlsx
from places.models import VenueKind
from places.permissions import PlacesPermission
from places.regions import RegionTree
from places.venues import HEADS, FaultyRows, VenueRow, lists, read_venues, venues, villages_of

PAGE = 50
FILE_BYTES = 16 * 1024 * 1024
MOST_EXPORTED = 100_000
MOST_FAULTS = 100
LONGEST_WORDS = 60
_SUFFIXES = frozenset({".xlsx", ".csv"})
_OF_REGIONS = frozenset({VenueKind.VILLAGE, VenueKind.COMMUNITY})


class VenuePages:
    """Coverage of all kinds, one kind town by town, and taking a list over."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        see, keep, rule = Permission.SEE, PlacesPermission.VENUES, "/campaigns/venues"
        doors.add(rule, self.covered, name="venues", permission=see)
        doors.add(
            f"{rule}/import",
            self.take,
            name="venue_import",
            permission=keep,
            methods=("GET", "POST"),
            most_bytes=FILE_BYTES,
        )
        doors.add(f"{rule}/kinds/<kind>", self.kind, name="venue_kind", permission=see)
        doors.add(f"{rule}/kinds/<kind>/list.xlsx", self.export, name="venue_export", permission=see)

    def covered(self, visitor: Visitor) -> ResponseReturnValue:
        """Reached ÷ listed for each kind, with the list behind it."""
        span = self._span()
        with self._needs.database.reading() as session:
            rows = [(kind, coverage(session, kind, span)) for kind in VenueKind]
            known = lists(session)
        return page("campaigns/venues", rows=rows, known=known, year=span.first.year, today=self._today())

    def kind(self, visitor: Visitor, kind: str) -> ResponseReturnValue:
        """One kind: town by town, what was not reached yet, and the register itself."""
        wanted, span = _kind(kind), self._span()
        words, tree = request.args.get("q", "").strip()[:LONGEST_WORDS], self._needs.campaigns().tree()
        with self._needs.database.reading() as session:
            all_ = coverage(session, wanted, span)
            towns = coverage_by_town(session, wanted, span, tree)
            left = untouched(session, wanted, span, PAGE)
            found = venues(session, wanted, words=words, limit=PAGE + 1, after=after_number())
        lines, further = cut(found, lambda one: one.id, PAGE)
        return page(
            "campaigns/venue_kind",
            kind=wanted, covered=all_, towns=towns, left=left, found=lines, words=words,
            further=further, first=first_page(),
            year=span.first.year, region=tree.full_name,
        )  # fmt: skip

    def export(self, visitor: Visitor, kind: str) -> ResponseReturnValue:
        """The register as a workbook with the columns that an import takes."""
        wanted, tree = _kind(kind), self._needs.campaigns().tree()
        with self._needs.database.reading() as session:
            found = venues(session, wanted, limit=MOST_EXPORTED)
        rows = [
            [one.name, tree.full_name(one.region) or one.region, one.code, one.address,
             str(one.longitude or ""), str(one.latitude or "")]
            for one in found
        ]  # fmt: skip
        file = io.BytesIO()
        write_xlsx(file, [Sheet(wanted.label, list(HEADS), rows, {"名称": 30, "区划": 30, "地址": 30})])
        file.seek(0)
        name = f"{wanted.label}名录{self._today():%Y%m%d}.xlsx"
        return send_file(file, EXCEL, as_attachment=True, download_name=name)

    def take(self, visitor: Visitor) -> ResponseReturnValue:
        """Take an official list over, whole or not at all."""
        fields = self._fields()
        if request.method == "GET":
            return page("campaigns/venue_import", fields=fields, faults=[], heads=HEADS)
        typed = Typed(request.form.to_dict(flat=False))
        try:
            kind = one_of(VenueKind, typed, "kind", "类别")
            title, on = needed(typed, "title", "名录的名称"), day_of(typed, "dated_on", "名录的日期")
            rows, source = self._rows(kind, typed)
            with self._needs.database.writing() as session:
                take_list(session, kind, title, on, rows, source, visitor.actor, self._needs.clock.now())
        except (RuleViolation, BadContent) as refusal:
            said = list(refusal.faults) if isinstance(refusal, FaultyRows) else [str(refusal)]
            faults = said[:MOST_FAULTS]
            more = len(said) - len(faults)
            return page(
                "campaigns/venue_import", 409,
                fields=fields, faults=faults, more=more, typed=typed, heads=HEADS,
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
            return _read(path, tree, typed), given.filename[:200]

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


def _kind(word: str) -> VenueKind:
    found = next((one for one in VenueKind if one.value == word), None)
    if found is None:
        raise NotFound
    return found


def _read(path: Path, tree: RegionTree, typed: Typed) -> list[VenueRow]:
    return read_venues(path, tree, is_gcj02=typed.is_ticked("gcj02"))
