"""What the people who look after the articles work with, made from the container when they need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from app.wiring import Container
from deliveries.messages import Text
from deliveries.terms import Terms
from handlers import notices
from knowledge import localfacts, topics
from knowledge.asked.questions import LeftQuestion
from knowledge.asked.settling import SettlingService
from knowledge.asked.telling import Telling
from knowledge.asked.worklist import Group, Period, work_list
from knowledge.building import load_library
from knowledge.editorial.editing import EditingService
from knowledge.gallery import read_gallery
from knowledge.library import Library
from knowledge.localfacts import LocalFacts
from knowledge.published import read_stored
from knowledge.reading import CONTENT
from knowledge.search.artifact_cache import ArtifactCache
from knowledge.topics import Topic, read_topics

MOST_LEFT = 500
"""How many questions left for staff are compared with the work list."""


@dataclass
class Editors:
    """The services of the editors."""

    container: Container

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """Everything that citizens ask about."""
        return read_topics(CONTENT / topics.FILE_NAME)

    @cached_property
    def facts(self) -> LocalFacts:
        """The facts of this place, at each moment as they are."""
        declared = LocalFacts.load(CONTENT / localfacts.FILE_NAME).declared
        return LocalFacts(declared, self.container.local_facts)

    @cached_property
    def editing(self) -> EditingService:
        """Draft, review, publish."""
        return EditingService(self.topics, self.facts, read_gallery())

    @cached_property
    def settling(self) -> SettlingService:
        """Answering the work list."""
        return SettlingService(self.editing, self.container.questions)

    @cached_property
    def telling(self) -> Telling:
        """Telling those who left a question that it is answered."""
        return Telling(self.container.questions, self.send_reply, self.facts)

    def library(self, session: Session) -> Library:
        """The articles as they are published at this moment."""
        return load_library(
            read_stored(session),
            values=self.container.local_facts,
            artifact_cache=ArtifactCache(self.container.settings.index_dir),
        )

    def work_list(self, session: Session, period: Period) -> list[Group]:
        """The groups that wait; see ``knowledge.asked.worklist``."""
        left = self.container.questions.list_open(session, limit=MOST_LEFT)
        return work_list(session, self.library(session).index, left, period)

    def send_reply(self, session: Session, question: LeftQuestion, now: datetime) -> None:
        """Post the answer of a left question to the person who left it, once.

        Call ``container.cipher.ensure_key`` before the transaction begins.
        """
        text = notices.STAFF_REPLY.format(number=question.id, answer=question.answer)
        key = f"question:{question.id}"
        self.container.outbox.post(session, question.openid, Text(text), now, Terms(dedupe_key=key))
