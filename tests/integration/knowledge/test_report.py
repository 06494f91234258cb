"""The report: every number with what it was counted of, and what nobody should overlook."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cli.report_words import report_lines
from core.db import Database
from knowledge.asked.querylog import OPINION, Feedback
from knowledge.asked.report import Report, Share, make_report, rising_topics, surely
from knowledge.asked.worklist import Period
from knowledge.editorial.importing import store_articles
from knowledge.localfacts import LocalFact, LocalFacts
from knowledge.models import ArticleRow
from knowledge.published import read_published
from knowledge.status import RevisionState
from knowledge.topics import Priority, Topic
from tests.integration.editors import AUTHOR, editing_service
from tests.integration.questions_asked import Citizens
from tests.unit.knowledge.samples import FEW

PAN, HOSE = "fire.oil_pan", "gas.hose"
TOPICS = {
    slug: Topic(slug, priority, title)
    for slug, priority, title in (
        (PAN, Priority.P1, "油锅起火"),
        ("fire.clothes", Priority.P1, "身上着火"),
        (HOSE, Priority.P2, "燃气软管"),
        ("typhoon.prepare", Priority.P3, "台风准备"),
    )
}
FACTS = LocalFacts(
    {
        name: LocalFact(name, label, "", "{value}", "12345")
        for name, label in (("duty_phone", "值班电话"), ("shelter", "避难场所"))
    },
    {"shelter": "三中操场"},
)


def made(session: Session, now: datetime) -> Report:
    return make_report(session, TOPICS, FACTS, Period(now))


def test_coverage_counts_topics_by_priority(session: Session, now: datetime) -> None:
    report = made(session, now)
    assert report.coverage == {
        "P1": Share(1, 2),
        "P2": Share(1, 1),
        "P3": Share(0, 1),
        "optional": Share(0, 0),
    }
    assert report.uncovered == ["fire.clothes"]


def test_decisions_are_shares_of_all_questions(session: Session, citizens: Citizens, now: datetime) -> None:
    citizens.ask("油锅着火", 6, decision="answer", article=PAN)
    citizens.ask("吃什么", 3)
    citizens.ask("去年的", 9, ago=timedelta(days=31))
    report = made(session, now)
    assert (report.questions, report.people) == (9, 9)
    assert report.decisions == {"answer": Share(6, 9), "fallback": Share(3, 9)}


def test_useful_of_all_judged(session: Session, citizens: Citizens, now: datetime) -> None:
    citizens.ask("油锅着火", 3, decision="answer", article=PAN, feedback=Feedback.USEFUL)
    citizens.ask("油锅着火了", 1, decision="answer", article=PAN, feedback=Feedback.USELESS)
    citizens.ask("油锅又着火了", 5, decision="answer", article=PAN)
    assert made(session, now).helpful == Share(3, 4)


def test_an_opinion_on_a_page_is_a_judgement_but_no_question(
    session: Session, citizens: Citizens, now: datetime
) -> None:
    soon = timedelta(hours=1)
    citizens.ask("油锅着火怎么办", 6, decision=OPINION, article=PAN, feedback=Feedback.USELESS, ago=soon)
    report = made(session, now)
    assert (report.questions, report.decisions, report.top_questions, report.rising) == (0, {}, [], [])
    assert report.helpful == Share(0, 6)
    assert [weak.article for weak in report.weakest] == [PAN]


def test_weak_articles_need_enough_judgements(session: Session, citizens: Citizens, now: datetime) -> None:
    citizens.ask("油锅", 4, decision="answer", article=PAN, feedback=Feedback.USELESS)
    assert made(session, now).weakest == []
    citizens.ask("油锅", 16, decision="answer", article=PAN, feedback=Feedback.USEFUL)
    citizens.ask("软管", 5, decision="answer", article=HOSE, feedback=Feedback.USELESS)
    citizens.ask("打雷", 9, decision="answer", article="lightning.indoor", feedback=Feedback.USEFUL)
    weakest = made(session, now).weakest
    assert [(weak.article, weak.useless) for weak in weakest] == [(HOSE, Share(5, 5)), (PAN, Share(4, 20))]


def test_many_judgements_are_surer_than_few() -> None:
    assert surely(Share(30, 50)) > surely(Share(3, 5)) > surely(Share(0, 5)) == pytest.approx(0.0)
    assert surely(Share(0, 0)) == 0.0
    # Wilson 1927 for 5 of 10, as in every table: 0.2366.
    assert surely(Share(5, 10)) == pytest.approx(0.2366, abs=1e-4)


def test_top_questions_count_wordings_that_differ_in_courtesy_as_one(
    session: Session, citizens: Citizens, now: datetime
) -> None:
    citizens.ask("灭火器怎么用", 3, decision="answer", article="fire.extinguisher_use")
    citizens.ask("请问灭火器怎么用？", 1, asker="e" * 32)
    citizens.ask("请问灭火器怎么用？", 1, asker="e" * 32)
    citizens.ask("吃什么", 2)
    first, second = made(session, now).top_questions
    assert (first.question, first.count, first.people, first.decision) == ("灭火器怎么用", 5, 4, "answer")
    assert second.question == "吃什么"


def test_reviews_that_are_overdue_and_those_soon_due(session: Session, now: datetime) -> None:
    late = replace(FEW[2], review_due_on=date(2026, 11, 23), reviewed_on=date(2026, 1, 1))
    soon = replace(FEW[6], review_due_on=date(2026, 12, 22))
    store_articles(session, [late, soon, FEW[0]], now)
    assert made(session, now).overdue == []
    assert [due.article for due in made(session, now).due_soon] == [PAN, HOSE]
    tomorrow = made(session, now + timedelta(days=2))
    assert [(due.article, due.due_on) for due in tomorrow.overdue] == [(PAN, date(2026, 11, 23))]


def test_facts_that_nobody_filled_in(session: Session, now: datetime) -> None:
    assert made(session, now).unfilled_facts == ["duty_phone"]


def test_an_article_that_cannot_be_read_is_named(session: Session, now: datetime) -> None:
    session.execute(update(ArticleRow).where(ArticleRow.id == PAN).values(body={"id": PAN}))
    [broken] = made(session, now).broken
    assert broken.article == PAN
    assert "topics" in broken.reason


def test_open_revisions_are_counted(session: Session, now: datetime) -> None:
    article = replace(FEW[2], lead="盖锅盖。")
    editing_service().save(session, article, base=1, author=AUTHOR, reason="", now=now)
    assert made(session, now).open_revisions == {RevisionState.DRAFT: 1}


def test_a_rising_category_is_told_once(session: Session, citizens: Citizens, now: datetime) -> None:
    citizens.ask("很早以前", ago=timedelta(days=30))
    for slug in ("typhoon.prepare", "typhoon.window", "typhoon.signal"):
        citizens.ask("台风", 4, decision="answer", article=slug, ago=timedelta(hours=1))
    citizens.ask("油锅", 6, decision="emergency", article=PAN, ago=timedelta(hours=2))
    found = rising_topics(session, Period(now))
    # Three topics of four people each are no trend one by one; together they are. Of 油锅 the topic says all.
    assert [(rise.subject, rise.recent, rise.before) for rise in found] == [("typhoon", 12, 0), (PAN, 6, 0)]


def test_the_report_is_one_line_of_json_with_every_share_whole(
    session: Session, citizens: Citizens, now: datetime
) -> None:
    citizens.ask("油锅着火", 3, decision="answer", article=PAN, feedback=Feedback.USELESS)
    line = json.dumps(made(session, now).to_tree(), ensure_ascii=False)
    tree = json.loads(line)
    assert tree["coverage"]["P1"] == {"part": 1, "whole": 2, "value": 0.5}
    assert tree["helpful"] == {"part": 0, "whole": 3, "value": 0.0}
    assert tree["coverage"]["optional"]["value"] is None
    assert "\n" not in line


def test_the_report_reads_in_chinese(session: Session, citizens: Citizens, now: datetime) -> None:
    citizens.ask("台风来了", 9, decision="answer", article="typhoon.prepare", ago=timedelta(hours=1))
    text = "\n".join(report_lines(made(session, now), TOPICS, FACTS))
    assert "必须有：1/2（50.0%）" in text
    assert "直接回答：9/9（100.0%）" in text
    assert "typhoon.prepare 台风准备：这几小时9人问，以前还没有记录可比。" in text
    assert "duty_phone 值班电话" in text


# PostgreSQL refuses such a text itself.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_text_that_is_no_json_spoils_only_its_own_article(database: Database, now: datetime) -> None:
    with database.writing() as session:
        store_articles(session, FEW, now)
        session.connection().exec_driver_sql("UPDATE articles SET body = '{broken' WHERE id = 'fire.oil_pan'")
    with database.reading() as session:
        articles, broken = read_published(session)
    assert len(articles) == len(FEW) - 1
    assert [one.article for one in broken] == [PAN]
