"""Answers, summaries and sentences for reporters."""

import re
from datetime import UTC, datetime

import pytest

from core.errors import BadContent
from tipoffs import notices
from tipoffs.tips.answers import AnswerParts, compose, missing_parts
from tipoffs.tips.declines import DECLINES, load_declines
from tipoffs.tips.models import Finding
from tipoffs.tips.refusals import AnswerIncomplete, WordsCopied
from tipoffs.tips.summaries import longest_copied, require_own_words


def test_an_answer_has_its_four_parts_in_order() -> None:
    text = compose(Finding.PARTLY_VERIFIED, AnswerParts("到现场查看。", "责令整改。", "不符合奖励条件。"))

    assert text == (
        "一、核查结论：您反映的情况，经核查部分属实。\n"
        "二、简要核查情况：到现场查看。\n"
        "三、处理决定：责令整改。\n"
        "四、符合奖励条件情况：不符合奖励条件。"
    )


def test_what_is_missing_is_named() -> None:
    assert missing_parts(None, None) == ["核查结论", "简要核查情况", "处理决定", "符合奖励条件情况"]
    with pytest.raises(AnswerIncomplete, match="还缺：处理决定、符合奖励条件情况"):
        compose(Finding.VERIFIED, AnswerParts("看了", " ", ""))


def test_names_and_punctuation_do_not_count_as_copied() -> None:
    words = "城东某塑料厂的消防通道，被老板堆满了泡沫板和纸箱子好几个月"

    assert longest_copied("城东某塑料厂：通道堵塞", words, ["城东某塑料厂"]) <= 2
    assert longest_copied("被老板堆满了。泡沫板和纸箱子", words, []) == 13
    with pytest.raises(WordsCopied):
        require_own_words("反映被老板堆满了泡沫板和纸箱子", words, [])


def test_every_sentence_is_filled_and_holds_no_latin_letter() -> None:
    for key, text in notices.SENTENCES.items():
        names = re.findall(r"{(\w+)}", text)
        filled = notices.sentence(key, dict.fromkeys(names, "某"))
        assert "{" not in filled
        assert not re.search("[A-Za-z]", filled)


def test_what_appears_on_the_phone_says_nothing_of_the_matter() -> None:
    assert notices.PUSH == "您有一条办理进度，点开查看。"
    assert not re.search("举报|隐患|奖励|{", notices.PUSH)


def test_a_midnight_belongs_to_the_day_before() -> None:
    assert notices.last_day(datetime(2026, 11, 30, 16, 0, tzinfo=UTC)) == "2026年11月30日"
    assert notices.last_day(datetime(2026, 11, 30, 16, 1, tzinfo=UTC)) == "2026年12月1日"


def test_reasons_are_complete(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert all("依据" in reason.sentence and reason.other_channel for reason in DECLINES.values())
    broken = tmp_path / "declines.yaml"
    broken.write_text("x: {label: a, told: b, clause: '', checked: excerpt, other_channel: d}", "utf-8")
    with pytest.raises(BadContent):
        load_declines(broken)
