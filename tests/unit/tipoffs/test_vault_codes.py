"""Receipt codes as they are made and as people write them."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipoffs.vault.codes import (
    ALPHABET,
    Code,
    code_as_svg,
    code_said,
    new_code,
    read_code,
)

CODES = st.builds(
    Code,
    st.text(ALPHABET, min_size=6, max_size=6),
    st.text(ALPHABET, min_size=20, max_size=20),
)
BETWEEN = st.sampled_from(["", " ", "-", "—", "－", "　", "\n", "·", "\u200b"])


def test_a_code_has_26_characters_in_groups() -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{6}(-[0-9A-HJKMNP-TV-Z]{5}){4}", str(new_code()))
    assert len({str(new_code()) for _ in range(2_000)}) == 2_000


def test_the_alphabet_has_five_bits_and_nothing_that_looks_like_something_else() -> None:
    assert len(set(ALPHABET)) == 32
    assert set(ALPHABET).isdisjoint("ILOU")


def test_every_character_comes_up_about_as_often() -> None:
    signs = "".join(str(new_code()).replace("-", "") for _ in range(2_000))
    counts = [signs.count(sign) for sign in ALPHABET]
    # 52,000 draws: 1,625 of each; six standard deviations of a fair draw are 238.
    assert all(1_387 < count < 1_863 for count in counts)


@given(CODES, st.data())
def test_however_it_is_written_it_is_read(code: Code, data: st.DataObject) -> None:
    written = []
    for sign in str(code).replace("-", ""):
        looks = {"0": "0Oo〇"[:3], "1": "1IlLi"}.get(sign, sign)
        sign = data.draw(st.sampled_from(looks))
        if data.draw(st.booleans()):
            sign = sign.lower()
        if data.draw(st.booleans()):
            sign = chr(ord(sign) + 0xFEE0)  # full width
        written += [sign, data.draw(BETWEEN)]
    assert read_code("".join(written)) == code


@pytest.mark.parametrize(
    "written",
    ["", "abc", "我的举报到哪了", "A" * 25, "A" * 27, "U" * 26, "A" * 25 + "!", "A" * 5_000, "A" * 25 + "é"],
)
def test_what_is_no_code_is_none(written: str) -> None:
    assert read_code(written) is None


@given(st.text())
def test_reading_never_fails(text: str) -> None:
    code = read_code(text)
    assert code is None or len(code.locator + code.proof) == 26


def test_no_repr_shows_a_code() -> None:
    code = new_code()
    assert code.locator not in repr(code)
    assert code.proof not in repr(code)


def test_the_drawing_is_a_drawing_and_has_no_address_in_it() -> None:
    code = Code("ABCDEF", "0" * 20)
    drawing = code_as_svg(code)
    assert drawing.startswith("<svg")
    assert "ABCDEF" not in drawing
    assert drawing != code_as_svg(Code("ABCDEG", "0" * 20))
    # Alphanumeric mode fits only capitals, digits and a few signs; an address would need a larger drawing.
    assert 'viewBox="0 0 33 33"' in drawing


@pytest.mark.parametrize(
    "message",
    [
        "12350 shi shenme dianhua",
        "mai jia dian gong zheng fan fa ma",
        "mie huo qi guo qi le hai neng yong",
        "miehuoqiguoqilehainengyong",
        "HDRXRD QXW23",
    ],
)
def test_a_sentence_in_pinyin_is_no_code(message: str) -> None:
    assert code_said(message) is None


@pytest.mark.parametrize(
    "write",
    [
        str,
        lambda code: str(code).lower(),
        lambda code: str(code).replace("-", " "),
        lambda code: f" {code}。",
    ],
)
def test_a_code_sent_in_a_talk_is_known_however_it_is_written(write: Callable[[object], str]) -> None:
    for _ in range(50):
        code = new_code()
        assert code_said(write(code)) == code
