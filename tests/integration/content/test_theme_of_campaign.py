"""The themes of the theme, with planning's own table behind it: unverified, verified, another year's."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from campaigns.content.themes import NoSuchCampaign, PlannedThemes
from campaigns.planning.kinds import CampaignKind
from campaigns.planning.models import Campaign
from campaigns.planning.occasions import SAFETY_MONTH, load_calendar
from campaigns.planning.refusals import ThemeMissing, ThemeUnverified, WrongTheme
from campaigns.planning.services import PlanService
from campaigns.planning.status import CampaignState
from campaigns.planning.targets import load_targets
from campaigns.planning.themes import ThemeService, find_theme, seed_themes
from core.db import Database
from places.regions import RegionTree
from tests.conftest import StandingClock

THEME = "（测试用的主题）一二三四五六"
LAST_YEAR = "人人讲安全、个个会应急——查找身边安全隐患"


def plan(session: Session, kind: CampaignKind, occasion: str | None, clock: StandingClock) -> int:
    """A campaign of June 2026."""
    campaign = Campaign(
        state=CampaignState.PLANNED,
        kind=kind,
        occasion=occasion,
        name="六月宣传",
        theme="",
        region="990101",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 6, 30),
        lead_unit="应急管理局",
        co_units=[],
        purpose="",
        planned_by="wu",
        planned_at=clock.now(),
        planners=["wu"],
        reason="",
    )
    session.add(campaign)
    session.flush()
    return campaign.id


def test_the_theme_of_its_year_verified_and_no_other(database: Database, clock: StandingClock) -> None:
    calendar = load_calendar()
    book = ThemeService(calendar)
    plans = PlanService(calendar, book, load_targets(), NoRegions())
    themes = PlannedThemes(plans, book)
    with database.writing() as session:
        seed_themes(session, clock.now())
        month = plan(session, CampaignKind.SAFETY_MONTH, SAFETY_MONTH, clock)
        other = plan(session, CampaignKind.OWN, None, clock)
        themes.require_verified_theme(session, other, LAST_YEAR)
        with pytest.raises(NoSuchCampaign, match="没有编号"):
            themes.require_verified_theme(session, month + 99, "")
        with pytest.raises(ThemeMissing):
            themes.require_verified_theme(session, month, "看一看")
        theme = find_theme(session, SAFETY_MONTH, 2026)
        assert theme is not None
        theme.text, theme.set_by = THEME, "wu"
        with pytest.raises(ThemeUnverified):
            themes.require_verified_theme(session, month, "看一看")
        theme.verified_by, theme.verified_at = "he", clock.now()
        themes.require_verified_theme(session, month, f"今年的主题是{THEME}")
        themes.require_verified_theme(session, month, "油锅着火，别泼水")
        with pytest.raises(WrongTheme):
            themes.require_verified_theme(session, month, f"今年的主题是“{LAST_YEAR}”")


class NoRegions:
    """The themes asks for no region."""

    def covers(self, outer: str, inner: str) -> bool:
        """Never asked."""
        raise AssertionError((outer, inner))

    def tree(self) -> RegionTree:
        """Never asked."""
        raise AssertionError
