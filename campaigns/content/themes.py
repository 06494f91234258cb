"""What content of a campaign must pass before it goes out: the theme of its year, kept by planning."""

from sqlalchemy.orm import Session

from campaigns.planning.models import Campaign
from campaigns.planning.services import PlanService
from campaigns.planning.themes import ThemeService, require_verified_theme
from core.errors import NotFound


class NoSuchCampaign(NotFound):
    """The item names a campaign that does not exist, so nothing about it can be checked."""

    def __init__(self, campaign_id: int) -> None:
        super().__init__(f"没有编号{campaign_id}的宣传计划，不能核对年度主题，不能发布。")


class PlannedThemes:
    """Asks the master table of themes (see ``campaigns.content.ports.ThemeGuard``)."""

    def __init__(self, plans: PlanService, themes: ThemeService) -> None:
        self._plans = plans
        self._themes = themes

    def require_verified_theme(self, session: Session, campaign_id: int, words: str) -> None:
        """Go on where the campaign needs no theme, or it is verified and the words carry no other year's.

        A bureau once announced its month under the theme of the year before.
        """
        campaign = session.get(Campaign, campaign_id)
        if campaign is None:
            raise NoSuchCampaign(campaign_id)
        occasion, year = self._plans.themed_by(campaign), campaign.starts_on.year
        if occasion is not None:
            require_verified_theme(session, year, occasion)
            self._themes.require_no_other_year(session, occasion, year, words)
