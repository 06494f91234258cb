"""Which days come when, year by year, and what is proposed for a month."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.planning.calendar import Stage
from campaigns.planning.kinds import CampaignKind
from campaigns.planning.lunar import lunar_day, solar_term
from campaigns.planning.occasions import load_calendar
from core.errors import BadContent, NotFound
from knowledge.topics import read_topics
from places.published import library_days

CALENDAR = load_calendar()
TOPICS = Path("knowledge/content/topics.yaml").resolve()

# The day itself, not the days around it. Lunar days and solar terms as printed calendars have them.
DATED = {
    "spring_festival": ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26"],
    "back_to_work": ["2024-02-17", "2025-02-05", "2026-02-24", "2027-02-13", "2028-02-02"],
    "student_safety_day": ["2024-03-25", "2025-03-31", "2026-03-30", "2027-03-29", "2028-03-27"],
    "tomb_sweeping": ["2024-04-04", "2025-04-04", "2026-04-05", "2027-04-05", "2028-04-04"],
    "national_security_day": ["2024-04-15", "2025-04-15", "2026-04-15", "2027-04-15", "2028-04-15"],
    "flood_day": ["2024-04-15", "2025-04-15", "2026-04-15", "2027-04-15", "2028-04-15"],
    "occupational_health_week": ["2024-04-25", "2025-04-25", "2026-04-25", "2027-04-25", "2028-04-25"],
    "disaster_reduction_day": ["2024-05-12", "2025-05-12", "2026-05-12", "2027-05-12", "2028-05-12"],
    "safety_month": ["2024-06-01", "2025-06-01", "2026-06-01", "2027-06-01", "2028-06-01"],
    "consultation_day": ["2024-06-16", "2025-06-16", "2026-06-16", "2027-06-16", "2028-06-16"],
    "flood_season": ["2024-07-01", "2025-07-01", "2026-07-01", "2027-07-01", "2028-07-01"],
    "summer_drowning": ["2024-07-01", "2025-07-01", "2026-07-01", "2027-07-01", "2028-07-01"],
    "summer_heat": ["2024-07-01", "2025-07-01", "2026-07-01", "2027-07-01", "2028-07-01"],
    # 2025 has a second sixth month, 2028 a second fifth: they do not count.
    "ghost_festival": ["2024-08-18", "2025-09-06", "2026-08-27", "2027-08-16", "2028-09-03"],
    "school_begins": ["2024-09-01", "2025-09-01", "2026-09-01", "2027-09-01", "2028-09-01"],
    "mid_autumn": ["2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03"],
    "national_day": ["2024-10-01", "2025-10-01", "2026-10-01", "2027-10-01", "2028-10-01"],
    "international_reduction_day": ["2024-10-13", "2025-10-13", "2026-10-13", "2027-10-13", "2028-10-13"],
    "winter_spring_fire": ["2024-11-01", "2025-11-01", "2026-11-01", "2027-11-01", "2028-11-01"],
    "winter_co": ["2024-11-15", "2025-11-15", "2026-11-15", "2027-11-15", "2028-11-15"],
    "fire_month": ["2024-11-01", "2025-11-01", "2026-11-01", "2027-11-01", "2028-11-01"],
    "fire_day": ["2024-11-09", "2025-11-09", "2026-11-09", "2027-11-09", "2028-11-09"],
    "safety_law_week": ["2024-12-01", "2025-12-01", "2026-12-01", "2027-12-01", "2028-12-01"],
    "traffic_safety_day": ["2024-12-02", "2025-12-02", "2026-12-02", "2027-12-02", "2028-12-02"],
    "new_year": ["2024-12-30", "2025-12-30", "2026-12-30", "2027-12-30", "2028-12-30"],
}


def test_the_table_has_every_occasion() -> None:
    assert DATED.keys() == CALENDAR.occasions.keys()


@pytest.mark.parametrize("code", DATED)
def test_each_occasion_falls_on_its_day(code: str) -> None:
    occasion = CALENDAR.occasion(code)
    assert [occasion.in_year(year).day.isoformat() for year in range(2024, 2029)] == DATED[code]


def test_the_moon_and_the_sun_agree_with_the_holidays_of_the_state_council() -> None:
    off: dict[str, set[date]] = {}
    for day, (is_workday, name) in library_days().items():
        if not is_workday:
            off.setdefault(name, set()).add(day)
    for year in range(2013, 2027):
        assert lunar_day(year, 1, 1) in off["春节"]
        assert solar_term(year, "清明") in off["清明"]
        assert lunar_day(year, 5, 5) in off["端午"]
        # In some years it lies in the days of the National Day.
        assert lunar_day(year, 8, 15) in off["中秋"] | off["国庆节"]


@pytest.mark.parametrize(
    ("code", "year", "since", "until"),
    [
        ("spring_festival", 2026, "2026-02-09", "2026-03-03"),
        ("spring_festival", 2027, "2027-01-29", "2027-02-20"),
        ("tomb_sweeping", 2026, "2026-03-22", "2026-04-10"),
        ("winter_co", 2027, "2027-11-15", "2028-03-15"),
        ("new_year", 2025, "2025-12-30", "2026-01-03"),
        ("disaster_reduction_day", 2028, "2028-05-07", "2028-05-18"),
        ("fire_month", 2026, "2026-11-01", "2026-11-30"),
    ],
)
def test_the_days_around_belong_to_it(code: str, year: int, since: str, until: str) -> None:
    occurrence = CALENDAR.occasion(code).in_year(year)
    assert (occurrence.since.isoformat(), occurrence.until.isoformat()) == (since, until)


@pytest.mark.parametrize(
    ("month", "begins", "goes_on", "prepare"),
    [
        (
            (2026, 6),
            ["safety_month", "consultation_day"],
            [],
            ["flood_season", "summer_drowning", "summer_heat"],
        ),
        (
            (2027, 1),
            ["spring_festival"],
            ["winter_spring_fire", "winter_co", "new_year"],
            ["back_to_work"],
        ),
        (
            (2026, 12),
            ["safety_law_week", "traffic_safety_day", "new_year"],
            ["winter_spring_fire", "winter_co"],
            [],
        ),
        ((2028, 1), ["spring_festival"], ["winter_spring_fire", "winter_co", "new_year"], ["back_to_work"]),
        (
            (2026, 4),
            ["national_security_day", "flood_day", "occupational_health_week"],
            ["tomb_sweeping"],
            ["disaster_reduction_day", "safety_month"],
        ),
    ],
)
def test_a_month_is_proposed(
    month: tuple[int, int], begins: list[str], goes_on: list[str], prepare: list[str]
) -> None:
    found: dict[Stage, list[str]] = {stage: [] for stage in Stage}
    for one in CALENDAR.proposals(*month):
        found[one.stage].append(one.occurrence.occasion.code)
    assert (found[Stage.BEGINS], sorted(found[Stage.GOES_ON]), sorted(found[Stage.PREPARE])) == (
        begins,
        sorted(goes_on),
        sorted(prepare),
    )


@given(st.integers(2024, 2031), st.integers(1, 12))
@settings(max_examples=15)
def test_whatever_lies_in_a_month_is_in_its_proposal_once(year: int, month: int) -> None:
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1)
    proposed = [
        (one.occurrence.occasion.code, one.occurrence.since)
        for one in CALENDAR.proposals(year, month)
        if one.stage is not Stage.PREPARE
    ]
    assert len(proposed) == len(set(proposed))
    lying = {(one.occasion.code, one.since) for one in CALENDAR.between(first, last) if one.since < last}
    assert set(proposed) == lying


def test_every_occasion_names_known_topics_activities_and_a_source() -> None:
    topics = read_topics(TOPICS)
    for occasion in CALENDAR.occasions.values():
        assert set(occasion.topics) <= set(topics), occasion.code
        assert occasion.topics
        assert occasion.activities
        assert len(occasion.source) > 3
    assert CALENDAR.occasion("consultation_day").theme_of == "safety_month"
    assert CALENDAR.occasion("safety_month").kind is CampaignKind.SAFETY_MONTH


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(BadContent):
        lunar_day(2026, 13, 1)
    with pytest.raises(BadContent):
        lunar_day(2026, 2, 31)
    with pytest.raises(BadContent):
        solar_term(2026, "放假")
    assert solar_term(2026, "冬至") == date(2026, 12, 22)
    assert solar_term(2026, "小寒") == date(2026, 1, 5)
    with pytest.raises(NotFound, match="safety_month（全国安全生产月）"):
        CALENDAR.occasion("women_day")


@pytest.mark.parametrize(
    "change",
    [
        {"when": {"date": "02-30"}},
        {"when": {"day": "05-12"}},
        {"when": {"date": "05-12", "term": "清明"}},
        {"when": {"weekday": 1, "nth": 6, "month": 3}},
        {"kind": "party"},
        {"activities": ["party"]},
        {"theme_of": "nothing"},
        {"source": None, "code": None, "name": None, "topics": 5},
    ],
)
def test_a_faulty_calendar_is_refused_when_it_is_read(tmp_path: Path, change: dict[str, object]) -> None:
    row = {
        "code": "own", "name": "本地宣传日", "kind": "own", "when": {"date": "05-12"}, "prepare": 10,
        "activities": ["lecture"], "topics": [], "source": "本局",
    }  # fmt: skip
    file = tmp_path / "calendar.yaml"
    file.write_text(yaml.safe_dump({"occasions": [row | change]}), "utf-8")
    with pytest.raises(BadContent, match=r"calendar\.yaml"):
        load_calendar(file)


def test_an_own_calendar_replaces_ours(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "occasions:\n"
        "  - {code: own, name: 本地宣传日, kind: own, when: {weekday: 7, nth: 2, month: 5}, prepare: 0,\n"
        "     activities: [lecture], topics: [], source: 本局2026年通知}\n",
        "utf-8",
    )
    calendar = load_calendar(file)
    assert [one.day for one in calendar.between(date(2026, 1, 1), date(2026, 12, 31))] == [date(2026, 5, 10)]
    assert calendar.name_of("safety_month") == "safety_month"
