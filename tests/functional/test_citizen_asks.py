"""A citizen asks and is answered: the main job of the account, over real HTTP."""

import re

import pytest

from tests.account import Account, Citizen


def test_a_new_follower_is_welcomed_with_questions_to_tap(account: Account) -> None:
    newcomer = account.citizen(follow=False)

    welcome = newcomer.follows()

    assert "安问" in welcome
    assert "119" in welcome
    assert "依据：" in newcomer.taps_link(welcome, "电动车能在家里充电吗")


def test_a_colloquial_question_gets_the_article_and_its_source(citizen: Citizen) -> None:
    answer = citizen.says("电瓶车搁楼梯口充一宿要不要紧")

    assert "充电" in answer
    assert "依据：" in answer


def test_a_person_in_danger_gets_number_and_action_in_the_first_line(citizen: Citizen) -> None:
    answer = citizen.says("打开门全是煤气味咋弄")
    first = answer[:80]

    assert "119" in first or "抢修" in first
    assert re.search("关|开窗|通风|离开|出去|撤", first)


def test_numbers_stand_before_mere_advice_where_danger_is_told(citizen: Citizen) -> None:
    told = citizen.says("大棚里烧炭取暖")

    assert "119" in told[:80]
    assert "依据：" in told


def test_a_calm_question_gets_the_advice_alone(citizen: Citizen) -> None:
    assert "要是现在" not in citizen.says("灶具几年换一次")


def test_a_village_that_wants_a_lecture_is_led_to_the_form(citizen: Citizen) -> None:
    assert "/h5/activities/lecture" in citizen.says("我们村想请你们来讲一堂消防课")
    assert "回复“预约宣讲”" in citizen.says("安全五进是什么")
    assert "/h5/activities/" in citizen.says("预约宣讲")


def test_a_wish_to_the_account_in_a_whole_sentence_is_fulfilled(citizen: Citizen) -> None:
    assert "上班时间" in citizen.says("我要找个真人说话")
    assert "上班时间" in citizen.says("能不能接工作人员")
    assert "一条消息" in citizen.says("留言给你们")
    citizen.says("取消")
    assert "还没有留过言" in citizen.says("上回我给你们留的言回了没")
    assert "退订" in citizen.says("不想收你们的群发消息了")
    assert "证书" in citizen.says("我答题得的证书在哪看")


def test_a_wish_that_no_table_knows_is_answered_by_what_fits_it(citizen: Citizen) -> None:
    assert "改成××镇" in citizen.says("我搬家了换个镇").splitlines()[0]
    assert "没有固定的日子" in citizen.says("一个月发几次")
    assert "扫一扫" in citizen.says("怎么签到")
    assert "领奖码" in citizen.says("奖品怎么领")
    assert "不约了" in citizen.says("我们村想约一场宣讲")
    citizen.says("退订")
    assert "恢复了" in citizen.says("还是发吧")


def test_a_person_is_asked_for_after_an_answer_as_well(citizen: Citizen) -> None:
    citizen.says("电动车能在楼道充电吗")

    assert "上班时间" in citizen.says("换个能做主的来")


def test_who_decides_to_report_is_asked_what_it_is(citizen: Citizen) -> None:
    citizen.says("举报有奖金吗")

    assert "取消" in citizen.says("那我举报他")


def test_of_two_questions_at_once_one_is_answered_and_the_other_can_be_tapped(citizen: Citizen) -> None:
    answer = citizen.says("煤气罐几年检一次？能横着放吗")

    assert "检验" in answer
    assert "这一条也跟您问的有关" in answer
    assert "依据：" in citizen.taps_link(answer, "液化气罐怎么用才安全？")


def test_a_few_words_after_an_answer_are_about_its_subject(citizen: Citizen) -> None:
    citizen.says("台风来之前准备什么")

    assert "等通知解除再回家" in citizen.says("过了以后呢")


def test_a_question_about_shopping_gets_no_safety_article(citizen: Citizen) -> None:
    answer = citizen.says("燃气灶哪个牌子好")

    assert "依据：" not in answer
    assert "关总阀" not in answer


def test_danger_in_a_voice_message_is_heard(citizen: Citizen) -> None:
    reply = citizen.sends(type="voice", recognition="厨房着火了怎么办啊")["reply"]

    assert "119" in reply["content"][:80]


def test_a_voice_that_was_not_recognised_is_asked_for_text(citizen: Citizen) -> None:
    assert "没听清" in citizen.sends(type="voice")["reply"]["content"]


def test_a_picture_offers_the_tip_off(citizen: Citizen) -> None:
    reply = citizen.sends(type="image")["reply"]["content"]

    assert "照片" in reply
    assert "看到了什么" in citizen.taps_link(reply, "我要举报")


def test_a_place_is_understood(citizen: Citizen) -> None:
    place = citizen.sends(type="location", latitude=28.37, longitude=121.38, scale=16, label="温岭市城东街道")

    assert "温岭市城东街道" in place["reply"]["content"]


@pytest.mark.parametrize("kind", ["video", "shortvideo", "link"])
def test_every_kind_of_message_gets_a_fitting_word(citizen: Citizen, kind: str) -> None:
    more = {"title": "题目", "description": "", "url": "https://example.com"} if kind == "link" else {}

    assert citizen.sends(type=kind, **more)["reply"]["content"]


@pytest.mark.parametrize(
    "event",
    [
        {"event": "VIEW", "key": "https://example.com"},
        {"event": "LOCATION", "latitude": 28.3, "longitude": 121.3, "precision": 30},
        {"event": "something_new", "key": "x"},
    ],
)
def test_events_are_taken_in_silence(citizen: Citizen, event: dict[str, object]) -> None:
    result = citizen.sends(type="event", **event)

    assert result["reply"] is None
    assert [attempt["status"] for attempt in result["attempts"]] == [200]


def test_feedback_is_one_tap(citizen: Citizen) -> None:
    answer = citizen.says("灭火器怎么用")

    assert "能帮上忙就好" in citizen.taps_link(answer, "有用")
    assert "没帮上" in citizen.taps_link(answer, "没用")


def test_the_menu_is_published_and_every_item_is_answered(account: Account, citizen: Citizen) -> None:
    menu = account.control("GET", "menu")
    keys = [item["key"] for button in menu for item in button["sub_button"]]

    assert len(menu) == 3
    assert len(keys) == 15
    for key in keys:
        reply = citizen.taps(key)
        assert reply, key
        assert "菜单刚更新过" not in reply, key
        assert "已经更新" not in reply, key


def test_a_follow_up_leans_on_the_question_before(citizen: Citizen) -> None:
    citizen.says("打雷的时候在户外怎么办")

    assert "门窗" in citizen.says("那在屋里呢")


def test_suggestions_can_be_tapped_and_answered_by_number(citizen: Citizen) -> None:
    reply = citizen.taps("topics:gas")
    first = re.search(r">([^<]+)</a>", reply)
    assert first

    assert "依据：" in citizen.taps_link(reply, first[1])


def test_a_reply_never_exceeds_what_wechat_shows(citizen: Citizen) -> None:
    for words in ("帮助", "隐私说明", "转人工", "电动车 充电", "台风", "x" * 2000, "😀" * 500):
        assert len(citizen.says(words).encode()) <= 2047


def test_leaving_and_coming_back(account: Account) -> None:
    person = account.citizen()
    person.unfollows()

    assert "安问" in person.follows(scene="village_12")


def test_who_tells_only_the_trade_reads_what_it_needs(citizen: Citizen) -> None:
    answer = citizen.says("你好，我是开饭馆的，想咨询一下")

    assert "灭火器" in answer
    assert "依据：" in answer


def test_who_asks_whom_to_tell_is_answered_from_the_article_and_writes_no_message(citizen: Citizen) -> None:
    citizen.says("楼道堆东西怎么办")

    assert "物业" in citizen.says("跟谁讲")


def test_who_asks_how_many_accidents_there_were_hears_no_figure(citizen: Citizen) -> None:
    assert "没有事故的数字" in citizen.says("咱县里今年出了几起事故")


def test_how_it_is_used_is_asked_of_the_article_just_read(citizen: Citizen) -> None:
    assert "我能帮您做这些" in citizen.says("怎么用")

    citizen.says("家里买哪种灭火器好")

    assert "提、拔、握、压" in citizen.says("怎么用")
