"""A round of the clock over many rows: one that breaks holds up none of the others; on both engines."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.wiring import Container
from core.db import Database
from jobs import rounds
from jobs.heartbeats import beat
from jobs.models import WorkerHeartbeat
from jobs.rounds import Rows, RowsFailed, go_round
from staff.actors import Actor, ActorKind, Scope
from tests.conftest import StandingClock
from tipoffs.internal.models import InternalReport, InternalState
from tipoffs.permissions import Permission
from tipoffs.tips.models import Tip
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.models import VaultKey

INTAKE = Actor(
    ActorKind.STAFF,
    "shouli",
    permissions=frozenset({Permission.HAZARDS_REGISTER}),
    scope=Scope(everywhere=True),
)


def test_a_row_that_breaks_holds_up_no_other_and_the_clock_hears_of_it(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    asked: list[int] = []

    def find(_session: Session, _now: datetime, after: int, limit: int) -> Sequence[int]:
        asked.append(after)
        return [key for key in range(1, 8) if key > after][:limit]

    def step(session: Session, key: int, now: datetime) -> None:
        beat(session, f"row {key}", now, now)
        session.flush()
        if key in (1, 4):
            raise LookupError(key)

    with pytest.raises(RowsFailed, match="'beat': 2"):
        go_round(database, now, Rows("beat", 0, find, step))
    with database.reading() as session:
        written = set(session.scalars(select(WorkerHeartbeat.name)))
    assert written == {f"row {key}" for key in (2, 3, 5, 6, 7)}
    assert asked == [0, 2, 4, 6]


def test_the_rows_of_the_next_kind_have_their_turn_though_the_first_broke(
    database: Database, now: datetime
) -> None:
    done: list[str] = []

    def only(key: str) -> Rows[str]:
        return Rows(key, "", lambda *_: [key], lambda _session, key, _now: done.append(key))

    def breaks(_session: Session, key: str, _now: datetime) -> None:
        raise LookupError(key)

    with pytest.raises(RowsFailed):
        go_round(database, now, Rows("bad", "", lambda *_: ["bad"], breaks), only("good"))
    assert done == ["good"]


def test_a_report_that_cannot_be_read_leaves_the_others_their_escalation(
    container: Container, clock: StandingClock
) -> None:
    internal = container.casework.internal
    container.cipher.ensure_key(clock.now())
    numbers = []
    with container.database.writing() as session:
        channel, _ = internal.open_channel(
            session, "鑫源冲压厂", "万寿路8号", "331081001", "fire", INTAKE, clock.now()
        )
    for tap in range(3):
        with container.database.writing() as session:
            report = internal.report(session, channel.token, "护罩拆了没有装回去", f"tap-{tap}", clock.now())
            numbers.append(report.number)
    unreadable = sorted(numbers)[0]
    with container.database.writing() as session:
        session.execute(
            update(VaultKey)
            .where(VaultKey.case == unreadable, VaultKey.secret_class == SecretClass.WORDS)
            .values(wrapped=None)
        )
    clock.advance(days=20)
    jobs = {one.name: one for one in container.casework.scheduled_jobs()}

    with pytest.raises(RowsFailed):
        jobs["escalate_internal_reports"].task(clock.now())

    with container.database.reading() as session:
        states = dict(session.execute(select(InternalReport.number, InternalReport.state)).all())
        assert len(session.scalars(select(Tip.number)).all()) == 2
    assert states.pop(unreadable) is InternalState.REPORTED
    assert set(states.values()) == {InternalState.ESCALATED}
