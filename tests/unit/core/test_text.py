"""Cutting and cleaning of what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import byte_length, cut_to_bytes, short_openid, without_control


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
