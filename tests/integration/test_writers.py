"""Whose turn it is to write to SQLite, when another process holds it."""

import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db import Base, Database
from jobs.models import WorkerHeartbeat

HOLDER = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(f"sqlite:///{tmp_path}/turns.db")
    Base.metadata.create_all(database.engine, tables=[Base.metadata.tables["worker_heartbeats"]])
    return database


def test_a_writer_waits_for_another_process_and_a_reader_does_not(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "turns.writers")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    written = threading.Event()

    def write() -> None:
        with database.writing() as session:
            session.add(WorkerHeartbeat(name="甲", started_at=now, beat_at=now))
        written.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert not written.wait(0.3)
    with database.reading() as session:
        assert session.scalars(select(WorkerHeartbeat.name)).all() == []
    holder.communicate("\n")

    assert written.wait(10)
    thread.join()
    with database.reading() as session:
        assert session.scalars(select(WorkerHeartbeat.name)).all() == ["甲"]
    database.close()


def test_the_turn_of_a_killed_process_is_free(database: Database, tmp_path: Path, now: datetime) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "turns.writers")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()

    with database.writing() as session:
        session.add(WorkerHeartbeat(name="甲", started_at=now, beat_at=now))
    database.close()
