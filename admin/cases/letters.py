"""督办函 and 两书一函 as drafts for Word, from the page of a hazard."""

import io
from functools import partial

from flask import request, send_file
from flask.typing import ResponseReturnValue

from admin.needs import Needs
from admin.routes import Routes
from admin.visitors import Visitor
from core.errors import NotFound
from core.word_documents import written_docx
from staff.actors import Actor, NotPermitted
from tipoffs.hazards.files import get_hazard
from tipoffs.letters.kinds import MAY_DRAFT, USUALLY_TO, Addressee, LetterKind

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LetterPages:
    """One address for each kind of letter."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the addresses."""
        for kind in LetterKind:
            routes.add(
                f"/hazards/<code>/letter/{kind.value}",
                partial(self.draft, kind=kind),
                name=f"hazard_letter_{kind.value}",
                permission=MAY_DRAFT[kind],
                methods=("POST",),
            )

    def draft(self, visitor: Visitor, code: str, kind: LetterKind) -> ResponseReturnValue:
        """The draft as a file; that somebody took it stands in the log."""
        needs, services = self._needs, self._needs.cases()
        to = next((one for one in Addressee if one.value == request.form.get("to")), USUALLY_TO[kind])
        if not code.isprintable():
            raise NotFound
        try:
            with needs.database.writing() as session:
                place = services.tree().full_name(get_hazard(session, code).region)
                now = needs.clock.now()
                paper = services.letters.draft(session, code, kind, to, place, visitor.actor, now)
        except NotPermitted as refusal:
            raise NotFound from refusal
        file = io.BytesIO(written_docx(paper))
        return send_file(file, WORD, as_attachment=True, download_name=f"{code}-{kind.label}草稿.docx")


def letters_for(actor: Actor) -> list[tuple[LetterKind, Addressee]]:
    """The letters that this visitor may draft, and whom each usually goes to."""
    return [(kind, USUALLY_TO[kind]) for kind in LetterKind if actor.may(MAY_DRAFT[kind])]
