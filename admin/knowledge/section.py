"""The pages of the knowledge section."""

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
from admin.routes import Routes


class KnowledgeSection:
    """One section, made of smaller ones."""

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

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for part in self._parts:
            part.add_to(routes)
