"""The plain form of a question: what must become the same, and what must stay apart."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.normalising import folded, normalise


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("電瓶車擱樓梯口充一宿要不要緊", "电瓶车搁楼梯口充一宿要不要紧"),
        ("著火了怎麼辦", "着火了怎么办"),
        ("裡面全是煙", "里面全是烟"),
        ("ＡＥＤ怎么用？", "aed怎么用"),
        ("打１１９！！！", "打119"),
        ("请问，灭火器怎么用呢？", "灭火器怎么用"),
        ("你好，我想咨询一下燃气报警器装哪里啊", "燃气报警器装哪里"),
        ("咨询日为啥老是定在那一天", "咨询日为啥老是定在那一天"),
        ("着火了着火了急急急急", "着火了着火了急"),
        ("煤气漏了怎么办\u200b\u0000啊啊啊啊", "煤气漏了怎么办"),
        ("电动车  楼道\n充电", "电动车 楼道 充电"),
        ("气瓶离灶台0.5米够吗", "气瓶离灶台0.5米够"),
        ("拨打12333还是12345", "拨打12333还是12345"),
        ("小区旁边的网吧", "小区旁边的网吧"),
        ("额头烫伤", "额头烫伤"),
        ("问题是老人一个人在家，煤气灶忘关了", "老人一个人在家 煤气灶忘关了"),
        ("🔥着火了", "着火了"),
        ("gāosù dǔchē", "gaosu duche"),
        ("卧槽煤气罐过期了咋办", "煤气罐过期了咋办"),
        ("他妈的谁在楼道充电", "谁在楼道充电"),
        ("我靠，请问高压锅多久换", "高压锅多久换"),
        ("我妈的手机怎么开地震预警", "我妈的手机怎么开地震预警"),
        ("开车我靠边停", "开车我靠边停"),
        ("他妈晕倒了", "他妈晕倒了"),
        # The table of the library makes 打坯 of it, a brick in the making.
        ("路由器让雷打坏了", "路由器让雷打坏了"),
        ("他沈船裡甦醒，不瞭解情況", "他沉船里苏醒 不了解情况"),
        ("离1.5米.左右．2..3", "离1.5米 左右 2 3"),
    ],
)
def test_the_same_wish_reads_the_same(written: str, plain: str) -> None:
    assert normalise(written) == plain


@pytest.mark.parametrize("written", ["你好", "请问", "在吗", "谢谢", "吗", "hello"])
def test_words_of_courtesy_alone_are_not_lost(written: str) -> None:
    assert normalise(written) == written


def test_folding_keeps_particles() -> None:
    assert folded("那冬天呢？") == "那冬天呢"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@example("下下一下下")
@given(st.text(alphabet="你好请问啊吗呢吧的着火煤气 ，。？一下想咨询", max_size=30))
def test_normalising_settles_on_polite_chatter(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(min_size=1))
def test_only_letters_digits_and_single_spaces_remain(text: str) -> None:
    plain = folded(text)
    assert "  " not in plain
    assert plain == plain.strip()
    assert all(sign.isalnum() or sign in " ." or not sign.isascii() for sign in plain)


def test_what_is_plain_already_is_not_changed_by_the_table() -> None:
    """The short way for what needs no changing gives what the long one gives, sign by sign."""
    signs = [chr(code) for code in (*range(0x20, 0x7F), *range(0x3000, 0x3020), *range(0x4E00, 0x9FA6))]
    short = [folded(f"火{sign}") for sign in signs]
    # An invisible character says that the text is not plain.
    long = [folded(f"火{sign}\u200b") for sign in signs]
    assert short == long
