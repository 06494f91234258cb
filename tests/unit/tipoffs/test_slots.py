"""Which question of a tip a message answers, and whether it tells of a hazard at all."""

import pytest

from tipoffs.intake.draft import Step
from tipoffs.intake.slots import answered, complains_of_hazard
from tipoffs.intake.wizard import NOTED, ReporterMessage, Turned, advance, begin


@pytest.mark.parametrize(
    ("asked", "words", "step"),
    [
        (Step.OBJECT, "灭火器也过期了", Step.FACTS),
        (Step.OBJECT, "昨天晚上看到的", Step.TIME),
        (Step.OBJECT, "老张饭店", Step.OBJECT),
        (Step.OBJECT, "就是路口那个", Step.OBJECT),
        (Step.OBJECT, "好又多", Step.OBJECT),
        (Step.OBJECT, "老王充电站", Step.OBJECT),
        (Step.OBJECT, "不锈钢加工点", Step.OBJECT),
        (Step.OBJECT, "危险品仓库", Step.OBJECT),
        (Step.OBJECT, "灭火器坏了一点", Step.FACTS),
        (Step.PLACE, "灭火器过期了也", Step.FACTS),
        (Step.PLACE, "安全门还锁着", Step.FACTS),
        (Step.OBJECT, "老板不听", Step.FACTS),
        (Step.OBJECT, "人家说是老王饭店", Step.OBJECT),
        (Step.PLACE, "现在还在", Step.TIME),
        (Step.PLACE, "一楼楼梯口，堵着的那个", Step.PLACE),
        (Step.PLACE, "农行对面", Step.PLACE),
        (Step.PLACE, "清溪", Step.PLACE),
        (Step.TIME, "南街老张饭店", Step.PLACE),
        (Step.TIME, "灭火器也过期了", Step.FACTS),
        (Step.TIME, "有几十个", Step.FACTS),
        (Step.TIME, "大概二十来瓶吧", Step.FACTS),
        (Step.TIME, "有两个月", Step.TIME),
        (Step.OBJECT, "油烟大", Step.FACTS),
        (Step.PLACE, "味道很重", Step.FACTS),
        (Step.PLACE, "烟大路", Step.PLACE),
        (Step.OBJECT, "声音大得很", Step.FACTS),
        (Step.OBJECT, "巴味重庆火锅", Step.OBJECT),
        (Step.OBJECT, "知味大排档", Step.OBJECT),
        (Step.OBJECT, "新声音大药房", Step.OBJECT),
        (Step.PLACE, "石灰大队", Step.PLACE),
        (Step.TIME, "三个季度", Step.TIME),
        (Step.TIME, "物业说没钱修", Step.FACTS),
        (Step.TIME, "老板不听", Step.FACTS),
        (Step.TIME, "跟社区反映了没人理", Step.FACTS),
        (Step.TIME, "他们说上个月就这样", Step.TIME),
        (Step.TIME, "物业旁边", Step.PLACE),
        (Step.TIME, "上礼拜三", Step.TIME),
        (Step.TIME, "一直都这样，灭火器也过期了", Step.TIME),
        (Step.TIME, "开学那阵子", Step.TIME),
        (Step.TIME, "没了", Step.TIME),
        (Step.TIME, "说不好", Step.TIME),
        (Step.FACTS, "南街老张饭店", Step.FACTS),
        (Step.FACTS, "幸福家园3栋", Step.PLACE),
        (Step.FACTS, "就在幸福家园3栋那里", Step.PLACE),
        (Step.FACTS, "幸福家园3栋楼道堆满了纸箱", Step.FACTS),
        (Step.MODE, "灭火器过期了", Step.MODE),
    ],
)
def test_a_message_goes_to_the_question_it_answers(asked: Step, words: str, step: Step) -> None:
    assert answered(asked, words) is step


def told(*messages: str) -> list[Turned]:
    """Every turn of a talk in words."""
    turns = [begin("我要举报")]
    for words in messages:
        turns.append(advance(turns[-1].draft, ReporterMessage(words=words)))
    return turns


def test_what_is_told_in_pieces_stands_where_it_belongs() -> None:
    turns = told("饭店煤气罐放在厨房里有十几个", "灭火器过期了也", "南街老张饭店", "就在农行旁边", "昨天")
    assert [turn.say for turn in turns] == ["facts", "place", "place", "time", "time", "evidence"]
    assert [NOTED in turn.fields for turn in turns] == [False, False, True, False, True, False]
    draft = turns[-1].draft
    assert draft.facts == "饭店煤气罐放在厨房里有十几个\n灭火器过期了也"
    assert (draft.object_name, draft.address) == ("南街老张饭店", "南街老张饭店，就在农行旁边")
    assert draft.happened == "昨天"


def test_a_place_told_first_is_kept_and_what_is_wrong_still_asked() -> None:
    first, second = told("幸福家园3栋", "楼道堆满了纸箱")[1:]
    assert (first.say, NOTED in first.fields, first.draft.address) == ("facts", True, "幸福家园3栋")
    assert (second.say, second.draft.facts) == ("time", "楼道堆满了纸箱")


@pytest.mark.parametrize(
    ("words", "say"),
    [
        ("保密吧", "submitted"),
        ("我要实名举报", "submitted"),
        ("那就匿名吧", "browser"),
        ("不要实名", "mode_again"),
        ("保密还是实名", "mode_again"),
    ],
)
def test_how_to_sign_is_said_in_words(words: str, say: str) -> None:
    whole = ("消防通道堵满了纸箱", "好又多超市", "城东路", "昨天", "没有")
    assert told(*whole, words)[-1].say == say


def test_a_place_told_late_is_added_to_the_one_told() -> None:
    draft = told("消防通道堵满了纸箱", "好又多超市", "城东路", "建设路88号好又多超市后门")[-1].draft
    assert (draft.address, draft.happened) == ("城东路，建设路88号好又多超市后门", "")


def test_what_would_be_too_long_is_refused_and_nothing_is_lost() -> None:
    turns = told("消防通道堵满了纸箱" * 100, "好又多超市", "灭火器也过期了" * 20)
    assert (turns[-1].say, turns[-1].draft) == ("too_long", turns[-2].draft)


@pytest.mark.parametrize(
    "words",
    [
        "我们村口那个加工木材的厂子 天天在露天烧木屑 边上就是变压器 万一着火了可咋整",
        "我们这有家黑加油站",
        "楼下饭店煤气罐摆了一排",
        "小区电梯坏了好久没人修",
        "学校旁边那个店偷偷卖烟花",
    ],
)
def test_a_complaint_of_a_hazard_is_one(words: str) -> None:
    assert complains_of_hazard(words)


@pytest.mark.parametrize(
    "words",
    ["灭火器怎么用", "煤气罐多久检一次", "公司团建去哪", "老板总骂人", "小区电梯怎么坐", "我家灶台天天用"],
)
def test_a_question_or_another_complaint_is_none(words: str) -> None:
    assert not complains_of_hazard(words)


@pytest.mark.parametrize("words", ["有图", "我有照片", "照片等下发", "马上发过来", "有视频的"])
def test_who_says_that_there_are_photos_is_asked_for_them_again(words: str) -> None:
    asked = told("饭店煤气罐放在厨房里有十几个", "南街老张饭店", "就在农行旁边", "昨天")[-1]

    turned = advance(asked.draft, ReporterMessage(words=words))

    assert (turned.say, turned.draft) == ("evidence", asked.draft)
