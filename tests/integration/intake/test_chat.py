"""A tip told in the chat: started from anywhere, interrupted by anything, and it goes on where it was."""

import logging

import pytest
from sqlalchemy import select

from app.wiring import Container
from core.db import Database
from deliveries.models import DutyNotice
from knowledge.models import LoggedQuestion
from places.geometry import Point, metres_between, wgs84_of
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.integration.intake.counter import Counter
from tests.integration.intake.phone import Phone
from tests.unit.wechat.pushes import OPENID
from tipoffs.intake.models import TipDraft
from tipoffs.tips.models import Channel, Mode
from tipoffs.tips.status import TipState

WHOLE = "我要举报 建设路88号鑫源化工厂昨天晚上偷偷生产，车间里一股怪味"


def test_a_tip_told_by_text_taps_place_voice_and_photos_is_submitted(phone: Phone, counter: Counter) -> None:
    assert "您看到了什么" in phone.chooses("skill:tip")
    assert "哪家单位" in phone.says("消防通道堵满了纸箱")
    assert "什么地方" in phone.taps("跳过")
    assert "什么时候" in phone.sends_place(28.37, 121.38, "城东街道建设路88号")
    assert "照片" in phone.sends_voice("昨天晚上，现在还堵着。")
    assert "照片1张" in phone.sends_photo("media-1")
    assert "照片2张" in phone.sends_photo("media-2")
    asked = phone.taps("好了")
    assert "2张照片" in asked
    assert "城东街道建设路88号" in asked
    done = phone.taps("1 保密")

    (tip,) = counter.tips()
    assert tip.number in done
    assert "2026年11月27日前告诉您是否受理" in done
    assert (tip.channel, tip.mode, tip.state) == (Channel.CHAT, Mode.CONFIDENTIAL, TipState.SUBMITTED)
    assert len(counter.evidence_of(tip.number)) == 2
    assert "昨天晚上，现在还堵着" in counter.words_of(tip.number)[0]


@pytest.mark.parametrize("place", ["5栋地下室", "楼顶天台", "烟花厂仓库"])
def test_a_place_that_is_asked_for_is_no_cry(phone: Phone, place: str) -> None:
    phone.says("我要举报")
    phone.says("地下室住人还充电瓶车")

    assert "119" not in phone.says(place)


def test_who_says_that_there_are_photos_is_not_shown_one_of_ours(phone: Phone) -> None:
    phone.says(WHOLE)

    assert "有照片、视频就发" in phone.says("有图")
    assert "有照片、视频就发" in phone.says("有小视频")
    assert "没有图可看" not in phone.says("能发视频吗")
    assert "照片1张" in phone.sends_photo("media-1")


def test_wechat_s_gcj02_coordinates_are_stored_as_wgs84(phone: Phone, counter: Counter) -> None:
    phone.says(WHOLE)
    phone.sends_place(28.37, 121.38, "城东街道")
    phone.says("好了")
    phone.says("1")

    (tip,) = counter.tips()
    assert tip.latitude is not None
    assert tip.longitude is not None
    there = Point(tip.longitude, tip.latitude)
    assert metres_between(there, wgs84_of(Point(121.38, 28.37))) < 1
    assert metres_between(there, Point(121.38, 28.37)) > 300


@pytest.mark.parametrize(
    "words",
    [
        "我要举报",
        "举报",
        "我要反映隐患",
        "你好，我想举报个隐患",
        WHOLE,
        "举报南山村烟花爆竹店没证也卖",
        "举报有人在人民路的饭店后院存了几十个煤气罐",
        "举报人民路18号饭店后厨煤气罐放地下室",
        "我要举报 幸福家园3栋楼梯间堆满易燃材料，这几天一直这样",
    ],
)
def test_these_words_start_it(phone: Phone, counter: Counter, words: str) -> None:
    phone.says(words)

    assert counter.count(TipDraft) == 1


@pytest.mark.parametrize(
    "words",
    [
        *(
            "怎么举报",
            "举报有奖励吗",
            "举报渠道",
            "举报违规储存危险化学品的渠道",
            "举报要拍照片吗",
            "反应釜超温了怎么办",
            "报告怎么写",
        ),
        *("我要检举一个厂，咋个弄，要写啥子", "举报楼道充电打哪个电话", "投诉快递"),
        *("举报会不会被老板知道", "举报有什么好处", "我想举报但是怕报复"),
    ],
)
def test_questions_about_it_are_answered_instead(phone: Phone, counter: Counter, words: str) -> None:
    assert phone.says(words)

    assert counter.count(TipDraft) == 0


def test_photos_and_a_place_sent_first_are_kept_for_the_tip(phone: Phone, counter: Counter) -> None:
    phone.sends_photo("media-1")
    phone.sends_photo("media-2")
    offered = phone.sends_place(28.37, 121.38, "城东街道建设路")
    assert "位置先给您留着" in offered
    asked = phone.taps("我要举报")

    assert "位置、2张照片" in asked
    assert "您看到了什么" in asked
    evidence = counter.evidence_of(counter.token())
    assert [one.media_id for one in evidence] == ["media-1", "media-2"]
    again = counter.is_asked_again(OPENID)
    assert again is not None
    assert again.turned.draft.address == "城东街道建设路"


def test_a_sure_safety_question_is_answered_and_the_talk_goes_on(phone: Phone, counter: Counter) -> None:
    phone.says("我要举报")
    phone.says("消防通道堵满了纸箱")
    answer = phone.says("灭火器怎么用？")

    assert "提、拔、握、压" in answer
    assert answer.endswith("不报了回“取消”。")
    assert "哪家单位" in answer
    assert "什么地方" in phone.says("好再来超市")
    phone.says("跳过")
    phone.says("跳过")
    phone.says("跳过")
    phone.says("1")
    assert counter.tips()[0].object_name == "好再来超市"


def test_an_emergency_is_answered_first_the_duty_room_hears_and_the_talk_goes_on(
    phone: Phone, counter: Counter
) -> None:
    phone.says("我要举报")
    phone.says("消防通道堵满了纸箱")
    answer = phone.says("不好了煤气漏了快来人")

    assert "119" in answer[:120]
    assert "哪家单位" in answer
    with counter.container.database.reading() as session:
        assert [one.permission for one in session.scalars(select(DutyNotice))] == ["tips.emergency"]
    assert "什么地方" in phone.says("好再来超市")
    for _ in range(3):
        phone.says("跳过")
    done = phone.says("1")

    assert "值班室" in done
    (tip,) = counter.tips()
    assert tip.state is TipState.EMERGENCY
    assert tip.object_name == "好再来超市"


def test_other_commands_are_heard_and_the_talk_offered_again(phone: Phone) -> None:
    phone.says("我要举报")
    assert phone.says("帮助").endswith("不报了回“取消”。")
    assert "隐私" in phone.says("隐私说明")
    assert "哪家单位" in phone.says("消防通道堵满了纸箱")


def test_one_can_go_back_and_cancel_leaves_no_draft(phone: Phone, counter: Counter) -> None:
    phone.says("我要举报")
    phone.says("消防通道堵满了纸箱")
    assert "您看到了什么" in phone.says("返回")
    assert "已取消" in phone.says("取消")
    assert counter.count(TipDraft) == 0
    assert "已取消" not in phone.says("取消")


def test_what_was_left_is_taken_up_days_later(
    phone: Phone, clock: StandingClock, container: Container
) -> None:
    phone.says("我要举报")
    phone.says("消防通道堵满了纸箱")
    clock.advance(days=6)
    with container.database.writing() as session:
        container.inbox.forget(session, OPENID)
    asked = phone.chooses("skill:tip")

    assert "还没说完" in asked
    assert "消防通道堵满了纸箱" in asked
    assert "哪家单位" in asked
    assert "什么地方" in phone.says("好再来超市")
    assert "您看到了什么" in phone.says("重新报")


def test_a_draft_that_ended_elsewhere_is_told_so(
    phone: Phone, container: Container, clock: StandingClock
) -> None:
    phone.says("我要举报")
    with container.database.writing() as session:
        container.intake.service.discard(session, OPENID, clock.now())

    assert "已经删掉了" in phone.says("消防通道堵满了纸箱")


def test_anonymous_goes_to_the_browser_and_nothing_stays_here(phone: Phone, counter: Counter) -> None:
    phone.says(WHOLE)
    phone.says("好了")
    reply = phone.says("3")

    assert "/h5/tips/anonymous" in reply
    assert counter.count(TipDraft) == 0
    assert counter.tips() == []


def test_who_wants_no_name_from_the_first_word_is_sent_there_at_once(phone: Phone, counter: Counter) -> None:
    assert "/h5/tips/anonymous" in phone.says("我要匿名举报老板瞒报了一起死亡事故")
    assert counter.count(TipDraft) == 0


def test_by_name_the_name_is_asked_for_on_the_page_only(phone: Phone, counter: Counter) -> None:
    phone.says(WHOLE)
    phone.says("好了")
    reply = phone.says("2")

    (tip,) = counter.tips()
    assert tip.mode is Mode.REAL_NAME
    assert f"/h5/tips/{tip.number}/identity" in reply


def test_a_retry_of_the_last_message_gives_the_same_reply_and_one_tip(
    phone: Phone, line: Line, counter: Counter
) -> None:
    phone.says(WHOLE)
    phone.says("好了")
    document = line.text("1")
    replies = {line.platform.reads(line.delivers(document).data) for _ in range(3)}

    assert len(replies) == len(counter.tips()) == 1


def test_deleting_my_records_throws_the_draft_away(phone: Phone, counter: Counter) -> None:
    phone.says(WHOLE)
    phone.says("删除我的记录")
    assert "都删除了" in phone.says("确认删除")
    assert counter.count(TipDraft) == 0


def test_nothing_that_was_said_reaches_a_log(
    phone: Phone, database: Database, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        phone.says(WHOLE)
        phone.says("灭火器怎么用？")
        phone.says("好了")
        phone.says("1")
    with database.reading() as session:
        assert session.scalars(select(LoggedQuestion)).all() == []
    printed = caplog.text + "".join(capfd.readouterr())
    assert "鑫源" not in printed
    assert OPENID not in printed


COMPLAINT = "我们村口那个加工木材的厂子天天露天烧木屑，边上就是变压器"


def test_a_complaint_is_answered_and_becomes_a_tip_with_one_tap(phone: Phone, counter: Counter) -> None:
    assert "想让我们去查这件事" in phone.says(COMPLAINT)
    assert counter.count(TipDraft) == 0
    begun = phone.taps("举报这件事")
    assert f"您刚才说的带过来了：“{COMPLAINT}”" in begun
    assert counter.count(TipDraft) == 1
    for words in ("就在小学旁边", "好了", "1"):
        phone.says(words)
    (tip,) = counter.tips()
    assert COMPLAINT in counter.words_of(tip.number)[0]


@pytest.mark.parametrize("words", ["举报这件事", "那我举报他", "那我举报", "我要举报"])
def test_the_complaint_before_comes_along_when_it_is_said_too(phone: Phone, words: str) -> None:
    phone.says(COMPLAINT)
    assert COMPLAINT in phone.says(words)
    phone.says("取消")
    assert COMPLAINT not in phone.says("我要举报"), "once"


@pytest.mark.parametrize("before", ["灭火器怎么用", "煤气罐多久检一次"])
def test_a_question_does_not_become_a_tip(phone: Phone, before: str) -> None:
    assert "举报这件事" not in phone.says(before)
    assert "请说说您看到了什么" in phone.says("举报这件事")


def test_what_is_told_in_pieces_is_noted_and_the_question_asked_again(phone: Phone) -> None:
    phone.says("我要举报")
    phone.says("饭店煤气罐放在厨房里有十几个")
    again = phone.says("灭火器过期了也")
    assert "这句也记下了" in again
    assert "什么地方" in again
    assert "什么时候" in phone.says("南街老张饭店")


@pytest.mark.parametrize("words", ["我要匿名举报", "匿名举报"])
def test_who_wants_no_name_is_led_to_a_browser_and_no_complaint_is_written_down(
    phone: Phone, counter: Counter, words: str
) -> None:
    phone.says(COMPLAINT)
    assert "/h5/tips/anonymous" in phone.says(words)
    assert counter.count(TipDraft) == 0


def test_a_complaint_throws_nothing_away_that_was_left_unfinished(phone: Phone) -> None:
    phone.says("我要举报 城东路好又多超市安全门锁着")
    phone.sends_photo("media-1")
    phone.says(COMPLAINT)
    again = phone.chooses("skill:tip")
    assert "您上次的举报还没说完" in again
    assert "安全门锁着" in again
