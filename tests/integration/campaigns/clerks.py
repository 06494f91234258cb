"""Clerks who plan campaigns at a terminal."""

from app.wiring import Container
from places.services import import_regions
from tests.clerks import Clerks
from tests.unit.places.county import county

PLANNERS = (("cehua", "planner"), ("shenhe", "campaign_reviewer"), ("kan", "read_only"))


class CampaignClerks(Clerks):
    """A planner, a reviewer and a reader of a county; what they do are commands of ``flask campaigns``."""

    def __init__(self, container: Container) -> None:
        super().__init__(container, "campaigns")
        with container.database.writing() as session:
            import_regions(session, county(), editor="op", now=container.clock.now())
        for login, role in PLANNERS:
            self.hires(login, role)
