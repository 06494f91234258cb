"""The table of what is said after an alarm: complete, short enough, and true to its events."""

import pytest

from bot.paging import PAGE_BYTES
from core.text import byte_length
from knowledge.screening.aftermath import FILE_NAME, Aftermath
from knowledge.screening.emergencies import (
    FIRST_LINE_CHARACTERS,
    SCREENS,
    Emergency,
    EmergencyScreen,
    read_table,
)

TABLE = read_table(SCREENS / FILE_NAME)
KINDS = {entry["id"]: entry for entry in TABLE["kinds"]}
EVENTS = EmergencyScreen.load().emergencies()
AFTERMATH = Aftermath.load()
COLLAPSE = "no_breathing"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_every_reply_has_a_number_and_fits_one_message(event: Emergency) -> None:
    for kind in KINDS:
        reply = AFTERMATH.reply(AFTERMATH.of_kind(kind), event)
        assert byte_length(reply) <= PAGE_BYTES
        assert "{" not in reply
        assert any(number in reply for number in ("119", "120", "110"))


def test_who_is_in_despair_hears_of_the_hotline_first() -> None:
    ids = {event.id for event in EVENTS}
    assert set(TABLE["despair"]) <= ids
    for kind, entry in KINDS.items():
        assert any(number in entry["of_despair"][:80] for number in ("12356", "110")), kind


@pytest.mark.parametrize(
    "text",
    [
        "没有呼吸了",
        "没醒",
        "还没醒",
        "醒醒啊",
        "快醒醒",
        "没有心跳",
        "没有气了",
        "没缓过来",
        "没睁眼",
        "没说话",
        "没喘上来",
        "怎么叫醒他",
        "有反应吗",
        "有没有呼吸",
        "没哭出来",
        "说话啊",
        "冇反应",
        "未醒",
        "没睡着",
    ],
)
def test_who_has_not_come_round_is_not_taken_for_who_has(text: str) -> None:
    remark = AFTERMATH.remark(text, COLLAPSE)
    assert remark is None or not remark.of_state


def test_who_hides_reads_nothing_that_makes_a_noise() -> None:
    assert set(TABLE["hiding"]) <= {event.id for event in EVENTS}
    for kind, entry in KINDS.items():
        assert not any(word in entry["of_hiding"] for word in ("免提", "大声", "喊人")), kind


@pytest.mark.parametrize("text", ["三楼", "403", "幸福小区3栋2单元", "张家口村东头"])
def test_where_somebody_is_reads_as_an_address(text: str) -> None:
    assert AFTERMATH.is_address(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("还是不行", "still"),
        ("按了没反应", "still"),
        ("我一个人 好怕", "still"),
        ("120打不通！", "unreached"),
        ("打了没人接", "unreached"),
        ("救护车怎么还没来", "waiting"),
        ("然后呢？", "next"),
        ("火灭了", "over"),
        ("人救出来了", "over"),
        ("消防车到了", "helpers_here"),
    ],
)
def test_short_messages_are_told_apart(text: str, kind: str) -> None:
    remark = AFTERMATH.remark(text, COLLAPSE)
    assert remark is not None
    assert remark.id == kind


@pytest.mark.parametrize("text", ["谢谢", "灭火器怎么用", "油锅为什么会着火", "我想举报", "", "没" * 5000])
def test_what_says_something_else_is_left_alone(text: str) -> None:
    assert AFTERMATH.remark(text, COLLAPSE) is None


@pytest.mark.parametrize(
    ("event", "text", "kind"),
    [
        ("confined_space", "我憋口气下去一下行不", "going_in"),
        ("fire", "我手机还在里面", "thing_inside"),
        ("fire", "存折忘在屋里了", "thing_inside"),
        ("gas_leak", "味还在 我回去关一下阀", "going_in"),
        ("fire", "奶奶还在里头 我冲进去背", "going_in"),
        ("drowning", "我会游泳我下去了", "going_in"),
        ("no_breathing", "咔嚓一声肋骨断了 还按不按", "pressing"),
        ("no_breathing", "没有力气了", "pressing"),
        ("drowned_ashore", "救护车说还要二十分钟", "pressing"),
        ("poison_food", "今天好点了 不去了吧", "no_need"),
        ("heart_stroke", "又正常了", "no_need"),
        ("pesticide", "他不肯去医院", "no_need"),
        ("child_alone_fire", "妈妈电话打不通", "unreached"),
        ("drowning", "拉上来了", "brought_ashore"),
        ("drowning", "人救上岸了", "brought_ashore"),
        ("gas_leak", "燃气公司不接电话", "unreached"),
        ("fire", "他们不接", "unreached"),
        ("animal_bite", "多少钱一针", "money"),
        ("shock", "看病能报销吗", "money"),
        ("fall_injury", "医药费谁出", "money"),
        ("animal_bite", "可以报医保吗", "money"),
        ("fire", "能报吗", "whether_to_call"),
        ("shock", "闸拉了 他不动", "freed"),
        ("drowning", "捞上来了 嘴都紫了", "freed"),
        ("car_in_water", "水到脖子了", "sinking"),
        ("car_in_water", "车窗砸不开", "sinking"),
        ("bleeding", "皮带扎住了 多久松一下", "tied"),
        ("sea_distress", "没信号 只有对讲机", "by_radio"),
        ("beaten_at_home", "他走了 我头晕想吐", "after_blow"),
        ("pregnant_danger", "救护车下大雪来不了", "waiting"),
        ("gas_leak", "我已经出来了但我妈还在里面", "someone_inside"),
        ("fire", "奶奶没出来", "someone_inside"),
        ("fire", "我们一家都在楼上", "we_inside"),
        ("ebike_fire", "我和孩子在房间里", "we_inside"),
        ("fire", "我们都出来了 奶奶还在里面", "someone_inside"),
        ("fire", "我们家老人还在楼上", "someone_inside"),
        ("fire", "不是现在 是昨天", "only_asking"),
        ("suicide", "药已经吃了", "has_taken"),
        ("suicide_other", "她一瓶都吃了", "has_taken"),
        ("heart_stroke", "要不要喂水 喂药", "feeding"),
        ("swallowed", "喝醋有用吗", "feeding"),
        ("co_poisoning", "去医院挂什么科", "which_department"),
        ("fire_trapped", "从窗户跳下去行吗", "jump_down"),
        ("high_rise_fire", "跳下去行不行", "jump_down"),
        ("faint", "能不能喂点糖水", "feeding"),
        ("heart_stroke", "吃一颗速效救心丸", "feeding"),
        ("gas_leak", "是平时预防 不是现在漏", "only_asking"),
        ("shock", "我就问问", "only_asking"),
    ],
)
def test_what_is_told_after_an_event_means_what_it_means_there(event: str, text: str, kind: str) -> None:
    remark = AFTERMATH.remark(text, event)
    assert remark is not None
    assert remark.id == kind


@pytest.mark.parametrize(
    ("event", "text"),
    [
        ("fire", "我跑下去了"),
        ("fire", "消防员进去救了"),
        ("fire", "爸又冲进去了"),
        ("confined_space", "又下去一个"),
        ("heart_stroke", "我进去拿一下药"),
        ("burn", "肋骨断了"),
        ("no_breathing", "他有呼吸了 按了两分钟"),
        ("poison_food", "没呼吸了 不去医院了"),
        ("shock", "拉不出来 他不动"),
        ("flood_trapped", "水到脖子了"),
        ("beaten", "他气得头晕"),
        ("fire", "我们从里面跑出来了"),
        ("fire", "我在外地上班"),
        ("co_poisoning", "我爸还在屋里"),
        ("fire", "人都出来了"),
        ("suicide", "我没吃药"),
        ("suicide", "晚饭吃了"),
        ("low_sugar", "能不能喂点糖水"),
        ("heart_stroke", "喂了口水呛住了"),
        ("gas_leak", "不是现在漏 一直在漏"),
        ("fire", "没有真的着火 就是冒烟"),
        ("fall_injury", "叫救护车要钱吗"),
        ("child_lost", "她关机"),
        ("fire", "举报能拿多少钱"),
    ],
)
def test_another_danger_or_a_way_out_is_none_of_these(event: str, text: str) -> None:
    remark = AFTERMATH.remark(text, event)
    assert remark is None or "tells" not in KINDS[remark.id]


def test_what_is_told_after_events_names_events_that_there_are() -> None:
    ids = {event.id for event in EVENTS}
    for kind, entry in KINDS.items():
        assert set(entry.get("after", ())) <= ids, kind


@pytest.mark.parametrize("kind", [kind for kind, entry in KINDS.items() if "tells" in entry])
def test_a_kind_told_in_any_words_says_the_first_thing_first(kind: str) -> None:
    for field in ("reply", "of_despair", "of_hiding"):
        assert len(KINDS[kind][field].splitlines()[0]) <= FIRST_LINE_CHARACTERS
