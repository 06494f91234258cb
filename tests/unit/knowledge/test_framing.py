"""What stands around a question is left out, and nothing that may be the question itself."""

import pytest

from knowledge.framing import unframed
from knowledge.normalising import normalise

WISH = "灭火器怎么用"
AROUND = (
    "喂你好我想问一下那个{}",
    "哎那个就是说{}",
    "嗯我就是想问一下啊就是{}",
    "我跟你说个事啊{}",
    "问你个事儿，{}",
    "同志你好，跟你打听个事，{}",
    "喂，是应急局吗？{}",
    "应急管理局的领导好！{}",
    "我今年六十三了，不太会用手机，{}",
    "我是城东街道的居民，{}",
    "老师让我回来问，{}",
    "帮我妈问一下，{}",
    "上次没问明白，再问一遍：{}",
    "我是一个农民，没读过啥书，{}",
    "{}，在线等，挺急的",
    "{} 麻烦你帮我看一下谢谢啊",
    "{}，求大神指点",
    "{}，我不太懂，请详细说说",
    "{}，最好说得简单点，谢谢您了",
    "就是说我这边啊{}你给我说说",
    "{}这个怎么说",
    "哎那个啥我问问{}嗯",
    "{}给我讲讲呗",
)
KEPT = (
    "检查的人来了我该怎么说",
    "他老是不说说",
    "安责险最低保额",
    "安全带挂高处对",
    "喂猫的粮吃了中毒",
    "哎呀着火了",
    "跟老板说个事他不听",
    "住在三楼的业主往下扔东西",
    "狗咬了一口 没事吧",
    "灭火器 我不会用",
    "请你们应急局查这个厂",
    "农民 高温 补贴",
    "应急局 电话",
)


@pytest.mark.parametrize("around", AROUND)
def test_a_question_reads_the_same_whatever_stands_around_it(around: str) -> None:
    assert normalise(around.format(WISH)) == WISH


@pytest.mark.parametrize("text", KEPT)
def test_what_may_be_the_question_stays(text: str) -> None:
    assert unframed(text) == text


@pytest.mark.parametrize("text", ["在线等", "谢谢您", "我不太懂 请详细说说", "好的", ""])
def test_what_is_nothing_else_stays_as_it_is(text: str) -> None:
    assert unframed(text) == text


def test_a_long_clause_of_such_words_costs_little_and_stays() -> None:
    assert unframed(f"{'我想' * 400} {WISH}").endswith(WISH)
