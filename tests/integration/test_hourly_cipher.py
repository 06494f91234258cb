"""Words that pass: readable for a day, then never again."""

from datetime import datetime, timedelta

import pytest

from core.crypto import new_key
from core.db import Database
from core.hourly_cipher import HourlyCipher, KeyDestroyed

MASTER = new_key()


@pytest.fixture
def cipher(database: Database) -> HourlyCipher:
    return HourlyCipher(database, MASTER, timedelta(hours=24))


def test_another_process_can_open_what_was_sealed(
    cipher: HourlyCipher, database: Database, now: datetime
) -> None:
    cipher.ensure_key(now)
    sealed = cipher.seal("煤气泄漏".encode(), now)

    other = HourlyCipher(database, MASTER, timedelta(hours=24))

    assert other.open(sealed).decode() == "煤气泄漏"


def test_words_are_gone_for_everyone_once_their_key_is_destroyed(
    cipher: HourlyCipher, database: Database, now: datetime
) -> None:
    cipher.ensure_key(now)
    sealed = cipher.seal(b"secret", now)
    later = now + timedelta(hours=26)
    with database.writing() as session:
        cipher.destroy_expired(session, later)

    with pytest.raises(KeyDestroyed):
        cipher.open(sealed)


def test_words_written_within_a_day_survive_the_sweep(
    cipher: HourlyCipher, database: Database, now: datetime
) -> None:
    cipher.ensure_key(now)
    sealed = cipher.seal(b"secret", now)
    with database.writing() as session:
        cipher.destroy_expired(session, now + timedelta(hours=23))

    assert cipher.open(sealed) == b"secret"


def test_a_message_that_crosses_the_hour_uses_the_key_it_began_with(
    cipher: HourlyCipher, now: datetime
) -> None:
    before = now.replace(minute=59, second=59)
    cipher.ensure_key(before)

    sealed = cipher.seal(b"late", before + timedelta(seconds=2))

    assert cipher.open(sealed) == b"late"


def test_another_master_key_begins_anew_and_reads_nothing_old(
    cipher: HourlyCipher, database: Database, now: datetime
) -> None:
    cipher.ensure_key(now)
    sealed = cipher.seal(b"secret", now)
    other = HourlyCipher(database, new_key(), timedelta(hours=24))
    other.ensure_key(now)

    with pytest.raises(KeyDestroyed):
        other.open(sealed)
    assert other.open(other.seal(b"new", now)) == b"new"
