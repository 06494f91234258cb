"""The bank: browsed and searched, one question with how it went, what the check says of it."""

from collections.abc import Iterator, Mapping

from flask import request
from flask.typing import ResponseReturnValue

from admin.addresses import word_of
from admin.doors import Doors
from admin.keeper import Visitor
from admin.marks import PAGE, after_words, cut, first_page
from admin.needs import Needs
from admin.showing import page
from core.errors import NotFound
from knowledge.categories import CATEGORY_LABELS
from quizzes.figures import item_of
from quizzes.permissions import QuizPermission
from quizzes.question import DIFFICULTIES, SETTINGS, Kind, Question
from quizzes.shelf import Bank

SEE = QuizPermission.SEE
LONGEST = 60
FILTERS = ("words", "category", "setting", "kind", "difficulty", "retired")


class BankPages:
    """The pages of the bank."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        doors.add("/quizzes", self.listed, name="quizzes", permission=SEE, menu="问答", icon="quiz")
        doors.add("/quizzes/check", self.check, name="quiz_check", permission=SEE)
        doors.add("/quizzes/questions/<name>", self.one, name="quiz_question", permission=SEE)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The questions that fit, in the order of their names."""
        with self._needs.database.reading() as session:
            bank = self._needs.quizzes().shelf.current(session)
        shown = {name: request.args.get(name, "").replace("\0", "")[:LONGEST] for name in FILTERS}
        after = after_words()
        fitting = sorted(_fitting(bank, shown, word_of(Kind, "kind")), key=lambda one: one.id)
        rows = [one for one in fitting if one.id > after][: PAGE + 1]
        lines, further = cut(rows, lambda one: one.id)
        return page(
            "quizzes/bank",
            visitor=visitor, lines=lines, further=further, first=first_page(), total=len(fitting),
            shown=shown,
            categories=sorted({one.category for one in bank.live}), labels=CATEGORY_LABELS, settings=SETTINGS,
            kinds=Kind, difficulties=DIFFICULTIES, is_narrowed=any(shown.values()), loaded=len(bank.live),
        )  # fmt: skip

    def one(self, visitor: Visitor, name: str) -> ResponseReturnValue:
        """One question with its right answer and its source."""
        with self._needs.database.reading() as session:
            bank = self._needs.quizzes().shelf.current(session)
            question = bank.find(name)
            if question is None:
                raise NotFound
            item = item_of(session, name)
        return page(
            "quizzes/question",
            visitor=visitor, question=question, item=item, is_live=question in bank.live,
            labels=CATEGORY_LABELS, difficulties=DIFFICULTIES,
        )  # fmt: skip

    def check(self, visitor: Visitor) -> ResponseReturnValue:
        """What the check says of the files of the bank."""
        complaints, measures = self._needs.quizzes().checked()
        return page(
            "quizzes/check", visitor=visitor,
            complaints=complaints, measures=measures, labels=CATEGORY_LABELS,
            kinds={one.value: one.label for one in Kind},
        )  # fmt: skip


def _fitting(bank: Bank, shown: Mapping[str, str], kind: Kind | None) -> Iterator[Question]:
    live = {one.id for one in bank.live}
    words, difficulty = shown["words"].split(), shown["difficulty"]
    for one in bank.questions.values():
        text = "\n".join((one.id, one.stem, one.explanation, *one.options))
        if (
            (one.id in live) is not bool(shown["retired"])
            and all(word in text for word in words)
            and shown["category"] in ("", one.category)
            and (not shown["setting"] or shown["setting"] in one.settings)
            and kind in (None, one.kind)
            and difficulty in ("", str(one.difficulty))
        ):
            yield one
