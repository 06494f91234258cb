"""Which danger a message tells of is heard by what others wrote in the same, where no pattern knows it."""

import pytest

from knowledge.answering import Answerer
from knowledge.building import shared_screens, shared_tokenizer
from knowledge.screening.emergencies import EmergencyScreen
from knowledge.screening.tellings import Classification, EmergencyClassifier, endings
from knowledge.screening.urgent import UrgentHelp
from knowledge.search.index import Index
from tests.index import KEPT
from tests.unit.knowledge.samples import FEW

# No pattern of the table knows these, and none of them stands in the file.
UNKNOWN_TO_THE_TABLE = {
    "co_poisoning": "毡房里烤火 阿妈和弟弟脸红红的歪成一堆",
    "lift_trapped": "我和姥姥停在九楼半 顶上灯灭了",
    "confined_space": "酱油厂大缸底下那两位喊着没回音",
    "suicide_edge": "班上女生跨坐在走廊栏杆上哭",
    "beaten_at_home": "我老公又来了 我躲厕所",
    "beaten": "一群人在厕所等着我",
    "heart_stroke": "我爸说不出话了 120已经打好了",
}


@pytest.fixture(scope="module")
def urgent_help(screen: EmergencyScreen, tellings: EmergencyClassifier) -> UrgentHelp:
    """The reviewed table and the tellings over a few articles that know none of it."""
    articles = {article.id: article for article in FEW}
    return UrgentHelp(
        screen, Answerer(Index.build(FEW, shared_tokenizer(KEPT)), articles), articles, tellings
    )


@pytest.fixture(scope="module")
def deaf(screen: EmergencyScreen) -> UrgentHelp:
    """The same without the tellings."""
    articles = {article.id: article for article in FEW}
    return UrgentHelp(screen, Answerer(Index.build(FEW, shared_tokenizer(KEPT)), articles), articles)


@pytest.mark.parametrize(("event", "text"), UNKNOWN_TO_THE_TABLE.items())
def test_a_telling_that_no_pattern_knows_is_heard(
    urgent_help: UrgentHelp, deaf: UrgentHelp, event: str, text: str
) -> None:
    without = deaf.match(text)
    assert without is None or without.is_general
    found = urgent_help.match(text)
    assert found is not None
    assert found.id == event
    assert "told like it" in found.why


def test_who_is_in_no_danger_sounds_strange(tellings: EmergencyClassifier) -> None:
    danger = tellings.classify("炉子边上三个人歪着叫不应")
    calm = tellings.classify("想问问小区什么时候装充电桩")
    assert danger is not None
    assert calm is not None
    assert danger.strangeness < 0 < calm.strangeness
    assert danger.event in danger.likely


def test_a_wrong_character_of_the_right_sound_is_heard_too(tellings: EmergencyClassifier) -> None:
    found = tellings.classify("宜家人靠炭火都头云想兔")
    assert found is not None
    assert found.event == "co_poisoning"


@pytest.mark.parametrize(
    "text",
    [
        "烤火屋里三个人都瘫着是怎么回事，要测什么气",
        "昨天看的电影里烤火屋里三个人都瘫起了",
        "邻居家狗半夜叫个不停",
        "再见啦",
    ],
)
def test_what_is_asked_seen_in_a_film_or_said_in_peace_is_no_telling(
    urgent_help: UrgentHelp, text: str
) -> None:
    assert urgent_help.match(text) is None


def test_pinyin_is_heard_as_what_it_means(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("wo ba ma shao tan yun dao le")
    assert found is not None
    assert found.article_id == "co.first_aid"


class _Stranger(Answerer):
    """Finds that everything sounds out of scope."""

    def strangeness(self, question: str) -> float:
        return 2.0


def test_what_sounds_strange_to_both_ears_raises_no_alarm_for_its_words(
    screen: EmergencyScreen, urgent_help: UrgentHelp, tellings: EmergencyClassifier
) -> None:
    articles = {article.id: article for article in FEW}
    answerer = _Stranger(Index.build(FEW, shared_tokenizer(KEPT)), articles)
    stranger = UrgentHelp(screen, answerer, articles, tellings)
    towed, shocked = "我的车被拖走了 去哪取", "有人触电了倒在地上"
    assert urgent_help.match(towed) is not None
    assert stranger.match(towed) is None
    assert stranger.match(shocked) == urgent_help.match(shocked) is not None
    # Who may want to die is asked no second time.
    assert stranger.match("我不想活了") is not None


def test_what_is_asked_in_calm_raises_no_alarm_for_a_word(urgent_help: UrgentHelp, deaf: UrgentHelp) -> None:
    question = "老鼠药怎么放小孩够不着"
    assert deaf.match(question) is not None
    assert urgent_help.match(question) is None


def test_a_question_about_the_wish_to_die_is_never_taken_for_calm(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("不想活了保险赔不赔")
    assert found is not None
    assert found.id == "suicide"


def test_the_message_before_says_where_somebody_lies(urgent_help: UrgentHelp) -> None:
    alone = urgent_help.match("掏着掏着两个都软了")
    after = urgent_help.match("掏着掏着两个都软了", "化粪池几年清一次")
    assert alone is None or alone.id != "confined_space"
    assert after is not None
    assert after.id == "confined_space"
    assert "119" in after.first_line


def test_a_body_that_lies_in_what_was_asked_about_is_not_climbed_after(deaf: UrgentHelp) -> None:
    alone = deaf.match("人晕在里头了")
    after = deaf.match("人晕在里头了", "化粪池怎么清")
    assert alone is not None
    assert alone.is_symptom
    assert after is not None
    assert after.id == "confined_space"


def test_an_earlier_danger_is_not_told_again_for_a_new_one(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("我老公他不行了", "油锅起火怎么办")
    assert found is not None
    assert found.article_id == "hotline.120"


def test_a_question_about_something_else_changes_nothing(urgent_help: UrgentHelp) -> None:
    for text in ("我爸突然倒了", "家里着火了"):
        alone, after = urgent_help.match(text), urgent_help.match(text, "灭火器多久年检")
        assert alone is not None
        assert after is not None
        assert after.id == alone.id


def test_what_both_messages_tell_of_outweighs_what_the_second_sounds_like(urgent_help: UrgentHelp) -> None:
    alone, after = (
        urgent_help.match("全家都站不起来了"),
        urgent_help.match("全家都站不起来了", "煤炉怎么放安全"),
    )
    assert alone is not None
    assert alone.id != "co_poisoning"
    assert after is not None
    assert after.id == "co_poisoning"


def test_words_of_both_messages_outweigh_what_the_second_sounds_like(urgent_help: UrgentHelp) -> None:
    after = urgent_help.match("水一下子上来", "跟团去赶海")
    assert after is not None
    assert after.id == "tide"


def test_the_smoke_of_a_burner_is_no_house_on_fire(urgent_help: UrgentHelp) -> None:
    assert urgent_help.match("有黑烟", "煤气灶火苗发黄") is None
    after = urgent_help.match("有黑烟", "楼道")
    assert after is not None
    assert after.id == "stairs_smoke"


def test_what_the_second_message_tells_stays_where_both_tell_of_it_too(
    urgent_help: UrgentHelp,
) -> None:
    found = urgent_help.match("他翻白眼抽起来了", "小孩发烧吃什么药")
    assert found is not None
    assert found.id == "seizure"


def test_despair_is_named_from_a_greater_share_than_other_events(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("教我做个定时点火的装置，人走了它再着")
    assert found is None or found.id != "suicide"


def test_a_story_of_despair_is_named_from_the_usual_share(urgent_help: UrgentHelp) -> None:
    story = "我把抽屉里的药都倒在桌上数了一遍，一百零三颗，外面在下雨，其实挺平静的，就是想找个人说一声再见"
    found = urgent_help.match(story)
    assert found is not None
    assert found.id == "suicide"


@pytest.mark.parametrize(("event", "cry"), [("flood_trapped", "水到脖子"), ("machine_injury", "手绞里了")])
def test_a_short_cry_is_heard_where_something_has_come_about(
    urgent_help: UrgentHelp, deaf: UrgentHelp, event: str, cry: str
) -> None:
    assert deaf.match(cry) is None
    found = urgent_help.match(cry)
    assert found is not None
    assert found.id == event


@pytest.mark.parametrize("name", ["离岸流", "沼气池", "硫化氢"])
def test_the_mere_name_of_a_danger_is_no_cry(urgent_help: UrgentHelp, name: str) -> None:
    assert urgent_help.match(name) is None


def test_what_is_bound_to_a_thing_is_heard_only_where_that_is_named(tellings: EmergencyClassifier) -> None:
    heard = tellings.classify("我家隔壁现在就冒烟了")
    assert heard is not None
    assert "fire_car" not in heard.shares
    assert tellings.may_be("fire_car", "车头冒烟了")


def test_what_says_something_else_bars_an_event(tellings: EmergencyClassifier) -> None:
    heard = tellings.classify("车灯进水了")
    assert heard is not None
    assert "car_in_water" not in heard.shares
    assert tellings.may_be("car_in_water", "车进水了 门打不开")


def test_of_few_events_nothing_is_learned() -> None:
    little = EmergencyClassifier({"fire": ["着火了", "家里着火了"]}, ["今天天气好"], shared_tokenizer(KEPT))
    assert little.classify("着火了") is None


def test_what_is_taken_of_messages_out_of_scope_hangs_on_each_message_alone(
    tellings: EmergencyClassifier,
) -> None:
    out_of_scope = shared_screens().out_of_scope
    fewer = {theme: messages[:-1] for theme, messages in out_of_scope.items()}
    text = "烤火屋里头三个人都瘫起了"
    less = EmergencyClassifier.load(fewer, shared_tokenizer(KEPT)).classify(text)
    all_of_it = tellings.classify(text)
    assert less is not None
    assert all_of_it is not None
    assert less.event == all_of_it.event
    assert abs(less.strangeness - all_of_it.strangeness) < 1.0


def test_a_story_is_heard_by_what_it_comes_to(urgent_help: UrgentHelp, deaf: UrgentHelp) -> None:
    story = (
        "我就下楼扔个垃圾，门被风带上了，两岁的娃一个人在屋里，灶上还炖着汤，他已经爬到窗台上去了，求你们了"
    )
    without = deaf.match(story)
    assert without is None or without.is_general
    found = urgent_help.match(story)
    assert found is not None
    assert found.id == "at_the_window"


@pytest.mark.parametrize(
    "story",
    [
        "我在网上看到一个事，有人在井里晕倒，旁边两个人下去拉他也倒了，我们村也有这样的井，想问怎么贴个牌子提醒大家",
        "前天隔壁老李家炭盆放屋里头，一家三口头疼，开了窗就好了，我妈也爱这样弄，怎么劝她改用电暖气",
    ],
)
def test_a_story_that_ends_in_a_calm_question_is_no_telling(urgent_help: UrgentHelp, story: str) -> None:
    assert urgent_help.match(story) is None


def test_a_story_comes_to_its_last_clauses_and_those_before_the_last() -> None:
    last, before = endings("一，二，三，四")
    assert last == ["三 四", "二 三 四"]
    assert before == ["二 三", "一 二 三"]


def test_a_story_in_one_breath_has_an_ending_too(tellings: EmergencyClassifier) -> None:
    found = tellings.classify_ending(
        "我跟师兄夜跑跑到第三圈他说胸口闷我还笑他体力差一回头他就栽地上了叫他没反应好像没喘气"
    )
    assert found is not None
    assert found.event == "no_breathing"
    assert found.strangeness < 0


def test_what_nobody_in_danger_would_write_raises_no_alarm_for_a_word(
    urgent_help: UrgentHelp, deaf: UrgentHelp
) -> None:
    told = "暑假溺水作业签字表要交了"
    assert deaf.match(told) is not None
    assert urgent_help.match(told) is None


def test_a_word_of_haste_keeps_the_alarm(urgent_help: UrgentHelp) -> None:
    assert urgent_help.match("放学坐电梯 咣当停了 我一年级 我害怕") is not None


def test_what_the_search_finds_makes_its_event_likelier() -> None:
    heard = Classification({"fire": 0.5, "shock": 0.3, "quake": 0.1}, -2.0)
    weighed = heard.weighed({"shock": 10.0})
    assert weighed.event == "shock"
    assert weighed.share == pytest.approx(3.0 / 3.7)
    assert weighed.strangeness == heard.strangeness
    assert heard.event == "fire"
    assert "quake" in heard.likely
    assert "quake" not in weighed.likely


def test_events_of_one_article_do_not_speak_against_each_other() -> None:
    article_of = {"beaten": "hotline.110", "beaten_at_home": "hotline.110", "bleeding": "firstaid.bleeding"}
    heard = Classification({"beaten_at_home": 0.6, "beaten": 0.3, "bleeding": 0.1}, 0.0, article_of)
    assert heard.share == 0.6
    assert heard.article_share == pytest.approx(0.9)
    assert heard.weighed({"bleeding": 20.0}).article_share == pytest.approx(2.0 / 2.9)


def test_what_is_surely_told_gets_the_numbers_whatever_is_found(urgent_help: UrgentHelp) -> None:
    assert urgent_help.may_be_told("他整个人直挺挺倒下去嘴里冒泡 手脚一下一下地弹")
    assert not urgent_help.may_be_told("想问问小区什么时候装充电桩")


def test_a_sure_telling_outweighs_a_word_of_calm_that_stands_in_it_by_chance(
    screen: EmergencyScreen, urgent_help: UrgentHelp
) -> None:
    told = "有人见人就劈 我蹲在奶茶店收银台后头 不敢喘气"
    assert screen.is_set_aside(told)
    assert not screen.is_set_aside(told, firmly=True)
    found = urgent_help.match(told)
    assert found is not None
    assert found.id == "violence"


def test_a_film_is_no_chance(screen: EmergencyScreen, urgent_help: UrgentHelp) -> None:
    seen = "昨天看的电影里有人见人就劈 我蹲在收银台后头"
    assert screen.is_set_aside(seen, firmly=True)
    assert urgent_help.match(seen) is None


def test_one_word_of_danger_says_nothing_where_nobody_in_danger_would_write_so(
    urgent_help: UrgentHelp, deaf: UrgentHelp
) -> None:
    praise = "楼下那家火锅店火得很"
    assert deaf.tells_danger(praise)
    assert not urgent_help.tells_danger(praise)
    assert urgent_help.tells_danger("走廊里有股糊味越来越重")


def test_what_a_complaint_turns_to_is_heard(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("本来想投诉物业的结果电梯现在一抖一抖往下滑里头还有我婆婆")
    assert found is not None
    assert found.id == "lift_falling"


@pytest.mark.parametrize(
    "told",
    [
        "楼上着火了物业没装报警器",
        "工人中毒了 老板不给面罩",
        "我们在井下 瓦斯超了 矿上没给自救器",
        "他掉下来了 老板没给安全带",
        "房子在裂",
    ],
)
def test_no_accusation_and_no_mere_crack_hides_a_danger(urgent_help: UrgentHelp, told: str) -> None:
    assert urgent_help.match(told) is not None


def test_what_breaks_in_on_a_question_is_heard(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("我正想问下举报奖励多少钱 啊 楼下着火了")
    assert found is not None
    assert found.id == "high_rise_fire"


@pytest.mark.parametrize("still", ["墙裂了个缝", "门开不开了", "我要炸油条"])
def test_what_lacks_the_word_that_its_event_is_bound_to_raises_no_alarm(
    urgent_help: UrgentHelp, still: str
) -> None:
    assert urgent_help.match(still) is None


def test_who_means_to_jump_in_after_somebody_is_not_weary_of_life(urgent_help: UrgentHelp) -> None:
    found = urgent_help.match("我准备跳下去救 水好深")
    assert found is not None
    assert found.id == "drowning"
