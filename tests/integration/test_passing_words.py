"""Words that pass: readable for a day, then never again."""

from datetime import datetime, timedelta

import pytest

from core.crypto import new_key
from core.db import Database
from core.passing import PassingWords, WordsGone

MASTER = new_key()


@pytest.fixture
def words(database: Database) -> PassingWords:
    return PassingWords(database, MASTER, timedelta(hours=24))


def test_another_process_can_open_what_was_sealed(
    words: PassingWords, database: Database, now: datetime
) -> None:
    words.ready(now)
    sealed = words.seal("煤气泄漏".encode(), now)

    other = PassingWords(database, MASTER, timedelta(hours=24))

    assert other.open(sealed).decode() == "煤气泄漏"


def test_words_are_gone_for_everyone_once_their_key_is_destroyed(
    words: PassingWords, database: Database, now: datetime
) -> None:
    words.ready(now)
    sealed = words.seal(b"secret", now)
    later = now + timedelta(hours=26)
    with database.writing() as session:
        words.destroy_expired(session, later)

    with pytest.raises(WordsGone):
        words.open(sealed)


def test_words_written_within_a_day_survive_the_sweep(
    words: PassingWords, database: Database, now: datetime
) -> None:
    words.ready(now)
    sealed = words.seal(b"secret", now)
    with database.writing() as session:
        words.destroy_expired(session, now + timedelta(hours=23))

    assert words.open(sealed) == b"secret"


def test_a_message_that_crosses_the_hour_uses_the_key_it_began_with(
    words: PassingWords, now: datetime
) -> None:
    before = now.replace(minute=59, second=59)
    words.ready(before)

    sealed = words.seal(b"late", before + timedelta(seconds=2))

    assert words.open(sealed) == b"late"


def test_another_master_key_begins_anew_and_reads_nothing_old(
    words: PassingWords, database: Database, now: datetime
) -> None:
    words.ready(now)
    sealed = words.seal(b"secret", now)
    other = PassingWords(database, new_key(), timedelta(hours=24))
    other.ready(now)

    with pytest.raises(WordsGone):
        other.open(sealed)
    assert other.open(other.seal(b"new", now)) == b"new"


def test_a_key_destroyed_while_a_clock_was_ahead_is_not_used_by_those_who_still_hold_it(
    database: Database, now: datetime
) -> None:
    second = [0.0]
    web = PassingWords(database, MASTER, timedelta(hours=24), lambda: second[0])
    worker = PassingWords(database, MASTER, timedelta(hours=24))
    web.ready(now)
    with database.writing() as session:
        worker.destroy_expired(session, now + timedelta(days=3))
    second[0] += 60

    web.ready(now)

    assert worker.open(web.seal(b"after all", now)) == b"after all"


def test_a_key_begun_anew_is_read_by_those_who_hold_the_one_before(
    words: PassingWords, database: Database, now: datetime
) -> None:
    words.ready(now)
    with database.writing() as session:
        PassingWords(database, MASTER, timedelta(hours=24)).destroy_expired(session, now + timedelta(days=3))
    other = PassingWords(database, MASTER, timedelta(hours=24))
    other.ready(now)

    assert words.open(other.seal(b"anew", now)) == b"anew"


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_jumps_while_a_message_is_handled_uses_the_key_it_began_with(
    words: PassingWords, now: datetime, hours: int
) -> None:
    words.ready(now)

    assert words.open(words.seal(b"jumped", now + timedelta(hours=hours))) == b"jumped"
