"""A story is answered by what some part of it says."""

import pytest

from knowledge.search.index import Candidate
from knowledge.search.parts import PartVotes, is_long, last_sentence, parts_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电瓶车能在楼道充电吗", False),
        (
            "我家楼上那户人家天天晚上把电瓶车推到三楼过道里充电，说了几回也不听，我想想就怕，这个该找哪里管一管才好",
            True,
        ),
        ("wo jia lou shang na hu ren jia tian tian wan shang ba dian ping che tui dao san lou", False),
    ],
)
def test_what_is_long(text: str, expected: bool) -> None:
    assert is_long(text) is expected


def test_parts_are_clauses_in_a_row_the_longer_first() -> None:
    found = list(parts_of("爷爷屋里生了炉子，烟囱是他自己接的。窗户糊得严严实实！好吗"))
    assert found[0] == "爷爷屋里生了炉子，烟囱是他自己接的，窗户糊得严严实实"
    assert "爷爷屋里生了炉子，烟囱是他自己接的" in found
    assert "好吗" not in found
    assert all(6 <= len(part) <= 45 for part in found)


def test_speech_without_a_comma_is_cut_by_length() -> None:
    spoken = (
        "我跟你讲我们这边有个人天天在那个消防通道上停车我说了他也不听物业也不管到底该找谁来管这个事情" * 2
    )
    found = list(parts_of(spoken))
    assert found
    assert all(len(part) <= 45 for part in found)
    assert found[0].startswith(spoken[:20])


def test_a_clause_too_long_for_any_pair_stands_alone() -> None:
    text = (
        "楼上那户人家天天晚上把电瓶车推到三楼过道里充电啊，说了几回也不听我想想就怕这到底该找哪里管一管才好"
    )
    assert list(parts_of(text)) == text.split("，")


@pytest.mark.parametrize("text", ["", "，，，", "好"])
def test_nothing_has_no_parts(text: str) -> None:
    assert list(parts_of(text)) == []


def candidate(entry: str, score: float) -> Candidate:
    """What a part found; an entry that begins with ``out_of_scope`` is none of ours."""
    return Candidate(entry, (), entry, score, not entry.startswith("out_of_scope"))


def test_the_parts_of_a_story_are_counted() -> None:
    votes = PartVotes.of(
        "gas.leak",
        [
            [candidate("gas.leak", 0.7), candidate("out_of_scope.love", 0.2)],
            [candidate("out_of_scope.love", 0.6), candidate("gas.leak", 0.1)],
            [candidate("fire.heater", 0.9)],
            [],
        ],
        parts=4,
    )
    assert votes == PartVotes(said=0.7, foreign=0.6, for_it=1, out_of_scope=1)


@pytest.mark.parametrize(("first", "asked"), [("gas.leak", 3), ("out_of_scope.love", 4), ("fire.heater", 6)])
def test_no_part_is_asked_that_could_change_nothing(first: str, asked: int) -> None:
    """Of six, three for it are safe with three to come; four against it decide; strangers, nothing."""
    found = iter([[candidate(first, 0.6)]] * 6)
    votes = PartVotes.of("gas.leak", found, parts=6, enough=0.45)
    assert 6 - len(list(found)) == asked
    assert votes.is_outvoted is first.startswith("out_of_scope")


@pytest.mark.parametrize(
    ("for_it", "out_of_scope", "outvoted"), [(0, 1, False), (0, 2, True), (3, 4, False), (3, 5, True)]
)
def test_one_part_more_decides_nothing(for_it: int, out_of_scope: int, outvoted: bool) -> None:
    assert PartVotes(0.5, 0.5, for_it, out_of_scope).is_outvoted is outvoted


def test_of_very_many_parts_some_are_left_out_evenly() -> None:
    """A usual story keeps every part; of a list of two hundred cries the first and the last quarter stay."""
    story = parts_of("，".join(f"第{number}天夜里又听见响动了" for number in range(13)))
    assert len(story) == 11 + 12
    cries = parts_of("，".join(f"叫{number:03}声" for number in range(200)))
    assert len(cries) == 24
    assert cries[0].startswith("叫000声，叫001声，叫002声")
    assert any("叫18" in part for part in cries)
    assert cries == list(dict.fromkeys(cries))


def test_where_it_is_not_voted_on_the_first_part_that_says_it_is_enough() -> None:
    found = iter([[candidate("out_of_scope.love", 0.6)], *[[candidate("gas.leak", 0.5)]] * 5])
    votes = PartVotes.of("gas.leak", found, parts=6, enough=0.45, is_voted_on=False)
    assert votes.said == 0.5
    assert len(list(found)) == 4


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("他们拿气管子吹灰。我想劝劝他，铝怎么会炸？", "我想劝劝他，铝怎么会炸"),
        ("屋后裂了一道缝。他说没事。咋办啊？", "他说没事，咋办啊"),
        ("一句话说到底", "一句话说到底"),
        ("？！", "？！"),
    ],
)
def test_the_last_sentence_is_one_that_says_something(story: str, expected: str) -> None:
    assert last_sentence(story) == expected
