"""What a push needs of its neighbours: what was signed off, and who the people are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from core.types import JsonObject
from deliveries.messages import Notice, Text
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class Issued:
    """A version that was signed off, in the forms in which it can be told.

    ``words`` goes to one person at a time; ``notice`` says the same as a subscription notice where there is a
    kind for it; ``draft_media_id`` is the article among the platform's drafts, once it is there; ``address``
    is the page that shows it.
    """

    version_id: int
    title: str
    words: Text
    notice: Notice | None = None
    is_article: bool = False
    draft_media_id: str | None = None
    address: str = ""


class Contents(Protocol):
    """Gives what was signed off, prepares and publishes it."""

    def issued(self, session: Session, item_id: int, push_id: int | None) -> Issued:
        """The version that holds now; a ``RuleViolation`` where none was signed off.

        Its address names the push, so that opening it is counted for the mailing that led there. A push that
        is not written down yet has no number, and leads to the page that everybody reads.
        """
        ...

    def prepare(self, session: Session, item_id: int, now: datetime) -> None:
        """Have the article brought among the platform's drafts; it takes a while."""
        ...

    def renew(self, session: Session, version_id: int, gone: str, now: datetime) -> None:
        """The platform has no draft ``gone`` of this version any more: have it brought there again."""
        ...

    def draft(self, session: Session, version_id: int) -> str | None:
        """The media id of the draft of this version; None while it is being brought."""
        ...

    def publish(self, session: Session, item_id: int, actor: Actor, now: datetime) -> None:
        """Let it appear on the account's page, without telling anybody."""
        ...


class Audiences(Protocol):
    """Turns a description of people into a SELECT of their openids."""

    def openids(self, spec: JsonObject, now: datetime, *, despite_stops: bool = False) -> Select[str]:
        """One column; a ``RuleViolation`` for a description that says nothing.

        Who wants no campaigns is left out, unless ``despite_stops``: a warning is none.
        """
        ...

    def require_scope(self, spec: JsonObject, actor: Actor) -> None:
        """Go on only if the actor may mean these people; a ``RuleViolation`` otherwise."""
        ...
