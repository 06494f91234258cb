"""A reply is judged as a citizen would judge it: the right topic, the first lines, no answer to a song."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import BadContent
from knowledge.evaluation.ownset import OwnQuestion, Tally, by_kind, chosen, judge, read_questions

HOSE = frozenset({"gas.hose"})


def answer(decision: str, topics: list[str], *others: str, reply: str = "") -> dict[str, Any]:
    alternatives = [{"topics": [other]} for other in others]
    return {"decision": decision, "topics": topics, "alternatives": alternatives, "reply": reply}


def question(topics: frozenset[str], *first: str) -> OwnQuestion:
    return OwnQuestion("formal", "dev", ("软管多久换",), topics, first)


@pytest.mark.parametrize(
    ("reply", "right", "top3", "wrong"),
    [
        (answer("answer", ["gas.hose"]), 1, 1, 0),
        (answer("emergency", ["gas.hose", "gas.leak"]), 1, 1, 0),
        (answer("answer", ["gas.leak"], "gas.hose"), 0, 1, 1),
        (answer("answer", ["gas.leak"], "a", "b", "gas.hose"), 0, 0, 1),
        (answer("suggest", [], "a", "b", "gas.hose"), 0, 1, 0),
        (answer("fallback", []), 0, 0, 0),
        (answer("redirect", ["gas.hose"]), 0, 0, 0),
    ],
)
def test_an_answerable_question(reply: dict[str, Any], right: int, top3: int, wrong: int) -> None:
    tally = judge(question(HOSE), reply)
    assert (tally.right, tally.top3, tally.wrong) == (right, top3, wrong)


@pytest.mark.parametrize(
    ("decision", "right", "wrong"),
    [("fallback", 1, 0), ("redirect", 1, 0), ("suggest", 0, 0), ("answer", 0, 1), ("emergency", 0, 1)],
)
def test_a_foreign_question(decision: str, right: int, wrong: int) -> None:
    tally = judge(question(frozenset()), answer(decision, []))
    assert (tally.right, tally.wrong) == (right, wrong)


def test_the_number_must_stand_in_the_first_eighty_characters() -> None:
    early = answer("answer", ["gas.hose"], reply="马上打１１９" + "。" * 80)
    late = answer("answer", ["gas.hose"], reply="。" * 79 + "119")
    asked = question(HOSE, "119", "110")
    assert judge(asked, early).first_seen == 1
    assert judge(asked, late).first_seen == 0
    assert judge(asked, late).to_tree()["first80"] == 0
    assert "first80" not in judge(question(HOSE), early).to_tree()


def test_tallies_add_up_by_kind_and_by_whether_there_is_an_answer() -> None:
    right, wrong = answer("answer", ["gas.hose"]), answer("answer", ["gas.leak"])
    foreign = OwnQuestion("ood", "dev", ("股票",), frozenset())
    judged = [(question(HOSE), judge(question(HOSE), one)) for one in (right, wrong)]
    tallies = by_kind([*judged, (foreign, judge(foreign, right))])
    assert tallies["formal"] == Tally(asked=2, right=1, top3=1, wrong=1)
    assert tallies["in"] == tallies["formal"]
    assert tallies["foreign"] == Tally(asked=1, wrong=1)


def test_an_unknown_topic_is_told(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"kind": "formal", "split": "dev", "q": "软管", "topics": ["gas.nonsense"]}))
    with pytest.raises(BadContent, match=r"own\.jsonl:1"):
        read_questions(path, {})


def test_a_split_is_chosen() -> None:
    held = OwnQuestion("formal", "test", ("软管",), HOSE)
    assert chosen([question(HOSE), held], "test") == [held]
    assert len(chosen([question(HOSE), held], "all")) == 2
