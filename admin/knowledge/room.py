"""The pages of the knowledge room."""

from admin.doors import Doors
from admin.knowledge.exchange import Exchange
from admin.knowledge.figures import Figures
from admin.knowledge.listing import KnowledgeLists
from admin.knowledge.reading import Reading
from admin.knowledge.replies import Replies
from admin.knowledge.steps import Steps
from admin.knowledge.trials import Trials
from admin.knowledge.unanswered import Unanswered
from admin.knowledge.writing import Writing
from admin.needs import Needs


class Knowledge:
    """One room, made of smaller ones."""

    def __init__(self, needs: Needs) -> None:
        reading, unanswered = Reading(needs), Unanswered(needs)
        self._parts = (
            reading,
            Writing(needs),
            Steps(needs, reading),
            Trials(needs),
            unanswered,
            KnowledgeLists(needs, reading, unanswered),
            Replies(needs),
            Figures(needs),
            Exchange(needs),
        )

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        for part in self._parts:
            part.add_to(doors)
