"""The figures of a period: chapter by chapter, each with its definition and the query behind it."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import as_book
from admin.showing import page
from admin.visitors import Visitor
from campaigns.figures.behind import MOST, Source
from campaigns.figures.figure import Chapter
from campaigns.figures.periods import campaign_period
from campaigns.figures.prose import left_out, paragraphs
from campaigns.figures.words import fraction, remark, said
from campaigns.figures.workbook import RULES, change_of, write_report
from campaigns.planning.permissions import Permission
from core.clock import china_date
from core.errors import BadContent, NotFound, RuleViolation
from core.periods import Period, month_of
from places.regions import Level

LONGEST_PERIOD = 40
_PAGES = {
    Source.ACTIVITY: ("activity", "activity_id"),
    Source.CAMPAIGN: ("campaign", "campaign_id"),
    Source.LECTURE: ("lecture", "lecture_id"),
}
"""The page of what a figure counts, and what its address names."""


class FigurePages:
    """The report, the same in sentences, one figure with its query, and the workbook of all."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see, rule = Permission.SEE, "/campaigns/figures"
        routes.add(rule, self.report, name="campaign_figures", permission=see)
        routes.add(f"{rule}/text", self.text, name="campaign_figures_text", permission=see)
        routes.add(f"{rule}/one/<key>", self.figure, name="campaign_figure", permission=see)
        routes.add(
            f"{rule}/export", self.export, name="campaign_figures_export", permission=see, methods=("POST",)
        )

    def report(self, visitor: Visitor) -> ResponseReturnValue:
        """One chapter: all of them at once would take a second of a processor."""
        services, now = self._needs.campaigns(), self._needs.clock.now()
        chapter = next((one for one in Chapter if one.value == request.args.get("chapter")), Chapter.GROUND)
        fields: dict[str, Any] = {
            "chapter": chapter,
            "chapters": list(Chapter),
            "towns": services.tree().at_level(Level.TOWN),
            "asked": request.args,
            "rules": RULES,
        }
        try:
            period, region, compare = self._asked()
            with self._needs.database.reading() as session:
                found = services.figures.report(
                    session, period, visitor.actor, now, region, compare=compare, chapters=[chapter]
                )
        except (BadContent, NotFound, RuleViolation) as refusal:
            return page("campaigns/figures", 409, refusal=str(refusal), report=None, **fields)
        fields |= {"said": said, "fraction": fraction, "remark": remark, "change_of": change_of}
        return page("campaigns/figures", report=found, refusal="", **fields)

    def text(self, visitor: Visitor) -> ResponseReturnValue:
        """All chapters in sentences, to be pasted into a work report."""
        period, region, _ = self._asked()
        with self._needs.database.reading() as session:
            found = self._needs.campaigns().figures.report(
                session, period, visitor.actor, self._needs.clock.now(), region
            )
        return page(
            "campaigns/figures_text", report=found, paragraphs=paragraphs(found), left_out=left_out(found),
            asked=request.args,
        )  # fmt: skip

    def figure(self, visitor: Visitor, key: str) -> ResponseReturnValue:
        """What it means, and the very statement that counts it."""
        period, region, _ = self._asked()
        figures, actor, now = self._needs.campaigns().figures, visitor.actor, self._needs.clock.now()
        with self._needs.database.reading() as session:
            line, query = figures.query(session, key, period, actor, now, region)
            spread = figures.over_time(session, line.told, period, actor, now, region)
            # A figure that is not told may not be worked out from its rows either.
            is_told = line.told.value is not None
            behind = figures.behind(session, key, period, actor, now, region) if is_told else None
        return page(
            "campaigns/figure", line=line, query=query, period=period, said=said, remark=remark,
            asked=request.args, fraction=fraction, behind=behind, most=MOST, pages=_PAGES, spread=spread,
        )  # fmt: skip

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """All figures as a workbook; the log remembers who took it."""
        period, region, compare = self._asked()
        figures, database = self._needs.campaigns().figures, self._needs.database
        actor, now = visitor.actor, self._needs.clock.now()
        with database.reading() as session:
            report = figures.report(session, period, actor, now, region, compare=compare)
            queries = figures.queries(session, period, actor, now, region)
        book = as_book(f"宣传统计{period.name}", lambda file: write_report(file, report, queries))
        # A file that could not be made was not taken.
        with database.writing() as session:
            figures.note_export(session, period, actor, now, region)
        return book

    def _asked(self) -> tuple[Period, str | None, bool]:
        """The period, by default last month, for the monthly report is what it is opened for most."""
        words = request.args.get("period", "").strip()[:LONGEST_PERIOD]
        today = china_date(self._needs.clock.now())
        last = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
        period = campaign_period(words) if words else month_of(*last)
        return period, request.args.get("region") or None, bool(request.args.get("compare"))
