"""When an article is looked at again: before its season, and in no month more than a desk can read.

The month of each category stands in ``knowledge/content/categories.yaml``.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final
from zlib import crc32

from knowledge.articles import Urgency
from knowledge.categories import CATEGORIES

REVIEW_MONTHS: Final = 10
"""The months over which the reviews lie; the last two are left for the year's end."""
DANGER_DAYS: Final = 7
"""What is for somebody in danger is due in the first days of its month, all else after them."""
LEAST: Final = timedelta(days=90)
"""Nothing is looked at again sooner than this: a review before its season is not asked for twice."""


def a_year_after(day: date) -> date:
    """The latest day on which what was reviewed on ``day`` is looked at again."""
    return day.replace(year=day.year + 1, day=min(day.day, monthrange(day.year + 1, day.month)[1]))


def next_review(article_id: str, urgency: Urgency, reviewed_on: date) -> date:
    """The day on which to look at an article again, at most a year after ``reviewed_on``.

    The day within the month follows from the id, so that the articles of a month lie apart and stay where
    they are from year to year. A review shortly before or just after that day is good for the whole year.
    """
    latest = a_year_after(reviewed_on)
    slots = [_slot(article_id, urgency, year) for year in (latest.year, reviewed_on.year)]
    return next((slot for slot in slots if reviewed_on + LEAST <= slot <= latest), latest)


def _slot(article_id: str, urgency: Urgency, year: int) -> date:
    category = article_id.partition(".")[0]
    known = CATEGORIES.get(category)
    month = known.review_month if known else crc32(category.encode()) % REVIEW_MONTHS + 1
    spread, last = crc32(article_id.encode()), monthrange(year, month)[1]
    if urgency is Urgency.EMERGENCY:
        return date(year, month, spread % DANGER_DAYS + 1)
    return date(year, month, DANGER_DAYS + 1 + spread % (last - DANGER_DAYS))
