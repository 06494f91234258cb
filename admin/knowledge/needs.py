"""What the knowledge section stands on; handed in by the wiring, made when it is first asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge.asked.questions import LeftQuestion, StaffQuestions
from knowledge.asked.settling import SettlingService
from knowledge.asked.telling import Telling
from knowledge.asked.worklist import Group, Period
from knowledge.editorial.editing import EditingService
from knowledge.editorial.trying import TrialEditions
from knowledge.gallery import Picture
from knowledge.library import Library, LibraryHolder
from knowledge.localfacts import LocalFacts
from knowledge.topics import Topic


@dataclass(frozen=True, slots=True)
class KnowledgeServices:
    """The services of the editors.

    ``ready`` must be called before a transaction in which something is sent; ``say`` lets a made-up citizen
    say a sentence to an account with the given edition and gives back the reply with its decision.
    """

    editing: EditingService
    settling: SettlingService
    telling: Telling
    questions: StaffQuestions
    topics: Mapping[str, Topic]
    facts: LocalFacts
    gallery: Mapping[str, Picture]
    library_holder: Callable[[], LibraryHolder]
    trials: TrialEditions
    work_list: Callable[[Session, Period], Sequence[Group]]
    send_reply: Callable[[Session, LeftQuestion, datetime], None]
    ready: Callable[[datetime], None]
    say: Callable[[Library, str], Mapping[str, Any]]
