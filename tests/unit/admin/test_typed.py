"""What clumsy hands type is read as it was meant: digits of either width, and what a copy brings along."""

import pytest

from admin.cases.forms import Typed, plain_amount, whole_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("１２", 12), (" 1 200 ", 1200), ("1,200", 1200), ("1，200", 1200), ("0", 0), ("007", 7)],
)
def test_digits_of_either_width_are_one_number(typed: str, number: int) -> None:
    assert whole_number(typed) == number


@pytest.mark.parametrize("typed", ["", "十二", "12个", "-3", "1.5", "²", "1234567890", "٣", "0x10"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert whole_number(typed) is None


@pytest.mark.parametrize("typed", ["3000", "３０００", "¥3000", "￥3000", "3000元", " 3000 元 "])
def test_an_amount_may_name_its_currency(typed: str) -> None:
    assert plain_amount(typed) == "3000"


def test_what_a_copy_brings_along_and_nobody_sees_is_gone() -> None:
    pasted = "\ufeff \u200b消防通道\u200e堵住\v第二行\u2028第三行\r\n第四行\0 \u200b"

    assert Typed({"words": [pasted]}).text("words") == "消防通道堵住\n第二行\n第三行\n第四行"
    assert Typed({"words": [pasted, "\u200b \ufeff"]}).all("words") == [
        Typed({"words": [pasted]}).text("words")
    ]
