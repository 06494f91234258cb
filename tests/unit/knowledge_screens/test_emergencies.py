"""A person in danger is recognised; a song, a law question and last year's fire are not."""

from pathlib import Path

import pytest

from knowledge.screening.emergencies import SCREENS, EmergencyScreen, read_table, read_words
from tests.unit.knowledge_screens.conftest import sentences

# The one sentence that negation in front of the gas word still hides; it reaches the knowledge base instead.
KNOWN_TO_PASS = {"家里没液化气报警器但是闻到味了"}
DANGER = sentences("danger")
HARMLESS = sentences("harmless")


@pytest.mark.parametrize("expected", DANGER)
def test_danger_gets_its_own_help(screen: EmergencyScreen, expected: str) -> None:
    told = {sentence: screen.match(sentence) for sentence in DANGER[expected]}
    missed = {
        sentence: found and (found.id, found.why)
        for sentence, found in told.items()
        if sentence not in KNOWN_TO_PASS and (found is None or found.id not in expected.split("|"))
    }
    assert not missed


@pytest.mark.parametrize("kind", HARMLESS)
def test_harmless_sentences_raise_no_alarm(screen: EmergencyScreen, kind: str) -> None:
    told = {sentence: screen.match(sentence) for sentence in HARMLESS[kind]}
    assert not {
        sentence: (found.id, found.why)
        for sentence, found in told.items()
        if found is not None and not found.is_hint
    }


@pytest.mark.parametrize("file", sorted((SCREENS / "emergencies").glob("*.yaml")), ids=lambda file: file.stem)
def test_what_was_told_stands_in_the_file_of_its_table(file: Path) -> None:
    told = sentences(f"danger/{file.stem}")
    assert {expected.partition("|")[0] for expected in told} <= {entry["id"] for entry in read_table(file)}


def test_there_are_enough_sentences() -> None:
    assert sum(map(len, DANGER.values())) >= 300
    assert sum(map(len, HARMLESS.values())) >= 300


@pytest.mark.parametrize(
    "sentence",
    [
        "煤氣罐著火了",
        "煤气 罐 着火",
        "煤气罐着火！！！！",
        "媒气罐着火了",
        "meiqiguan zhaohuo le",
        "煤气罐，着火，快",
    ],
)
def test_every_way_of_writing_finds_the_same_help(screen: EmergencyScreen, sentence: str) -> None:
    found = screen.match(sentence)
    assert found is not None
    assert found.id == "gas_cylinder_fire"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("家里着火了我被困在房间出不去", "fire_trapped"),
        ("房子着火了我不想活了", "suicide"),
        ("厨房着火了煤气罐也烧起来了", "gas_cylinder_fire"),
        ("化粪池里有人掉下去了没呼吸了", "confined_space"),
        ("车掉河里了人在里面", "car_in_water_seen"),
        ("宝宝噎住了脸发紫", "choking_baby"),
        ("小孩手卡在电梯门缝里", "lift_clamp"),
    ],
)
def test_the_gravest_event_wins(screen: EmergencyScreen, sentence: str, expected: str) -> None:
    found = screen.match(sentence)
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(
    ("harmless", "danger"),
    [
        ("去年我家着火了", "去年装的煤气罐现在着火了"),
        ("怎么预防触电", "有人触电怎么办"),
        ("着火了可以坐电梯吗", "着火了出不去可以坐电梯吗"),
        ("电影里有人溺水", "看电影的时候有人晕倒了"),
        ("怕煤气泄漏", "好怕 煤气真的在泄漏"),
        ("怕着火", "一直怕着火 今天真着火了"),
        ("楼上全黑了 能不能坐电梯下去", "电梯里灯黑了 我出不去"),
        ("爬山迷路了怎么省电，出发前想了解", "爬山迷路了手机快没电了"),
        ("作业多到想死哈哈哈", "我真的想死"),
    ],
)
def test_the_same_words_are_danger_or_not_by_what_stands_around_them(
    screen: EmergencyScreen, harmless: str, danger: str
) -> None:
    quiet = screen.match(harmless)
    assert quiet is None or quiet.is_hint
    assert screen.match(danger) is not None


def test_why_names_the_words_that_decided(screen: EmergencyScreen) -> None:
    found = screen.match("有人触殿了")
    assert found is not None
    assert "触电 (by sound)" in found.why


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "？？？", "着" * 20_000, "a" * 20_000, "nanan" * 2_000 + "x", "🔥"]
)
def test_odd_input_is_taken_calmly(screen: EmergencyScreen, text: str) -> None:
    found = screen.match(text)
    assert found is None


def test_danger_in_a_long_story_is_still_read(screen: EmergencyScreen) -> None:
    story = "我们村里今天办酒席人特别多大家都在院子里吃饭" * 5 + "结果煤气罐着火了"
    found = screen.match(story)
    assert found is not None
    assert found.id == "gas_cylinder_fire"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"when": ["nosuchclass"]}, "nosuchclass"),
        ({"first": "急" * 81}, "80"),
        ({"steps": ["急" * 200]}, "600"),
        ({"when": [">"]}, "without a word"),
        ({"despite": ["nosuchcontext"]}, "nosuchcontext"),
    ],
)
def test_a_broken_table_is_refused(change: dict[str, object], complaint: str) -> None:
    entry = {
        "id": "x",
        "article": "fire.oil_pan",
        "topics": ["fire.oil_pan"],
        "rank": 1,
        "when": ["oil burning"],
        "first": "打119",
        "steps": ["走"],
    }
    words, contexts = read_words(SCREENS), read_table(SCREENS / "contexts.yaml")
    with pytest.raises(ValueError, match=complaint):
        EmergencyScreen(words, contexts, [entry | change])


def test_a_cry_beside_everyday_words_is_only_an_exclamation(screen: EmergencyScreen) -> None:
    assert screen.match("救命") is not None
    assert screen.match("救命 我忘了带雨伞 等下还要去接人") is None
    assert screen.match("救命 我同事从架子上掉下来了 现在叫不答应") is not None


def test_distress_is_only_general_until_the_search_names_it(screen: EmergencyScreen) -> None:
    found = screen.match("货架倒了把人压在下面")
    assert found is not None
    assert found.is_general
    assert found.signs >= 1


LAST_YEAR = (
    "去年中秋我们单位搞烧烤，有人倒酒精的时候一下子窜起来，裤腿全着了火，他边叫边往河边跑，后来是用外套裹住的"
)


@pytest.mark.parametrize(
    ("story", "is_danger"),
    [
        (f"{LAST_YEAR}。今年又要团建，领导现在让我准备几句提醒，到底该怎么讲才对", False),
        (
            "今天参加开放日，水管像蛇一样乱扭，水喷到配电箱上去了。我心里想这要是真着火，岂不是更糟，抱枪的姿势有什么讲究",
            False,
        ),
        (
            "昨天我妈刚换的罐子，店里师傅走的时候说都检查过了没事。现在厨房里全是煤气味，我抱着娃站在阳台上，不敢进去",
            True,
        ),
        (
            "早上送完娃回来，一推门觉得厨房有股臭鸡蛋味，冰箱嗡嗡在转，我还以为是昨天的菜坏了，这会儿站在灶台前面发愣",
            True,
        ),
    ],
)
def test_what_a_story_begins_with_holds_until_now_is_said_beside_the_danger(
    screen: EmergencyScreen, story: str, is_danger: bool
) -> None:
    assert (screen.match(story) is not None) is is_danger


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("孩子手指卡在门缝里", "part_stuck"),
        ("我手卡在洗衣机里了", "part_stuck"),
        ("我家煤气灶关不掉火一直在烧", "stove_wont_close"),
        ("河里有人落水我不会游泳", "drowning"),
        ("我掉河里了不会游泳", "self_drowning"),
        ("爷爷上山还没下来", "help_rescue"),
        ("俺娘六十了养老金咋还没下来", None),
        ("公租房摇号结果几时出", None),
        ("开业怎么让店里生意火起来", None),
        ("闻到隔壁有股焦味敲门没人应", "fire"),
        ("厨房火大了盖不住咋整", "kitchen_fire"),
        ("地下车库里的车着了", "fire_car"),
        ("车打着了又熄火", None),
        ("吊顶里面有烧焦味", "fire_electric"),
        ("楼上滴水滴到电箱上噼啪响", "leak_on_wiring"),
        ("水漫进车里了门打不开", "car_flooded"),
        ("河水快漫到家门口了", "flood_trapped"),
        ("幼儿园孩子们都吐了", "poison_food"),
        ("踩到电了脚麻", "line_down"),
        ("有人在小区放火", "fire"),
        ("放火烧山判几年", None),
        ("家暴报警", "beaten_at_home"),
        ("擦窗的人挂在半空", "hanging_high"),
        ("冬天烧炭火盆安全不", None),
    ],
)
def test_near_words_are_told_apart(screen: EmergencyScreen, sentence: str, expected: str | None) -> None:
    found = screen.match(sentence)
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("sentence", "set_aside"),
    [
        ("溯溪 水大了 我们贴在石壁上", False),
        ("昨天看了个电影 船沉了全死了", True),
        ("去年我们村着过一次火 后来赔了多少", True),
        ("演练通知 明天十点全楼会响警报", True),
        ("去年装的煤炉 现在屋里几个人都头疼", False),
    ],
)
def test_what_is_set_aside_is_no_danger_now(screen: EmergencyScreen, sentence: str, set_aside: bool) -> None:
    assert screen.is_set_aside(sentence) is set_aside


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("我站在天台上 想跳", "suicide"),
        ("我女儿站在天台上 想跳", "suicide_edge"),
        ("楼塌了 我被压在下面", "quake_trapped"),
        ("楼塌了 我爸被压在下面", "buried_other"),
        ("高压线掉我车上了 能下车吗", "line_on_car"),
        ("高压线掉在路上了", "line_down"),
        ("厨房嘶嘶响好大味道", "gas_leak"),
        ("演唱会出口有人被踩了", "stampede"),
        ("被老板气炸了", None),
        ("孩子作业辅导得我心梗", None),
        ("我奶奶是05年煤气中毒走的", None),
        ("昨晚地震了吗 我睡着了没感觉", None),
    ],
)
def test_who_is_in_danger_and_from_what(screen: EmergencyScreen, sentence: str, expected: str | None) -> None:
    found = screen.match(sentence)
    assert (found and found.id) == expected


@pytest.mark.parametrize("sentence", ["孩子把筷子插嗓子眼里了", "钢钉插到耳朵眼里了"])
def test_the_eye_of_the_throat_is_no_eye(screen: EmergencyScreen, sentence: str) -> None:
    in_the_eye = sentence.replace("嗓子眼", "眼睛").replace("耳朵眼", "眼睛")
    found = [one.id for text in (sentence, in_the_eye) if (one := screen.match(text))]
    assert found[-1:] == ["eye_injury"]
    assert found[:-1] != ["eye_injury"]
