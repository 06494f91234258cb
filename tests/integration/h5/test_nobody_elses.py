"""What belongs to one citizen is to any other not there: at no address, by no form, in no word."""

import re
from datetime import timedelta

from flask import Flask
from werkzeug.routing import Rule

from app.wiring import Container
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.status import LectureState
from core.clock import china_date
from quizzes.models import QuizAttempt, QuizCertificate, QuizContest
from quizzes.status import AttemptState, PlanState
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import told_by
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.waiting_reward import PAYEE, notified

ROW = 424_242
"""A number that stands on no page for another reason."""
NOBODYS = {"tips": "R2611999999", "papers": "979797", "lectures": "979797", "certificates": "2" * 12}
FORM = {
    **PAYEE, "agreed": "yes", "words": "我来替他说几句", "stars": "1", "rating": "unsatisfied",
    "mode": "real_name", "phone": "13800138000", "prize": "1", "choice": "A", "reward": "J26110001",
    "employment": "在这里上班三年",
}  # fmt: skip


def owned(container: Container, openid: str, clock: StandingClock) -> dict[str, str]:
    """A running paper, a certificate and a lecture of this person; how addresses name each."""
    now, person = clock.now(), container.quizzes.person(openid)
    requester = container.campaigning.lectures.rater(openid)
    with container.database.writing() as session:
        contest = QuizContest(
            title="安全生产月知识竞赛", intro="", opens_at=now, closes_at=now + timedelta(days=1), rule={},
            paper_seconds=600, pass_mark=60, seed="s", units=[], towns=[], state=PlanState.PUBLISHED,
            created_by="a", published_by="b", created_at=now, published_at=now,
        )  # fmt: skip
        session.add(contest)
        session.flush()
        attempt = QuizAttempt(
            id=ROW, contest_id=contest.id, once=f"{contest.id}:{person}", person=person, seed="s", paper=[],
            answers={}, state=AttemptState.RUNNING, pass_mark=60, started_at=now,
            due_at=now + timedelta(minutes=10),
        )  # fmt: skip
        certificate = QuizCertificate(
            code="3" * 12, once="attempt:0", person=person, title="家庭安全", is_course=True, holder=b"-",
            earned_on=china_date(now), issued_at=now,
        )  # fmt: skip
        lecture = LectureRequest(
            id=ROW, state=LectureState.ASKED, requester=requester, unit_name="中心小学", region="331081001",
            place="操场", topic="防溺水", wished="", asked_at=now, speaker="", speaker_unit="", reason="",
        )  # fmt: skip
        session.add_all([attempt, certificate, lecture])
        session.flush()
        return {
            "papers": str(attempt.id), "certificates": certificate.code, "lectures": str(lecture.id)
        }  # fmt: skip


def paths(app: Flask, kind: str, name: str) -> list[tuple[str, str]]:
    """Every method and address below one thing of this kind."""
    begins = re.compile(rf"/h5/(?:\w+/)*{kind}/<[^>]+>")
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if begins.match(rule.rule)]
    return [
        (method, re.sub(r"<[^>]+>", "1" if kind == "papers" else "write", begins.sub(
            lambda found: re.sub(r"<[^>]+>", name, found[0]), rule.rule, count=1)))
        for rule in rules
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]  # fmt: skip


def answers(app: Flask, browser: Browser, kind: str, name: str) -> dict[str, tuple[int, str]]:
    """What each address below this thing answers, with its name taken out."""
    token, found = browser.token("/h5/tips/code"), {}
    for method, path in paths(app, kind, name):
        told = browser.opens(path) if method == "GET" else browser.posts(path, csrf_token=token, **FORM)
        page = (
            re.sub(r'name="csrf_token"\s+value="[^"]+"', "", told.text)
            if told.mimetype == "text/html"
            else ""
        )
        found[f"{method} {path.replace(name, '*')}"] = told.status_code, page.replace(name, "*")
    return found


def test_what_is_somebody_elses_is_not_there_at_any_address(
    app: Flask, browser: Browser, stranger: Browser, container: Container, clock: StandingClock
) -> None:
    number = told_by(browser, container)
    notified(container, clock, number)
    theirs = {"tips": number, **owned(container, browser.openid, clock)}
    stranger.logs_in()

    for kind, name in theirs.items():
        told = answers(app, stranger, kind, name)
        assert len(told) >= 2, kind
        assert told == answers(app, stranger, kind, NOBODYS[kind]), kind
        assert {status for status, _ in told.values()} == {404}, kind
    with container.database.reading() as session:
        assert session.get_one(QuizAttempt, int(theirs["papers"])).state is AttemptState.RUNNING
        assert session.get_one(LectureRequest, int(theirs["lectures"])).state is LectureState.ASKED
    # Their owner finds each of them.
    assert browser.opens(f"/h5/tips/{number}/reward").status_code == 200
    assert browser.opens(f"/h5/quiz/papers/{theirs['papers']}").status_code == 200
    assert browser.sends(f"/h5/activities/lectures/{theirs['lectures']}/withdraw").status_code == 303
