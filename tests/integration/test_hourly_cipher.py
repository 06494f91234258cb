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


@pytest.mark.parametrize("minute", [0, 40])
def test_a_key_is_destroyed_when_its_day_after_the_hour_is_over_and_not_before(
    cipher: HourlyCipher, database: Database, now: datetime, minute: int
) -> None:
    begun = now.replace(minute=minute)
    cipher.ensure_key(begun)
    sealed, over = cipher.seal(b"secret", begun), begun + timedelta(hours=25)
    with database.writing() as session:
        cipher.destroy_expired(session, over - timedelta(seconds=1))
    assert cipher.open(sealed) == b"secret"
    with database.writing() as session:
        cipher.destroy_expired(session, over)

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


def test_a_key_destroyed_while_a_clock_was_ahead_is_not_used_by_those_who_still_hold_it(
    database: Database, now: datetime
) -> None:
    second = [0.0]
    web = HourlyCipher(database, MASTER, timedelta(hours=24), lambda: second[0])
    worker = HourlyCipher(database, MASTER, timedelta(hours=24))
    web.ensure_key(now)
    with database.writing() as session:
        worker.destroy_expired(session, now + timedelta(days=3))
    second[0] += 60

    web.ensure_key(now)

    assert worker.open(web.seal(b"after all", now)) == b"after all"


def test_a_key_begun_anew_is_read_by_those_who_hold_the_one_before(
    cipher: HourlyCipher, database: Database, now: datetime
) -> None:
    cipher.ensure_key(now)
    with database.writing() as session:
        HourlyCipher(database, MASTER, timedelta(hours=24)).destroy_expired(session, now + timedelta(days=3))
    other = HourlyCipher(database, MASTER, timedelta(hours=24))
    other.ensure_key(now)

    assert cipher.open(other.seal(b"anew", now)) == b"anew"


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_jumps_while_a_message_is_handled_uses_the_key_it_began_with(
    cipher: HourlyCipher, now: datetime, hours: int
) -> None:
    cipher.ensure_key(now)

    assert cipher.open(cipher.seal(b"jumped", now + timedelta(hours=hours))) == b"jumped"
