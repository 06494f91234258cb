"""What a reporter reads of the own tip: plain words, the promised day, and what is left."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from core.clock import date_words
from core.errors import NotFound
from places.workdays import Workdays
from tests.integration.tip_office import INTAKE, OBJECT, SUPERVISOR, WORDS, TipOffice, reporter
from tipoffs.clocks.rules import read_rules
from tipoffs.clocks.services import ClockService
from tipoffs.timeline import left_words, timeline
from tipoffs.tips.status import TipAction, TipState


def _decide_clock(session: Session, office: TipOffice, number: str, kind: str = "accept") -> date:
    clock = ClockService(read_rules()).start(session, number, kind, office.now)
    assert clock.last_day is not None
    return clock.last_day


def test_a_new_tip_promises_a_decision_in_working_days(session: Session, office: TipOffice) -> None:
    tip = office.arrives()
    last_day = _decide_clock(session, office, tip.number)
    seen = timeline(session, tip.number, office.now)
    assert seen.headline == "已收到，正在看"
    assert seen.promise is not None
    assert seen.promise.text == f"最迟{date_words(last_day)}告诉您是否受理"
    assert seen.promise.left == "还剩5个工作日"
    assert [entry.text for entry in seen.entries] == [
        f"收到您的举报，编号{tip.number}。眼前有危险的，请先打119、110。"
    ]
    assert seen.entries[0].by_reporter
    assert TipAction.WITHDRAW in seen.can
    assert TipAction.SUBMIT not in seen.can
    assert seen.reward is None


def test_a_question_of_staff_gives_the_reporter_time(session: Session, office: TipOffice) -> None:
    tip = office.arrives()
    _decide_clock(session, office, tip.number, "supplement")
    office.tips.ask_more(session, tip.number, "是几号楼？", INTAKE, office.now)
    seen = timeline(session, tip.number, office.now)
    assert TipAction.SUPPLY in seen.can
    assert "是几号楼？" in seen.entries[-1].text
    assert seen.promise is not None
    assert not seen.promise.by_bureau


def test_an_accepted_tip_promises_its_answer(session: Session, office: TipOffice) -> None:
    tip = office.accepted()
    assert tip.answer_by is not None
    seen = timeline(session, tip.number, office.now)
    assert seen.promise is not None
    assert seen.promise.text.startswith("最迟")
    assert "天" in seen.promise.left
    late = timeline(session, tip.number, tip.answer_by + timedelta(days=3))
    assert late.promise is not None
    assert late.promise.is_late
    assert late.promise.left.startswith("已经超过")


def test_an_answered_tip_may_be_objected_to_until_the_day(session: Session, office: TipOffice) -> None:
    tip = office.answered()
    assert tip.object_until is not None
    assert {TipAction.OBJECT, TipAction.CLOSE} <= timeline(session, tip.number, office.now).can
    assert TipAction.OBJECT not in timeline(session, tip.number, tip.object_until).can
    office.tips.object(session, tip.number, "现场还是老样子", reporter(tip.number), office.now)
    seen = timeline(session, tip.number, office.now)
    assert seen.state is TipState.UNDER_REVIEW
    assert seen.promise is not None
    assert "复查结果" in seen.promise.text
    office.tips.re_review(session, tip.number, "upheld", SUPERVISOR, office.now, "材料充分")
    assert timeline(session, tip.number, office.now).promise is None


def test_nothing_of_staff_or_of_the_vault_is_told(session: Session, office: TipOffice) -> None:
    tip = office.at_the_unit()
    office.tips.note(session, tip.number, "内部备注", INTAKE, office.now)
    text = repr(timeline(session, tip.number, office.now))
    for secret in (WORDS, OBJECT, "内部备注", "shouli", "fire", "行业主管"):
        assert secret not in text


def test_an_unknown_number_has_no_timeline(session: Session, office: TipOffice) -> None:
    with pytest.raises(NotFound):
        timeline(session, "R2611999999", office.now)


@pytest.mark.parametrize(
    ("days", "by_bureau", "words"),
    [
        (0, True, "今天是最后一天"),
        (1, True, "还剩1个工作日"),
        (6, True, "还剩4个工作日"),
        (60, True, "还剩60天"),
        (-2, True, "已经超过2天，我们会尽快办理，对不起"),
        (-2, False, "时间已经过了"),
    ],
)
def test_what_is_left_is_said_as_people_say_it(days: int, by_bureau: bool, words: str) -> None:
    thursday = date(2026, 11, 26)
    assert left_words(thursday + timedelta(days=days), thursday, Workdays({}), by_bureau=by_bureau) == words
