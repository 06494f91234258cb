"""Evidence on its way to the screen: streamed, its case's permission asked, each opening in the audit log.

Only the copy without metadata, a JPEG of our own making, is shown; whatever was sent is a download.
"""

from collections.abc import Iterator

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.needs import CaseServices
from admin.cases.opening import opened
from admin.needs import Needs
from admin.routes import Routes
from admin.visitors import Visitor
from core.text import as_typed
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.permissions import EvidencePermission

_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif",
             "video/mp4": "mp4", "audio/amr": "amr", "audio/mpeg": "mp3"}  # fmt: skip


class EvidencePages:
    """The addresses of one piece."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the addresses."""
        rule = "/tips/<number>/evidence/<name>"
        routes.add(rule, self.copy, name="evidence", permission=EvidencePermission.SEE)
        routes.add(
            f"{rule}/shared", self.shared, name="evidence_shared", permission=EvidencePermission.SHARED
        )
        routes.add(
            f"{rule}/original",
            self.original,
            name="evidence_original",
            permission=EvidencePermission.ORIGINAL,
            methods=("POST",),
        )

    def copy(self, visitor: Visitor, number: str, name: str) -> ResponseReturnValue:
        """The photo without metadata."""
        needs = self._needs
        with needs.database.writing() as session:
            piece_of(session, needs.cases(), visitor, number, name)
            parts = needs.cases().evidence_viewer.open_copy(session, name, visitor.actor, needs.clock.now())
        return picture(parts)

    def shared(self, visitor: Visitor, number: str, name: str) -> ResponseReturnValue:
        """The copy that may be passed on."""
        needs = self._needs
        with needs.database.writing() as session:
            piece_of(session, needs.cases(), visitor, number, name)
            parts = needs.cases().evidence_viewer.open_shared(session, name, visitor.actor, needs.clock.now())
        return picture(parts)

    def original(self, visitor: Visitor, number: str, name: str) -> ResponseReturnValue:
        """What was sent, as a download, for a reason."""
        needs, reason = self._needs, as_typed(request.form.get("reason", ""))
        with needs.database.writing() as session:
            row = piece_of(session, needs.cases(), visitor, number, name)
            file = f"{number}-{row.place}.{_SUFFIXES.get(row.mime or '', 'bin')}"
            viewer = needs.cases().evidence_viewer
            parts = viewer.open_original(session, name, visitor.actor, reason, needs.clock.now())
        headers = {"Content-Disposition": f'attachment; filename="{file}"'}
        return Response(parts, mimetype="application/octet-stream", headers=headers)


def piece_of(session: Session, services: CaseServices, visitor: Visitor, number: str, name: str) -> Evidence:
    """The row, if it belongs to a case that the visitor may open; ``NotFound`` otherwise."""
    opened(session, services, number, visitor.actor)
    return services.evidence.get_of(session, number, name)


def picture(parts: Iterator[bytes]) -> Response:
    """A copy of our own making on its way to a page."""
    return Response(parts, mimetype="image/jpeg", headers={"Content-Disposition": "inline"})
