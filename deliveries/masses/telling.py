"""Tells staff what became of a mass send: each fact at most once a day."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import china_date
from deliveries.mailings.pausing import Alarm
from deliveries.masses.models import MassSend


def subject_of(row: MassSend) -> str:
    """The heading of a notice about this call."""
    return f"推送{row.mailing_id}" if row.mailing_id else "公众平台群发"


def tell(session: Session, alarm: Alarm | None, row: MassSend, sentence: str, now: datetime) -> None:
    """Raise ``alarm``, if there is one, with ``sentence``, which ends without a full stop."""
    if alarm is not None:
        key = f"mass:{row.id}:{china_date(now)}:{sentence[:20]}"
        alarm(session, key, subject_of(row), f"{sentence}。", now)
