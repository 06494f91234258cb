"""Contests and the papers of contests and courses: one question a page, saved one by one, handed in once."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from deliveries.mailings.counters import note_acted_in
from followers.deeds import Deed, note_deed
from h5.quizzes import words
from h5.quizzes.context import QuizPageContext, chosen, quiz_page
from quizzes.attempts import Item
from quizzes.boards import people_board, towns_board, units_board
from quizzes.contests import get_contest, is_open
from quizzes.models import QuizAttempt, QuizContest, QuizEnrolment, QuizPrize
from quizzes.refusals import BadChoice, BadName, BadTeam
from quizzes.status import AttemptState


class Competing:
    """A contest, the way into it, the paper, the result."""

    def __init__(self, context: QuizPageContext) -> None:
        self._context = context

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        kindly, known = self._context.kindly, self._context.for_person
        rule = blueprint.add_url_rule
        rule("/quiz/contests/<int:contest_id>", "quiz_contest", kindly(self.contest))
        rule("/quiz/contests/<int:contest_id>/enter", "quiz_enter", known(self.entry_form))
        rule("/quiz/contests/<int:contest_id>/enter", "quiz_begin", known(self.begin), methods=["POST"])
        rule("/quiz/papers/<int:attempt_id>", "quiz_result", known(self.result))
        rule("/quiz/papers/<int:attempt_id>", "quiz_submit", known(self.submit), methods=["POST"])
        rule("/quiz/papers/<int:attempt_id>/<int:nth>", "quiz_paper", known(self.paper))
        rule("/quiz/papers/<int:attempt_id>/<int:nth>", "quiz_save", known(self.save), methods=["POST"])
        rule("/quiz/papers/<int:attempt_id>/prize", "quiz_prize", known(self.prize), methods=["POST"])

    def contest(self, contest_id: int) -> ResponseReturnValue:
        """What the contest is, and its lists."""
        context, person = self._context, self._context.person()
        with context.needs.database.reading() as transaction:
            contest = get_contest(transaction, contest_id)
            own = context.services.contests.find(transaction, contest_id, person) if person else None
            return quiz_page(
                "contest",
                contest=contest,
                open=is_open(contest, context.now),
                begun=context.now >= contest.opens_at,
                own=own,
                running=own is not None and own.state is AttemptState.RUNNING,
                people=people_board(transaction, contest_id, person),
                units=units_board(transaction, contest),
                towns=towns_board(transaction, contest),
                prizes=context.services.prizes.of(transaction, contest_id),
            )

    def entry_form(self, person: str, contest_id: int, said: str = "") -> ResponseReturnValue:
        """Choose unit, town and the name on the list; or go on where one was."""
        context = self._context
        with context.needs.database.reading() as transaction:
            contest = get_contest(transaction, contest_id)
            own = context.services.contests.find(transaction, contest_id, person)
        if own is not None:
            return redirect(url_for("h5.quiz_result", attempt_id=own.id), 303)
        if not is_open(contest, context.now):
            return redirect(url_for("h5.quiz_contest", contest_id=contest_id), 303)
        return quiz_page("enter", 422 if said else 200, contest=contest, said=said, given=request.form)

    def begin(self, person: str, contest_id: int) -> ResponseReturnValue:
        """Begin a paper: from now on its time runs."""
        context = self._context
        try:
            with context.needs.database.writing() as transaction:
                attempt = context.services.contests.enter(
                    transaction,
                    contest_id,
                    person,
                    context.now,
                    unit=request.form.get("unit", "")[:32],
                    town=request.form.get("town", "")[:32],
                    name=request.form.get("name", "")[:40],
                )
        except (BadName, BadTeam) as refused:
            return self.entry_form(person, contest_id, refused.sentence)
        return redirect(url_for("h5.quiz_paper", attempt_id=attempt.id, nth=1), 303)

    def paper(
        self, person: str, attempt_id: int, nth: int, refused: BadChoice | None = None
    ) -> ResponseReturnValue:
        """One question of a paper that runs; ``refused`` says what is wrong with an answer to it."""
        context = self._context
        with context.needs.database.reading() as transaction:
            attempts = context.services.contests.attempts
            attempt = attempts.get(transaction, attempt_id, person)
            items = attempts.items(transaction, attempt)
        if attempt.state is not AttemptState.RUNNING or context.now > attempt.due_at:
            return redirect(url_for("h5.quiz_result", attempt_id=attempt_id), 303)
        if not 1 <= nth <= len(items):
            abort(404)
        item = items[nth - 1]
        if item.question is None:
            abort(404)
        return quiz_page(
            "paper",
            422 if refused else 200,
            faults=refused.by_field() if refused else {},
            attempt=attempt,
            shown=context.shown(item.question, attempt.seed, item.chosen),
            nth=nth,
            items=items,
            left=words.minutes_left(attempt.due_at, context.now),
        )

    def save(self, person: str, attempt_id: int, nth: int) -> ResponseReturnValue:
        """Save one answer and go on; the last question leads to the overview."""
        context = self._context
        attempts = context.services.contests.attempts
        try:
            with context.needs.database.writing() as transaction:
                attempt = attempts.answer(transaction, attempt_id, person, nth, chosen(), context.now)
        except BadChoice as refused:
            return self.paper(person, attempt_id, nth, refused)
        if nth < len(attempt.paper):
            return redirect(url_for("h5.quiz_paper", attempt_id=attempt_id, nth=nth + 1), 303)
        return redirect(url_for("h5.quiz_result", attempt_id=attempt_id), 303)

    def submit(self, person: str, attempt_id: int) -> ResponseReturnValue:
        """Hand a paper in."""
        context = self._context
        with context.needs.database.writing() as transaction:
            attempt = context.services.contests.attempts.submit(transaction, attempt_id, person, context.now)
            context.services.courses.take_result(transaction, attempt, context.now)
            self._note_deeds(transaction, attempt)
        return redirect(url_for("h5.quiz_result", attempt_id=attempt_id), 303)

    def result(self, person: str, attempt_id: int) -> ResponseReturnValue:
        """The overview before handing in, or the result after."""
        context = self._context
        attempts = context.services.contests.attempts
        with context.needs.database.reading() as transaction:
            attempt = attempts.get(transaction, attempt_id, person)
        if attempt.state is AttemptState.RUNNING and context.now > attempt.due_at:
            with context.needs.database.writing() as transaction:
                settled = attempts.settle(transaction, attempt_id, context.now)
                if settled is not None:
                    context.services.courses.take_result(transaction, settled, context.now)
                    self._note_deeds(transaction, settled)
        elif attempt.state is AttemptState.SCORED and attempt.submitted_at == attempt.due_at:
            # The clock handed it in, which does not know whose it is.
            with context.needs.database.writing() as transaction:
                self._note_deeds(transaction, attempt)
        with context.needs.database.reading() as transaction:
            attempt = attempts.get(transaction, attempt_id, person)
            items = attempts.items(transaction, attempt)
            if attempt.state is AttemptState.RUNNING:
                left = words.minutes_left(attempt.due_at, context.now)
                return quiz_page("overview", attempt=attempt, items=items, left=left)
            return self._scored(transaction, attempt, items)

    def prize(self, person: str, attempt_id: int) -> ResponseReturnValue:
        """Keep a prize for whoever passed; a refusal stands at the form, on the page of the result."""
        context = self._context
        wanted = request.form.get("prize", "")
        if not wanted.isdecimal() or len(wanted) > 12:
            abort(400)
        attempts = context.services.contests.attempts
        try:
            with context.needs.database.writing() as transaction:
                attempt = attempts.get(transaction, attempt_id, person)
                phone = request.form.get("phone", "")[:30]
                context.services.prizes.claim(transaction, attempt, int(wanted), phone, context.now)
        except NotFound:
            raise
        except RuleViolation as refused:
            with context.needs.database.reading() as transaction:
                attempt = attempts.get(transaction, attempt_id, person)
                if attempt.state is AttemptState.RUNNING:
                    raise
                items = attempts.items(transaction, attempt)
                return self._scored(transaction, attempt, items, refused.sentence)
        return redirect(url_for("h5.quiz_result", attempt_id=attempt_id) + "#prize", 303)

    def _note_deeds(self, transaction: Session, attempt: QuizAttempt) -> None:
        """Kept for audiences, with the day of the paper: who took part in a contest, who finished a course.

        Whoever came to a contest by a message of its campaign did what it asked for. Twice is as once.
        """
        openid, at = self._context.visitors.openid(), attempt.submitted_at or self._context.now
        if openid is None:
            return
        if attempt.enrolment_id is not None:
            enrolment = transaction.get_one(QuizEnrolment, attempt.enrolment_id)
            if enrolment.finished_at is not None:
                note_deed(transaction, openid, Deed.COURSE, enrolment.course, at)
        if attempt.contest_id is not None:
            note_deed(transaction, openid, Deed.CONTEST, str(attempt.contest_id), at)
            campaign_id = transaction.get_one(QuizContest, attempt.contest_id).campaign_id
            if campaign_id is not None:
                note_acted_in(transaction, campaign_id, openid, at)

    def _scored(
        self, transaction: Session, attempt: QuizAttempt, items: list[Item], refusal: str = ""
    ) -> ResponseReturnValue:
        """The result; ``refusal`` stands where the prize is asked for."""
        context, services = self._context, self._context.services
        contest = enrolment = claim = None
        prizes: Sequence[QuizPrize] = ()
        if attempt.contest_id is not None:
            contest = transaction.get_one(QuizContest, attempt.contest_id)
            prizes = services.prizes.of(transaction, contest.id)
            claim = services.prizes.claim_of(transaction, attempt.id)
        elif attempt.enrolment_id is not None:
            enrolment = transaction.get_one(QuizEnrolment, attempt.enrolment_id)
        tells = contest is None or context.now >= contest.closes_at
        shown = [
            (item, context.shown(item.question, attempt.seed, item.chosen))
            for item in items
            if tells and item.question is not None
        ]
        return quiz_page(
            "result",
            HTTPStatus.CONFLICT if refusal else HTTPStatus.OK,
            attempt=attempt,
            contest=contest,
            enrolment=enrolment,
            shown=shown,
            later="" if tells else words.CONTEST_ANSWERS_LATER,
            doubted=_doubted(attempt, prizes),
            void=attempt.state is AttemptState.VOID,
            prizes=prizes,
            in_stock=any(one.given < one.stock for one in prizes),
            claim=claim,
            refusal=refusal,
        )


def _doubted(attempt: QuizAttempt, prizes: Sequence[QuizPrize]) -> str:
    """What waits until staff have looked at a paper, the prize too."""
    if not attempt.doubt:
        return ""
    return words.DOUBTED + (words.DOUBTED_PRIZE if prizes and attempt.passed else "")
