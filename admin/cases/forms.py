"""What a step asks for: fields described once, shown by one macro, read back by one function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    """What somebody typed, whatever it was: words without surrounding space, never None."""

    fields: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        """The first of this name."""
        found = self.fields.get(name) or [""]
        return found[0].replace("\r\n", "\n").replace("\0", "").strip()

    def all(self, name: str) -> list[str]:
        """All of this name that say something."""
        found = (one.replace("\0", "").strip() for one in self.fields.get(name, ()))
        return [one for one in found if one]

    def words(self, name: str) -> list[str]:
        """What was typed between spaces and commas."""
        text = self.text(name)
        for mark in "，、,;；\n\t":
            text = text.replace(mark, " ")
        return text.split()

    def is_ticked(self, name: str) -> bool:
        """Whether the box was ticked."""
        return bool(self.text(name))


REASON = Field("reason", "理由", "area")
