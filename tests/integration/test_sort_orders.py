"""A list read page by page shows every row once, in each order, on both engines."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.sort_orders import Page, SortOrder, both_ways, chosen
from followers.models import Follower, FollowState

NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)
ORDERS = (
    *both_ways(Follower.id),
    SortOrder("seen", "先看到的在前", Follower.first_seen_at, Follower.id),
    SortOrder("openid", "按编号", Follower.openid, is_descending=True),
)


def turned(session: Session, order: SortOrder, size: int) -> list[Follower]:
    """All rows, page after page."""
    rows: list[Follower] = []
    page = Page(order, limit=size)
    while found := session.scalars(page.of(select(Follower))).all():
        rows += found
        page = page.behind(found[-1])
    return rows


@pytest.fixture
def people(database: Database) -> list[str]:
    """Seven followers, some first seen in the same moment, some with the joint of a mark in their openid."""
    names = ["o_3", "o_1_2", "o5", "o4", "o_6", "o2", "o7"]
    with database.writing() as session:
        session.add_all(
            Follower(
                openid=name, state=FollowState.FOLLOWING, state_event_at=NOON,
                first_seen_at=NOON - timedelta(hours=number % 3),
            )
            for number, name in enumerate(names)
        )  # fmt: skip
    return names


def test_every_row_comes_once_in_every_order(database: Database, people: list[str]) -> None:
    with database.reading() as session:
        for order in ORDERS:
            at_once = session.scalars(Page(order, limit=None).of(select(Follower))).all()
            assert turned(session, order, 2) == at_once, order.word
            assert sorted(one.openid for one in at_once) == sorted(people), order.word
        assert [one.openid for one in turned(session, ORDERS[0], 3)] == people[::-1]
        seen = [(one.first_seen_at, one.id) for one in turned(session, ORDERS[2], 3)]
        assert seen == sorted(seen)


def test_nonsense_is_the_beginning(database: Database, people: list[str]) -> None:
    with database.reading() as session:
        for mark in ("", "_", "x", "-1", "9" * 19, "2026-11-26_5", "2026-11-26T04:00_5", "\0"):
            for order in ORDERS[:3]:
                found = session.scalars(Page(order, mark, 2).of(select(Follower))).all()
                assert found == session.scalars(Page(order, limit=2).of(select(Follower))).all(), mark
    assert (chosen(ORDERS, "seen"), chosen(ORDERS, "x'")) == (ORDERS[2], ORDERS[0])
