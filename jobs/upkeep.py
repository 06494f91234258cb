"""The appointments every installation keeps: forgetting in time what must not be kept."""

from datetime import datetime, timedelta

from core.db import Database
from core.passing import PassingWords
from deliveries.upkeep import delete_finished, purge_payloads
from jobs.clock import Appointment, delete_old_slots

FATES_KEPT = timedelta(days=90)


def upkeep_appointments(
    database: Database, words: PassingWords, *, fates_kept: timedelta = FATES_KEPT
) -> list[Appointment]:
    """Empty payloads and destroy keys every ten minutes; delete old fates and slots each night."""

    def forget_words(now: datetime) -> None:
        with database.writing() as session:
            purge_payloads(session, now)
            words.destroy_expired(session, now)

    def forget_fates(now: datetime) -> None:
        with database.writing() as session:
            delete_finished(session, now - fates_kept)
            delete_old_slots(session, now)

    return [
        Appointment("forget_words", "*/10 * * * *", forget_words, grace=timedelta(minutes=10)),
        Appointment("forget_fates", "40 3 * * *", forget_fates),
    ]
