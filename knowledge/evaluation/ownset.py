"""The project's own questions, and how a reply to one of them is judged."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from core.errors import BadContent
from core.text import width_folded
from knowledge.answering import Decision
from knowledge.topics import Topic

EVAL = Path(__file__).parent.with_name("eval")
SETS = ("citizens",)
SPLITS = ("dev", "test")
# Questions that no safety article answers.
FOREIGN = frozenset({"ood", "lookalike", "near", "smalltalk", "long_ood"})
URGENT = "urgent"

_FIRST_SEEN = 80
_TOP = 3
_GIVES_ARTICLE = frozenset({Decision.ANSWER, Decision.EMERGENCY})


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question; several turns are a conversation, the last one is judged.

    ``topics`` are those that may answer, none for a foreign question. ``first`` holds words of which the
    first eighty characters of the reply must show one: the number or the action.
    """

    kind: str
    split: str
    turns: tuple[str, ...]
    topics: frozenset[str]
    first: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """How the questions of one kind fared."""

    asked: int = 0
    right: int = 0
    """Answered with an article on the topic; for a foreign question: no article given and none offered."""
    top3: int = 0
    """The topic is the answer's or among the first three named."""
    wrong: int = 0
    """Given an article on another topic; for a foreign question: given any."""
    first_due: int = 0
    first_seen: int = 0
    """The number or the action stands within the first eighty characters."""

    def add(self, other: "Tally") -> None:
        """Take the other's counts in."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def to_tree(self) -> dict[str, int | float]:
        """The counts, and their shares from 0 to 1."""
        shares: dict[str, int | float] = {
            "asked": self.asked,
            "right": _share(self.right, self.asked),
            "top3": _share(self.top3, self.asked),
            "wrong": _share(self.wrong, self.asked),
        }
        return shares | ({"first80": _share(self.first_seen, self.first_due)} if self.first_due else {})


def read_questions(path: Path, topics: Mapping[str, Topic]) -> list[OwnQuestion]:
    """JSON lines with ``kind``, ``split``, ``q`` (a text or a list of turns), ``topics`` and ``first``.

    Raises ``BadContent`` for an unknown topic.
    """
    questions = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = json.loads(text)
        turns = (line["q"],) if isinstance(line["q"], str) else tuple(line["q"])
        for slug in line["topics"]:
            if slug not in topics:
                raise BadContent(f"{path}:{number}: unknown topic '{slug}'")
        first = tuple(line.get("first", ()))
        questions.append(OwnQuestion(line["kind"], line["split"], turns, frozenset(line["topics"]), first))
    return questions


def judge(question: OwnQuestion, answer: Mapping[str, Any]) -> Tally:
    """One reply as a tally of one; ``answer`` is what ``flask ask --batch`` prints for a line."""
    tally = Tally(asked=1)
    given = set(answer["topics"]) if answer["decision"] in _GIVES_ARTICLE else set()
    others = [set(other["topics"]) for other in answer["alternatives"]]
    if question.topics:
        named = [given, *others] if given else others
        tally.right = int(bool(given & question.topics))
        tally.top3 = int(any(topics & question.topics for topics in named[:_TOP]))
        tally.wrong = int(bool(given) and not given & question.topics)
    else:
        tally.wrong = int(answer["decision"] in _GIVES_ARTICLE)
        tally.right = tally.top3 = int(not tally.wrong and answer["decision"] != Decision.SUGGEST)
    if question.first:
        tally.first_due = 1
        seen = width_folded(answer["reply"])[:_FIRST_SEEN]
        tally.first_seen = int(any(words in seen for words in question.first))
    return tally


def by_kind(judged: Iterable[tuple[OwnQuestion, Tally]]) -> dict[str, Tally]:
    """The tallies of each kind, then of all that can be answered (``in``) and of all others (``foreign``)."""
    kinds: dict[str, Tally] = {}
    totals = {"in": Tally(), "foreign": Tally()}
    for question, tally in judged:
        kinds.setdefault(question.kind, Tally()).add(tally)
        totals["in" if question.topics else "foreign"].add(tally)
    return kinds | totals


def chosen(questions: Sequence[OwnQuestion], split: str) -> list[OwnQuestion]:
    """The questions of one split, or all."""
    return [question for question in questions if split in ("all", question.split)]


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
