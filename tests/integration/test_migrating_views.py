"""Filters that somebody kept before the groups of lists were called so lead where they led."""

from datetime import datetime

import pytest
from sqlalchemy import text

from app import schema
from core.db import Database
from staff.actors import Scope
from staff.models import SavedView, StaffUser
from staff.roles import Roles
from staff.services import OPERATOR, StaffService
from staff.views import keep_view, narrowed, views_of
from tests.integration.migrating import moves

KEPT = {
    ("tips", "heap=new&region=331081001&sort=due"): "group=new&region=331081001&sort=due",
    ("tips", "category=fire&heap=all&square=a%3Db"): "category=fire&group=all&square=a%3Db",
    ("hazards", "heap=all&level=major"): "group=all&level=major",
    ("rewards", "heap=paid"): "group=paid",
    ("payouts", "pile=under_way&sort=newest"): "group=under_way&sort=newest",
    ("content", "heap=of+sand&state=draft"): "heap=of+sand&state=draft",
}


@pytest.fixture
def old(database: Database, now: datetime) -> Database:
    """A database as it was before, in which one clerk has kept filters."""
    with database.writing() as session:
        user, _ = StaffService(Roles.load()).add(
            session, login="chen", name="陈力", scope=Scope(everywhere=True), actor=OPERATOR, now=now
        )
        number = user.id
    moves(database, "0040", up=False)
    with database.writing() as session:
        for place, (route, query) in enumerate(KEPT):
            session.execute(
                text(
                    "INSERT INTO staff_views (staff_id, door, name, query, created_at)"
                    " VALUES (:staff, :door, :name, :query, :now)"
                ),
                {"staff": number, "door": route, "name": f"第{place}组", "query": query, "now": now},
            )
    return database


def kept(database: Database) -> list[SavedView]:
    """All that anybody kept, in the order in which it was."""
    with database.reading() as session:
        user = session.query(StaffUser).one()
        return sorted(views_of(session, user), key=lambda one: one.id)


def test_kept_filters_say_group(old: Database) -> None:
    schema.upgrade(old)

    found = kept(old)
    assert [(one.route, one.query) for one in found] == [(route, after) for (route, _), after in KEPT.items()]
    # A chip is lit where the address says the same, in the same order.
    assert all(narrowed(one.query) == one.query for one in found)


def test_one_name_is_still_one_filter_of_a_list(old: Database, now: datetime) -> None:
    schema.upgrade(old)

    with old.writing() as session:
        user = session.query(StaffUser).one()
        keep_view(session, user, "tips", "第0组", "group=review", now)
    assert kept(old)[0].query == "group=review"
    assert len(kept(old)) == len(KEPT)


def test_down_and_up_again_loses_nothing(old: Database) -> None:
    schema.upgrade(old)
    before = [(one.route, one.name, one.query) for one in kept(old)]

    moves(old, "0040", up=False)
    with old.reading() as session:
        rows = session.execute(text("SELECT door, query FROM staff_views ORDER BY id")).all()
    assert [tuple(row) for row in rows] == list(KEPT)
    schema.upgrade(old)

    assert [(one.route, one.name, one.query) for one in kept(old)] == before
