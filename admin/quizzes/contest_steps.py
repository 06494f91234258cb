"""The steps of a contest: prizes, publishing, cancelling, judging papers, handing prizes over."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.forms import Typed
from admin.needs import Needs
from admin.quizzes.contests import Contests
from admin.routes import Routes
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.types import Labelled
from quizzes.models import QuizAttempt
from quizzes.permissions import QuizPermission
from quizzes.queries import contest_file

LONGEST_REASON = 500
PLACE = "/quizzes/contests/<int:number>"


class ContestSteps:
    """One route a step; a refusal is told on the page of the contest."""

    def __init__(self, needs: Needs, contests: Contests) -> None:
        self._needs = needs
        self._contests = contests

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        steps: tuple[tuple[str, Labelled, Callable[..., ResponseReturnValue]], ...] = (
            ("prize", QuizPermission.EDIT, self.prize),
            ("publish", QuizPermission.PUBLISH, self.publish),
            ("cancel", QuizPermission.PUBLISH, self.cancel),
            ("hand_over", QuizPermission.EDIT, self.hand_over),
        )
        for word, permission, view in steps:
            routes.add(
                f"{PLACE}/{word}", view, name=f"contest_{word}", permission=permission, methods=("POST",)
            )
        papers = (
            ("void", QuizPermission.JUDGE, self.void),
            ("clear", QuizPermission.JUDGE, self.clear),
            ("hide_name", QuizPermission.EDIT, self.hide_name),
        )
        for word, permission, view in papers:
            routes.add(
                f"{PLACE}/papers/<int:paper>/{word}",
                view,
                name=f"contest_{word}",
                permission=permission,
                methods=("POST",),
            )

    def prize(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Add a prize before it is published."""

        def do(session: Session, form: Typed) -> None:
            stock, prizes = form.number_or_none("stock", "数量") or 0, self._needs.quizzes().prizes
            prizes.add(session, number, form.text("name"), stock, visitor.actor, self._needs.clock.now())

        return self._take(visitor, number, "prize", do)

    def publish(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Publish a contest: from now on people see it."""

        def do(session: Session, form: Typed) -> None:
            contests = self._needs.quizzes().contests
            contests.publish(session, number, visitor.actor, self._needs.clock.now(), form.seen)

        return self._take(visitor, number, "publish", do)

    def cancel(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Call a contest off."""

        def do(session: Session, form: Typed) -> None:
            contests = self._needs.quizzes().contests
            contests.cancel(session, number, _reason(form), visitor.actor, self._needs.clock.now())

        return self._take(visitor, number, "cancel", do)

    def hand_over(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Give a prize to whoever has code and telephone."""

        def do(session: Session, form: Typed) -> None:
            prizes, now = self._needs.quizzes().prizes, self._needs.clock.now()
            prizes.hand_over(session, number, form.text("code"), form.text("phone"), visitor.actor, now)

        return self._take(visitor, number, "hand_over", do)

    def void(self, visitor: Visitor, number: int, paper: int) -> ResponseReturnValue:
        """Take a paper out of the lists of a contest."""

        def do(session: Session, form: Typed) -> None:
            _require_of(session, number, paper)
            contests = self._needs.quizzes().contests
            contests.void(session, paper, _reason(form), visitor.actor, self._needs.clock.now())

        return self._take(visitor, number, "void", do)

    def clear(self, visitor: Visitor, number: int, paper: int) -> ResponseReturnValue:
        """Let a doubted paper stand."""

        def do(session: Session, form: Typed) -> None:
            _require_of(session, number, paper)
            contests = self._needs.quizzes().contests
            contests.clear(session, paper, _reason(form), visitor.actor, self._needs.clock.now())

        return self._take(visitor, number, "clear", do)

    def hide_name(self, visitor: Visitor, number: int, paper: int) -> ResponseReturnValue:
        """Show 匿名 instead of a name that should not be read."""

        def do(session: Session, _: Typed) -> None:
            _require_of(session, number, paper)
            contests = self._needs.quizzes().contests
            contests.hide_name(session, paper, visitor.actor, self._needs.clock.now())

        return self._take(visitor, number, "hide_name", do)

    def _take(
        self, visitor: Visitor, number: int, word: str, do: Callable[[Session, Typed], None]
    ) -> ResponseReturnValue:
        form = Typed.sent()
        with self._needs.database.reading() as session:
            contest_file(session, number, visitor.actor)
        try:
            with self._needs.database.writing() as session:
                do(session, form)
        except RuleViolation as refusal:
            # A code that fits no telephone is no page that is not there: its sentence says so.
            if isinstance(refusal, NotFound) and word != "hand_over":
                raise
            return self._contests.show(visitor, number, form.refused(refusal), form, word)
        return send_on("contest", f"contest_{word}", number=number)


def _require_of(session: Session, number: int, paper: int) -> None:
    found = session.get(QuizAttempt, paper)
    if found is None or found.contest_id != number:
        raise NotFound


def _reason(form: Typed) -> str:
    reason = form.text("reason")[:LONGEST_REASON]
    if not reason:
        raise RuleViolation(notices.SAY_WHY, "reason")
    return reason
