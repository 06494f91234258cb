"""What must hold beyond the state of a hazard, each guard at its bounds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.errors import RuleViolation
from staff.actors import Actor, ActorKind
from tipoffs.hazards.guards import CHECKS, EXTENSION_ASKED_WORKDAYS, Facts, Plan
from tipoffs.hazards.models import (
    Hazard,
    HazardEnforcement,
    HazardExtension,
    HazardLevel,
    HazardListing,
)
from tipoffs.hazards.status import HazardGuard as G

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "chen")
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)


def hazard(code: str = "H1", **fields: Any) -> Hazard:
    kept = {
        "category": "fire",
        "region": "331081001",
        "level": HazardLevel.GENERAL,
        "finders": [],
        "fixers": [],
    }
    return Hazard(code=code, **kept | {"excluded_units": [], "excluded_officers": []} | fields)


PLAN = Plan("厂长", "拆除铁链", 0, TOMORROW, "停用二楼")
"""An order with all five parts."""


def passes(guard: G, one: Hazard | None = None, **facts: Any) -> bool:
    """Whether the guard lets it through."""
    try:
        CHECKS[guard](Facts(one or hazard(), CLERK, NOW, **facts))
    except RuleViolation:
        return False
    return True


@pytest.mark.parametrize(
    ("order", "may"),
    [
        (PLAN, True),
        (None, False),
        (replace(PLAN, due_on=TODAY), False),
        (replace(PLAN, funds_fen=-1), False),
        (replace(PLAN, responsible=" "), False),
        (replace(PLAN, measures=""), False),
        (replace(PLAN, contingency=" "), False),
    ],
)
def test_an_order_has_all_five_parts_and_time_left(order: Plan | None, may: bool) -> None:
    assert passes(G.FIVE_PARTS, plan=order) is may


@pytest.mark.parametrize(("left", "may"), [(0, True), (-1, False)])
def test_more_time_is_asked_for_twenty_working_days_before(left: int, may: bool) -> None:
    assert passes(G.IN_TIME, workdays_left=EXTENSION_ASKED_WORKDAYS + left) is may


def test_who_is_named_by_the_reporter_neither_repairs_nor_watches() -> None:
    one = hazard(excluded_units=["fire"], excluded_officers=["wu"])

    assert passes(G.NOT_EXCLUDED, one, department="town", fixers=("zheng",))
    assert not passes(G.NOT_EXCLUDED, one, department="fire", fixers=("zheng",))
    assert not passes(G.NOT_EXCLUDED, one, department="town", fixers=("zheng", "wu"))


def test_who_repairs_does_not_inspect_and_who_found_does_not_repair() -> None:
    assert passes(G.NOT_FIXER, hazard(fixers=["wu"]))
    assert not passes(G.NOT_FIXER, hazard(fixers=["wu", "chen"]))
    assert not passes(G.NOT_FINDER, hazard(finders=["chen"]))
    assert passes(G.NOT_FINDER, hazard(finders=["chen"]), plan=PLAN, fixers=("wu",)), (
        "ordering is no repairing"
    )
    assert not passes(G.NOT_FINDER, hazard(finders=["wu"]), plan=PLAN, fixers=("wu",))


@pytest.mark.parametrize("delisting", [False, True])
def test_a_listing_and_its_end_are_each_published_once(delisting: bool) -> None:
    listed = HazardListing(published_at=NOW if delisting else None, delisting_published_at=None)
    done = HazardListing(published_at=NOW, delisting_published_at=NOW if delisting else None)

    assert passes(G.IS_LISTED, listing=listed, delisting=delisting)
    assert not passes(G.IS_LISTED, listing=done, delisting=delisting)
    assert not passes(G.IS_LISTED, listing=None, delisting=delisting)


@pytest.mark.parametrize(
    ("successor", "may"),
    [
        (hazard("H2"), True),
        (None, False),
        (hazard("H1"), False),
        (hazard("H2", category="gas"), False),
        (hazard("H2", region="331081002"), False),
    ],
)
def test_what_recurs_is_another_hazard_of_the_same_kind_and_place(
    successor: Hazard | None, may: bool
) -> None:
    assert passes(G.SAME_PLACE_AND_KIND, successor=successor) is may


def test_words_that_must_be_written_are_more_than_blanks() -> None:
    assert not passes(G.REASON, reason=" ")
    assert not passes(G.CLAUSE, clause="\n")
    assert not passes(G.NAMED_LEADER, leader=" ")
    assert not passes(G.AFTER_EVIDENCE, evidence=(" ",))
    assert passes(G.AFTER_EVIDENCE, evidence=(" ", "after.jpg"))
    assert passes(G.IS_MAJOR, hazard(level=HazardLevel.MAJOR))
    assert not passes(G.IS_MAJOR)


def test_one_extension_is_asked_for_and_one_case_is_open_at_a_time() -> None:
    asked, case = HazardExtension(), HazardEnforcement()

    assert (passes(G.ASKED, extension=asked), passes(G.ASKED)) == (True, False)
    assert (passes(G.NONE_ASKED, extension=asked), passes(G.NONE_ASKED)) == (False, True)
    assert (passes(G.HAS_CASE, enforcement=case), passes(G.HAS_CASE)) == (True, False)
    assert (passes(G.NO_CASE, enforcement=case), passes(G.NO_CASE)) == (False, True)
