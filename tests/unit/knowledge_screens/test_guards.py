"""What is not a safety question is turned away kindly; a real one passes."""

import re

import pytest

from knowledge.answering import Decision
from knowledge.screening.emergencies import SCREENS, read_table
from knowledge.screening.guards import Guardrails
from tests.unit.knowledge_screens.conftest import sentences

CASES = sentences("guards")
# Numbers of the coverage map, or of national lines anyone can look up.
OFFICIAL = {
    "119",
    "120",
    "110",
    "122",
    "12345",
    "114",
    "12315",
    "12333",
    "12393",
    "12348",
    "12320",
    "95598",
    "12366",
}
OFFICIAL |= {
    "12329",
    "12306",
    "12110",
    "96110",
    "12123",
    "12356",
    "12379",
    "12388",
    "12378",
    "12328",
    "12338",
}


@pytest.mark.parametrize("expected", CASES)
def test_guard_judges(guards: Guardrails, expected: str) -> None:
    judged = {sentence: guards.match(sentence) for sentence in CASES[expected]}
    said = {
        sentence: f"{found.decision}/{found.id}" if found else "pass" for sentence, found in judged.items()
    }
    assert not {sentence: guard for sentence, guard in said.items() if guard != expected}


def test_there_are_enough_sentences() -> None:
    assert sum(map(len, CASES.values())) >= 300


def test_only_official_numbers_are_named() -> None:
    said = [
        entry["reply"]
        for name in ("refusals", "lookalikes", "redirects")
        for entry in read_table(SCREENS / f"{name}.yaml")
    ]
    said += [entry["reply"] for entry in read_table(SCREENS / "sides.yaml") if "reply" in entry]
    talk = read_table(SCREENS / "smalltalk.yaml")
    said += [entry["reply"] for entry in [*talk["entries"], talk["empty"], talk["foreign"]]]
    assert {number for reply in said for number in re.findall(r"\d{3,}", reply)} <= OFFICIAL


def test_foreign_speaker_sees_the_numbers_first(guards: Guardrails) -> None:
    found = guards.match("my house is on fire")
    assert found is not None
    assert found.decision is Decision.FALLBACK
    assert "119" in found.reply[:60]


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "a" * 20_000, "在" * 20_000, "哈哈啊" * 5_000, "哈哈啊" * 7 + "x"]
)
def test_odd_input_is_taken_calmly(guards: Guardrails, text: str) -> None:
    guards.match(text)


def test_a_greeting_before_a_question_does_not_hide_it(guards: Guardrails) -> None:
    assert guards.match("你好 在吗 请问灭火器多久换一次") is None


def test_a_story_is_judged_by_the_question_at_its_end(guards: Guardrails) -> None:
    story = "我们这栋楼里去年有人被骗了钱，物业也不管，楼道的垃圾堆了一地，大家都说要去法院打官司。" * 3
    assert (
        guards.match(story + "现在轮到我当楼长，我就想问问大家，灭火器放在楼道什么位置合适，一层要放几个")
        is None
    )
    found = guards.match(story + "这几年一直心烦，我就想问问我的养老金什么时候发")
    assert found is not None
    assert found.id == "social_security"
