"""Who was just told what to do in a danger is not met with small talk: 还是不行, 没人接, 呜呜, 然后呢."""

import pytest

from tests.conftest import StandingClock
from tests.integration.conftest import Line, read_first

COLLAPSED = "我爸突然倒地上叫不醒了"
FIRE = "油锅着火了"
HIDING = "有人拿刀在砍人我躲在柜子里"
DESPAIR = "活着没意思不想活了"


@pytest.mark.parametrize(
    "words",
    [
        "还是不行",
        "没用",
        "没反应啊",
        "我不敢",
        "我不会弄啊",
        "怎么办",
        "呜呜呜",
        "在吗",
        "快点说啊",
        "我一个人在家怕",
    ],
)
def test_the_help_goes_on_while_the_danger_does(line: Line, words: str) -> None:
    line.says(COLLAPSED)

    reply = line.says(words)

    assert "120" in reply
    assert "按压" in reply
    assert "煤气罐多久检一次" not in reply


@pytest.mark.parametrize("words", ["打不通", "120没人接", "一直占线", "手机没信号", "打了没人接啊"])
def test_who_gets_no_answer_on_the_telephone_is_told_how_to(line: Line, words: str) -> None:
    line.says(COLLAPSED)

    reply = line.says(words)

    assert "接着拨" in reply
    assert "按压" in reply


@pytest.mark.parametrize("words", ["救护车怎么还没来", "还要多久", "什么时候到", "你帮我打"])
def test_who_waits_learns_that_this_is_no_call(line: Line, words: str) -> None:
    line.says(COLLAPSED)

    reply = line.says(words)

    assert "派不了车" in reply
    assert "按压" in reply


@pytest.mark.parametrize("words", ["张家口村东头", "三楼", "地址是幸福路8号3栋2单元", "海淀区中关村大街27号"])
def test_who_sends_an_address_learns_that_nobody_comes_of_it(line: Line, words: str) -> None:
    line.says(COLLAPSED)

    reply = line.says(words)

    assert "不能替您报警、派车" in reply
    assert "按压" in reply


def test_what_tells_of_another_danger_is_another_alarm(line: Line) -> None:
    line.says(FIRE)

    assert "接着做" not in line.says("我老婆头上一直流血")


def test_what_comes_next_is_told_in_full(line: Line) -> None:
    line.says(FIRE)

    reply = line.says("然后呢")

    assert "锅凉透" in reply


@pytest.mark.parametrize("words", ["好的", "知道了", "嗯嗯"])
def test_who_goes_to_do_it_is_not_offered_another_subject(line: Line, words: str) -> None:
    line.says(FIRE)

    reply = line.says(words)

    assert "先顾人" in reply
    assert "119" in reply


@pytest.mark.parametrize("words", ["没懂", "看不懂"])
def test_what_was_not_understood_comes_down_to_one_thing(line: Line, words: str) -> None:
    line.says(COLLAPSED)

    assert "先只做这一件" in line.says(words)


@pytest.mark.parametrize("words", ["火灭了", "没事了", "消防来了", "虚惊一场"])
def test_the_danger_ends_when_they_say_so(line: Line, words: str) -> None:
    line.says(FIRE)

    assert "就好" in line.says(words)
    assert "先顾人" not in line.says("好的")


@pytest.mark.parametrize(
    "words",
    [
        "没用",
        "我爸妈都不管我",
        "我男朋友跟我分手了，天天哭，睡不着，不知道怎么面对父母",
        "好的",
        "谢谢你",
        "再见",
        "对不起",
        "没人在乎我的",
        "打不通",
        "怎么办",
        "我在江边那座桥附近",
    ],
)
def test_who_is_in_despair_is_listened_to_and_not_instructed(line: Line, words: str) -> None:
    line.says(DESPAIR)

    reply = line.says(words)

    assert "12356" in reply
    assert "接着做" not in reply
    assert "安全方面" not in reply


def test_half_an_hour_later_small_talk_is_small_talk(line: Line, clock: StandingClock) -> None:
    line.says(FIRE)
    clock.advance(minutes=31)

    assert "先顾人" not in line.says("好的")


@pytest.mark.parametrize(
    ("words", "sign"), [("谢谢", "不客气"), ("灭火器怎么用", "提、拔、握、压"), ("转人工", "工作人员")]
)
def test_everything_else_means_what_it_says(line: Line, words: str, sign: str) -> None:
    line.says(FIRE)

    assert sign in line.says(words)


def test_an_answer_between_leaves_the_danger_standing(line: Line) -> None:
    line.says(FIRE)
    line.says("灭火器怎么用")

    assert "接着做" in line.says("不会弄啊")


def test_what_nobody_understands_is_about_the_danger_only_right_after_it(line: Line) -> None:
    line.says(FIRE)
    assert "接着做" in line.says("左边那个黑的")

    line.says("灭火器怎么用")

    assert "接着做" not in line.says("左边那个黑的")


@pytest.mark.parametrize("words", ["没人", "没有", "不知道", "好的"])
def test_a_form_gets_its_answers_although_there_was_an_alarm(line: Line, words: str) -> None:
    line.says("我要举报")
    line.says(FIRE)

    reply = line.says(words)

    assert "接着做" not in reply
    assert "先顾人" not in reply


def test_nobody_is_comforted_who_was_in_no_danger(line: Line) -> None:
    line.says("灭火器怎么用")

    assert "别慌" not in line.says("怎么办")
    assert "先顾人" not in line.says("好的")


@pytest.mark.parametrize("words", ["我们村没有消防栓", "小区消防通道被堵了", "楼道里堆了好多电瓶车"])
def test_a_place_in_what_is_told_is_no_address(line: Line, words: str) -> None:
    line.says(FIRE)

    reply = line.says(words)

    assert "不能替您报警" not in reply


@pytest.mark.parametrize(
    "words", ["还是不行", "打不通", "然后呢", "三楼最里间", "怎么还没来", "好的", "没懂", "我害怕"]
)
def test_who_hides_is_told_nothing_that_gives_them_away(line: Line, words: str) -> None:
    line.says(HIDING)

    reply = line.says(words)

    assert "110" in reply
    assert "免提" not in reply
    assert "大声" not in reply


@pytest.mark.parametrize(
    "words", ["现在不喘了", "没声了", "不哭了", "不抽了", "睡着了", "安静下来了", "眼睛闭上了"]
)
def test_who_falls_silent_is_looked_at_first(line: Line, words: str) -> None:
    line.says("娃被花生卡住了咳得厉害")

    reply = line.says(words)

    assert "先看他" in reply
    assert "快压" in reply


@pytest.mark.parametrize("words", ["醒了", "能说话了", "喘匀了", "还有气", "有呼吸了", "缓过来了"])
def test_who_comes_round_is_still_watched(line: Line, words: str) -> None:
    line.says(COLLAPSED)

    reply = line.says(words)

    assert "旁边别离人" in reply
    assert "又叫不应" in reply
    assert "快压" in line.says("又不喘了")


def test_a_newborn_that_is_silent_is_no_bystander(line: Line) -> None:
    line.says("孩子生出来了怎么不哭")

    assert "搓背" in line.says("不哭了")


def test_silence_outside_does_not_bring_out_who_hides(line: Line) -> None:
    line.says(HIDING)

    reply = line.says("外面没声了")

    assert "也先别出去" in reply
    assert "大声" not in reply


def test_who_grows_calm_after_despair_is_not_left_alone(line: Line) -> None:
    line.says(DESPAIR)

    assert "12356" in line.says("平静下来了")


@pytest.mark.parametrize("words", ["没有呼吸了", "还没醒", "醒醒啊", "没有心跳", "又没气了"])
def test_who_does_not_come_round_is_not_met_with_relief(line: Line, words: str) -> None:
    line.says(COLLAPSED)

    reply = line.says(words)

    assert "有反应就好" not in reply
    assert "按压" in reply


def test_poison_goes_before_the_despair_for_which_it_was_drunk(line: Line) -> None:
    reply = line.says("俺婶子想不开喝了除草剂，灌肥皂水管用不")

    assert "带上药瓶" in reply
    assert reply.index("120") < reply.index("带上药瓶")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("煤气味好大 人出来了", "味还在 我回去关一下阀"),
        ("粪坑里头倒了一个", "我憋口气下去一下行不"),
        ("邻居家着火了", "他们家奶奶还在里头 我冲进去背"),
    ],
)
def test_who_wants_to_go_in_is_held_back(line: Line, first: str, then: str) -> None:
    line.says(first)

    reply = line.says(then)

    assert read_first(reply).startswith("别进去、别下去")
    assert "119" in read_first(reply)


@pytest.mark.parametrize(
    "words", ["咔嚓一声肋骨断了 还按不按", "没有力气了", "我不敢嘴对嘴", "救护车说还要二十分钟"]
)
def test_who_is_pressing_goes_on(line: Line, words: str) -> None:
    line.says("我妈倒地上没呼吸了")

    reply = line.says(words)

    assert read_first(reply).startswith("接着按，别停")
    assert "固定" not in reply


def test_who_seems_better_after_poison_is_sent_to_hospital(line: Line) -> None:
    line.says("吃了野蘑菇一家吐")

    assert "也要去医院" in read_first(line.says("今天好点了 不吐了 不去了吧"))


def test_a_call_that_is_not_answered_is_no_fire_on_the_mountain(line: Line) -> None:
    line.says("我和弟弟在家 着火了")

    reply = line.says("妈妈电话打不通")

    assert "接着拨" in reply
    assert "12119" not in reply


def test_who_was_found_on_a_bridge_is_not_the_one_who_writes(line: Line) -> None:
    line.says("我朋友说要跳楼")

    reply = line.says("我找到他了 在桥上")

    assert "轻声陪他说话" in read_first(reply)


def test_waiting_in_a_broken_car_on_a_motorway_is_no_abduction(line: Line) -> None:
    line.says("高速上车坏了")

    assert "护栏外" in read_first(line.says("我在车里坐着等拖车 冷"))


def test_who_is_out_while_another_is_not_is_held_back_from_the_gas(line: Line) -> None:
    line.says("我家煤气漏了")

    reply = read_first(line.says("我已经出来了但我妈还在里面"))

    assert reply.startswith("你别再进去")
    assert "119" in reply
    assert "关气阀" not in reply


def test_who_has_taken_it_is_sent_the_ambulance_before_the_hotline(line: Line) -> None:
    line.says(DESPAIR)

    assert read_first(line.says("药已经吃了")).startswith("马上打120")


def test_whoever_asks_what_to_feed_is_told_not_to(line: Line) -> None:
    line.says("我爸中风了")

    assert read_first(line.says("要不要喂水 喂药")).startswith("先什么都别喂")


def test_who_only_asked_is_left_in_peace(line: Line) -> None:
    line.says("煤气漏了怎么办")

    assert "眼下没有险情就好" in line.says("是平时预防 不是现在漏")
    assert "先顾人" not in line.says("好的")


def test_who_only_asked_and_asks_again_is_answered(line: Line) -> None:
    line.says("着火了怎么办")

    assert "三清三关" in line.says("我是问平时怎么预防")


def test_who_was_pulled_out_does_not_drown_any_more_and_one_asks_how_to_press(line: Line) -> None:
    line.says("有人跳河了")
    assert "两乳头连线中点" in line.says("捞上来了没呼吸")

    assert read_first(line.says("怎么按")).startswith("平放硬地，你跪在旁边：掌根放两乳头连线中点")
    assert "接着按，别停" in read_first(line.says("我没力气了"))


@pytest.mark.parametrize("words", ["停了", "不晃了", "地震停了 能出去吗", "现在不摇了"])
def test_when_the_shaking_is_over_one_leaves(line: Line, words: str) -> None:
    line.says("地震了")

    reply = line.says(words)

    assert read_first(reply).startswith("晃停了就撤")
    assert "别回屋拿东西" in reply


def test_what_nobody_can_read_is_still_about_the_danger(line: Line) -> None:
    line.says("被蛇咬了")

    assert "抗蛇毒血清" in line.says("qwqwqw啊啊")


def test_two_cries_for_help_tell_of_no_water(line: Line) -> None:
    line.says("救命")

    assert read_first(line.says("救命啊快来人")).startswith("马上打电话")


@pytest.mark.parametrize("words", ["会不会搞错了", "万一不是呢", "要是报错了怎么办"])
def test_who_is_afraid_to_be_wrong_is_told_to_call(line: Line, words: str) -> None:
    line.says("楼上冒烟了")

    assert read_first(line.says(words)).startswith("拿不准就打")
