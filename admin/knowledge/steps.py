"""The steps that an article takes: handed in, reviewed, published, taken away, brought back."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.knowledge.reading import Reading
from admin.needs import Needs
from admin.routes import Routes
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.text import as_typed
from knowledge.models import ArticleRevision
from knowledge.permissions import KnowledgePermission as May
from knowledge.status import Verb

LONGEST_REASON = 500
_OF_REVISION = (
    (Verb.SUBMIT, May.WRITE, False),
    (Verb.DISCARD, May.WRITE, True),
    (Verb.APPROVE, May.REVIEW, False),
    (Verb.SEND_BACK, May.REVIEW, True),
    (Verb.PUBLISH, May.PUBLISH, False),
)
_OF_ARTICLE = ((Verb.RETIRE, May.RETIRE), (Verb.BRING_BACK, May.RETIRE))


class Steps:
    """Every step is one verb of the editing service; a refusal is told on the page it was asked on."""

    def __init__(self, needs: Needs, reading: Reading) -> None:
        self._needs = needs
        self._reading = reading

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        place = "/knowledge/articles/<article_id>"
        for verb, permission, needs_reason in _OF_REVISION:
            routes.add(
                f"{place}/<int:number>/{verb.value}",
                self._of_revision(verb, needs_reason),
                name=f"knowledge_{verb.value}",
                permission=permission,
                methods=("POST",),
            )
        for verb, permission in _OF_ARTICLE:
            routes.add(
                f"{place}/{verb.value}",
                self._of_article(verb),
                name=f"knowledge_{verb.value}",
                permission=permission,
                methods=("POST",),
            )
        routes.add(
            f"{place}/<int:number>/roll_back",
            self.roll_back,
            name="knowledge_roll_back",
            permission=May.WRITE,
            methods=("POST",),
        )

    def _of_revision(self, verb: Verb, needs_reason: bool) -> Callable[..., ResponseReturnValue]:
        def view(visitor: Visitor, article_id: str, number: int) -> ResponseReturnValue:
            try:
                reason = _reason(needs_reason)
                self._take(verb, visitor, article_id, number, reason)
            except NotFound:
                raise
            except RuleViolation as refusal:
                return self._reading.revision(visitor, article_id, number, refusal.sentence, 409)
            return send_on(
                "knowledge_revision", f"knowledge_{verb.value}", article_id=article_id, number=number
            )

        return view

    def _take(self, verb: Verb, visitor: Visitor, article_id: str, number: int, reason: str) -> None:
        services, now = self._needs.knowledge(), self._needs.clock.now()
        who: dict[str, Any] = {"actor": visitor.actor, "reason": reason, "now": now}
        if verb is Verb.PUBLISH:
            services.ready(now)
        with self._needs.database.writing() as session:
            if verb is Verb.PUBLISH:
                services.telling.hold(session, [article_id])
                services.editing.publish(session, article_id, number, **who)
                services.telling.tell(session, [article_id], now)
                return
            step = getattr(services.editing, verb.value)
            step(session, article_id, number, **who)

    def _of_article(self, verb: Verb) -> Callable[..., ResponseReturnValue]:
        def view(visitor: Visitor, article_id: str) -> ResponseReturnValue:
            now = self._needs.clock.now()
            step = getattr(self._needs.knowledge().editing, verb.value)
            try:
                reason = _reason(True)
                with self._needs.database.writing() as session:
                    step(session, article_id, visitor.actor, reason, now)
            except NotFound:
                raise
            except RuleViolation as refusal:
                return self._reading.article(visitor, article_id, refusal.sentence, 409)
            return send_on("knowledge_article", f"knowledge_{verb.value}", article_id=article_id)

        return view

    def roll_back(self, visitor: Visitor, article_id: str, number: int) -> ResponseReturnValue:
        """Draft anew what an old revision said."""
        services, now = self._needs.knowledge(), self._needs.clock.now()

        def do(session: Session) -> ArticleRevision:
            return services.editing.roll_back(
                session,
                article_id,
                number,
                visitor.actor,
                as_typed(request.form.get("reason", ""))[:LONGEST_REASON],
                now,
            )

        try:
            with self._needs.database.writing() as session:
                drafted = do(session).number
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._reading.revision(visitor, article_id, number, refusal.sentence, 409)
        return send_on("knowledge_revision", "knowledge_roll_back", article_id=article_id, number=drafted)


def _reason(is_needed: bool) -> str:
    reason = as_typed(request.form.get("reason", ""))[:LONGEST_REASON]
    if is_needed and not reason:
        raise RuleViolation(notices.SAY_WHY)
    return reason
