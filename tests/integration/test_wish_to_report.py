"""Which first sentences begin a tip, with the real articles: a question about reporting gets its answer."""

import pytest

from handlers.wish_to_report import wants_to_report
from knowledge.library import Library


@pytest.mark.parametrize(
    "words",
    [
        "我要举报",
        "举报养老院消防通道堵了",
        "举报网吧安全出口锁着",
        "举报煤矿瞒报死人事故",
        "我要举报城南工地没有脚手架防护",
        "举报厂里不发安全帽",
    ],
)
def test_who_names_a_place_or_a_fact_begins_a_tip(library: Library, words: str) -> None:
    assert wants_to_report(words, library)


@pytest.mark.parametrize(
    "words",
    [
        "举报企业违法打什么电话",
        "举报安全出口锁着能给多少钱",
        "举报会不会被老板知道是我",
        "举报公司要写名字吗",
        "举报卖淫嫖娼",
        "举报食品添加剂",
        "举报拖欠农民工工资",
        "举报非法采砂",
        "我要举报有人偷电",
    ],
)
def test_who_asks_or_means_another_house_begins_none(library: Library, words: str) -> None:
    assert not wants_to_report(words, library)
