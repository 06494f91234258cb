"""Quizzes on the phone: without JavaScript, from the question of the day to the certificate."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.wiring import Container
from core.clock import china_date
from followers.deed_models import FollowerDeed
from knowledge.gallery import PNG_SIGNATURE
from quizzes.checking import INDUCEMENT
from quizzes.contests import NewContest, Team
from quizzes.loading import load
from quizzes.models import QuizAttempt, QuizPrize
from quizzes.papers import Rule
from quizzes.reading import read_bank
from quizzes.syllabus import read_courses
from staff.actors import Actor, ActorKind
from staff.services import OPERATOR
from tests.conftest import StandingClock
from tests.integration.h5.conftest import PUBLIC_URL, Browser
from tests.integration.h5.fields import told_at

PLANNER = Actor(ActorKind.SYSTEM, "cehua")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def contest_id(container: Container, clock: StandingClock) -> int:
    """A contest with three prizes that is open, in a system with bank and courses."""
    now, quizzes = clock.now(), container.quizzes
    new = NewContest(
        title="安全生产月知识竞赛",
        intro="人人参加",
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=1),
        rule=Rule(3),
        paper_seconds=120,
        pass_mark=60,
        units=(Team("u1", "甲厂", 40),),
        towns=(Team("331081001", "太平街道"),),
    )
    with container.database.writing() as session:
        load(session, read_bank(), PLANNER, now)
        quizzes.courses.load(session, read_courses(), PLANNER, now)
        quizzes.courses.publish(session, "home_basics", OPERATOR, now)
        contest = quizzes.contests.create(session, new, PLANNER, now)
        quizzes.prizes.add(session, contest.id, "灭火毯", 3, PLANNER, now)
        return quizzes.contests.publish(session, contest.id, OPERATOR, now).id


def stem_key(container: Container, attempt_id: int, number: int) -> str:
    with container.database.reading() as session:
        return session.get_one(QuizAttempt, attempt_id).paper[number - 1]["key"]


def asked_again(refused: TestResponse) -> bool:
    """Whether the question still stands there and says what is missing."""
    return refused.status_code == 422 and told_at(refused.text, "choice") == "请先选一个答案。"


def test_a_guest_answers_and_practises(browser: Browser, container: Container, contest_id: int) -> None:
    home = browser.opens("/h5/quiz").text
    for words in ("每日一题", "安全生产月知识竞赛", "家庭安全入门", "按类别练习", "核对证书"):
        assert words in home
    shelves = home.partition("按类别练习")[2]
    assert shelves.index("火灾逃生") < shelves.index("台风") < shelves.index("考证培训")
    today = browser.opens("/h5/quiz/today").text
    assert "不登录也能答" in today
    day = re.search(r'name="day" value="([^"]+)"', today)
    assert day
    told = browser.posts("/h5/quiz/today", csrf_token=browser.token("/h5/quiz/today"), day=day[1], choice="A")
    assert told.status_code == 200
    assert "依据：" in told.text
    assert browser.sends("/h5/quiz/today", day="2020-01-01", choice="A").status_code == 303
    assert browser.sends("/h5/quiz/today", day="yesterday", choice="A").status_code == 400
    assert asked_again(browser.sends("/h5/quiz/today", day=day[1]))
    begin = browser.opens("/h5/quiz/practice/category/fire")
    assert begin.status_code == 303
    address = begin.headers["Location"]
    asked = browser.opens(address).text
    assert "第1题，共" in asked
    token = browser.token(address)
    assert asked_again(browser.posts(address, csrf_token=token))
    told = browser.posts(address, csrf_token=token, choice="A")
    assert "这一轮：1道里答对" in told.text
    assert "下一题" in told.text
    assert browser.opens("/h5/quiz/practice/setting/nowhere").status_code == 404
    assert browser.opens("/h5/quiz/practice/category/nothing?s=01234567").status_code == 404


def test_a_contest_from_the_door_to_the_certificate(
    browser: Browser, stranger: Browser, container: Container, clock: StandingClock, contest_id: int
) -> None:
    shown = browser.opens(f"/h5/quiz/contests/{contest_id}").text
    assert "参加竞赛" in shown
    assert "还有3份" in shown
    entry = f"/h5/quiz/contests/{contest_id}/enter"
    browser.returns(browser.leaves_for_wechat(entry))
    refused = browser.sends(entry, unit="u1", name="加我微信")
    assert refused.status_code == 422
    paper = browser.sends(entry, unit="u1", town="331081001", name="小王").headers["Location"]
    attempt = int(paper.split("/")[4])
    assert "还剩2分钟" in browser.opens(paper).text
    for number in (1, 2, 3):
        clock.advance(seconds=10)
        key = stem_key(container, attempt, number)
        there = f"/h5/quiz/papers/{attempt}/{number}"
        assert asked_again(browser.sends(there, choice="Z"))
        saved = browser._client.post(
            there,
            base_url=PUBLIC_URL,
            data={"csrf_token": browser.token(there), "choice": list(key)},
        )
        assert saved.status_code == 303
    assert "都答完了" in browser.opens(saved.headers["Location"]).text
    result = browser.sends(f"/h5/quiz/papers/{attempt}").headers["Location"]
    told = browser.opens(result).text
    assert "100分" in told
    assert "竞赛结束以后" in told
    assert browser.sends(f"/h5/quiz/papers/{attempt}").status_code == 409
    with container.database.reading() as session:
        prize = container.quizzes.prizes.of(session, contest_id)[0].id
    slip = browser.sends(f"/h5/quiz/papers/{attempt}/prize", prize=str(prize), phone="1380000")
    assert (slip.status_code, "请填11位的手机号" in slip.text, "给我留一份" in slip.text) == (409, True, True)
    with container.database.writing() as session:
        session.get_one(QuizPrize, prize).given = 3
    gone = browser.sends(f"/h5/quiz/papers/{attempt}/prize", prize=str(prize), phone="13800000001")
    assert (gone.status_code, "奖品已经领完了" in gone.text, "领证书" in gone.text) == (409, True, True)
    assert "给我留一份" not in gone.text
    contest = browser.opens(f"/h5/quiz/contests/{contest_id}").text
    assert "已经领完了。成绩照记" in contest
    assert "还有0份" not in contest
    with container.database.writing() as session:
        session.get_one(QuizPrize, prize).given = 0
    kept = browser.sends(f"/h5/quiz/papers/{attempt}/prize", prize=str(prize), phone="13800000001")
    assert kept.status_code == 303
    assert "奖品给您留好了" in browser.opens(result).text
    form = f"/h5/quiz/certificates/new/contest/{attempt}"
    assert browser.sends(form, name="a1").status_code == 422
    made = browser.sends(form, name="欧阳小丽").headers["Location"]
    code = made.rsplit("/", 1)[1]
    picture = browser.opens(f"{made}.png")
    assert picture.data.startswith(PNG_SIGNATURE)
    assert len(picture.data) < 150 * 1024
    stranger.logs_in()
    for theirs in (result, made, f"{made}.png", f"/h5/quiz/papers/{attempt}/1"):
        assert stranger.opens(theirs).status_code == 404
    check = stranger.opens("/h5/quiz/verify", code=code.lower()).text
    assert "这张证书是真的" in check
    assert "欧**丽" in check
    assert "欧阳小丽" not in check
    assert stranger.opens("/h5/quiz/verify", code="2222-2222-2222").status_code == 404
    clock.advance(hours=2)
    assert "依据：" in browser.opens(result).text
    over = stranger.opens(f"/h5/quiz/contests/{contest_id}").text
    assert "竞赛已经结束" in over
    assert "还有2份，留给合格了还没领的人" in over
    assert "先到先得" not in over
    assert "先做练习" not in over


def test_who_was_too_fast_is_told_that_the_prize_waits_too(
    browser: Browser, container: Container, clock: StandingClock, contest_id: int
) -> None:
    entry = f"/h5/quiz/contests/{contest_id}/enter"
    browser.returns(browser.leaves_for_wechat(entry))
    attempt = int(browser.sends(entry).headers["Location"].split("/")[4])
    for number in (1, 2, 3):
        there = f"/h5/quiz/papers/{attempt}/{number}"
        key = list(stem_key(container, attempt, number))
        data = {"csrf_token": browser.token(there), "choice": key}
        browser._client.post(there, base_url=PUBLIC_URL, data=data)

    told = browser.opens(browser.sends(f"/h5/quiz/papers/{attempt}").headers["Location"]).text

    assert "答得太快" in told
    assert "也等核实以后" in told
    assert "给我留一份" not in told


def test_late_is_late_and_what_was_saved_counts(
    browser: Browser, container: Container, clock: StandingClock, contest_id: int
) -> None:
    entry = f"/h5/quiz/contests/{contest_id}/enter"
    browser.returns(browser.leaves_for_wechat(entry))
    paper = browser.sends(entry).headers["Location"]
    attempt = int(paper.split("/")[4])
    browser.posts(paper, csrf_token=browser.token(paper), choice=stem_key(container, attempt, 1))
    token = browser.token(paper)
    clock.advance(seconds=130)
    late = browser.posts(f"/h5/quiz/papers/{attempt}/2", csrf_token=token, choice="A")
    assert late.status_code == 409
    assert "时间到了" in late.text
    by_name = {one.name: one for one in container.quizzes.scheduled_jobs()}
    for name in ("choose_quiz_question", "settle_quiz_papers", "forget_quiz_people"):
        by_name[name].task(clock.now())
    with container.database.reading() as session:
        scored = session.scalars(select(QuizAttempt)).one()
        assert scored.state.value == "scored"
    clock.advance(hours=30)
    for _ in range(2):
        told = browser.opens(f"/h5/quiz/papers/{attempt}").text
        assert f"{scored.score}分" in told
        assert "差一点" not in told, "a third of the way is no near miss"
        with container.database.reading() as session:
            (deed,) = session.scalars(select(FollowerDeed))
        assert (deed.openid, deed.deed) == (browser.openid, f"contest:{contest_id}")
        assert deed.last_on == china_date(scored.due_at), "the day of the paper, not of the look at it"


@pytest.mark.parametrize("is_handed_in", [True, False], ids=["handed in", "by the clock"])
def test_a_course_from_the_first_page_to_the_paper(
    browser: Browser, container: Container, clock: StandingClock, contest_id: int, is_handed_in: bool
) -> None:
    course = "/h5/quiz/courses/home_basics"
    assert "开始学" in browser.opens(course).text
    begun = browser.returns(browser.leaves_for_wechat(f"{course}/begin"))
    step = browser.opens(begun.headers["Location"]).headers["Location"]
    assert step == f"{course}/1"
    assert "油锅着火" in browser.opens(step).text
    assert browser.sends(step).status_code == 422
    for number in range(1, 8):
        browser.opens(f"{course}/{number}")
        clock.advance(minutes=3)
        assert browser.sends(f"{course}/{number}").status_code == 303
    assert "去考试" in browser.opens(course).text
    assert browser.opens(f"{course}/8").status_code == 404
    paper = browser.sends(f"{course}/paper").headers["Location"]
    assert browser.opens(paper).status_code == 200
    attempt = int(paper.split("/")[4])
    with container.database.writing() as session:
        row = session.get_one(QuizAttempt, attempt)
        for nth, entry in enumerate(row.paper, 1):
            container.quizzes.contests.attempts.answer(
                session, attempt, row.person, nth, entry["key"], clock.now()
            )
    if is_handed_in:
        assert browser.sends(f"/h5/quiz/papers/{attempt}").status_code == 303
    else:
        clock.advance(hours=3)
        (settle,) = [one for one in container.quizzes.scheduled_jobs() if one.name == "settle_quiz_papers"]
        settle.task(clock.now())
        assert "100分" in browser.opens(f"/h5/quiz/papers/{attempt}").text
    with container.database.reading() as session:
        deeds = session.execute(select(FollowerDeed.openid, FollowerDeed.deed)).all()
    assert [tuple(one) for one in deeds] == [(browser.openid, "course:home_basics")]


def test_no_page_and_no_reply_induces_anybody() -> None:
    """微信公众平台运营规范: no prize and no place for following or sharing."""
    for file in (
        *(ROOT / "h5/templates/h5/quizzes").glob("*.html"),
        *(ROOT / "h5/quizzes").glob("*.py"),
        *(ROOT / "quizzes").rglob("*.yaml"),
        ROOT / "handlers/quiz.py",
        ROOT / "handlers/quiz_words.py",
        ROOT / "quizzes/refusals.py",
    ):
        assert INDUCEMENT.search(file.read_text("utf-8")) is None, file
