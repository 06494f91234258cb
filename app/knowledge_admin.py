"""The knowledge section of the back office, put together from the container."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from admin.knowledge.needs import KnowledgeServices
from app.editors import MOST_LEFT, Editors
from app.trial import Citizen, scratch_container
from app.wiring import Container
from knowledge.asked.worklist import Group, Period, work_list
from knowledge.editorial.trying import TrialEditions
from knowledge.library import Library, LibraryHolder


def knowledge_services(container: Container) -> KnowledgeServices:
    """What the pages of the knowledge section stand on."""
    editors = Editors(container)

    def waiting(session: Session, period: Period) -> list[Group]:
        # With the index that answers citizens: a page cannot wait until another one is built.
        left = container.questions.list_open(session, limit=MOST_LEFT)
        return work_list(session, container.library_holder.current().index, left, period)

    def say(library: Library, words: str) -> Mapping[str, Any]:
        with scratch_container(container, LibraryHolder(library)) as trial:
            return Citizen(trial).says(words)

    return KnowledgeServices(
        editing=editors.editing,
        settling=editors.settling,
        telling=editors.telling,
        questions=container.questions,
        topics=editors.topics,
        facts=editors.facts,
        gallery=container.pictures.gallery,
        library_holder=lambda: container.library_holder,
        trials=TrialEditions(),
        work_list=waiting,
        send_reply=editors.send_reply,
        ready=container.cipher.ensure_key,
        say=say,
    )
