"""What mass sends, and the count of their articles' readers, need from the platform."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from deliveries.messages import MassMessage


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform accepted the job, and will do it later."""

    msg_id: str


class Articles(Protocol):
    """Knows the drafts of the articles that mailings carry."""

    def renew(self, session: Session, mailing_id: int, gone: str, now: datetime) -> bool:
        """The platform no longer has the draft ``gone``: have it made again; False if nobody can."""
        ...

    def current(self, session: Session, mailing_id: int) -> str | None:
        """The media id of the current draft; None while it is being made."""
        ...


class MassGateway(Protocol):
    """The mass-send interface; raises ``GatewayRefusal``.

    ``client_id`` names the call: one that the platform already has counts as accepted, and the answer carries
    the number of its job.
    """

    def mass_to_list(self, openids: Sequence[str], message: MassMessage, client_id: str) -> Accepted:
        """Send to 2 to 10,000 people; ``ValueError`` for other numbers."""
        ...

    def mass_to_tag(self, tag_id: int, message: MassMessage, client_id: str) -> Accepted:
        """Send to everybody who has a tag."""
        ...

    def mass_to_all(self, message: MassMessage, client_id: str) -> Accepted:
        """To everybody who follows."""
        ...

    def delete_mass(self, msg_id: str) -> None:
        """Delete the page of an article or a video; cards on phones stay."""
        ...


@dataclass(frozen=True, slots=True)
class DayOfReads:
    """What WeChat counted on a day: readers by article (msg_data_id and its place, 12003_3)."""

    readers: Mapping[str, int]
    is_late: bool


class ReadsGateway(Protocol):
    """Knows how often articles were read; raises ``GatewayRefusal``."""

    def article_reads(self, day: date) -> DayOfReads:
        """All articles that were read on a past day."""
        ...
