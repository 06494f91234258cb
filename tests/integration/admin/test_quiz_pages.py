"""Quizzes through pages: a contest from the plan to the prize, the bank, courses, certificates."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from app.wiring import Container
from core.clock import SHANGHAI
from core.crypto import seal
from quizzes.certificates import _place
from quizzes.loading import load
from quizzes.models import QuizAttempt, QuizCertificate, QuizContest, QuizPrizeClaim
from quizzes.question import Question
from quizzes.reading import BANK, by_id, read_file
from quizzes.status import AttemptState
from quizzes.syllabus import read_courses
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import number_in, statements_of
from tests.integration.content.conftest import staff_member
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

NASTY = "<b>小明</b>"
PLANNER = staff_member("loader", "planner")


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    """Some of the bank: more than one page of it."""
    return [*read_file(BANK / "fire.yaml"), *read_file(BANK / "ebike.yaml")]


@pytest.fixture
def planner(container: Container, hiring: Hiring, questions: list[Question]) -> Clerk:
    """Who puts contests together, with a bank to draw from."""
    with container.database.writing() as session:
        load(session, by_id(questions), PLANNER, container.clock.now())
    return hiring.insider("chen", "planner")


def paper(contest: int, number: int, **more: object) -> QuizAttempt:
    """A scored paper of somebody."""
    fields = {
        "contest_id": contest, "once": f"once{number}", "person": f"person{number}", "nickname": None,
        "unit": "u1", "town": None, "seed": "s", "paper": [], "answers": {}, "state": AttemptState.SCORED,
        "pass_mark": 60, "seconds": 100 + number, "right_count": 9, "score": 90, "passed": True,
        "doubt": None,
    }  # fmt: skip
    return QuizAttempt(**(fields | more))


def test_units_are_typed_as_they_stand_in_a_table(
    container: Container, planner: Clerk, clock: StandingClock
) -> None:
    new, now = "/admin/quizzes/contests/new", clock.now().astimezone(SHANGHAI)
    plan = {
        "title": "月度竞赛", "opens_at": f"{now:%Y-%m-%dT%H:%M}", "questions": "5",
        "closes_at": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}", "minutes": "10", "pass_mark": "60",
    }  # fmt: skip

    pasted = "县教育局\t３００\n县卫健局（含疾控）　20人\n\nA7，甲厂，1,200\n乙厂"
    number = number_in(planner.sends(new, **plan, units=pasted).headers["Location"])

    with container.database.reading() as session:
        kept = session.get_one(QuizContest, number).units
    assert [(one["code"], one["name"], one["people"]) for one in kept] == [
        ("u001", "县教育局", 300),
        ("u002", "县卫健局（含疾控）", 20),
        ("A7", "甲厂", 1200),
        ("u004", "乙厂", None),
    ]
    twice = planner.sends(new, **plan, units="乙厂 20\n乙厂 30")
    assert (twice.status_code, "单位“乙厂”写了两次" in twice.text) == (409, True)
    long = planner.sends(new, **plan, units="长" * 61)
    assert (long.status_code, "最多60个字" in long.text) == (409, True)


def test_a_contest_from_the_plan_to_the_prize(
    container: Container, hiring: Hiring, planner: Clerk, clock: StandingClock
) -> None:
    reviewer = hiring.insider("lin", "campaign_reviewer")
    new, now = "/admin/quizzes/contests/new", clock.now().astimezone(SHANGHAI)
    plan = {
        "title": "月度竞赛", "opens_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}", "questions": "5",
        "closes_at": f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}", "minutes": "10", "pass_mark": "60",
    }  # fmt: skip
    bad = planner.sends(new, **plan, units="u1 甲厂 四十")
    assert (bad.status_code, "这一行看不懂：u1 甲厂 四十" in bad.text) == (409, True)
    assert "u1 甲厂 四十</textarea>" in bad.text
    slip = planner.sends(new, **{**plan, "minutes": "十分钟"}).text
    assert 'id="f-minutes-fault">“一份卷子几分钟”请写不小于0的整数。</div>' in slip
    assert "一份卷子是1到100道题" in planner.sends(new, **{**plan, "questions": "0"}).text
    number = number_in(planner.sends(new, **plan, units="u1 甲厂 40\nu2，乙厂").headers["Location"])
    address = f"/admin/quizzes/contests/{number}"
    planner.sends(f"{address}/prize", page=address, name="灭火毯", stock="2")
    assert planner.sends(f"{address}/publish", page=address).status_code == 404
    # Who reviews it sees which units compete, and one button stands out.
    looked_at = reviewer.opens(address).text
    assert "2个：甲厂、乙厂" in looked_at
    assert re.findall(r'btn-primary"\s+type="submit">([^<]+)<', looked_at.split("</main>")[0]) == ["审核发布"]
    assert reviewer.sends(f"{address}/publish", page=address).status_code == 303
    assert planner.sends(f"{address}/prize", page=address, name="书", stock="2").status_code == 409

    phone = "13800138000"
    with container.database.writing() as session:
        times = {"started_at": clock.now(), "due_at": clock.now(), "submitted_at": clock.now()}
        papers = [paper(number, one, **times) for one in range(11)]
        papers[0].nickname, papers[1].doubt, papers[1].score = NASTY, "too_fast", 100
        session.add_all(papers)
        session.flush()
        first, doubtful = papers[0].id, papers[1].id
        prizes = container.quizzes.prizes
        prize = prizes.of(session, number)[0]
        claim = prizes.claim(session, papers[2], prize.id, phone, clock.now())
        code = claim.code
    page = planner.opens(address).text
    assert "合格率100.0%（合格11份 ÷ 交卷11份）" in page
    assert NASTY not in page
    assert "&lt;b&gt;小明" in page
    assert "答得太快" in page
    assert "不足10人，不显示" in reviewer.opens(f"{address}?by=unit").text
    assert reviewer.sends(f"{address}/papers/{doubtful}/clear", page=address, reason="").status_code == 409
    reviewer.sends(f"{address}/papers/{doubtful}/clear", page=address, reason="当面核实过")
    assert ">90.9<" in reviewer.opens(f"{address}?by=unit").text, "eleven now: the unit is shown"
    planner.sends(f"{address}/papers/{first}/hide_name", page=address)
    assert "小明" not in planner.opens(address).text
    other = f"/admin/quizzes/contests/{number + 1}/papers/{first}/void"
    assert reviewer.sends(other, page=address, reason="x").status_code == 404

    wrong = planner.sends(f"{address}/hand_over", page=address, code=code, phone="13900139000")
    assert "领奖码和手机号对不上" in wrong.text
    assert "13900139000" not in wrong.text
    assert planner.sends(f"{address}/hand_over", page=address, code=code, phone=phone).status_code == 303
    assert "已经领走" in planner.sends(f"{address}/hand_over", page=address, code=code, phone=phone).text
    with container.database.reading() as session:
        assert session.get_one(QuizPrizeClaim, claim.id).handed_by == "chen"
    assert "共2份，已留1份，领走1份" in planner.opens(address).text

    # Reported and filed: the same figures as on the page, nobody's chosen name runs, no unit beside a person.
    answer = planner.sends(f"{address}/results", page=address)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["概况", "个人榜", "单位榜", "奖品"]
    table = {name: [list(row) for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames}
    assert ["交卷（人次）", 11] in table["概况"]
    assert len(table["个人榜"]) == 1 + 11
    assert table["个人榜"][1] == [1, "匿名", 100, 101]
    assert table["单位榜"][1] == ["甲厂", 90.9, 11, 11, 40, 27.5]
    assert table["单位榜"][2][:2] == ["乙厂", "不足10人，不显示"]
    assert table["奖品"][1] == ["灭火毯", 2, 1, 1]
    reviewer.sends(f"{address}/cancel", page=address, reason="改期")
    assert "这场竞赛取消了" in planner.opens(address).text


def test_the_bank_is_searched_page_by_page(
    container: Container, planner: Clerk, questions: list[Question]
) -> None:
    page = planner.opens("/admin/quizzes").text
    assert page.count("line__title") == 30
    further = re.search(r'href="([^"]+after=[^"]+)"', page)
    assert further
    assert planner.opens(further[1].replace("&amp;", "&")).text.count("line__title") == 30
    assert statements_of(container, planner, "/admin/quizzes") <= 7
    one = questions[0]
    found = planner.opens(f"/admin/quizzes?words={one.stem[:8]}&kind={one.kind.value}").text
    assert one.id in found
    assert "没有这样的题" in planner.opens("/admin/quizzes?words=没有这些字的题").text
    shown = planner.opens(f"/admin/quizzes/questions/{one.id}").text
    assert shown.count("（正确）") == len(one.right)
    assert "还没有人答过" in shown
    assert planner.asks("/admin/quizzes/questions/no.such").status_code == 404


def test_courses_are_published_and_certificates_looked_up(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    reviewer, reader = hiring.insider("lin", "campaign_reviewer"), hiring.insider("chen", "planner")
    code, key = "AB2CD3EFG4HJ", container.quizzes.certificates._key
    with container.database.writing() as session:
        load(session, by_id(read_file(BANK / "fire.yaml")), PLANNER, clock.now())
        container.quizzes.courses.load(
            session, {"home_basics": read_courses()["home_basics"]}, PLANNER, clock.now()
        )
        session.add(
            QuizCertificate(
                code=code,
                once="attempt:1",
                person="p",
                title="月度竞赛",
                is_course=False,
                score=90,
                holder=seal("陈小明".encode(), key, _place(code)),
                earned_on=clock.now().date(),
                issued_at=clock.now(),
            )
        )
    page = reviewer.opens("/admin/quizzes/courses").text
    publish = re.findall(r'action="(/admin/quizzes/courses/[^"]+/publish)"', page)
    assert len(publish) == 1
    assert reader.sends(publish[0], page="/admin/me").status_code == 404
    assert reviewer.sends(publish[0], page="/admin/quizzes/courses").status_code == 303
    assert publish[0] not in reviewer.opens("/admin/quizzes/courses").text
    looked = reader.opens("/admin/quizzes/certificates?code=ab2c-d3ef-g4hj").text
    assert "月度竞赛" in looked
    assert "陈小明" not in looked
    assert "没有这个编号" in reader.opens("/admin/quizzes/certificates?code=ZZZZ").text
    revoke, page = "/admin/quizzes/certificates/revoke", f"/admin/quizzes/certificates?code={code}"
    assert reader.sends(revoke, page="/admin/me", code=code, reason="作弊").status_code == 404
    assert reviewer.sends(revoke, page=page, code=code, reason="").status_code == 409
    reviewer.sends(revoke, page=page, code=code, reason="作弊")
    assert "已撤销" in reader.opens(page).text
