"""The try-it box: what the account would answer to a sentence, and why."""

from flask import request
from flask.typing import ResponseReturnValue

from admin.knowledge.reading import readable
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound
from core.text import without_control
from knowledge.answering import decided
from knowledge.articles import Article
from knowledge.editorial.revisions import revision_of
from knowledge.editorial.trying import why
from knowledge.permissions import KnowledgePermission as May
from knowledge.search.ranking import ANSWER_FROM, SUGGEST_FROM

LONGEST = 300


class Trials:
    """Nothing that is tried here is kept or counted."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the page."""
        routes.add("/knowledge/try", self.ask, name="knowledge_try", permission=May.SEE)

    def ask(self, visitor: Visitor) -> ResponseReturnValue:
        """Say a sentence to the account as it is, or as it would be with one draft."""
        words = without_control(request.args.get("q", "")).strip()[:LONGEST]
        number = request.args.get("number", type=int)
        article_id = request.args.get("article", "")
        services = self._needs.knowledge()
        draft: Article | None = None
        if article_id and number:
            with self._needs.database.reading() as session:
                draft = readable(revision_of(session, article_id, number).body)
            if draft is None:
                raise NotFound
        answer = reasons = None
        library = services.library_holder().current()
        if words:
            if draft is not None:
                library = services.trials.with_draft(library, draft)
            answer, reasons = services.say(library, words), why(library, words)
        return page(
            "knowledge/try",
            visitor=visitor,
            words=words,
            draft=draft,
            number=number,
            answer=answer,
            reasons=reasons,
            library=library,
            decided=decided,
            answer_from=ANSWER_FROM,
            suggest_from=SUGGEST_FROM,
        )
