"""The second opinion: learned from phrasings, by sound, and the same on every machine."""

import numpy as np
import pytest

from knowledge.search import opinion as learned
from knowledge.search.artifact_cache import Artifact
from knowledge.search.opinion import LEAST, Opinion, learn
from knowledge.search.vectors import parts

THINGS = "灯门窗锅桶网梯井车船炉绳墙瓦桥树"
DEEDS = "修换洗查买卖借搬"
ENTRIES = len(THINGS) * len(DEEDS)


def texts_and_owners() -> tuple[list[str], list[int]]:
    """Four phrasings for each of 128 entries: a thing and what is done with it."""
    asked = (
        "怎么{deed}{thing}好",
        "家里的{thing}要{deed}了",
        "{thing}坏了去哪里{deed}",
        "{deed}一次{thing}多少钱",
    )
    pairs = [(thing, deed) for thing in THINGS for deed in DEEDS]
    texts = [line.format(thing=thing, deed=deed) for thing, deed in pairs for line in asked]
    return texts, [number for number in range(len(pairs)) for _ in asked]


@pytest.fixture(scope="module")
def opinion() -> Opinion:
    """Learned once; all entries are ours."""
    return Opinion(learn(*texts_and_owners(), ENTRIES))


def entry(thing: str, deed: str) -> int:
    """The number of the entry about them."""
    return THINGS.index(thing) * len(DEEDS) + DEEDS.index(deed)


@pytest.mark.parametrize(("thing", "deed"), [("灯", "换"), ("桥", "修"), ("树", "搬")])
def test_an_unseen_way_to_ask_finds_its_entry(opinion: Opinion, thing: str, deed: str) -> None:
    chances = opinion.chances(f"我想{deed}这{thing}")
    assert int(chances.argmax()) == entry(thing, deed)


def test_a_wrong_character_of_the_right_sound_is_heard(opinion: Opinion) -> None:
    assert int(opinion.chances("怎么环等好").argmax()) == entry("灯", "换")


def test_chances_are_logarithms_of_shares(opinion: Opinion) -> None:
    chances = opinion.chances("怎么换灯好")
    assert len(chances) == len(THINGS) * len(DEEDS)
    assert (chances <= 0).all()
    assert (chances >= LEAST).all()


@pytest.mark.parametrize("common", [0.0, 1.0])
def test_rows_are_only_another_way_to_keep_it(
    opinion: Opinion, monkeypatch: pytest.MonkeyPatch, common: float
) -> None:
    monkeypatch.setattr(learned, "_COMMON", common)
    other = Opinion(learn(*texts_and_owners(), ENTRIES))
    for text in ("怎么换灯好", "家里的桥和树要修了 多少钱", "我想搬这锅", "鳄鱼"):
        assert other.chances(text).tolist() == opinion.chances(text).tolist()


def test_of_unknown_words_every_entry_is_as_likely(opinion: Opinion) -> None:
    for text in ("", "xyz", "鳄鱼"):
        chances = opinion.chances(text)
        assert np.ptp(chances) == pytest.approx(0.0)


def test_the_same_phrasings_give_the_same_opinion(opinion: Opinion) -> None:
    again = Opinion(learn(*texts_and_owners(), ENTRIES))
    assert (again.chances("门坏了") == opinion.chances("门坏了")).all()


def test_phrasings_left_over_from_the_last_step_are_learned_too() -> None:
    texts, owners = texts_and_owners()
    left_over = Opinion(learn([*texts, "鳄鱼爬进院子", "院子里有鳄鱼"], [*owners, 5, 5], ENTRIES))
    assert int(left_over.chances("鳄鱼").argmax()) == 5


def test_a_phrasing_of_signs_only_teaches_nothing_and_hurts_nothing() -> None:
    texts, owners = texts_and_owners()
    found = Opinion(learn([*texts, ""], [*owners, 5], ENTRIES))
    assert int(found.chances("我想换这灯").argmax()) == entry("灯", "换")


@pytest.fixture(scope="module")
def doorkeeper() -> Opinion:
    """Learned of our things and of fruit, which others are asked about."""
    texts, owners = texts_and_owners()
    fruit = [
        f"{kind}{what}"
        for kind in "桃李杏梨枣柿"
        for what in ("多少钱一斤", "甜不甜", "哪里摘", "怎么做果酱")
    ]
    return Opinion(learn(texts + fruit, owners + [ENTRIES] * len(fruit), ENTRIES))


@pytest.mark.parametrize("text", ["今天的桃甜不甜", "一斤枣多少钱", "梨和杏怎么做果酱"])
def test_what_others_are_asked_is_strange(doorkeeper: Opinion, text: str) -> None:
    assert doorkeeper.strangeness(text) > 0.5


@pytest.mark.parametrize("text", ["我想换这灯", "桥坏了去哪里", "家里的门要修"])
def test_what_we_are_asked_is_not(doorkeeper: Opinion, text: str) -> None:
    assert doorkeeper.strangeness(text) < -0.5


def test_nothing_is_strange_where_all_is_ours(opinion: Opinion) -> None:
    assert opinion.strangeness("今天的桃甜不甜") < -10


def test_too_little_to_learn_from_gives_no_opinion() -> None:
    texts, owners = texts_and_owners()
    assert learn([], [], 0) == Artifact()
    assert learn(texts[:40], owners[:40], 10) == Artifact()
    assert learn(texts[::4], owners[::4], ENTRIES) == Artifact()


def test_numbers_stay_whole_and_everything_is_named_once() -> None:
    assert parts("打119 打") == ["打", "119", "da", "da 119"]
