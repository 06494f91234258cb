"""What a step asks for: fields described once, shown by one macro, read back by one function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import RuleViolation
from core.text import as_typed, half_width

Choices = Sequence[tuple[str, str]]


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


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, whatever it was: never None, and without what nobody sees."""

    fields: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        """The first of this name."""
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


def whole_number(text: str, most_digits: int = 9) -> int | None:
    """The number that somebody typed, in digits of either width, grouped or not; None for anything else."""
    digits = half_width(text).replace(",", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= most_digits else None


def within(fields: Sequence[Field], typed: Typed) -> dict[str, str]:
    """What was typed into ``fields``; refuses what is too long, for a cut would lose words silently."""
    said = {one.name: typed.text(one.name) for one in fields}
    for one in fields:
        if (length := len(said[one.name])) > one.most:
            raise RuleViolation(f"“{one.label}”最多{one.most}个字，现在有{length}个，请写短一些。")
    return said


def plain_amount(text: str) -> str:
    """An amount of yuan as typed, without the sign of the currency and in ordinary digits."""
    return half_width(text).strip().removeprefix("¥").removesuffix("元").strip()


REASON = Field("reason", "理由", "area")
