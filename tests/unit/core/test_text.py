"""Cutting and cleaning of what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    as_typed,
    byte_length,
    cut_to_bytes,
    file_name,
    half_width,
    is_web_address,
    is_writable,
    number_signs,
    short_openid,
    without_control,
)


def test_a_short_text_is_not_cut() -> None:
    assert cut_to_bytes("先断电。", 100) == ("先断电。", "")


def test_a_cut_falls_after_a_sentence() -> None:
    first, rest = cut_to_bytes("先断电。再救人。打120。", 27)

    assert (first, rest) == ("先断电。再救人。", "打120。")


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧", "👍🏽", "❤️", "é"])
def test_a_cut_never_tears_an_emoji(emoji: str) -> None:
    text = "火" * 10 + emoji + "火" * 10
    for limit in range(30, 30 + byte_length(emoji)):
        first, rest = cut_to_bytes(text, limit)
        assert first == "火" * 10
        assert rest.startswith(emoji)


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.integers(min_value=8, max_value=400))
def test_the_first_part_always_fits(text: str, limit: int) -> None:
    first, _ = cut_to_bytes(text, limit)

    assert byte_length(first) <= limit


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\n \t\r\x1c\x1d\x1e\x1f\x85\x0b\x0c"),
        max_size=200,
    )
)
def test_nothing_but_white_space_is_lost_by_cutting(text: str) -> None:
    first, rest = cut_to_bytes(text, 40)

    assert "".join((first + rest).split()) == "".join(text.split())


def test_characters_that_xml_forbids_are_removed() -> None:
    assert without_control("火\x00警\x0b\ufffe\u202e!") == "火警!"


def test_an_openid_in_a_log_cannot_be_written_to() -> None:
    assert short_openid("oABCDEFGHIJKLMNOPQRSTUVWXYZ1") == "oABC…XYZ1"


@pytest.mark.parametrize(
    ("openid", "shown"), [("oABCDEFGHIJK", "…"), ("oABCDEFGHIJKL", "oABC…IJKL"), ("", "…")]
)
def test_a_short_openid_is_not_shown_at_all(openid: str, shown: str) -> None:
    assert short_openid(openid) == shown


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("折页.pdf", "折页.pdf"),
        ("C:\\Users\\wang\\折页.pdf", "折页.pdf"),
        ("../../etc/passwd", "passwd"),
        ("开门\u202efdp.exe", "开门fdp.exe"),
        ("一二三四五六七八.pdf", "一二三四五六.pdf"),
        ("一二三四五六七八九十甲", "一二三四五六七八九十"),
    ],
)
def test_the_name_of_a_file_has_no_folder_turns_nothing_around_and_keeps_its_ending(
    given: str, kept: str
) -> None:
    assert file_name(given, 10) == kept


@pytest.mark.parametrize(
    ("written", "opens"),
    [
        ("https://www.mem.gov.cn/", True),
        ("http://10.0.0.1:8000/a?b=c", True),
        ("ftp://www.mem.gov.cn/", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("www.mem.gov.cn", False),
        ("http://[::1", False),
    ],
)
def test_a_browser_opens_only_an_address_with_http_and_a_host(written: str, opens: bool) -> None:
    assert is_web_address(written) is opens


def test_what_is_pasted_loses_what_nobody_can_see_and_keeps_its_lines() -> None:
    assert as_typed("第一行\r\n第\u200b二\u202e行\r第三行") == "第一行\n第二行\n第三行"


@pytest.mark.parametrize(("text", "fits"), [("先断电。\n😀", True), ("a\x00", False), ("a\ud83d", False)])
def test_a_text_with_a_control_character_or_half_a_pair_is_written_nowhere(text: str, fits: bool) -> None:
    assert is_writable(text) is fits


def test_full_width_signs_become_ordinary_and_others_stay() -> None:
    assert half_width("ＡＢ１２　￥３（㎡²①）") == "AB12 ¥3(㎡²①)"


def test_a_long_number_is_read_however_it_is_grouped() -> None:
    assert number_signs("６２２２ ０２－1234-5678") == "62220212345678"
