"""我的举报 in the chat: where it stands, by when, what was paid, and what its reporter can still do."""

import pytest
from sqlalchemy import select

from app.wiring import Container
from bot.talk import Talk
from bot.turns import Turn
from core.db import Database
from deliveries.models import DutyNotice
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.integration.intake.counter import LI, WU, Counter
from tests.integration.intake.phone import Phone
from tests.integration.intake.staff import ASKED, Staff
from tests.integration.tip_office import INTAKE, PARTS
from tests.integration.vault_office import CUSTODIAN, REASON, ZHANG
from tests.unit.wechat.pushes import OPENID
from tipoffs.intake.draft import Draft
from tipoffs.tips.models import Channel, Statement, Tip, TipWords
from tipoffs.tips.status import TipState
from tipoffs.vault import tries
from tipoffs.vault.status import Purpose
from wechat.messages import TextMessage, TextReply


@pytest.fixture
def staff(container: Container, clock: StandingClock) -> Staff:
    return Staff(container, clock)


@pytest.fixture
def number(counter: Counter) -> str:
    """The number of a tip of the person with the phone."""
    return counter.submitted(OPENID).number


def state_of(counter: Counter, number: str) -> TipState:
    with counter.container.database.reading() as session:
        tip = session.get(Tip, number)
        assert tip is not None
        return tip.state


def said_on(counter: Counter, number: str, occasion: Statement) -> list[str]:
    with counter.container.database.reading() as session:
        query = select(TipWords.field).where(TipWords.tip == number, TipWords.statement == occasion)
        vault = counter.container.casework.vault
        return [vault.fields.take(session, number, field) for field in session.scalars(query)]


@pytest.mark.parametrize(
    "words", ["我的举报", "查进度", "我的举报到哪了", "我要查进度", "我的举报怎么样了？"]
)
def test_a_reporter_sees_where_it_stands_and_by_when(phone: Phone, number: str, words: str) -> None:
    seen = phone.says(words)

    assert number in seen
    assert "已收到" in seen
    assert "最迟2026年11月27日告诉您是否受理" in seen
    assert "接下来" in seen


def test_others_see_nothing(counter: Counter, line: Line, clock: StandingClock, number: str) -> None:
    stranger = Phone(line, clock, WU)

    assert number not in stranger.says("我的举报")
    assert "还没有举报" in stranger.reply


def test_several_tips_are_a_list_and_each_opens(phone: Phone, counter: Counter, number: str) -> None:
    second = counter.submitted(OPENID, "我要举报 幸福家园3栋楼梯间堆满纸箱子，昨天还着过火").number
    listed = phone.says("我的举报")

    assert listed.index(second) < listed.index(number)
    assert "编号" in phone.taps(number)
    assert second not in phone.reply


def test_a_question_from_staff_is_answered_after_a_look(
    phone: Phone, counter: Counter, staff: Staff, number: str
) -> None:
    staff.asks(number)
    assert ASKED in phone.says("我的举报")
    phone.taps("补充情况")
    assert "存在这一件里" in phone.sends_photo("media-9")
    assert "后门昨天开了" in phone.says("后门昨天开了")
    assert "今天又锁上了" in phone.says("今天又锁上了")
    assert state_of(counter, number) is TipState.NEED_INFO
    assert "收到了" in phone.taps("确认")

    assert state_of(counter, number) is TipState.SUBMITTED
    assert said_on(counter, number, Statement.SUPPLIED) == ["后门昨天开了\n今天又锁上了"]
    assert [one.media_id for one in counter.evidence_of(number)] == ["media-9"]


def test_what_is_not_confirmed_is_not_sent(phone: Phone, counter: Counter, staff: Staff, number: str) -> None:
    staff.asks(number)
    phone.says("我的举报")
    phone.taps("补充情况")
    phone.says("后门昨天开了")
    assert "没有发出去" in phone.taps("取消")

    assert state_of(counter, number) is TipState.NEED_INFO
    assert said_on(counter, number, Statement.SUPPLIED) == []


def test_withdrawing_asks_first(phone: Phone, counter: Counter, number: str) -> None:
    phone.says("我的举报")
    assert number in phone.taps("撤回")
    assert "没有发出去" in phone.says("不")
    assert state_of(counter, number) is TipState.SUBMITTED

    phone.says("我的举报")
    phone.taps("撤回")
    assert "已经撤回" in phone.says("确认")
    assert state_of(counter, number) is TipState.WITHDRAWN
    assert "您已撤回" in phone.says("我的举报")


def test_an_answer_has_its_four_parts_and_is_rated(phone: Phone, staff: Staff, number: str) -> None:
    staff.answers(number)
    seen = phone.says("我的举报")

    for part in (PARTS.account, PARTS.decision, PARTS.reward, "不属实"):
        assert part in seen
    assert "谢谢" in phone.taps("满意")
    assert "您的评价：满意" in phone.says("我的举报")


def test_who_is_not_content_can_object(phone: Phone, counter: Counter, staff: Staff, number: str) -> None:
    staff.answers(number)
    phone.says("我的举报")
    assert "对不起" in phone.taps("不满意")
    phone.taps("不同意，提出异议")
    phone.says("他们来之前把东西搬走了")
    assert "复查" in phone.taps("确认")

    assert state_of(counter, number) is TipState.UNDER_REVIEW
    assert said_on(counter, number, Statement.OBJECTED) == ["他们来之前把东西搬走了"]
    assert "正在复查" in phone.says("我的举报")


@pytest.mark.parametrize("words", ["不同意", "我不服！", "我要申诉", "提出异议"])
def test_who_does_not_agree_is_asked_why_at_once(
    phone: Phone, counter: Counter, staff: Staff, number: str, words: str
) -> None:
    staff.answers(number)

    assert "请说说您不同意哪里" in phone.says(words)
    assert "还没发出去" in phone.says("[Sticker]")
    assert "Sticker" not in phone.says("他们来之前把东西搬走了")
    assert "复查" in phone.says("确认")


def test_a_rating_typed_below_a_case_is_one_of_the_case(
    phone: Phone, counter: Counter, staff: Staff, number: str
) -> None:
    staff.answers(number)
    phone.says("灭火器怎么用")
    phone.says("我的举报")

    assert "您不同意结论的" in phone.says("不满意")
    assert "您的评价：不满意" in phone.says("我的举报")


def test_a_complaint_about_an_answer_rates_no_case(phone: Phone, staff: Staff, number: str) -> None:
    staff.answers(number)
    phone.says("灭火器怎么用")

    assert "没帮上您" in phone.says("不满意")
    assert "您的评价" not in phone.says("我的举报")


def test_a_step_that_does_not_follow_is_refused_in_words(
    phone: Phone, staff: Staff, counter: Counter, number: str, container: Container
) -> None:
    staff.asks(number)
    phone.says("我的举报")
    phone.taps("补充情况")
    phone.says("后门昨天开了")
    staff.does(container.casework.tips.stop_waiting, number, INTAKE, reason="到期")

    assert "不能办理" in phone.taps("确认")


def test_nobody_acts_on_the_tip_of_somebody_else(
    line: Line, clock: StandingClock, counter: Counter, number: str
) -> None:
    stranger = Phone(line, clock, WU)
    stranger.reply = f'<a href="weixin://bizmsgmenu?msgmenucontent=x&msgmenuid=tip:withdraw:{number}">x</a>'
    assert "查询码" in stranger.taps("x")
    stranger.says("确认")

    assert state_of(counter, number) is TipState.SUBMITTED


def by_code(counter: Counter) -> tuple[str, str]:
    """Number and code of a tip without an openid."""
    container = counter.container
    with container.database.writing() as session:
        held = container.intake.drafts.start(session, None, counter.now)
    draft = Draft(facts="车间里住人，安全出口焊死了", mode="anonymous")
    receipt = counter.submits(held.token, draft, Channel.BROWSER, None)
    return receipt.number, receipt.code


def test_a_code_opens_its_tip_whatever_slips_there_are(phone: Phone, counter: Counter) -> None:
    number, code = by_code(counter)
    slipped = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert number in phone.says(slipped)
    assert "已收到" in phone.reply
    assert "浏览器" in phone.reply
    assert number not in phone.says("我的举报")


def test_with_the_code_its_reporter_can_act(phone: Phone, counter: Counter) -> None:
    number, code = by_code(counter)
    phone.says(code)
    phone.taps("撤回")
    phone.taps("确认")

    assert state_of(counter, number) is TipState.WITHDRAWN


def test_a_wrong_and_an_unknown_code_read_the_same(phone: Phone, counter: Counter) -> None:
    _, code = by_code(counter)
    last = "2" if code[-1] == "3" else "3"
    wrong, unknown, short = phone.says(code[:-1] + last), phone.says("Z9" * 13), phone.says(code[:-1])

    assert wrong == unknown == short
    assert "查不到" in wrong


def test_too_many_wrong_codes_wait_and_the_security_officer_is_told(
    phone: Phone, counter: Counter, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "ALL_TOGETHER", 2)
    for _ in range(4):
        phone.says("Z9" * 13)

    assert "请稍后再试" in phone.reply
    with container.database.reading() as session:
        assert [one.permission for one in session.scalars(select(DutyNotice))] == ["staff.grant"]


def test_a_code_in_the_middle_of_a_tip_does_not_become_part_of_it(phone: Phone, counter: Counter) -> None:
    number, code = by_code(counter)
    phone.says("我要举报")
    seen = phone.says(code)

    assert number in seen
    assert "您看到了什么" in seen


def test_a_code_that_waited_for_the_worker_is_asked_for_again(
    container: Container, counter: Counter, clock: StandingClock, database: Database
) -> None:
    """A check needs transactions of its own; the worker has one open already."""
    _, code = by_code(counter)
    message = TextMessage(to_user="gh", from_user=LI, created_at=clock.now(), msg_id="1", content=code)
    with database.writing() as session:
        turn = Turn(message, Talk(), clock.now(), lambda: session, in_transaction=True)
        outcome = container.intake.mine.handle(turn)

    assert outcome is not None
    assert isinstance(outcome.reply, TextReply)
    assert "再发一次" in outcome.reply.text


def test_who_looked_at_the_identity_is_shown(
    phone: Phone, container: Container, clock: StandingClock, number: str
) -> None:
    vault = container.casework.vault
    with container.database.writing() as session:
        request = vault.request(session, number, ZHANG, Purpose.CONTACT, REASON, clock.now())
        vault.approve(session, request.id, CUSTODIAN, clock.now())
        vault.read(session, request.id, ZHANG, clock.now())

    assert "身份信息被查看过1次" in phone.says("我的举报")
    assert Purpose.CONTACT.label in phone.reply
