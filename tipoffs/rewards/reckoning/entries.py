"""Reads the entries of a YAML mapping one by one and gathers, in Chinese, everything that is wrong."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from core.types import Labelled, member_of
from tipoffs.rewards.money import fen_of, points_of

W = TypeVar("W", bound=Labelled)
_MISSING = object()


class Fault(str):
    """What is wrong, as one sentence; ``place`` and ``words`` apart for whoever shows it beside its field."""

    place: str
    words: str

    @classmethod
    def at(cls, place: str, words: str) -> "Fault":
        """The fault at this place of the file."""
        made = cls(f"{place}：{words}。")
        made.place, made.words = place, words
        return made


class Entries:
    """One mapping of a rule file; ``faults`` is shared with every mapping below it."""

    def __init__(self, tree: object, where: str, faults: list[str]) -> None:
        self.where = where
        self.faults = faults
        if not isinstance(tree, Mapping):
            self.complain("", "这里应当是一组“名称: 值”")
            tree = {}
        self._tree: Mapping[Any, Any] = tree
        self._read: set[Any] = set()

    def complain(self, name: str, sentence: str) -> None:
        """Note a fault."""
        place = f"{self.where}的{name}" if name else self.where
        self.faults.append(Fault.at(place, sentence))

    def has(self, name: str) -> bool:
        """Whether the entry is there and not empty."""
        return self._tree.get(name) is not None

    def names(self) -> list[Any]:
        """Every name there is."""
        return list(self._tree)

    def raw(self, name: str, default: object = _MISSING) -> Any:
        """The value as it stands; a fault where it is needed and missing."""
        self._read.add(name)
        value = self._tree.get(name)
        if value is not None:
            return value
        if default is _MISSING:
            self.complain(name, "不能空着")
            return None
        return default

    def text(self, name: str, default: str | None = None) -> str:
        """The text under a name; a fault where it is none."""
        value = self.raw(name) if default is None else self.raw(name, default)
        if value is not None and not isinstance(value, str):
            self.complain(name, f"应当是文字，现在是“{value}”（数字请加引号）")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty where there is none."""
        value = self.raw(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            self.complain(name, "应当是一列文字")
            return ()
        return tuple(value)

    def day(self, name: str) -> date | None:
        """A day; None where it is empty."""
        value = self.raw(name, None)
        if value is None or type(value) is date:
            return value
        self.complain(name, f"日期要写成2018-01-04这样，现在是“{value}”")
        return None

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number, not below zero."""
        value = self.raw(name) if default is None else self.raw(name, default)
        if type(value) is int and value >= 0:
            return value
        if value is not None:
            self.complain(name, f"应当是不小于零的整数，现在是“{value}”")
        return 0

    def yuan(self, name: str) -> int | None:
        """An amount in yuan, as fen; None where it is empty. A number with a point must stand in quotes."""
        return self._exact(name, fen_of, "金额应当是整数元，或者加引号、最多两位小数的文字")

    def percent(self, name: str) -> int:
        """A percentage above nothing, as basis points."""
        points = self._exact(name, points_of, "百分数应当是整数，或者加引号、最多两位小数的文字")
        if points is None and not self.has(name):
            self.complain(name, "不能空着")
        if points is not None and not 0 < points <= 10_000:
            self.complain(name, "百分数应当大于0、不超过100")
        return points or 0

    def _exact(self, name: str, make: Callable[[int | str], int], sentence: str) -> int | None:
        value = self.raw(name, None)
        if value is None:
            return None
        try:
            return make(value)
        except ValueError:
            self.complain(name, f"{sentence}，现在是“{value}”")
            return None

    def word(self, name: str, words: type[W], default: W | None = None) -> W:
        """One of the known words."""
        value = self.raw(name) if default is None else self.raw(name, default.value)
        return self._word(name, value, words)

    def words(self, name: str, words: type[W]) -> tuple[W, ...]:
        """A list of known words, each once."""
        value = self.raw(name, [])
        if not isinstance(value, list):
            self.complain(name, "应当是一列")
            return ()
        if len(value) != len({str(one) for one in value}):
            self.complain(name, "有重复的")
        return tuple(self._word(name, one, words) for one in value)

    def _word(self, name: str, value: object, words: type[W]) -> W:
        try:
            return member_of(words, value)
        except ValueError:
            known = "、".join(one.value for one in words)
            if value is not None:
                self.complain(name, f"只能是{known}，现在是“{value}”")
            return next(iter(words))

    def flag(self, name: str) -> bool:
        """Yes or no; no where it is empty."""
        value = self.raw(name, False)
        if not isinstance(value, bool):
            self.complain(name, "应当是true或者false")
        return value is True

    def below(self, name: str) -> "Entries":
        """The mapping under a name."""
        return Entries(self.raw(name, {}), f"{self.where}的{name}", self.faults)

    def each(self, name: str, *, needed: bool = False) -> list["Entries"]:
        """The mappings of a list."""
        value = self.raw(name, [])
        if not isinstance(value, list):
            self.complain(name, "应当是一列")
            return []
        if needed and not value:
            self.complain(name, "至少要有一条")
        return [
            Entries(one, f"{self.where}的{name}第{number}条", self.faults)
            for number, one in enumerate(value, 1)
        ]

    def close(self) -> None:
        """Complain about every name that nobody asked for: it is a slip of the pen."""
        for name in self._tree:
            if name not in self._read:
                self.complain(str(name), "不认识这一项")
