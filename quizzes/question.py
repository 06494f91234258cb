"""One question: what it may look like, and whether a choice answers it. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import BadContent
from core.types import Labelled

LETTERS = "ABCDEF"
TRUE, FALSE = "对", "错"
SETTINGS = ("企业", "农村", "社区", "学校", "家庭")
"""安全宣传五进 (国务院安委会办公室、应急管理部《推进安全宣传“五进”工作方案》, 2020)."""

DIFFICULTIES = {1: "容易", 2: "一般", 3: "较难"}


class Kind(Labelled):
    """What a question asks for."""

    SINGLE = "single", "单选题"
    MULTIPLE = "multiple", "多选题"
    TRUE_FALSE = "true_false", "判断题"
    PICTURE = "picture", "看图题"
    SCENARIO = "scenario", "情景题"


@dataclass(frozen=True, slots=True)
class Source:
    """What the right answer rests on; ``clause`` and ``year`` are None where the source has none."""

    title: str
    clause: str | None = None
    year: int | None = None

    def __str__(self) -> str:
        name = (
            f"{self.title}（{self.year}年）" if self.year and str(self.year) not in self.title else self.title
        )
        return f"{name}{self.clause}" if self.clause else name


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the bank; options are named by letters in the order of the file, ``right`` too."""

    id: str
    kind: Kind
    stem: str
    options: tuple[str, ...]
    right: frozenset[str]
    explanation: str
    source: Source
    topics: tuple[str, ...]
    settings: tuple[str, ...]
    difficulty: int
    picture: str | None = None

    @property
    def category(self) -> str:
        """The category of the knowledge base it belongs to."""
        return self.id.partition(".")[0]

    @property
    def letters(self) -> str:
        """The letters of its options."""
        return LETTERS[: len(self.options)]

    @property
    def takes_several(self) -> bool:
        """Whether more than one option is to be chosen."""
        return self.kind is Kind.MULTIPLE

    def option(self, letter: str) -> str:
        """The words of an option."""
        return self.options[LETTERS.index(letter)]

    def is_right(self, chosen: Iterable[str]) -> bool:
        """Whether exactly the right options were chosen; half of them is wrong."""
        return frozenset(chosen) == self.right

    def to_tree(self) -> dict[str, Any]:
        """The form in which it stands in the file and in the table."""
        is_true_false = self.kind is Kind.TRUE_FALSE
        return {
            "id": self.id,
            "kind": self.kind.value,
            "stem": self.stem,
            "options": [] if is_true_false else list(self.options),
            "right": (TRUE if self.right == {"A"} else FALSE)
            if is_true_false
            else "".join(sorted(self.right)),
            "explanation": self.explanation,
            "source": {
                "title": self.source.title,
                "clause": self.source.clause,
                "year": self.source.year,
            },
            "topics": list(self.topics),
            "settings": list(self.settings),
            "difficulty": self.difficulty,
            "picture": self.picture,
        }


_FIELDS = frozenset(Question.__dataclass_fields__)
_KINDS = {kind.value: kind for kind in Kind}


def question_from(tree: object) -> Question:
    """The question that a tree of YAML or JSON describes; ``BadContent`` says what keeps it from being one.

    Only the shape is judged here; whether it is a good question is for ``checking``.
    """
    if not isinstance(tree, Mapping):
        raise BadContent("a question is a mapping")
    name = str(tree.get("id", "without id"))
    unknown = set(tree) - _FIELDS
    missing = _FIELDS - {"picture", "options"} - set(tree)
    if unknown or missing:
        raise BadContent(f"{name}: unknown fields {sorted(unknown)}, missing {sorted(missing)}")
    kind = _KINDS.get(str(tree["kind"]))
    if kind is None:
        raise BadContent(f"{name}: kind is one of {sorted(_KINDS)}")
    try:
        options = _options(kind, tree)
        return Question(
            id=name,
            kind=kind,
            stem=_text(tree["stem"]),
            options=options,
            right=_right(kind, tree["right"]),
            explanation=_text(tree["explanation"]),
            source=_source(tree["source"]),
            topics=tuple(map(_text, tree["topics"])),
            settings=tuple(map(_text, tree["settings"])),
            difficulty=int(tree["difficulty"]),
            picture=tree.get("picture"),
        )
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadContent(f"{name}: {error!r}") from error


def _options(kind: Kind, tree: Mapping[str, Any]) -> tuple[str, ...]:
    given = tuple(map(_text, tree.get("options") or ()))
    if kind is Kind.TRUE_FALSE:
        if given:
            raise ValueError("a true_false question names no options")
        return (TRUE, FALSE)
    return given


def _right(kind: Kind, given: object) -> frozenset[str]:
    if kind is Kind.TRUE_FALSE:
        return frozenset({TRUE: "A", FALSE: "B"}[_text(given)])
    return frozenset(_text(given))


def _source(tree: Mapping[str, Any]) -> Source:
    clause, year = tree.get("clause"), tree.get("year")
    if year is not None and not isinstance(year, int):
        raise TypeError("the year of the source is a number such as 2021")
    return Source(_text(tree["title"]), None if clause is None else _text(clause), year)


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError(f"{given!r} is no text")
    return given.strip()
