"""A cry that breaks off is read on, and what is no cry is left as it is."""

import pytest

from knowledge.screening.broken_off import BrokenOff

READ = {
    "火 出不": "火 出不去了",
    "奶奶没呼": "奶奶没呼吸了",
    "楼倒": "楼倒了",
    "火火火": "着火了",
    "烟烟烟烟！": "屋里全是烟",
    "家里着": "家里着火了",
    "冒烟了": "屋里冒烟了",
    "着了！": "着火了",
    "塌勒": "房子塌了",
    "喘不上气": "我喘不上气了",
    "别杀我": "他要杀我",
}
LEFT = ["火", "火火", "睡着", "出不", "洗碗机 漏", "我想问一下这个煤气怎么会漏", "", "楼倒了"]


@pytest.mark.parametrize(("written", "meant"), READ.items())
def test_a_cry_is_read_on(written: str, meant: str) -> None:
    assert BrokenOff.load().read_on(written) == meant


@pytest.mark.parametrize("text", LEFT)
def test_what_does_not_break_off_is_left_alone(text: str) -> None:
    assert BrokenOff.load().read_on(text) is None
