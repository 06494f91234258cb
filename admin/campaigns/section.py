"""The pages of the section of campaigns."""

from admin.campaigns.activities import ActivityPages
from admin.campaigns.activity_forms import ActivityForms
from admin.campaigns.calendar import CalendarPages
from admin.campaigns.content_forms import ContentForms
from admin.campaigns.contents import ContentPages
from admin.campaigns.figures import FigurePages
from admin.campaigns.lectures import LecturePages
from admin.campaigns.plan_forms import PlanForms
from admin.campaigns.plans import PlanPages
from admin.campaigns.themes import ThemePages
from admin.campaigns.training import TrainingPages
from admin.campaigns.venues import VenuePages
from admin.needs import Needs
from admin.routes import Routes


class CampaignSection:
    """One section, made of smaller ones."""

    def __init__(self, needs: Needs) -> None:
        self._parts = (
            PlanPages(needs),
            CalendarPages(needs),
            PlanForms(needs),
            ActivityPages(needs),
            ActivityForms(needs),
            ContentPages(needs),
            ContentForms(needs),
            ThemePages(needs),
            VenuePages(needs),
            LecturePages(needs),
            TrainingPages(needs),
            FigurePages(needs),
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for part in self._parts:
            part.add_to(routes)
