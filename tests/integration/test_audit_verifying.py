"""Whoever may run any SQL, triggers off, is found out by the chain and by the heads kept outside."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import BadContent
from staff.actors import Actor, ActorKind
from staff.audit import KEY, canonical, key_of, keyed_hash, record
from staff.heads import Head, keep_head, newest_head, read_heads, whole_lines
from staff.verifying import verify
from tests.full_disk import disk_full
from tests.sessions import open_writing

ENTRIES = 24
TEXTS = ("actor_kind", "actor", "action", "subject", "reason", "detail", "previous", "hash")
COLUMNS = f"number, at, {', '.join(TEXTS)}"
WITHOUT_NUMBER = f"at, {', '.join(TEXTS)}"
TRIGGERS = {
    True: ("audit_entries_never_change", "audit_entries_never_go", "audit_entries_append"),
    False: ("audit_entries_never_change", "audit_entries_never_empty"),
}


@pytest.fixture
def log(database: Database, now: datetime) -> Database:
    """A database with some entries, whose triggers an intruder has switched off."""
    chance = random.Random(7)
    with database.writing() as session:
        for number in range(ENTRIES):
            clerk = Actor(ActorKind.STAFF, f"clerk{number % 3}")
            record(
                session,
                actor=clerk,
                action=chance.choice(["tips.accept", "tips.close", "rewards.approve"]),
                subject=f"tip:{chance.randrange(99)}",
                now=now + timedelta(seconds=number),
                reason=f"理由{number}",
                detail={"n": number},
            )
        for name in TRIGGERS[database.is_sqlite]:
            table = "" if database.is_sqlite else " ON audit_entries"
            session.execute(text(f"DROP TRIGGER {name}{table}"))
    return database


def test_an_untouched_log_is_whole(log: Database, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("staff.verifying.BATCH", 5)
    with log.reading() as session:
        head = newest_head(session, now)
        assert head is not None
        assert verify(session, [head]).is_whole
        assert verify(session).good == ENTRIES


def test_a_thousand_random_tamperings_are_all_found(log: Database, now: datetime) -> None:
    chance = random.Random(20261122)
    with log.reading() as session:
        head = newest_head(session, now)
    assert head is not None
    missed = []
    for turn in range(1000):
        session = open_writing(log)
        what, first = tamper(session, chance, log.is_sqlite)
        verdict = verify(session, [head])
        if verdict.is_whole or verdict.good >= first:
            missed.append((turn, what, first, verdict))
        session.rollback()
        session.close()
    assert missed == []
    with log.reading() as session:
        assert verify(session, [head]).is_whole


def tamper(session: Session, chance: random.Random, sqlite: bool) -> tuple[str, int]:
    """Spoil the log at random; say how, and from which entry on it is no longer what it was."""
    how = chance.choice(["text", "moment", "number", "delete", "insert", "append", "swap", "truncate"])
    one, two = sorted(chance.sample(range(1, ENTRIES + 1), 2))

    def run(statement: str, **values: object) -> None:
        session.execute(text(statement), values)

    match how:
        case "text":
            column = chance.choice(TEXTS)
            value = (
                f"x{chance.randrange(10**6)}" if column == "actor_kind" else f"改{chance.randrange(10**6)}"
            )
            run(f"UPDATE audit_entries SET {column} = :value WHERE number = :one", value=value, one=one)
        case "moment":
            later = "datetime(at, '+1 second')" if sqlite else "at + interval '1 microsecond'"
            run(f"UPDATE audit_entries SET at = {later} WHERE number = :one", one=one)
        case "number":
            to = chance.choice([-one, 0, ENTRIES + 1, ENTRIES + 77])
            run("UPDATE audit_entries SET number = :to WHERE number = :one", to=to, one=one)
            one = min(one, max(to, 1))
        case "delete":
            run("DELETE FROM audit_entries WHERE number = :one", one=one)
        case "insert":
            # Everything behind makes room, and a copy of another entry slips in.
            run("UPDATE audit_entries SET number = -number WHERE number >= :two", two=two)
            run("UPDATE audit_entries SET number = 1 - number WHERE number < 0")
            copy = f"SELECT :two, {WITHOUT_NUMBER} FROM audit_entries WHERE number = :one"
            run(f"INSERT INTO audit_entries ({COLUMNS}) {copy}", two=two, one=one)
            one = two
        case "append":
            forge_next(session, chance)
            one = ENTRIES + 1
        case "swap":
            run("UPDATE audit_entries SET number = -1 WHERE number = :one", one=one)
            run("UPDATE audit_entries SET number = :one WHERE number = :two", one=one, two=two)
            run("UPDATE audit_entries SET number = :two WHERE number = -1", two=two)
        case "truncate":
            run("DELETE FROM audit_entries WHERE number >= :one", one=one)
    return how, one


def forge_next(session: Session, chance: random.Random) -> None:
    """Append an entry that links to the newest, hashed as well as it goes without the key."""
    newest = f"SELECT {COLUMNS} FROM audit_entries ORDER BY number DESC LIMIT 1"
    row = dict(session.execute(text(newest)).one()._mapping)
    row |= {"number": row["number"] + 1, "previous": row["hash"], "reason": "伪造"}
    guess = bytes(chance.randrange(256) for _ in range(32))
    row["hash"] = keyed_hash({**row, "at": str(row["at"])}, guess)
    marks = ", ".join(f":{name}" for name in row)
    session.execute(text(f"INSERT INTO audit_entries ({', '.join(row)}) VALUES ({marks})"), row)


def test_spoilt_types_are_named_and_do_not_trip_the_reading(log: Database) -> None:
    if not log.is_sqlite:
        # PostgreSQL keeps text out of a column of moments by itself.
        return
    for column, value in (
        ("at", "gestern"),
        ("at", 5),
        ("reason", b"\xff"),
        ("number", "x"),
        ("detail", 1.5),
    ):
        session = open_writing(log)
        session.execute(
            text(f"UPDATE audit_entries SET {column} = :value WHERE number = 9"), {"value": value}
        )
        verdict = verify(session)
        assert not verdict.is_whole, (column, value)
        assert verdict.good == 8
        session.rollback()
        session.close()


def test_the_wrong_key_opens_nothing(log: Database) -> None:
    other = Database(log.url.render_as_string(hide_password=False), info={KEY: b"o" * 32})
    with other.reading() as session:
        assert verify(session).good == 0
    other.close()


def test_heads_are_kept_once_and_show_a_cut(log: Database, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "var" / "audit-heads.txt"
    with log.reading() as session:
        assert keep_head(session, file, now) == Head(ENTRIES, newest_hash(session), now)
        assert keep_head(session, file, now) is None
        key = key_of(session)
    with log.writing() as session:
        session.execute(text("DELETE FROM audit_entries WHERE number > 20"))
    with log.writing() as session:
        heads = read_heads(file.read_text("ascii").splitlines(), key)
        assert verify(session).is_whole  # the chain alone cannot know
        verdict = verify(session, heads)
        assert (verdict.good, verdict.is_whole) == (20, False)
        # The system goes on over the cut: the old head still contradicts the new entries.
        for _ in range(6):
            record(session, actor=Actor(ActorKind.SYSTEM, "x"), action="a.b", subject="c:1", now=now)
        assert "库外的链头" in str(verify(session, heads).fault)
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("cut", [b"24", b"24 9f16d07b6c", b"2"])
def test_a_line_that_was_cut_short_spoils_no_other(
    log: Database, now: datetime, tmp_path: Path, cut: bytes
) -> None:
    file = tmp_path / "audit-heads.txt"
    with log.reading() as session:
        key, before = key_of(session), Head(7, "a" * 64, now)
        file.write_bytes(f"{before.line(key)}\n".encode() + cut)
        assert whole_lines(file.read_text("ascii")) == [before.line(key)]

        kept = keep_head(session, file, now)

    assert read_heads(file.read_text("ascii").splitlines(), key) == [before, kept]


def test_a_last_line_without_its_end_is_kept(log: Database, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "audit-heads.txt"
    with log.reading() as session:
        key, before = key_of(session), Head(7, "a" * 64, now)
        file.write_text(before.line(key), "ascii")
        kept = keep_head(session, file, now)
    assert read_heads(file.read_text("ascii").splitlines(), key) == [before, kept]


def test_a_full_disk_leaves_no_half_of_a_line(log: Database, now: datetime, tmp_path: Path) -> None:
    file = tmp_path / "audit-heads.txt"
    with log.reading() as session:
        key = key_of(session)
        # The last page of the file has room for a part of a line: a disk that is full takes that much.
        line = Head(7, "a" * 64, now).line(key)
        file.write_text(f"{line}\n" * (4096 // (len(line) + 1)), "ascii")
        size = file.stat().st_size
        for _ in range(2):
            with disk_full(), pytest.raises(OSError, match=r"large|room|space"):
                keep_head(session, file, now)
            assert file.stat().st_size == size
        assert keep_head(session, file, now) is not None
    assert len(read_heads(file.read_text("ascii").splitlines(), key)) == 4096 // (len(line) + 1) + 1


def newest_hash(session: Session) -> str:
    return str(session.scalar(text("SELECT hash FROM audit_entries ORDER BY number DESC LIMIT 1")))


def test_a_changed_head_is_refused(now: datetime) -> None:
    key = b"k" * 32
    line = Head(5, "a" * 64, now).line(key)
    assert read_heads([line, ""], key) == [Head(5, "a" * 64, now)]
    for spoilt in (line.replace("5 ", "4 ", 1), line.replace("aaa", "aab", 1), line.replace("2026", "2027")):
        with pytest.raises(BadContent, match="第1行"):
            read_heads([spoilt], key)
    with pytest.raises(BadContent, match="不完整"):
        read_heads(["5"], key)
    with pytest.raises(BadContent, match="密钥"):
        read_heads([line], b"o" * 32)


def test_json_is_written_in_one_way_only() -> None:
    assert canonical({"b": "安", "a": None}) == '{"a":null,"b":"\\u5b89"}'
