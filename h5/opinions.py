"""有用 / 没用 below an article, and the size of letters: small forms that work without JavaScript."""

from flask import Blueprint, abort, redirect, request, session
from flask.typing import ResponseReturnValue

from h5 import notices
from h5.needs import Needs
from h5.showing import own_path, page, remember_size
from h5.throttle import FORMS, Throttle
from h5.visitors import Visitors
from knowledge.articles import Article
from knowledge.asked.querylog import OPINION, Feedback, question_write, record_feedback

_SAID = "said"
_SAID_KEPT = 20


class Opinions:
    """Takes what readers say of an article, and the size of letters they want."""

    def __init__(self, needs: Needs, visitors: Visitors, throttle: Throttle) -> None:
        self._needs = needs
        self._visitors = visitors
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the forms on the blueprint."""
        blueprint.add_url_rule("/feedback", "feedback", self.feedback, methods=["POST"])
        blueprint.add_url_rule("/size", "letters", self.letters, methods=["POST"])

    def feedback(self) -> ResponseReturnValue:
        """Keep what a reader says of an article; the last word stands."""
        self._throttle.count(FORMS, "form")
        article = self._needs.library_holder.current().articles.get(request.form.get("article", ""))
        try:
            opinion = Feedback(request.form.get("opinion", ""))
        except ValueError:
            abort(400)
        name = self._visitors.name()
        if article is None or name is None:
            abort(400)
        self._keep(article, opinion, self._needs.asker(name))
        words = notices.THANKS_USEFUL if opinion is Feedback.USEFUL else notices.THANKS_USELESS
        return page("thanks", article=article, words=words, useful=opinion is Feedback.USEFUL)

    def letters(self) -> ResponseReturnValue:
        """Choose the size of letters and go back to where one was."""
        self._throttle.count(FORMS, "form")
        response = redirect(own_path(request.form.get("back", "")), 303)
        remember_size(
            response, request.form.get("size", ""), secure=self._needs.public_url.startswith("https")
        )
        return response

    def _keep(self, article: Article, opinion: Feedback, asker: str) -> None:
        said: dict[str, int] = session.get(_SAID, {})
        with self._needs.database.writing() as transaction:
            before = said.get(article.id)
            if before and record_feedback(transaction, before, asker=asker, feedback=opinion):
                return
            write = question_write(
                question=article.question,
                decision=OPINION,
                article=article.id,
                topics=article.topics,
                score=None,
                asker=asker,
                now=self._needs.clock.now(),
            )
            number: int = write.row["id"]
            write.run(transaction)
            record_feedback(transaction, number, asker=asker, feedback=opinion)
        kept = {**{one: row for one, row in said.items() if one != article.id}, article.id: number}
        session[_SAID] = dict(list(kept.items())[-_SAID_KEPT:])
