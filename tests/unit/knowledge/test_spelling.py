"""Messages written by sound are read as they were meant; what is right already stays."""

import pytest

from knowledge.building import shared_tokenizer
from knowledge.search.lexis import Lexis, build_lexis
from knowledge.search.spelling import Speller
from tests.index import KEPT

TEXTS = [
    "煤气罐 着火 会 爆炸 吗 先 关 阀门",
    "灭火器 过期 了 怎么办 几年 报废",
    "液氨 泄漏 怎么 自救",
    "安全码 怎么 申请 安全 生产 安全 检查 安全 出口 安全 通道",
    "家里 怎么 防火 厨房 防火 老人 防火 防火 要 注意 什么 防火 知识",
    "电动车 能 放 楼梯 下面 充电",
    "洁厕灵 和 84 能 混用",
    "洁厕灵 和 84 能 混用",
    "胸口 疼 出 冷汗 叫 aed",
    "楼道 有 浓烟 快 跑",
    "are you ok",
    "安全生产月 是 几月 主题",
    "安全 越来越 重要 越 大 越 怕",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Knows the words of a few texts beside those of everyday Chinese."""
    tokenizer = shared_tokenizer(KEPT)
    return Speller(Lexis(build_lexis(TEXTS, tokenizer.dictionary)), tokenizer.sounds)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("meiqiguan zhaohuo", "煤气罐着火"),
        ("mei qi guan zhao huo", "煤气罐着火"),
        ("miehuoqi jinian baofei", "灭火器几年报废"),
        ("mie huo qi ji nian bao fei", "灭火器几年报废"),
        ("diandongche neng fang louti xiamian chongdian ma", "电动车能放楼梯下面充电吗"),
        ("84 he jieceling neng hunyong", "84 和洁厕灵能混用"),
        ("电动车 chongdian", "电动车 充电"),
        ("loudao you nongyan", "楼道有浓烟"),
        ("anquan shengchan yue", "安全生产月"),
    ],
)
def test_pinyin_is_read(speller: Speller, written: str, meant: str) -> None:
    assert speller.read(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("灭火器过其了几年报非", "灭火器过期了几年报废"),
        ("液安泄漏怎么自旧", "液氨泄漏怎么自救"),
        ("先关伐门", "先关阀门"),
        ("安全马", "安全码"),
        ("怎么放火", "怎么防火"),
    ],
)
def test_a_wrong_character_of_the_same_sound_is_mended(speller: Speller, written: str, meant: str) -> None:
    assert speller.read(written) == meant


@pytest.mark.parametrize(
    "right",
    [
        "煤气罐着火会爆炸吗",
        "胸口疼叫 aed",
        "gb 17761 2024",
        "the stairs",
        "are you ok",
        "wifi",
        "119 还是 120",
        "仔猪怕冷",
        "",
        "12350",
    ],
)
def test_what_is_right_stays(speller: Speller, right: str) -> None:
    assert speller.read(right) == right


def test_only_whole_syllables_count_as_pinyin(speller: Speller) -> None:
    assert speller.read("yumi gan") != "yumi gan"
    assert speller.read("aed cpr") == "aed cpr"
