"""Clerks who plan campaigns at a terminal."""

from typing import Any

from app.wiring import Container
from places.services import import_regions
from tests.clerks import Clerks
from tests.unit.places.county import county

PLANNERS = (("cehua", "planner"), ("shenhe", "campaign_reviewer"), ("kan", "read_only"))


class CampaignClerks(Clerks):
    """A planner, a reviewer and a reader of a county; what they do are commands of ``flask campaigns``."""

    def __init__(self, container: Container) -> None:
        super().__init__(container)
        with container.database.writing() as session:
            import_regions(session, county(), editor="op", now=container.clock.now())
        for login, role in PLANNERS:
            self.hires(login, role)

    def does(self, login: str, *words: object) -> list[dict[str, Any]]:
        """A verb that works; its rows."""
        return super().does(login, "campaigns", *words)

    def refused(self, login: str, *words: object) -> str:
        """A verb that is refused; the sentence."""
        return super().refused(login, "campaigns", *words)
