"""What mailings need from outside: who the recipients are, and who of them has opted out since."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from deliveries.mailings.models import Mailing


class Audiences(Protocol):
    """Knows the recipients of a mailing."""

    def recipients(self, session: Session, mailing: Mailing, now: datetime) -> Select[str]:
        """A SELECT of one column, the openids; run again for every batch until all are written down."""
        ...


Unwilling = Callable[[Session, int, Collection[str]], Collection[str]]
"""Which of these openids want no campaign like the mailing of this number any more."""
