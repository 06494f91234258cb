"""A paper drawn from the bank by a rule and a seed: the same seed gives the same paper. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from quizzes.question import Kind, Question
from quizzes.refusals import BadPlan, TooFewQuestions

MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """How many questions, and of which kinds; an empty tuple means all."""

    questions: int
    categories: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    difficulties: tuple[int, ...] = ()

    def takes(self, question: Question) -> bool:
        """Whether this question may stand on such a paper."""
        return (
            (not self.categories or question.category in self.categories)
            and (not self.settings or bool(set(self.settings) & set(question.settings)))
            and (not self.difficulties or question.difficulty in self.difficulties)
        )

    def to_tree(self) -> dict[str, Any]:
        """The stored form."""
        return asdict(self)


def rule_from(tree: Mapping[str, Any]) -> Rule:
    """The rule that is stored, or that somebody wrote; ``BadPlan`` where it is none."""
    try:
        rule = Rule(
            questions=int(tree["questions"]),
            categories=tuple(map(str, tree.get("categories", ()))),
            settings=tuple(map(str, tree.get("settings", ()))),
            difficulties=tuple(map(int, tree.get("difficulties", ()))),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadPlan("组卷规则写得不对。") from error
    if not 1 <= rule.questions <= MOST_QUESTIONS:
        raise BadPlan(f"一份卷子是1到{MOST_QUESTIONS}道题。", "questions")
    return rule


def draw(questions: Iterable[Question], rule: Rule, seed: str) -> list[Question]:
    """As many questions as the rule wants, in turn from its categories; ``TooFewQuestions`` if it cannot.

    Which ones and in which order hangs on the seed alone, so a paper can be drawn again and checked.
    """
    stacks: dict[str, list[Question]] = {}
    for question in questions:
        if rule.takes(question):
            stacks.setdefault(question.category, []).append(question)
    if sum(map(len, stacks.values())) < rule.questions:
        raise TooFewQuestions
    for stack in stacks.values():
        stack.sort(key=lambda one: _lot(seed, one.id))
    order = sorted(stacks, key=lambda category: _lot(seed, category))
    drawn: list[Question] = []
    while len(drawn) < rule.questions:
        for category in order:
            if stacks[category] and len(drawn) < rule.questions:
                drawn.append(stacks[category].pop())
    return sorted(drawn, key=lambda one: _lot(seed, f"place:{one.id}"))


def shown_order(question: Question, seed: str) -> Sequence[str]:
    """The letters of the options in the order in which they are shown; 对 and 错 stay as they are."""
    if question.kind is Kind.TRUE_FALSE:
        return tuple(question.letters)
    return tuple(sorted(question.letters, key=lambda letter: _lot(seed, f"{question.id}/{letter}")))


def shuffled(questions: Iterable[Question], seed: str) -> list[Question]:
    """All of them in an order that hangs on the seed alone."""
    return sorted(questions, key=lambda one: _lot(seed, one.id))


def _lot(seed: str, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{name}".encode()).digest()
