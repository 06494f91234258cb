"""Themes: entered by one, checked by another, and nothing goes out before; on both databases."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from campaigns.planning.models import Theme
from campaigns.planning.refusals import (
    Incomplete,
    SameHand,
    ThemeMissing,
    ThemeUnverified,
    WrongTheme,
)
from campaigns.planning.themes import NewTheme, find_theme, require_verified_theme, seed_themes, themes
from core.db import Database
from core.errors import NotFound
from staff.actors import NotPermitted
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    PLANNER,
    REVIEWER,
    SECOND_PLANNER,
    THEME_2026,
    PlanningOffice,
    person,
)

JUNE = "safety_month"
NEW = NewTheme(THEME_2026, source="应急管理部网站")


def test_seeding_twice_changes_nothing_and_keeps_what_staff_wrote(
    database: Database, clock: StandingClock
) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        office.themes.set_theme(
            session, JUNE, 2026, NewTheme(THEME_2026, document="安委办〔2026〕0号"), PLANNER, clock.now()
        )
        new = seed_themes(session, clock.now())
    with database.writing() as session:
        assert seed_themes(session, clock.now()) == 0
        assert len(themes(session)) == new + 1
        kept = find_theme(session, JUNE, 2026)
        assert kept is not None
        assert kept.text == THEME_2026
        # What the system records along is confirmed up to 2025; 2026 is for the bureau.
        years = [one.year for one in themes(session, JUNE) if one.verified_at]
        assert years == list(range(2025, 2013, -1))
        assert require_verified_theme(session, 2025).document == "安委办〔2025〕1号"


def test_an_unverified_theme_publishes_nothing(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        with pytest.raises(ThemeMissing, match="2026年全国安全生产月的主题还没有登记，不能发布"):
            require_verified_theme(session, 2026)
        seed_themes(session, now)
        with pytest.raises(ThemeMissing):
            require_verified_theme(session, 2026)
        office.themes.set_theme(session, JUNE, 2026, NEW, PLANNER, now)
        with pytest.raises(ThemeUnverified, match="还没有由另一人核对"):
            require_verified_theme(session, 2026)
        with pytest.raises(NotPermitted):
            office.themes.verify_theme(session, JUNE, 2026, THEME_2026, PLANNER, now)
        with pytest.raises(WrongTheme, match="对照原文"):
            office.themes.verify_theme(session, JUNE, 2026, "人人讲安全、个个会应急", REVIEWER, now)
        # Marks and blanks are typed in many ways.
        office.themes.verify_theme(session, JUNE, 2026, THEME_2026.replace("、", "，"), REVIEWER, now)
        assert require_verified_theme(session, 2026).verified_by == "shenhe"
        # Corrected, it is unverified again.
        office.themes.set_theme(
            session, JUNE, 2026, NewTheme("另一个主题", source="更正"), SECOND_PLANNER, now
        )
        with pytest.raises(ThemeUnverified):
            require_verified_theme(session, 2026)
    with database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
        assert actions == ["campaigns.set_theme", "campaigns.verify_theme", "campaigns.set_theme"]


def test_nobody_checks_the_own_entry_whatever_the_roles(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    both = person("cehua", "campaign_reviewer")
    with database.writing() as session:
        office.themes.set_theme(session, JUNE, 2026, NEW, PLANNER, now)
        with pytest.raises(SameHand):
            office.themes.verify_theme(session, JUNE, 2026, THEME_2026, both, now)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(update(Theme).values(verified_by=Theme.set_by))


def test_half_a_theme_is_refused(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    for year, text, document in [
        (1979, "主题", "文号"),
        (2026, " ", "文号"),
        (2026, "长" * 101, "文号"),
        (2026, "看不见的\x00字", "文号"),
        (2026, "主题", " "),
    ]:
        with database.writing() as session, pytest.raises(Incomplete):
            office.themes.set_theme(session, JUNE, year, NewTheme(text, document), PLANNER, clock.now())


def test_the_theme_of_another_year_is_told_from_the_right_one(
    database: Database, clock: StandingClock
) -> None:
    office = PlanningOffice(clock.now())
    of_2024, of_2025 = "人人讲安全、个个会应急——畅通生命通道", "人人讲安全、个个会应急——查找身边安全隐患"
    with database.writing() as session:
        seed_themes(session, clock.now())
        book = office.themes
        with pytest.raises(NotFound):
            book.set_theme(session, "party", 2026, NewTheme("x", "y"), PLANNER, clock.now())
        book.require_theme_of_year(session, JUNE, 2025, of_2025.replace("——", " "))
        # What a large city did in June 2025.
        with pytest.raises(WrongTheme, match="这是2024年全国安全生产月的主题，2025年全国安全生产月的主题是"):
            book.require_theme_of_year(session, JUNE, 2025, of_2024)
        with pytest.raises(WrongTheme, match="这是2023年"):
            book.require_theme_of_year(session, JUNE, 2024, "人人讲安全、个个会应急")
        with pytest.raises(WrongTheme, match=r"^2025年全国安全生产月的主题是"):
            book.require_theme_of_year(session, JUNE, 2025, "人人讲安全")
        with pytest.raises(ThemeMissing):
            book.require_theme_of_year(session, JUNE, 2026, of_2025)

        book.require_no_other_year(session, JUNE, 2025, f"今年主题是“{of_2025}”，去年是“{of_2024}”。")
        book.require_no_other_year(session, JUNE, 2025, "六月我们去了企业、学校。")
        # The theme of 2023 is the first half of this one.
        book.require_no_other_year(session, JUNE, 2025, "人人讲安全、个个会应急，大家一起来。")
        for words in (f"主题：{of_2024}", "今年的口号：畅通生命通道！", "生命至上，安全发展"):
            with pytest.raises(WrongTheme, match="文中有20"):
                book.require_no_other_year(session, JUNE, 2025, words)
        # In 2023 its theme stands inside the one of the next year.
        with pytest.raises(WrongTheme, match="文中有2024年"):
            book.require_no_other_year(session, JUNE, 2023, of_2024)
        with pytest.raises(WrongTheme, match="不能用在2026年"):
            book.require_not_of_another_year(session, 2026, of_2025)
        book.require_not_of_another_year(session, 2026, "温岭人的安全课")
