"""The question of the day, and practice by category or setting. Nobody has to say who they are."""

import re
import secrets
from collections import Counter
from datetime import date

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from core.clock import china_date
from followers.deeds import Deed, note_deed
from h5.catalogue import Catalogue
from h5.quizzes import words
from h5.quizzes.context import QuizPageContext, chosen, quiz_page
from knowledge.categories import in_order
from quizzes.choices import chosen_letters
from quizzes.contests import contests_on_show, is_open
from quizzes.models import QuizAnswer
from quizzes.papers import shuffled
from quizzes.question import Question
from quizzes.refusals import AnsweredBefore, BadChoice, NoSuchQuestion, OldQuestion
from quizzes.status import Origin

_TALLY = "practice"
_SEED = re.compile(r"[0-9a-f]{8}")


class Playing:
    """Home of quizzes, today's question, practice."""

    def __init__(self, context: QuizPageContext, catalogue: Catalogue) -> None:
        self._context = context
        self._catalogue = catalogue

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        kindly = self._context.kindly
        blueprint.add_url_rule("/quiz", "quiz", kindly(self.home))
        blueprint.add_url_rule("/quiz/today", "quiz_today", kindly(self.today))
        blueprint.add_url_rule("/quiz/today", "quiz_answer", kindly(self.answer), methods=["POST"])
        blueprint.add_url_rule("/quiz/me", "quiz_me", self._context.for_person(self.recognised))
        path = "/quiz/practice/<kind>/<name>"
        blueprint.add_url_rule(path, "quiz_practice", kindly(self.practice))
        blueprint.add_url_rule(path, "quiz_practised", kindly(self.practised), methods=["POST"])

    def home(self) -> ResponseReturnValue:
        """The first page of quizzes: what there is to do today."""
        context, now = self._context, self._context.now
        person = context.person()
        with context.needs.database.reading() as transaction:
            bank = context.services.bank_holder.current(transaction)
            counts = Counter(question.category for question in bank.live)
            contests = contests_on_show(transaction, now)
            courses = context.services.courses.on_show(transaction)
            run = context.services.daily.run(transaction, person, china_date(now)) if person else 0
            return quiz_page(
                "home",
                has_questions=bool(bank.live),
                categories=[(self._catalogue.category(slug), counts[slug]) for slug in in_order(counts)],
                settings=[one for one in self._catalogue.settings if bank.in_setting(one.word)],
                contests=[(one, is_open(one, now)) for one in contests],
                courses=courses,
                run=run,
                today=china_date(now),
            )

    def today(self, refused: BadChoice | None = None) -> ResponseReturnValue:
        """Today's question, or that it is answered; ``refused`` says what is wrong with an answer to it."""
        context, person = self._context, self._context.person()
        daily, now = context.services.daily, context.now
        with context.needs.database.reading() as transaction:
            question = daily.find(transaction, now)
        if question is None:
            # The clock chooses it at midnight; this is for the day on which the bank is loaded.
            with context.needs.database.writing() as transaction:
                question = daily.question(transaction, now)
        with context.needs.database.reading() as transaction:
            done = person is not None and daily.has_answered(transaction, person, now)
        shown = context.shown(question, None)
        return quiz_page(
            "today", 422 if refused else 200, faults=refused.by_field() if refused else {},
            shown=shown, day=china_date(context.now), done=done, is_known=person is not None,
        )  # fmt: skip

    def answer(self) -> ResponseReturnValue:
        """Take an answer to today's question, and explain."""
        context, person = self._context, self._context.person()
        day = _day(request.form.get("day", ""))
        try:
            with context.needs.database.writing() as transaction:
                told = context.services.daily.answer(transaction, person, day, chosen(), context.now)
                if openid := context.visitors.openid():
                    note_deed(transaction, openid, Deed.DAILY, Deed.DAILY.value, context.now)
        except (AnsweredBefore, OldQuestion):
            return redirect(url_for("h5.quiz_today"), 303)
        except BadChoice as refused:
            return self.today(refused)
        shown = context.shown(told.question, None, told.chosen)
        return quiz_page(
            "told",
            shown=shown,
            right=told.right,
            verdict=words.RIGHT if told.right else words.WRONG,
            run=told.run,
            title="每日一题",
            following=None,
            tally=None,
        )

    def recognised(self, _person: str) -> ResponseReturnValue:
        """WeChat has said who is there; on to today's question."""
        return redirect(url_for("h5.quiz_today"), 303)

    def practice(self, kind: str, name: str) -> ResponseReturnValue:
        """One question of a category or setting; the seed in the address keeps their order."""
        seed = request.args.get("s", "")
        title, question, count = self._drawn(kind, name, seed)
        if not _SEED.fullmatch(seed):
            session[_TALLY] = [0, 0]
            address = url_for("h5.quiz_practice", kind=kind, name=name, s=secrets.token_hex(4), n=1)
            return redirect(address, 303)
        return self._asked(title, question, count, seed)

    def _asked(
        self, title: str, question: Question, count: int, seed: str, refused: BadChoice | None = None
    ) -> ResponseReturnValue:
        return quiz_page(
            "practice", 422 if refused else 200, faults=refused.by_field() if refused else {},
            shown=self._context.shown(question, seed), title=title, number=_number(), count=count,
        )  # fmt: skip

    def practised(self, kind: str, name: str) -> ResponseReturnValue:
        """Explain, and offer the next."""
        context, seed = self._context, request.args.get("s", "")
        title, question, count = self._drawn(kind, name, seed)
        try:
            letters = chosen_letters(question, chosen())
        except BadChoice as refused:
            return self._asked(title, question, count, seed, refused)
        right = question.is_right(letters)
        with context.needs.database.writing() as transaction:
            transaction.add(
                QuizAnswer(
                    origin=Origin.PRACTICE,
                    question=question.id,
                    person=context.person(),
                    right=right,
                    day=china_date(context.now),
                    at=context.now,
                )
            )
        tally = session.get(_TALLY)
        done = tally if isinstance(tally, list) and len(tally) == 2 else [0, 0]
        session[_TALLY] = [done[0] + right, done[1] + 1]
        number = _number()
        following = None
        if number < count:
            following = url_for("h5.quiz_practice", kind=kind, name=name, s=seed, n=number + 1)
        return quiz_page(
            "told",
            shown=context.shown(question, seed, letters),
            right=right,
            verdict=words.RIGHT if right else words.WRONG,
            run=0,
            title=title,
            following=following,
            tally=session[_TALLY],
        )

    def _drawn(self, kind: str, name: str, seed: str) -> tuple[str, Question, int]:
        """Title, the question in its place, and how many there are."""
        with self._context.needs.database.reading() as transaction:
            bank = self._context.services.bank_holder.current(transaction)
        if kind == "category":
            title, found = self._catalogue.category(name).title, bank.in_category(name)
        elif kind == "setting" and (setting := self._catalogue.find_setting(name)) is not None:
            title, found = f"安全进{setting.word}", bank.in_setting(setting.word)
        else:
            abort(404)
        if not found:
            raise NoSuchQuestion
        ordered = shuffled(found, seed)
        return title, ordered[min(_number(), len(ordered)) - 1], len(ordered)


def _number() -> int:
    given = request.args.get("n", "1")
    return max(1, int(given)) if given.isdecimal() and len(given) <= 4 else 1


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        abort(400)
