"""The reviews of a year: none later than a year, none on one heap, each before its season."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import Article, Urgency
from knowledge.categories import CATEGORIES
from knowledge.editorial.reviewing import REVIEW_MONTHS, a_year_after, next_review
from knowledge.reading import read_articles

MOST_A_MONTH, MOST_A_DAY = 60, 10


@pytest.fixture(scope="module")
def own() -> list[Article]:
    return read_articles()


def test_no_article_of_ours_waits_longer_than_a_year(own: list[Article]) -> None:
    assert [one.id for one in own if one.review_due_on > a_year_after(one.reviewed_on)] == []


def test_a_desk_can_read_what_a_month_and_a_day_ask_for(own: list[Article]) -> None:
    months = Counter((one.review_due_on.year, one.review_due_on.month) for one in own)
    days = Counter(one.review_due_on for one in own)

    assert max(months.values()) <= MOST_A_MONTH, months.most_common(3)
    assert max(days.values()) <= MOST_A_DAY, days.most_common(3)


def test_what_is_for_danger_comes_first_in_its_month(own: list[Article]) -> None:
    days: dict[bool, set[int]] = {True: set(), False: set()}
    for one in own:
        due = next_review(one.id, one.urgency, date(2026, 11, 30))
        if due.month == CATEGORIES[one.category].review_month:
            days[one.urgency is Urgency.EMERGENCY].add(due.day)

    assert max(days[True]) < min(days[False])


def test_the_last_two_months_are_left_for_the_end_of_the_year(own: list[Article]) -> None:
    assert max(one.review_month for one in CATEGORIES.values()) == REVIEW_MONTHS
    assert {one.category for one in own} <= CATEGORIES.keys()


@given(
    st.sampled_from([*CATEGORIES, "own"]),
    st.text("abcdefghij_", min_size=1, max_size=12),
    st.sampled_from(Urgency),
    st.dates(date(2024, 1, 1), date(2060, 12, 31)),
)
def test_the_next_review_is_neither_at_once_nor_after_a_year(
    category: str, name: str, urgency: Urgency, reviewed_on: date
) -> None:
    due = next_review(f"{category}.{name}", urgency, reviewed_on)

    assert reviewed_on + timedelta(days=90) <= due <= a_year_after(reviewed_on)
    assert due == next_review(f"{category}.{name}", urgency, reviewed_on)


def test_who_reviews_in_season_meets_the_article_in_the_next_season() -> None:
    assert next_review("gas.hose", Urgency.NORMAL, date(2027, 9, 3)) == date(2028, 9, 3), (
        "read before its season"
    )
    assert next_review("gas.hose", Urgency.NORMAL, date(2027, 2, 3)).strftime("%Y-%m") == "2027-10"
    assert next_review("gas.hose", Urgency.NORMAL, date(2027, 10, 31)).strftime("%Y-%m") == "2028-10"
    assert next_review("gas.hose", Urgency.NORMAL, date(2027, 10, 1)) == date(2028, 10, 1), "not over a year"
