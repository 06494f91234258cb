"""The list of articles and the windows of people, on both engines."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.clock import china_date
from core.db import Database
from deliveries.contacts import message_write
from deliveries.status import Reason
from deliveries.windows import windows_of
from knowledge.editorial.catalogue import Line, Order, ReviewDue, Wish, list_articles
from knowledge.editorial.importing import store_articles
from knowledge.status import RevisionState
from tests.integration.editors import AUTHOR, editing_service
from tests.unit.knowledge.samples import FEW, make_article

NEW = make_article("hike.new", "野外迷路怎么办？", "山上找不到路")


@pytest.fixture
def filled(database: Database, now: datetime) -> Database:
    """Some published articles, one overdue and one due soon, a draft of one, and one never published."""
    today = china_date(now)
    dues = [today - timedelta(days=1), today, today + timedelta(days=30), today + timedelta(days=31)]
    early = date(2020, 1, 1)
    given = [replace(one, reviewed_on=early, review_due_on=due) for one, due in zip(FEW, dues, strict=False)]
    with database.writing() as session:
        store_articles(session, [*given, *FEW[len(dues) :]], now)
        editing = editing_service()
        editing.save(session, NEW, base=None, author=AUTHOR, reason="试", now=now)
        draft = replace(given[0], lead="改过的导语")
        editing.save(session, draft, base=1, author=AUTHOR, reason="试", now=now)
        editing.retire(session, FEW[-1].id, AUTHOR, "过时", now)
    return database


WISHES: list[tuple[Wish, list[str]]] = [
    (Wish(words="100%"), []),
    (Wish(words="野外迷路"), ["hike.new"]),
    (Wish(words="没有这句话", near=["fire.oil_pan"]), ["fire.oil_pan"]),
    (Wish(category="fire"), ["fire.extinguisher_use", "fire.oil_pan"]),
    (Wish(state=RevisionState.DRAFT), ["ebike.charging_indoors", "hike.new"]),
    (Wish(state=RevisionState.RETIRED), [FEW[-1].id]),
    (Wish(state=RevisionState.IN_REVIEW), []),
    (Wish(due=ReviewDue.OVERDUE), [FEW[0].id]),
    (Wish(due=ReviewDue.SOON), [FEW[1].id, FEW[2].id]),
]


def test_the_list_is_narrowed(filled: Database, now: datetime) -> None:
    with filled.reading() as session:
        for wish, expected in WISHES:
            assert [one.id for one in list_articles(session, wish, china_date(now)).lines] == expected, wish


def test_page_after_page_every_article_comes_once(filled: Database, now: datetime) -> None:
    for order in Order:
        found: list[Line] = []
        after, is_first = "", True
        with filled.reading() as session:
            while is_first or after:
                listed = list_articles(session, Wish(order=order, after=after), china_date(now), limit=2)
                assert len(listed.lines) <= 2
                found += listed.lines
                after, is_first = listed.after, False

        keys = [(one.due_on if order is Order.BY_DUE else "", one.id) for one in found]
        assert keys == sorted(keys)
        assert sorted(one.id for one in found) == sorted([*(one.id for one in FEW), NEW.id])


def test_a_window_says_when_it_closes_or_why_it_is_shut(database: Database, now: datetime) -> None:
    hours = timedelta(hours=1)
    with database.writing() as session:
        for openid, at in (("fresh", now - hours), ("old", now - 49 * hours)):
            message_write(openid, at).run(session)
        session.flush()
        found = windows_of(session, {"fresh", "old", "never"}, now)

    assert (found["fresh"].closes_at, found["fresh"].refusal) == (now + 47 * hours, None)
    assert found["old"].refusal is Reason.WINDOW_CLOSED
    assert (found["never"].closes_at, found["never"].refusal) == (None, Reason.NEVER_WROTE)
