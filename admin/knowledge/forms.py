"""The form of an article: what was typed becomes an article by the same reading as a row of the workbook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from admin.picking import codes_of
from core.errors import RuleViolation
from core.text import as_typed
from knowledge.articles import FIELD_LABELS, Article, Urgency
from knowledge.editorial.reviewing import a_year_after, next_review
from knowledge.editorial.rules import TO_WRITE
from knowledge.editorial.sheet import FIELDS, SOURCE_HEADS, Fault, article_of, cells_of

SOURCES = 8
"""How many sources may be typed."""
_SOURCE_NAMES = ("title", "clause", "year")
_NAMES = {
    **{field: FIELD_LABELS[field] for field in FIELDS},
    **{
        f"{name}{number}": f"{head}{number}"
        for number in range(1, SOURCES + 1)
        for name, head in zip(_SOURCE_NAMES, SOURCE_HEADS, strict=True)
    },
}
_ONE_LINE = ("topics", "pictures")
_MAY_WAIT = ("question", "lead", "answer")


_FIELD_OF = {head: name for name, head in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a form: the article, or what is wrong with what was typed, a clause each."""

    article: Article | None
    faults: list[Fault]

    @property
    def clauses(self) -> list[str]:
        """The faults as they stand in a list: of which field, and what."""
        return [f"{one.column}：{one.sentence}" if one.column else one.sentence for one in self.faults]


class CannotBeRead(RuleViolation):
    """What was typed is no article."""

    def __init__(self, read: Read) -> None:
        self._faults = read.faults
        super().__init__(f"{'；'.join(read.clauses)}。")

    def by_field(self) -> dict[str, str]:
        """The faults by field; the first where a field has several."""
        return {_FIELD_OF.get(one.column, ""): f"{one.sentence}。" for one in reversed(self._faults)}


def blank(today: date, article_id: str = "") -> dict[str, str]:
    """The form of a new article."""
    values = dict.fromkeys(_NAMES, "")
    return values | {
        "id": article_id,
        "category": "",
        "urgency": Urgency.NORMAL.label,
        "reviewed_on": today.isoformat(),
        "review_due_on": a_year_after(today).isoformat(),
    }


def filled(article: Article) -> dict[str, str]:
    """The form with an article in it; what is still to be written stands empty."""
    cells = cells_of(article, None)
    values = {name: cells.get(head, "") for name, head in _NAMES.items()}
    # A field of one line loses its line ends in the browser: two topics would come back as one word.
    values |= {name: values[name].replace("\n", "、") for name in _ONE_LINE}
    return {name: "" if value == TO_WRITE else value for name, value in values.items()}


def reviewed(article: Article, today: date) -> dict[str, str]:
    """The form of an article that is looked at again today: with the days that are then true."""
    due = next_review(article.id, article.urgency, today)
    return filled(article) | {"reviewed_on": today.isoformat(), "review_due_on": due.isoformat()}


def typed(form: MultiDict[str, str], topics: Mapping[str, str]) -> dict[str, str]:
    """What was typed, ticked or picked, by the name of the field; ``topics``: what each slug is called."""
    values = {name: "、".join(filter(None, map(as_typed, form.getlist(name)))) for name in _NAMES}
    return values | {"topics": "、".join(codes_of(map(as_typed, form.getlist("topics")), topics))}


def read(values: Mapping[str, str]) -> Read:
    """The article of what was typed. An empty text that a draft may leave open is marked as to be written."""
    cells = {head: values.get(name, "") for name, head in _NAMES.items()}
    for name in _MAY_WAIT:
        if not values.get(name, "").strip():
            cells[FIELD_LABELS[name]] = TO_WRITE
    article, _, faults = article_of(cells, 0)
    return Read(article, faults)
