"""F4: the database goes away for some seconds while people write, some of them in danger."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from proof.estate import Estate
from proof.findings import Finding, share
from proof.platform import DANGERS, PLATFORM_SECONDS, Attempt, Crowd, Platform
from proof.receipts import receipt_findings

SENDERS = 4
PEOPLE = 200
RECOVERY_SECONDS = 10.0
# 200: answered, or a person in danger answered without a record. 503: the platform sends it again.
CLEAN = {200, 503}

LOCKER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def lose_database(estate: Estate, *, outages: int, seconds: float, kill: bool = True) -> list[Finding]:
    """Take the database away again and again, each time for ``seconds``; PostgreSQL is killed or stopped,
    the SQLite file is held locked by another process."""
    platform = Platform(estate.account)
    crowd = Crowd(platform, lambda: platform.text(platform.anyone(PEOPLE), platform.calm_question()), SENDERS)
    alarm = Alarm(platform)
    recoveries: list[float] = []
    crowd.starts()
    try:
        with alarm.ringing():
            for _ in range(outages):
                time.sleep(1.0)
                with _away(estate, kill):
                    time.sleep(seconds)
                recoveries.append(_seconds_until_answered(platform))
            time.sleep(0.5)
    finally:
        delivered = crowd.stops()
    platform.insists(delivered, SENDERS)
    return [
        *receipt_findings("F4", estate, delivered),
        *_outage_findings(estate, [attempt for done in delivered for attempt in done.attempts], outages),
        *alarm.findings(estate),
        Finding(
            "F4.recovery",
            f"longest time until a message was answered again, seconds, on {estate.engine}",
            len(recoveries),
            max(recoveries, default=0.0),
            RECOVERY_SECONDS,
            timing=True,
        ),
    ]


def _outage_findings(estate: Estate, attempts: list[Attempt], outages: int) -> list[Finding]:
    statuses = [attempt.status for attempt in attempts]
    return [
        Finding(
            "F4.clean",
            f"attempts that ended neither with an answer nor with 503, on {estate.engine}",
            len(statuses),
            sum(status not in CLEAN for status in statuses),
            0,
        ),
        Finding(
            "F4.struck",
            f"attempts refused with 503 because nothing could be recorded, on {estate.engine}",
            outages,
            statuses.count(503),
            1,
            at_least=True,
        ),
    ]


class Alarm:
    """People in danger, one after another, each sending once."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._attempts: list[Attempt] = []
        self._over = threading.Event()

    @contextmanager
    def ringing(self) -> Iterator[None]:
        """Go on sending during the block."""
        thread = threading.Thread(target=self._ring)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def findings(self, estate: Estate) -> list[Finding]:
        """Each must have been told whom to call, at the first attempt and in time."""
        unhelped = [attempt for attempt in self._attempts if not _helps(attempt)]
        return [
            Finding(
                "F4.danger",
                f"people in danger without an answer at the first attempt, on {estate.engine}",
                len(self._attempts),
                len(unhelped),
                0,
            ),
            Finding(
                "F4.danger_slowest",
                f"slowest answer to a person in danger, seconds, on {estate.engine}",
                len(self._attempts),
                share((attempt.seconds for attempt in self._attempts), 1.0),
                PLATFORM_SECONDS,
                timing=True,
            ),
        ]

    def _ring(self) -> None:
        number = 0
        while not self._over.is_set():
            number += 1
            person = self._platform.person(number, "DANGER")
            words = DANGERS[number % len(DANGERS)]
            self._attempts.append(self._platform.attempts(self._platform.text(person, words)))
            time.sleep(0.1)


def _helps(attempt: Attempt) -> bool:
    return attempt.is_answered and any(number in attempt.words for number in ("119", "120", "110"))


@contextmanager
def _away(estate: Estate, kill: bool) -> Iterator[None]:
    if estate.postgres is None:
        with _locked(estate):
            yield
        return
    estate.postgres.stop(kill=kill)
    try:
        yield
    finally:
        estate.postgres.start()


@contextmanager
def _locked(estate: Estate) -> Iterator[None]:
    path = estate.database_url.removeprefix("sqlite:///")
    command = [sys.executable, "-c", LOCKER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as locker:
        assert locker.stdout is not None
        locker.stdout.readline()
        try:
            yield
        finally:
            locker.communicate()


def _seconds_until_answered(platform: Platform, patience: float = 60.0) -> float:
    began = time.monotonic()
    person = platform.person(time.time_ns() % 10**9, "RETURN")
    while time.monotonic() - began < patience:
        if platform.attempts(platform.text(person, "灭火器怎么用")).is_answered:
            break
        time.sleep(0.1)
    return time.monotonic() - began
