"""Making the copy of a photo that may be passed on: somebody looks at it and says what must be black.

Nothing finds a face or a plate by itself. Areas are typed, or drawn with the finger (``black_areas.js``), in
percent of the upright picture; that nothing must be black has to be said too.
"""

from collections.abc import Sequence
from itertools import zip_longest

from flask import request
from flask.typing import ResponseReturnValue

from admin.cases.evidence import piece_of
from admin.done import send_on
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import RuleViolation
from tipoffs.evidence.permissions import EvidencePermission
from tipoffs.evidence.ports import Area
from tipoffs.evidence.status import Refusal

MOST_AREAS = 20
EDGES = (("left", "左"), ("top", "上"), ("right", "右"), ("bottom", "下"))
_SPARE_ROWS = 3

Row = tuple[str, ...]
"""What stands in the four boxes of one area, in the order of ``EDGES``."""


class BadArea(RuleViolation):
    """An area is no rectangle inside the picture."""


class NothingSaid(RuleViolation):
    """Neither an area, nor that there is none."""

    sentence = "请框出要遮盖的地方；没有要遮的，请勾选“看过了，没有要遮的”。"


class BlackingPages:
    """One page for each photo."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add it."""
        routes.add(
            "/tips/<number>/evidence/<name>/black",
            self.black,
            name="evidence_black",
            permission=EvidencePermission.SHARE,
            methods=("GET", "POST"),
        )

    def black(self, visitor: Visitor, number: str, name: str) -> ResponseReturnValue:
        """Look at the photo, say what must be black, and make the copy."""
        if request.method == "GET":
            return self._page(visitor, number, name)
        rows = [tuple(row) for row in zip_longest(*map(request.form.getlist, dict(EDGES)), fillvalue="")]
        try:
            areas = areas_in(rows)
            if not areas and not request.form.get("nothing"):
                raise NothingSaid
            refusal = self._make(visitor, number, name, areas)
        except RuleViolation as wrong:
            return self._page(visitor, number, name, 409, rows, wrong.sentence)
        if refusal is not None:
            return self._page(visitor, number, name, 409, rows, refusal.sentence)
        return send_on("tip", "evidence_blacked", number=number)

    def _make(self, visitor: Visitor, number: str, name: str, areas: Sequence[Area]) -> Refusal | None:
        needs = self._needs
        viewer, now = needs.cases().evidence_viewer, needs.clock.now()
        with needs.database.writing() as session:
            piece_of(session, needs.cases(), visitor, number, name)
            work = viewer.begin_blacking_out(session, name, visitor.actor, now)
        made = viewer.black_out(work, areas)
        if isinstance(made, Refusal):
            return made
        with needs.database.writing() as session:
            viewer.finish_blacking_out(session, name, made, areas, visitor.actor, now)
        return None

    def _page(
        self,
        visitor: Visitor,
        number: str,
        name: str,
        status: int = 200,
        typed: Sequence[Row] | None = None,
        refusal: str = "",
    ) -> ResponseReturnValue:
        needs = self._needs
        with needs.database.reading() as session:
            piece = piece_of(session, needs.cases(), visitor, number, name)
        kept = [tuple(f"{edge * 100:g}" for edge in area) for area in piece.black_areas or ()]
        rows = [row for row in typed or kept if any(row)]
        spare = min(_SPARE_ROWS, MOST_AREAS - len(rows))
        return page(
            "cases/black", status,
            piece=piece, number=number, rows=[*rows, *[("",) * len(EDGES)] * spare], edges=EDGES,
            was_shared=piece.shared_file is not None, refusal=refusal, most=MOST_AREAS,
        )  # fmt: skip


def areas_in(rows: Sequence[Row]) -> list[Area]:
    """The areas typed in percent; ``BadArea`` names the first that is none. An empty row is left out."""
    filled = [row for row in rows if any(box.strip() for box in row)]
    if len(filled) > MOST_AREAS:
        raise BadArea(f"一张照片最多遮{MOST_AREAS}块。")
    areas = []
    for nth, row in enumerate(filled, 1):
        try:
            areas.append(Area(*(round(float(box) / 100, 6) for box in row)))
        except ValueError as wrong:
            raise BadArea(f"第{nth}块没有写对：四个数都是0到100的百分数，左小于右，上小于下。") from wrong
    return areas
