"""What mailings need from whoever makes them: who the people are, and who of them has said stop since."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from deliveries.mailings.models import Mailing


class Audiences(Protocol):
    """Knows for whom a mailing is."""

    def recipients(self, session: Session, mailing: Mailing, now: datetime) -> Select[str]:
        """A SELECT of one column, the openids; asked again for every batch until all are written down."""
        ...


Unwilling = Callable[[Session, int, Collection[str]], Collection[str]]
"""Which of these openids want no campaign like the mailing of this number any more."""
