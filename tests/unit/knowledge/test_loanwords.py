"""English among Chinese: read where the table is sure, left alone everywhere else."""

import pytest

from core.yamls import parsed
from knowledge.loanwords import TABLE, in_chinese
from knowledge.normalising import folded
from knowledge.screening.spotting import SYLLABLES


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("E-Bike 能进 elevator 吗", "电动车能进电梯吗"),
        ("iPhone放pillow下面充电overnight", "手机放枕头下面充电一晚上"),
        ("台风orange alert，boss还让on site办公", "台风橙色预警 老板还让现场办公"),
        ("grain silo里有人陷进去了", "粮仓里有人陷进去了"),
        ("两台ebikes在corridor", "两台电动车在楼道"),
        # To dismiss; the fee of a block chain; words of ours inside others; no Chinese beside them.
        ("boss把我fire了", "老板把我fire了"),
        ("gas fee好贵", "gas fee好贵"),
        ("carbon复写纸和phonetics", "carbon复写纸和phonetics"),
        ("how to charge my ebike", "how to charge my ebike"),
        ("AED怎么用", "aed怎么用"),
        # First letters of pinyin, beside Chinese and beside nothing else.
        ("mhq怎么用", "灭火器怎么用"),
        ("119 DH", "119电话"),
        ("xffs", "心肺复苏"),
        ("dh abc", "dh abc"),
        # 应急包 as well as 应急办.
        ("yjb电话", "yjb电话"),
    ],
)
def test_english_of_our_subjects_among_chinese_is_read_as_chinese(written: str, plain: str) -> None:
    assert folded(written) == plain
    assert folded(plain) == plain


def test_the_table_says_one_thing_for_each_word_and_takes_no_pinyin_for_english() -> None:
    table = parsed(TABLE.read_text("utf-8"))
    words = [word for part in ("words", "initials") for chinese in table[part].values() for word in chinese]
    assert len(words) == len(set(words)) > 200
    assert not set(words) & set(table["kept"])
    assert not SYLLABLES.intersection(words)
    for chinese, english in table["words"].items():
        assert in_chinese(chinese) == chinese
        for word in english:
            assert in_chinese(f"问{word}") == f"问{chinese}", "its own longer word stands before it"
