"""Which line of an answer a second question is about."""

import pytest

from knowledge.pointing import beyond_the_lead, pointed
from knowledge.search.index import Index
from tests.unit.knowledge.samples import make_article

SHELTER = make_article(
    "shelter.find",
    "避难场所在哪里？",
    lead="村里的公示栏写着避难场所在哪里。带上证件和药。",
    answer="""
怎么找：
1. 公园、学校门口有绿色的避难场所标志。
到了以后：
2. 先登记几口人，避难场所有铺位，按次序领。
3. 不收钱，也不用交押金。
4. 猫狗：各地不一样，能带的要拴绳。
5. 腿脚不便的早告诉干部派车接。
6. 通知可以回家了再走，一般住三天左右。
""",
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("能带狗去吗", "猫狗：各地不一样，能带的要拴绳。"),
        ("要不要收费", "不收钱，也不用交押金。"),
        ("腿脚不便咋去", "腿脚不便的早告诉干部派车接。"),
        ("公園門口算不算", "怎么找：公园、学校门口有绿色的避难场所标志。"),
    ],
)
def test_the_line_that_says_it_is_named_without_its_number(index: Index, question: str, meant: str) -> None:
    assert pointed(question, SHELTER, index) == (meant,)


@pytest.mark.parametrize(
    "question",
    [
        "避难场所在哪里",  # what the whole answer is about
        "那老人呢",
        "充电宝和收音机要带哪种牌子的狗粮放进冰箱",  # one word of many
        "谢谢",
    ],
)
def test_none_is_named_where_none_stands_out(index: Index, question: str) -> None:
    assert pointed(question, SHELTER, index) == ()


def test_a_span_of_time_elsewhere_does_not_answer_how_long(index: Index) -> None:
    cooker = make_article(
        "home.pressure_cooker",
        "高压锅怎么用？",
        answer="1. 装不过大半。\n2. 用久变形的，报废换新。\n3. 烫了：凉水冲15分钟。\n4. 别堵气阀。",
    )
    assert pointed("变形的几年报废", cooker, index) == ("用久变形的，报废换新。",)


def test_of_two_that_say_it_alike_both_are_named(index: Index) -> None:
    twice = make_article(
        "gas.hose",
        "软管几年换？",
        lead="软管一般18个月换。",
        answer="1. 老鼠咬过的马上换。\n2. 卡箍拧紧。\n3. 不穿墙。\n4. 每月看看有没有老鼠咬。\n5. 不暗埋。",
    )
    assert pointed("被老鼠咬了", twice, index) == ("老鼠咬过的马上换。", "每月看看有没有老鼠咬。")


SERVICE = make_article(
    "fire.extinguisher_expiry",
    "灭火器多久过期？",
    lead="先看压力表，再看出厂日期。",
    answer="""
1. 猪圈、柴房这样的附属房不赔。
2. 保险公司赔，政府给的是另一笔，都赔得到。
3. 火灾、爆炸，赔。
4. 过期的交给灭火器维修单位，也可以问物业。
5. 头上流血止不住的，去医院。
6. 年满18周岁才能报名。
7. 用37到40℃的温水泡，泡的时候添水。
8. 水脏了就倒掉，水凉了就换水。
""",
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("猪圈赔吗", "猪圈、柴房这样的附属房不赔。"),
        ("那要交给谁", "过期的交给灭火器维修单位，也可以问物业。"),
        ("要不要看医生", "头上流血止不住的，去医院。"),
        ("多大年纪才行", "年满18周岁才能报名。"),
        ("多少度的水", "用37到40℃的温水泡，泡的时候添水。"),
    ],
)
def test_what_one_line_says_alone_and_what_kind_of_thing_is_asked_single_it_out(
    index: Index, question: str, meant: str
) -> None:
    assert pointed(question, SERVICE, index) == (meant,)


@pytest.mark.parametrize("question", ["猪圈要看多久", "烧完要等多久"])
def test_how_long_something_is_of_which_no_line_speaks_is_told_by_none(index: Index, question: str) -> None:
    permit = make_article(
        "hotwork.permit",
        "动火要审批吗？",
        lead="先审批，再动手。",
        answer="1. 四周的东西搬走。\n2. 旁边放灭火器。\n3. 违规的，拘留5日以下。",
    )
    assert pointed(question, permit, index) == ()


BATTERY = make_article(
    "ebike.charge_safely",
    "电动车怎么充电？",
    lead="在室外充，用原装充电器，充满就拔。",
    answer="""
1. 充电器：用原配的，坏了去售后买。
2. 时间：照说明书的时间充，不插着过夜。
3. 充电器上不盖东西。
4. 不在卧室里充。
5. 平时不乱塞卫生纸。
6. 一个人在家：趴在椅背上往里往上冲。
7. 停电用手电，不点蜡烛。
8. 不肯走的，当地可以强行带离，不听要受罚。
""",
)


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        # Three lines name it, and one is about it.
        ("换个充电器行吗", "充电器：用原配的，坏了去售后买。"),
        ("充多长时间", "时间：照说明书的时间充，不插着过夜。"),
        # Words that jieba cuts otherwise, or holds for empty.
        ("自己一个人呢", "一个人在家：趴在椅背上往里往上冲。"),
        ("停电了呢", "停电用手电，不点蜡烛。"),
        ("能硬拉吗", "不肯走的，当地可以强行带离，不听要受罚。"),
    ],
)
def test_labels_results_and_pairs_of_signs_point_too(index: Index, question: str, meant: str) -> None:
    assert pointed(question, BATTERY, index) == (meant,)


def test_when_something_is_done_is_asked_in_words_that_no_line_has(index: Index) -> None:
    permit = make_article(
        "firework.retail_license",
        "卖烟花要什么证？",
        lead="向应急管理局申请许可证。",
        answer="1. 交申请书。\n2. 应急管理局20日内审查。\n3. 店里不住人。",
    )
    assert pointed("多久批下来", permit, index) == ("应急管理局20日内审查。",)


@pytest.mark.parametrize("question", ["下去之前要做什么", "卫生间要多少钱", "要绑起来吗"])
def test_signs_of_words_that_say_nothing_point_to_none(index: Index, question: str) -> None:
    assert pointed(question, BATTERY, index) == ()


def test_how_long_a_thing_lasts_is_told_by_no_span_of_minutes(index: Index) -> None:
    cooker = make_article(
        "home.pressure_cooker",
        "高压锅怎么用？",
        lead="没放完气不开盖。",
        answer="1. 烫了：凉水冲15到30分钟。",
    )

    assert pointed("多久换", cooker, index) == ()
    assert pointed("要冲多久", cooker, index) == ("烫了：凉水冲15到30分钟。",)


def test_a_first_question_is_told_the_line_of_which_the_lead_says_nothing(index: Index) -> None:
    told = beyond_the_lead("去那里收费吗，要交押金吗", SHELTER, index)

    assert told == "不收钱，也不用交押金。"


@pytest.mark.parametrize(
    "question",
    ["避难场所在哪里", "要带证件吗", "公园门口有绿色的标志吗", "明天会下雨吗"],
    ids=["the whole article", "the lead", "the line after the lead", "nothing of it"],
)
def test_what_is_read_first_anyway_is_not_told_twice(index: Index, question: str) -> None:
    assert beyond_the_lead(question, SHELTER, index) is None


def test_who_asks_what_fine_there_is_is_told_no_line_without_one(index: Index) -> None:
    assert beyond_the_lead("去那里不交押金会坐牢", SHELTER, index) is None
