"""Pinyin with the numbers of its tones, with the r of the north and by a southern ear."""

import pytest

from knowledge.normalising import folded
from knowledge.typed_pinyin import plainly_typed


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("mei2 qi4 lou4 le zen3 me ban4", "mei qi lou le zen me ban"),
        ("mei2qi4xie4lou4zen3me ban4", "mei qi xie lou zen me ban"),
        ("AED zen3me yong4", "aed zen me yong"),
        ("mei2qi4 怎么 guan1", "mei qi 怎么 guan"),
        ("qu nar jubao", "qu na li jubao"),
        ("yan huor fang zher xing ma", "yan huo fang zhe li xing ma"),
        ("qi hon le tin dian le", "qi hong le ting dian le"),
    ],
)
def test_it_is_read_as_a_dictionary_spells_it(typed: str, plain: str) -> None:
    assert folded(typed) == plain
    assert folded(plain) == plain


@pytest.mark.parametrize(
    "text",
    [
        "a4 纸",
        "co2 中毒",
        "n1 叉车证",
        "gb 17761",
        "p2p",
        "119 he 120",
        "my son is on fire in the car",
        "zhe car zhao huo le",
        "da 12350 hai shi 12345",
        "b1 zhao huo le",
    ],
)
def test_what_only_looks_like_it_stays_as_it_is(text: str) -> None:
    assert plainly_typed(text) == text
