"""What tells nothing of the hazard stays out of the tip, and what names a step is taken for it."""

import pytest

from handlers import notices
from tests.integration.intake.counter import Counter
from tests.integration.intake.phone import Phone
from tests.unit.wechat.pushes import OPENID

WHOLE = "我要举报 建设路88号鑫源化工厂昨天晚上偷偷生产，车间里一股怪味"


@pytest.mark.parametrize(
    "words",
    [
        "你好",
        "[Sticker]",
        "【收到不支持的消息类型，暂无法显示】",
        "没懂",
        "再说一遍",
        "什么意思",
        "不满意",
        "字太小看不见",
        "哈哈哈",
    ],
)
def test_small_talk_and_stickers_are_no_part_of_a_tip(phone: Phone, counter: Counter, words: str) -> None:
    assert "照片" in phone.says(WHOLE)

    assert "接着刚才的问题" in phone.says(words)

    phone.says("好了")
    assert words not in phone.reply
    phone.says("1")
    (tip,) = counter.tips()
    assert words not in counter.words_of(tip.number)[0]


def test_a_question_is_answered_and_not_told(phone: Phone) -> None:
    phone.says(WHOLE)

    assert "接着刚才的问题" in phone.says("煤气罐多久检一次")
    assert "煤气罐" not in phone.says("好了")


@pytest.mark.parametrize("words", ["会不会让老板知道", "老板会不会知道是我举报的", "会保密吗", "怕被报复"])
def test_who_fears_to_be_known_is_answered_in_the_middle_of_a_tip(phone: Phone, words: str) -> None:
    phone.says(WHOLE)

    assert "会保密" in phone.says(words)
    assert "接着刚才的问题" in phone.reply
    assert words not in phone.says("好了")


def test_who_fears_to_be_known_is_reassured_before_the_first_question(phone: Phone) -> None:
    assert phone.says("我要举报俺们厂长，他能知道是我不").startswith("放心：举报人的身份依法保密")


def test_a_hazard_told_with_fear_is_told(phone: Phone) -> None:
    phone.says(WHOLE)

    assert "也记下了" in phone.says("车间后门一直锁着钥匙在班长那，千万别让老板知道是我说的")


def test_what_adds_to_it_is_still_told(phone: Phone) -> None:
    phone.says(WHOLE)

    assert "也记下了" in phone.says("门口有个蓝色的桶")
    assert "蓝色的桶" in phone.says("好了")


@pytest.mark.parametrize("words", ["工人都住在二楼", "墙上插座烧黑了", "一条船坐三十个人", "水泵露着电线"])
def test_what_only_sounds_like_a_danger_is_told(phone: Phone, words: str) -> None:
    phone.says(WHOLE)

    assert "也记下了" in phone.says(words)
    assert words in phone.says("好了")


@pytest.mark.parametrize("asks", [WHOLE, "留言"], ids=["a tip", "a message for staff"])
def test_the_numbers_stand_before_what_may_be_a_danger(phone: Phone, asks: str) -> None:
    phone.says(asks)

    assert phone.says("墙上插座烧黑了").startswith(notices.FIRST_HELP)
    assert "记下了" in phone.reply


@pytest.mark.parametrize("asks", [WHOLE, "留言"], ids=["a tip", "a message for staff"])
def test_despair_is_listened_to_wherever_it_is_told(phone: Phone, asks: str) -> None:
    phone.says(asks)

    assert "12356" in phone.says("没有我大家都轻松")[:80]


def test_a_plain_danger_breaks_into_a_tip(phone: Phone) -> None:
    phone.says(WHOLE)

    assert "119" in phone.says("车间现在着火了 有人没跑出来")[:80]
    assert "接着刚才的问题" in phone.reply


def test_a_message_for_staff_is_begun_in_the_middle_of_a_tip(phone: Phone) -> None:
    phone.says(WHOLE)

    assert "转给工作人员" in phone.says("留言")


@pytest.mark.parametrize("words", ["撤回", "我要撤回举报", "撤销举报", "取消举报"])
def test_withdrawing_is_begun_by_its_name(phone: Phone, counter: Counter, words: str) -> None:
    number = counter.submitted(OPENID).number

    assert f"要撤回编号{number}的举报吗" in phone.says(words)
    assert "已经撤回" in phone.says("确认")
    # There is nothing to withdraw any more: one sees how it stands.
    assert "您已撤回" in phone.says(words)


def test_on_a_new_phone_the_code_comes_first(phone: Phone, counter: Counter) -> None:
    code = counter.submitted("oSomebody-else-0123456789abc").code
    phone.says(code)

    assert "要撤回编号" in phone.says("撤回")


def test_of_two_tips_one_says_which(phone: Phone, counter: Counter) -> None:
    first, second = (counter.submitted(OPENID).number for _ in range(2))

    assert "要撤回编号" not in phone.says("撤回")
    assert first in phone.reply
    assert second in phone.reply


def test_who_has_no_tip_withdraws_none(phone: Phone) -> None:
    assert "要撤回编号" not in phone.says("撤回")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("能给钱不", "15%"),
        ("罚多少", "依法来定"),
        ("怎么处罚他", "依法来定"),
        ("判几年", "依法来定"),
        ("有奖励没", "15%"),
        ("我啥时候能知道结果", "60日"),
        ("多久给回信", "60日"),
        ("不想留名字", "会保密"),
        ("别说是我说的", "会保密"),
        ("要不要身份证", "领奖的时候才要"),
        ("报错了要紧不", "不用担责"),
    ],
)
def test_what_is_asked_of_reporting_on_the_way_is_answered_and_not_told(
    phone: Phone, counter: Counter, asked: str, said: str
) -> None:
    phone.says(WHOLE)

    assert said in phone.says(asked)
    assert "接着刚才的问题" in phone.reply

    phone.says("好了")
    phone.says("1")
    (tip,) = counter.tips()
    assert asked not in counter.words_of(tip.number)[0]


@pytest.mark.parametrize(
    "words",
    [
        "去年查过一次没结果",
        "几个月了都没人来查",
        "老板怕查，白天关门",
        "罚过款了还在干",
        "他们有保护伞",
        "张老板知道这事",
    ],
)
def test_what_is_told_in_the_words_of_such_a_question_is_told(
    phone: Phone, counter: Counter, words: str
) -> None:
    phone.says(WHOLE)

    assert "也记下了" in phone.says(words)

    phone.says("好了")
    phone.says("1")
    (tip,) = counter.tips()
    assert words in counter.words_of(tip.number)[0]


@pytest.mark.parametrize(
    "words",
    [
        "交吧",
        "提交",
        "直接提交吧",
        "就这样吧",
        "没别的了",
        "发不了照片",
        "拍不了",
        "不方便拍",
        "手机传不上去",
    ],
)
def test_who_has_no_more_to_show_comes_to_the_signature(phone: Phone, words: str) -> None:
    phone.says(WHOLE)

    assert "您想怎样署名" in phone.says(words)
    assert words not in phone.reply


@pytest.mark.parametrize("words", ["俺想举报个矿", "俺要举报个黑作坊", "我要举报他"])
def test_who_names_hardly_anything_yet_is_asked(phone: Phone, words: str) -> None:
    assert "请说说您看到了什么" in phone.says(words)


@pytest.mark.parametrize(
    "words",
    ["没几天", "有几天了", "没多久", "多少年了", "好多天了都没", "现在还没", "现在没有", "大概多久前忘了"],
)
def test_what_answers_when_it_was_seen_is_no_question(phone: Phone, counter: Counter, words: str) -> None:
    phone.says("我要举报 建设路88号鑫源化工厂偷偷生产，车间里一股怪味")
    assert "什么时候看到的" in phone.reply

    assert "照片" in phone.says(words)

    phone.says("没有")
    phone.says("1")
    assert counter.tips()


@pytest.mark.parametrize("words", ["提交", "没别的了", "就这样吧"])
def test_who_has_no_more_to_say_is_asked_nothing_but_where(phone: Phone, words: str) -> None:
    phone.says("我要举报")
    phone.says("工地上没人戴安全帽")

    assert "在什么地方" in phone.says(words)
    assert "您想怎样署名" in phone.says("城南")


def test_who_does_not_know_where_either_hands_it_in_all_the_same(phone: Phone) -> None:
    phone.says("我要举报")
    phone.says("工地上没人戴安全帽")
    phone.says("提交")

    assert "您想怎样署名" in phone.says("提交")


def test_who_is_afraid_hears_that_it_stays_secret_and_gives_no_name_by_it(phone: Phone) -> None:
    phone.says("我要举报")
    phone.says("加油站给塑料桶加油")

    assert "会保密" in phone.says("我怕他们知道")
    assert "我怕他们知道" not in phone.says("提交")


def test_what_was_told_just_before_is_what_is_to_be_reported(phone: Phone) -> None:
    phone.says("山上有人烧荒")

    assert "山上有人烧荒" in phone.says("我要举报")


def test_a_question_just_before_is_not_reported(phone: Phone) -> None:
    phone.says("邻居在楼道充电怎么办")

    assert "请说说您看到了什么" in phone.says("我要举报")


@pytest.mark.parametrize("words", ["往哪跑", "怎么灭", "没人接", "打谁"])
def test_who_is_in_danger_while_telling_is_answered_and_nothing_of_it_stands_in_the_tip(
    phone: Phone, words: str
) -> None:
    phone.says("我要举报")
    phone.says("红星厂仓库门口堆满了纸箱")
    phone.says("着火了")

    assert "119" in phone.says(words)
    assert words not in phone.says("提交")
