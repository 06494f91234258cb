"""The kinds of thing that a second question asks, each held to its own example."""

import pytest

from knowledge.normalising import folded
from knowledge.question_kinds import QUESTION_KINDS, QuestionKind


@pytest.mark.parametrize("kind", QUESTION_KINDS, ids=lambda kind: kind.name)
def test_each_kind_knows_its_own_example(kind: QuestionKind) -> None:
    question, line = kind.example

    assert kind.asks.search(folded(question))
    assert kind.tells.search(line)


@pytest.mark.parametrize("kind", QUESTION_KINDS, ids=lambda kind: kind.name)
def test_a_line_on_something_else_is_of_no_kind(kind: QuestionKind) -> None:
    assert not kind.tells.search("猫狗要拴绳。")


def test_each_kind_has_a_name_of_its_own() -> None:
    assert len({kind.name for kind in QUESTION_KINDS}) == len(QUESTION_KINDS)
