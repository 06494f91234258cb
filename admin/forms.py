"""What a form asks for and what was typed into it: fields described once, shown by one macro, read back here.

A reader of ``Typed`` takes the name of the field and its label; what is missing or cannot be read raises
``NotFilledIn``, whose sentence names the label. A reader such as ``day_or_none`` also takes a field in which
nothing was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, TypeVar

from flask import request

from core.clock import china_moment, written_date
from core.errors import RuleViolation
from core.text import as_typed, half_width
from core.types import Labelled

Choices = Sequence[tuple[str, str]]
W = TypeVar("W", bound=Labelled)


class NotFilledIn(RuleViolation):
    """Something that the form needs is missing or cannot be read."""

    sentence = "还有没填好的地方，请检查一下。"


class NotADay(NotFilledIn):
    """What was typed is no day."""

    def __init__(self, label: str, about: str) -> None:
        super().__init__(f"“{label}”要写成2026-06-01这样的日期。", about)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. ``kind``: text, area, choice, many, check, moment, day, number, file.

    Of many, ``value`` holds the codes that are ticked already, spaces between; of a file, what it may be.
    """

    name: str
    label: str
    kind: str = "text"
    choices: Choices = ()
    is_required: bool = True
    hint: str = ""
    value: str = ""
    rows: int = 3
    most: int = 4000


@dataclass(frozen=True, slots=True)
class StepForm:
    """One step as a form; ``warning`` says what follows from it where that cannot be taken back."""

    word: str
    label: str
    address: str
    fields: Sequence[Field] = ()
    warning: str = ""
    is_main: bool = False
    seen: str = ""
    """The fingerprint of what is signed by this step, as the page shows it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else by now than what was typed."""

    label: str
    stands: str
    typed: str


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Why an editor's form was not saved: in one sentence and field by field.

    ``theirs`` is what somebody else changed meanwhile, as the page of that editor shows it; empty: nothing.
    """

    sentence: str
    faults: Mapping[str, str] = field(default_factory=dict)
    theirs: Any = ()

    @property
    def status(self) -> int:
        """The status of the page that shows the form: a conflict, once there is something to say."""
        return HTTPStatus.CONFLICT if self.sentence else HTTPStatus.OK

    @property
    def on_page(self) -> dict[str, Any]:
        """The values by which a template tells it."""
        return {"refusal": self.sentence, "faults": self.faults, "theirs": self.theirs}


NOT_SENT_YET = NotSaved("")
"""The refusal of a form that is only opened or looked at: nothing was refused."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, whatever it was: never None, and without what nobody sees."""

    fields: Mapping[str, Sequence[str]]
    faults: dict[str, str] = field(default_factory=dict, compare=False)
    """What is wrong, by the name of the field: told there, besides at the head of the page."""

    @property
    def seen(self) -> str | None:
        """The fingerprint of what was read on the page of this form, where a step signs it."""
        return self.text("seen") or None

    @classmethod
    def sent(cls) -> "Typed":
        """What was typed into the form of this request."""
        return cls(request.form.to_dict(flat=False))

    def text(self, name: str) -> str:
        """The first of what was typed under this name; empty for nothing."""
        found = self.fields.get(name) or [""]
        return as_typed(found[0])

    def all(self, name: str) -> list[str]:
        """All of this name that say something."""
        return [one for one in map(as_typed, self.fields.get(name, ())) if one]

    def words(self, name: str) -> list[str]:
        """What was typed between spaces and commas."""
        text = self.text(name)
        for mark in "，、,;；\n\t":
            text = text.replace(mark, " ")
        return text.split()

    def is_ticked(self, name: str) -> bool:
        """Whether the box was ticked."""
        return bool(self.text(name))

    def needed(self, name: str, label: str) -> str:
        """The text, which must not be empty."""
        found = self.text(name)
        if not found:
            raise NotFilledIn(f"请填写{label}。", name)
        return found

    def day(self, name: str, label: str) -> date:
        """The day that was typed; ``NotADay`` for anything else."""
        found = find_day(self.text(name))
        if found is None:
            raise NotADay(label, name)
        return found

    def day_or_none(self, name: str, label: str) -> date | None:
        """A day; None where nothing is typed."""
        return self.day(name, label) if self.text(name) else None

    def moment(self, name: str, label: str) -> datetime:
        """A moment, typed as a clock in China shows it."""
        try:
            return china_moment(self.text(name))
        except ValueError as error:
            raise NotFilledIn(f"“{label}”要写成2026-06-01 09:00这样的时间。", name) from error

    def moment_or_none(self, name: str, label: str) -> datetime | None:
        """A moment; None where nothing is typed."""
        return self.moment(name, label) if self.text(name) else None

    def number(self, name: str, label: str) -> int:
        """A whole number, not below zero."""
        number = whole_number(self.text(name))
        if number is None:
            raise NotFilledIn(f"“{label}”请写不小于0的整数。", name)
        return number

    def number_or_none(self, name: str, label: str) -> int | None:
        """A whole number, not below zero; None where nothing is typed."""
        return self.number(name, label) if self.text(name) else None

    def one_of(self, members: type[W], name: str, label: str) -> W:
        """The member that was chosen."""
        found = self.one_or_none(members, name)
        if found is None:
            raise NotFilledIn(f"请选{label}。", name)
        return found

    def one_or_none(self, members: type[W], name: str) -> W | None:
        """The member that was chosen; None for none."""
        return next((one for one in members if one.value == self.text(name)), None)

    def refused(self, error: RuleViolation) -> str:
        """The sentence of the refusal for the head of the page; kept for the fields that it is about, too."""
        self.faults.update(error.by_field())
        return error.sentence


def find_day(words: str) -> date | None:
    """The day; None for anything else: for an address, which nobody is asked to write again."""
    try:
        return written_date(words)
    except ValueError:
        return None


def whole_number(text: str, most_digits: int = 9) -> int | None:
    """The number that somebody typed, in digits of either width, grouped or not; None for anything else."""
    digits = half_width(text).replace(",", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= most_digits else None


def within(fields: Sequence[Field], typed: Typed) -> dict[str, str]:
    """What was typed into ``fields``; refuses what is too long, for a cut would lose words silently."""
    said = {one.name: typed.text(one.name) for one in fields}
    for one in fields:
        if (length := len(said[one.name])) > one.most:
            raise NotFilledIn(f"“{one.label}”最多{one.most}个字，现在有{length}个，请写短一些。", one.name)
    return said


REASON = Field("reason", "理由", "area")
