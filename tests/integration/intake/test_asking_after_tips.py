"""Asking what became of one's own tip in words of one's own, also while another is being told."""

import pytest
from sqlalchemy import select, update

from app.wiring import Container
from knowledge.models import LoggedQuestion
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.integration.intake.counter import WU, Counter
from tests.integration.intake.phone import Phone
from tests.integration.waiting_reward import notified
from tests.unit.wechat.pushes import OPENID
from tipoffs.rewards.models import Reward
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import RefusedBecause


@pytest.fixture
def number(counter: Counter) -> str:
    """The number of a tip of the person with the phone."""
    return counter.submitted(OPENID).number


@pytest.mark.parametrize(
    "words",
    [
        "我那个举报咋样了",
        "进度",
        "我举报的事处理了没",
        "我举报的那个厂子你们查了没有",
        "举报有结果了吗",
        "都一个月了还没消息",
        "我的编号多少来着",
        "我的编号忘了",
        "查询举报进度",
        "我想看看我举报的进展",
        "我反映的问题解决了没",
        "我举报的咋没下文了",
        "我要补充举报材料",
        "我不同意",
        "我要申诉！",
        "怎么申请复核",
    ],
)
def test_who_has_a_tip_sees_it_however_it_is_asked(phone: Phone, number: str, words: str) -> None:
    seen = phone.says(words)

    assert number in seen
    assert "最迟2026年11月27日告诉您是否受理" in seen
    assert "撤回" in seen


def test_who_has_none_hears_how_it_is_asked(counter: Counter, line: Line, clock: StandingClock) -> None:
    stranger = Phone(line, clock, WU)

    assert "受理之后一般60日内" in stranger.says("我那个举报咋样了")


def test_how_it_goes_in_general_stays_within_reach(phone: Phone, number: str) -> None:
    phone.says("举报有结果了吗")

    assert "受理之后一般60日内" in phone.taps("多久办完、怎么告诉您")


@pytest.mark.parametrize("said", ["{}", "编号{}", "{}怎么样了", "举报编号 {}"])
def test_a_number_opens_ones_own_tip_and_tells_others_nothing(
    phone: Phone, line: Line, clock: StandingClock, number: str, said: str
) -> None:
    assert "已收到" in phone.says(said.format(number.lower()))

    stranger = Phone(line, clock, WU)
    told = stranger.says(said.format(number))
    assert "查询码" in told
    assert told == stranger.says(said.format("R2611999999"))


@pytest.mark.parametrize(
    "words", ["举报鑫源化工厂后门锁着，查了也没改", "我要举报那个加油站，上次罚了没整改"]
)
def test_a_new_report_is_none_of_it(phone: Phone, number: str, words: str) -> None:
    assert number not in phone.says(words)
    assert phone.reply.startswith(("记下了", "在什么地方", "什么时候", "有照片"))


def test_asked_while_another_is_told_it_becomes_no_part_of_that(phone: Phone, counter: Counter) -> None:
    first = counter.submitted(OPENID).number
    phone.says("我要举报 幸福家园3栋2单元楼梯间堆满纸箱子，这几天一直这样")
    assert first in phone.says("我那个举报咋样了")
    assert "还没说完" in phone.reply
    assert first in phone.says("进度")
    phone.says("跳过")
    phone.says("1")

    told = counter.words_of(counter.tips()[-1].number)
    assert "咋样" not in told[0]
    assert "进度" not in told[0]


def test_asked_after_an_alarm_it_raises_none(phone: Phone, number: str) -> None:
    assert "119" in phone.says("不好了楼上着火了！")

    assert number in phone.says("进度")
    assert not phone.reply.startswith("打119")


def test_what_goes_on_about_it_is_about_it_too(phone: Phone, number: str) -> None:
    phone.says("我举报的事处理了没")

    assert number in phone.says("怎么还没人管")


def test_who_asks_for_a_reward_that_is_not_there_yet_hears_how_it_is_claimed(
    phone: Phone, number: str
) -> None:
    assert number not in phone.says("我举报的奖金到账没")
    assert "奖" in phone.reply


def test_who_asks_how_to_claim_and_has_a_reward_is_led_to_it(
    phone: Phone, container: Container, clock: StandingClock, number: str
) -> None:
    notified(container, clock, number)

    assert "领取请打开" in phone.says("怎么领奖")
    assert "500.00元" in phone.reply
    assert "（含当日）" in phone.reply
    assert "开户银行" in phone.reply
    # What is asked next is not met with the same words again.
    assert "领取请打开" not in phone.says("没有银行卡怎么领奖")
    assert "身份证" in phone.reply
    assert "问工作人员" in phone.says("卡是儿子的能领奖吗")
    assert "500.00元" in phone.says("我的奖金到账没")


@pytest.mark.parametrize("asked", ["钱咋还没到", "没收到钱", "什么时候打款", "卡号填错了咋办"])
def test_who_waits_for_the_money_asks_for_it_in_few_words(
    phone: Phone, container: Container, clock: StandingClock, number: str, asked: str
) -> None:
    notified(container, clock, number)

    assert number in phone.says(asked)
    assert "500.00元" in phone.reply


def test_nobody_else_is_told_of_rewards_who_asks_for_money(phone: Phone, number: str) -> None:
    assert number not in phone.says("钱咋还没到")


def test_bank_data_in_the_chat_are_led_to_the_page_and_not_kept(
    phone: Phone, container: Container, clock: StandingClock, number: str
) -> None:
    notified(container, clock, number)

    assert "别在聊天里发" in phone.says("6222 0212 3456 7890 128 农商行 王桂花")
    assert "领取请打开" in phone.reply
    with container.database.reading() as session:
        assert not [one for one in session.scalars(select(LoggedQuestion.question)) if "王桂花" in one]


@pytest.mark.parametrize(
    ("state", "leads"),
    [
        (RewardState.ASSESSING, ""),
        (RewardState.NOTIFIED, "领取请打开"),
        (RewardState.CLAIMED, ""),
        (RewardState.PAYING, ""),
        (RewardState.PAID, ""),
        (RewardState.FAILED, "领取请打开"),
        (RewardState.LAPSED, "要申请延长"),
        (RewardState.DENIED, "不发奖金不同意的"),
    ],
)
def test_a_reward_leads_where_there_is_something_to_do(
    phone: Phone, container: Container, clock: StandingClock, number: str, state: RewardState, leads: str
) -> None:
    notified(container, clock, number)
    changed = {"state": state, "refused_because": RefusedBecause.NOT_MAJOR}
    with container.database.writing() as session:
        session.execute(update(Reward).values(**changed))

    said = phone.says("我的举报")

    assert number in said
    everything = {"领取请打开", "要申请延长", "不发奖金不同意的"}
    assert {one for one in everything if one in said} == {leads} - {""}
    if leads == "领取请打开":
        assert said.index("领取请打开") < said.index("现在："), "what lapses comes first"
