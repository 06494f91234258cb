"""Words are found as written, by sound and as pinyin, and harmless words hide those inside them."""

import pytest

from knowledge.screening.phrasing import Pattern, words_of
from knowledge.screening.spotting import HARMLESS, Vocabulary, is_pinyin, syllables_of


@pytest.fixture
def vocabulary() -> Vocabulary:
    """Fire and gas, one harmless word, one strict class."""
    return Vocabulary(
        {"burning": ["着火", "燃起来"], "gas": ["煤气", "煤气味"], "who": ["老奶奶"], HARMLESS: ["打不着火"]},
        strict=["who"],
        by_ear=["着火", "煤气"],
        never_misheard=["没气"],
        also_read={"着": ["zhao"]},
        looks_like={"着": "看"},
    )


def test_word_is_found_where_it_stands(vocabulary: Vocabulary) -> None:
    (hit,) = vocabulary.spot("厨房着火了")["burning"]
    assert (hit.start, hit.end, hit.exact) == (2, 4, True)


@pytest.mark.parametrize("text", ["厨房着货了", "厨房找火了", "厨房看火了"])
def test_one_wrong_character_of_the_same_sound_or_shape_is_forgiven(
    vocabulary: Vocabulary, text: str
) -> None:
    (hit,) = vocabulary.spot(text)["burning"]
    assert not hit.exact


def test_a_right_word_inside_a_misspelt_one_speaks_for_it() -> None:
    vocabulary = Vocabulary({"cylinder": ["煤气罐"], "gas": ["煤气"], "other": ["灌着"]})
    assert [hit.word for hit in vocabulary.spot("煤气灌")["cylinder"]] == ["煤气罐"]
    assert "cylinder" not in vocabulary.spot("煤气灌着")


def test_the_longest_pinyin_word_is_meant() -> None:
    vocabulary = Vocabulary({"letter": ["遗言"], "co": ["一氧化碳"]})
    assert set(vocabulary.spot("yiyanghuatan")) == {"co"}
    assert set(vocabulary.spot("yiyan")) == {"letter"}


@pytest.mark.parametrize("text", ["轮胎没气了", "找货", "老乃奶", "厨房打不着火"])
def test_what_only_sounds_or_looks_alike_is_left(vocabulary: Vocabulary, text: str) -> None:
    assert not {"burning", "gas", "who"} & set(vocabulary.spot(text))


@pytest.mark.parametrize("text", ["zhaohuo le", "zhao huo", "chufang zaohuo", "厨房 zhaohuo"])
def test_pinyin_is_read(vocabulary: Vocabulary, text: str) -> None:
    assert "burning" in vocabulary.spot(text)


def test_two_syllables_that_are_both_only_folded_alike_are_another_word() -> None:
    seen = Vocabulary({"harm": ["自残"]})
    assert "harm" in seen.spot("ta zi can le")
    assert "harm" in seen.spot("ta zhi can le")
    assert "harm" not in seen.spot("men yi zhi chang zhe")


@pytest.mark.parametrize(
    ("run", "syllables"),
    [("zhaohuole", ["zhao", "huo", "le"]), ("xian", ["xian"]), ("dianti", ["dian", "ti"]), ("fire", None)],
)
def test_latin_letters_are_cut_into_syllables(run: str, syllables: list[str] | None) -> None:
    assert syllables_of(run) == syllables


@pytest.mark.parametrize(("text", "expected"), [("ni hao ma", True), ("help me", False), ("a", False)])
def test_pinyin_is_told_from_english(text: str, expected: bool) -> None:
    assert is_pinyin(text) is expected


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("gas burning", "着火了煤气", True),
        ("gas > burning", "着火了煤气", False),
        ("gas > burning", "煤气着火", True),
        ("gas burning <5", "煤气关了以后才着火", False),
        ("burning !gas", "煤气着火", False),
        ("gas gas", "煤气", False),
    ],
)
def test_pattern_reads_its_signs(vocabulary: Vocabulary, line: str, text: str, found: bool) -> None:
    assert (Pattern.read(line).find(vocabulary.spot(text)) is not None) is found


def test_a_nameless_class_may_borrow_a_named_one() -> None:
    assert words_of("掉|fell|a_b", {"fell": ["摔", "跌"]}) == ["掉", "摔", "跌", "a b"]


def test_a_harmless_word_hides_the_shorter_words_in_it_and_no_others() -> None:
    vocabulary = Vocabulary({"slide": ["滑", "滑梯上"], "fell": ["摔"], HARMLESS: ["滑梯", "大滑梯"]})
    seen = vocabulary.spot("滑梯上摔了又从大滑梯滑")
    assert [(hit.start, hit.word) for hit in seen["slide"]] == [(0, "滑梯上"), (10, "滑")]
    assert [hit.start for hit in seen["fell"]] == [3]


def test_a_long_word_is_found_by_its_sound_alone() -> None:
    vocabulary = Vocabulary({"heart": ["心肌梗塞"], "gas": ["煤气味"]})
    (hit,) = vocabulary.spot("心机更塞咋救")["heart"]
    assert (hit.start, hit.end, hit.exact) == (0, 4, False)
    assert "gas" not in vocabulary.spot("没汽位")
