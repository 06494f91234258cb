"""The bank: browsed and searched, one question with how it went, what the check says of it."""

from collections.abc import Iterator, Mapping, Sequence

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of
from admin.listing import PAGE, Listing, turned
from admin.marks import after_words
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound
from core.sort_orders import InMemoryOrder, PageOf, chosen
from knowledge.categories import CATEGORY_LABELS, in_order
from quizzes.bank_holder import Bank
from quizzes.figures import item_of
from quizzes.permissions import QuizPermission
from quizzes.question import DIFFICULTIES, SETTINGS, Kind, Question

SEE = QuizPermission.SEE
LONGEST = 60
FILTERS = ("words", "category", "setting", "kind", "difficulty", "retired")

HEADS = ("编号", "题目", "选项", "解析", "题型", "类别", "五进场景", "难度")


def _name(one: Question) -> str:
    return one.id


ORDERS = (
    InMemoryOrder("name", "按编号", _name, _name),
    InMemoryOrder("easy", "容易的在前", lambda one: one.difficulty, _name),
    InMemoryOrder("hard", "难的在前", lambda one: one.difficulty, _name, is_descending=True),
)


class BankPages:
    """The question bank: the list, and one question with its source."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[Question] = Listing(
            needs,
            "quizzes",
            "题库",
            ORDERS,
            self._lines,
            HEADS,
            _rows,
            widths={"题目": 60, "选项": 60, "解析": 60},
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/quizzes", self.listed, name="quizzes", permission=SEE, menu=MenuItem("问答", "quiz"))
        self._list.add_to(routes, "/quizzes", SEE)
        routes.add("/quizzes/check", self.check, name="quiz_check", permission=SEE)
        routes.add("/quizzes/questions/<name>", self.one, name="quiz_question", permission=SEE)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The questions that fit, in the order of their names."""
        with self._needs.database.reading() as session:
            bank = self._needs.quizzes().bank_holder.current(session)
        shown, order = _shown(), chosen(ORDERS, request.args.get("sort", ""))
        fitting = _fitting(bank, shown)
        rows = order.page(fitting, after_words(), PAGE + 1)
        leaf = turned("quizzes", rows, order.mark, orders=ORDERS, order=order)
        return page(
            "quizzes/bank",
            visitor=visitor, leaf=leaf, total=len(fitting), shown=shown,
            categories=in_order(one.category for one in bank.live), labels=CATEGORY_LABELS, settings=SETTINGS,
            kinds=Kind, difficulties=DIFFICULTIES, is_narrowed=any(shown.values()), loaded=len(bank.live),
        )  # fmt: skip

    def _lines(
        self, session: Session, _visitor: Visitor, page: PageOf[InMemoryOrder[Question]]
    ) -> Sequence[Question]:
        bank = self._needs.quizzes().bank_holder.current(session)
        return page.of_rows(_fitting(bank, _shown()))

    def one(self, visitor: Visitor, name: str) -> ResponseReturnValue:
        """One question with its right answer and its source."""
        with self._needs.database.reading() as session:
            bank = self._needs.quizzes().bank_holder.current(session)
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


def _shown() -> dict[str, str]:
    """What the address narrows the list to."""
    return {name: request.args.get(name, "").replace("\0", "")[:LONGEST] for name in FILTERS}


def _fitting(bank: Bank, shown: Mapping[str, str]) -> Sequence[Question]:
    live, kind = {one.id for one in bank.live}, word_of(Kind, "kind")
    words, difficulty = shown["words"].split(), shown["difficulty"]

    def is_meant(one: Question) -> bool:
        text = "\n".join((one.id, one.stem, one.explanation, *one.options))
        return (
            (one.id in live) is not bool(shown["retired"])
            and all(word in text for word in words)
            and shown["category"] in ("", one.category)
            and (not shown["setting"] or shown["setting"] in one.settings)
            and kind in (None, one.kind)
            and difficulty in ("", str(one.difficulty))
        )

    return [one for one in bank.questions.values() if is_meant(one)]


def _rows(_session: Session, lines: Sequence[Question]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        yield [
            one.id, one.stem, "\n".join(one.options), one.explanation, one.kind.label,
            CATEGORY_LABELS.get(one.category, one.category), "、".join(one.settings),
            DIFFICULTIES[one.difficulty],
        ]  # fmt: skip
