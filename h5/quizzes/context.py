"""What all pages of quizzes share: the services, who is there, a question as it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from core.errors import NotFound, RuleViolation
from h5.addresses import QUIZ
from h5.identity import Identity
from h5.needs import Needs
from h5.quizzes import words
from h5.quizzes.needs import QuizServices
from h5.showing import message, page
from h5.throttle import ANSWERS, Throttle
from h5.visitors import Visitors
from knowledge.articles import Article
from knowledge.gallery import Picture
from quizzes.choices import label_of
from quizzes.papers import shown_order
from quizzes.question import Kind, Question

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Option:
    """One option as it is shown: ``letter`` is its name in the bank, ``label`` what stands before it."""

    letter: str
    label: str
    words: str
    is_right: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A question before a reader; ``article`` and ``is_right`` are for after the answer."""

    question: Question
    options: Sequence[Option]
    picture: Picture | None
    article: Article | None

    @property
    def is_verdict(self) -> bool:
        """Whether 对 or 错 is asked."""
        return self.question.kind is Kind.TRUE_FALSE

    @property
    def shows_picture_first(self) -> bool:
        """Whether the drawing belongs to the question and not to the explanation."""
        return self.question.kind is Kind.PICTURE


class QuizPageContext:
    """What the pages of quizzes share: services, visitor, time and bounds."""

    def __init__(self, needs: Needs, visitors: Visitors, identity: Identity, throttle: Throttle) -> None:
        self.needs = needs
        self.visitors = visitors
        self._identity = identity
        self._throttle = throttle

    @property
    def services(self) -> QuizServices:
        """The services of quizzes."""
        return self.needs.quizzes()

    @property
    def now(self) -> datetime:
        """The present moment, of the server."""
        return self.needs.clock.now()

    def person(self) -> str | None:
        """The digest of whoever WeChat has named in this session."""
        openid = self.visitors.openid()
        return self.services.person(openid) if openid else None

    def for_person(self, view: View) -> View:
        """A view that asks WeChat who is there; it is handed the digest. Refusals become a page."""

        @wraps(view)
        def known(openid: str, *arguments: Any, **values: Any) -> ResponseReturnValue:
            return self.kindly(view)(self.services.person(openid), *arguments, **values)

        return self._identity.needed(known)

    def kindly(self, view: View) -> View:
        """A view whose refusals become a page with their sentence; forms are counted."""

        @wraps(view)
        def kind(*arguments: Any, **values: Any) -> ResponseReturnValue:
            if request.method == "POST":
                self._throttle.count_person(ANSWERS, "quiz", self.visitors.name())
            try:
                return view(*arguments, **values)
            except NotFound as refused:
                return message("没有找到", refused.sentence, 404, again=QUIZ)
            except RuleViolation as refused:
                return message("现在办不了", refused.sentence, 409, again=QUIZ)

        return kind

    def shown(self, question: Question, seed: str | None, chosen: frozenset[str] = frozenset()) -> Shown:
        """A question as a reader sees it; without a seed the options stand as in the bank."""
        order = shown_order(question, seed) if seed else tuple(question.letters)
        options = [
            Option(
                letter,
                label_of(question, letter if question.kind is Kind.TRUE_FALSE else question.letters[place]),
                question.option(letter),
                letter in question.right,
                letter in chosen,
            )
            for place, letter in enumerate(order)
        ]
        picture = self.needs.gallery.get(question.picture) if question.picture else None
        return Shown(question, options, picture, self.article_of(question))

    def article_of(self, question: Question) -> Article | None:
        """The article that explains more."""
        topics = set(question.topics)
        articles = self.needs.library_holder.current().articles.values()
        return next((one for one in articles if topics & set(one.topics)), None)


def chosen() -> str:
    """What was ticked in the form."""
    return "".join(request.form.getlist("choice"))[:12]


def quiz_page(template: str, status: int = 200, /, **values: Any) -> tuple[str, int]:
    """Render one page of quizzes."""
    return page(f"quizzes/{template}", status, **words.shared(), **values)
