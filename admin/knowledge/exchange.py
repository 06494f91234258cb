"""Articles as a workbook: out for a clerk at Excel, and back as drafts."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import as_book, noted
from admin.showing import page
from admin.system.sheets import faults_shown
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import BadContent, RuleViolation
from core.workbooks import Unreadable
from knowledge.editorial.exporting import exported
from knowledge.editorial.intake import Intake, take_rows
from knowledge.editorial.workbook import BadWorkbook, read_workbook, write_workbook
from knowledge.permissions import KnowledgePermission as May

FILE_BYTES = 8 * 1024 * 1024


class Exchange:
    """What comes back becomes drafts; the way to the public is the same for everybody."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/knowledge/workbook", self.show, name="knowledge_workbook", permission=May.WRITE)
        routes.add(
            "/knowledge/workbook/export",
            self.export,
            name="knowledge_workbook_export",
            permission=May.SEE,
            methods=("POST",),
        )
        routes.add(
            "/knowledge/workbook/take",
            self.take,
            name="knowledge_import",
            permission=May.WRITE,
            methods=("POST",),
            most_bytes=FILE_BYTES,
        )

    def show(self, visitor: Visitor) -> ResponseReturnValue:
        """How it works, and the two buttons."""
        return self._page(visitor)

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """The articles as a workbook; with ``drafts`` what is being rewritten stands as it is now."""
        with self._needs.database.reading() as session:
            articles = exported(session, drafts=bool(request.form.get("drafts")))
        name = f"知识条目{china_date(self._needs.clock.now()):%Y%m%d}"
        book = as_book(name, lambda file: write_workbook(file, articles))
        return noted(book, self._needs, visitor, "knowledge.export", "articles")

    def take(self, visitor: Visitor) -> ResponseReturnValue:
        """Every row that says something new becomes a draft; a workbook with faults changes nothing."""
        given = request.files.get("file")
        if given is None or not given.filename:
            return self._page(visitor, 409, faults=[notices.NO_WORKBOOK])
        with tempfile.TemporaryDirectory(prefix="anwen-workbook-") as folder:
            # Called by a name of ours: what is wrong is told with it.
            path = Path(folder) / "表格.xlsx"
            given.save(path)
            try:
                rows, faults = read_workbook(path)
                with self._needs.database.writing() as session:
                    intake = take_rows(
                        session,
                        self._needs.knowledge().editing,
                        rows,
                        faults,
                        actor=visitor.actor,
                        now=self._needs.clock.now(),
                    )
            except BadWorkbook as bad:
                return self._page(visitor, 409, faults=list(bad.faults))
            except (Unreadable, RuleViolation) as refusal:
                return self._page(visitor, 409, faults=[str(refusal)])
            except BadContent:
                return self._page(visitor, 409, faults=[notices.NO_WORKBOOK])
        return self._page(
            visitor, intake=intake, titles={one.article.id: one.article.question for one in rows}
        )

    @staticmethod
    def _page(
        visitor: Visitor,
        status: int = 200,
        *,
        faults: list[str] | None = None,
        intake: Intake | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> ResponseReturnValue:
        faults = faults or []
        return page(
            "knowledge/workbook",
            status,
            visitor=visitor,
            **faults_shown(faults),
            intake=intake,
            titles=titles or {},
        )
