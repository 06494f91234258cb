"""The regions, and who handles what in them: looked at, with what is missing, and filled from sheets."""

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.done import send_on
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import as_excel, noted
from admin.showing import page
from admin.system.sheets import SHEET_BYTES, blank_sheet, faults_shown, given_sheet
from admin.visitors import Visitor
from core.errors import BadContent, RuleViolation
from core.sheets import said_of
from places.checking import blank_rows, examine_regions
from places.permissions import PlacesPermission
from places.services import HEADS, import_regions, load_tree
from staff.recording import permitted
from tipoffs.permissions import Permission
from tipoffs.routing.contacts import contacts_by_department, contacts_shown, written
from tipoffs.routing.matrix import route
from tipoffs.routing.permissions import RoutingPermission
from tipoffs.routing.services import (
    CELL_HEADS,
    DEPARTMENT_HEADS,
    holes,
    import_cells,
    import_departments,
    load_matrix,
)

EDIT, PLACES = RoutingPermission.EDIT, PlacesPermission.EDIT
MOST_FINDINGS = 100

Take = Callable[[Session, Path], int]


class RegionPages:
    """The pages of regions and duties."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/regions", self.regions, name="regions", permission=PLACES, menu=MenuItem("区划", "map"))
        routes.add("/regions/blank.xlsx", self.blank_regions, name="regions_blank", permission=PLACES)
        routes.add(
            "/regions/export", self.export, name="regions_export", permission=PLACES, methods=("POST",)
        )
        routes.add("/duties", self.duties, name="duties", permission=EDIT, menu=MenuItem("责任分工", "book"))
        routes.add("/duties/<kind>/blank.xlsx", self.blank_duties, name="duties_blank", permission=EDIT)
        for rule, view, name, permission in (
            ("/regions/take", self.take_regions, "regions_take", PLACES),
            ("/duties/departments/take", self.take_departments, "departments_take", EDIT),
            ("/duties/cells/take", self.take_cells, "cells_take", EDIT),
        ):
            routes.add(
                rule, view, name=name, permission=permission, methods=("POST",), most_bytes=SHEET_BYTES
            )

    def regions(self, visitor: Visitor) -> ResponseReturnValue:
        """A region and what lies right below it."""
        return self._regions()

    def take_regions(self, visitor: Visitor) -> ResponseReturnValue:
        """Take a whole sheet over, or say of every row what is wrong with it and change nothing."""
        needs, now = self._needs, self._needs.clock.now()
        try:
            with given_sheet() as path:
                with needs.database.reading() as session:
                    held = load_tree(session)
                regions, faults = examine_regions(path, held, is_gcj02=bool(request.form.get("gcj02")))
                if faults:
                    return self._regions(faults)
                with needs.database.writing() as session:
                    permitted(
                        session,
                        lambda: import_regions(session, regions, editor=visitor.actor.id, now=now),
                        actor=visitor.actor,
                        permission=PLACES,
                        action="places.import_regions",
                        subject="regions",
                        now=now,
                        reason=f"{len(regions)}行",
                    )
        except RuleViolation as refusal:
            return self._regions([refusal.sentence])
        except BadContent as error:
            return self._regions(said_of(error))
        return send_on("regions", "sheet")

    def blank_regions(self, visitor: Visitor) -> ResponseReturnValue:
        """An empty workbook for the table of regions."""
        return blank_sheet("区划", HEADS, blank_rows())

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """The whole tree in the columns of an import, without what is drawn on the map."""
        with self._needs.database.reading() as session:
            tree = load_tree(session)
        rows = (
            [one.code, one.name, one.parent_code, one.level.label, "、".join(one.aliases), ""]
            for one in sorted(tree, key=lambda one: one.code)
        )
        file = as_excel(self._needs, "区划", HEADS, rows)
        return noted(file, self._needs, visitor, "lists.export", "list:regions")

    def duties(self, visitor: Visitor) -> ResponseReturnValue:
        """Who leads each industry in one place, and what is wrong with the table."""
        return self._duties()

    def take_departments(self, visitor: Visitor) -> ResponseReturnValue:
        """Take departments and their contacts over."""
        now = self._needs.clock.now()
        return self._take(
            visitor,
            "routing.departments",
            "departments",
            lambda session, path: import_departments(session, path, editor=visitor.actor.id, now=now),
        )

    def take_cells(self, visitor: Visitor) -> ResponseReturnValue:
        """Take lines of the table over; each industry named is replaced as a whole."""
        now = self._needs.clock.now()
        return self._take(
            visitor,
            "routing.import",
            "routing",
            lambda session, path: import_cells(session, path, editor=visitor.actor.id, now=now),
        )

    def blank_duties(self, visitor: Visitor, kind: str) -> ResponseReturnValue:
        """The table as it stands, to be filled in further; that somebody took it is written down."""
        with self._needs.database.reading() as session:
            matrix, named = load_matrix(session), contacts_by_department(session)
            people = {code: written(lines) for code, lines in named.items()}
        if kind == "departments":
            rows: Sequence[Sequence[str]] = [
                (one.code, one.name, one.region, people.get(one.code, ""))
                for one in matrix.departments.values()
            ]
            return self._duties_taken(visitor, blank_sheet("部门", DEPARTMENT_HEADS, rows))
        rows = [
            (
                matrix.categories[one.category].name,
                one.region,
                matrix.name(one.lead),
                "、".join(map(matrix.name, one.co_handlers)),
                one.basis,
            )
            for one in matrix.cells
            if one.category in matrix.categories
        ]
        return self._duties_taken(visitor, blank_sheet("责任分工", CELL_HEADS, rows))

    def _duties_taken(self, visitor: Visitor, file: ResponseReturnValue) -> ResponseReturnValue:
        return noted(file, self._needs, visitor, "lists.export", "list:duties")

    def _take(self, visitor: Visitor, action: str, subject: str, take: Take) -> ResponseReturnValue:
        try:
            with given_sheet() as path, self._needs.database.writing() as session:
                permitted(
                    session,
                    lambda: take(session, path),
                    actor=visitor.actor,
                    permission=EDIT,
                    action=action,
                    subject=subject,
                    now=self._needs.clock.now(),
                )
        except RuleViolation as refusal:
            return self._duties([refusal.sentence])
        except BadContent as error:
            return self._duties(said_of(error))
        return send_on("duties", "sheet")

    def _regions(self, faults: Sequence[str] = ()) -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            tree = load_tree(session)
        code = request.args.get("in", "")
        here = tree.find(code) if code else None
        below = tree.children(here.code if here else "")
        return page(
            "regions",
            409 if faults else 200,
            here=here,
            lines=[(one, len(tree.children(one.code))) for one in below],
            lineage=list(reversed(tree.lineage(here.code))) if here else [],
            count=len(tree),
            **faults_shown(faults),
        )

    def _duties(self, faults: Sequence[str] = ()) -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            matrix, findings = load_matrix(session), holes(session)
            handlers = self._needs.staff.staff_with(session, Permission.TIPS_HANDLE)
            named = contacts_shown(session, handlers)
        place = request.args.get("in", "")
        place = place if place in matrix.tree else ""
        return page(
            "duties",
            409 if faults else 200,
            matrix=matrix,
            contacts=named,
            lines=[(one, route(matrix, code, place)) for code, one in matrix.categories.items()],
            place=place,
            towns=[(one.code, matrix.tree.full_name(one.code)) for one in matrix.tree if one.level < 3],
            findings=findings[:MOST_FINDINGS],
            count=len(findings),
            **faults_shown(faults),
        )
