"""Carries duty notices to another system of the bureau: a signed POST, at least once, tried for a day.

The body is JSON: ``key`` (the same for every try), ``subject``, ``sentence``, ``urgent``, ``raised_at``. The
header ``X-Anwen-Signature`` is ``t=<unix seconds>,v1=<hex>``, HMAC-SHA256 of ``<t>.<body>`` under the shared
secret; the receiver checks it, refuses an old ``t``, and drops a ``key`` it has.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import requests
import structlog
from sqlalchemy import update

from core.clock import Clock
from core.db import Database
from core.due_rows import DueRows
from deliveries.models import DutyNotice
from deliveries.status import State
from jobs.ports import Job, Queue

log = structlog.get_logger()

TIMEOUT_SECONDS = (3.0, 8.0)
LEASE = timedelta(seconds=60)
MOST_TRIES = 12
LONGEST_PAUSE = timedelta(hours=4)
_DUE = DueRows(DutyNotice.id, DutyNotice.hook_due_at, DutyNotice.hook_state == State.WAITING)


@dataclass(frozen=True, slots=True)
class Hook:
    """Where to, and the secret that both sides know."""

    url: str
    secret: bytes

    def signature(self, body: bytes, moment: int) -> str:
        """The value of the signature header."""
        digest = hmac.new(self.secret, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={moment},v1={digest}"


class DutyHook:
    """Claims a notice, posts it outside any transaction, writes down how it ended."""

    def __init__(self, database: Database, hook: Hook, clock: Clock) -> None:
        self._database = database
        self._hook = hook
        self._clock = clock

    def job(self) -> Job:
        """The work as the worker takes it."""

        def carry(key: str) -> None:
            self.carry(int(key))

        return Job("duty_hook", Queue.ALERT, self.due, carry, is_any=_DUE.is_any)

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """The notices to be carried now."""
        with self._database.reading() as session:
            return [str(number) for number in _DUE.next(session, now, limit)]

    def carry(self, number: int) -> State | None:
        """Make one try; None when somebody else has it."""
        now = self._clock.now()
        with self._database.writing() as session:
            row = session.execute(
                update(DutyNotice)
                .where(DutyNotice.id == number, _DUE.at(now))
                .values(hook_due_at=now + LEASE, hook_tries=DutyNotice.hook_tries + 1)
                .returning(
                    DutyNotice.key,
                    DutyNotice.subject,
                    DutyNotice.sentence,
                    DutyNotice.is_urgent,
                    DutyNotice.raised_at,
                    DutyNotice.hook_tries,
                )
                .execution_options(synchronize_session=False)
            ).one_or_none()
        if row is None:
            return None
        said = {
            "key": row.key,
            "subject": row.subject,
            "sentence": row.sentence,
            "urgent": row.is_urgent,
            "raised_at": row.raised_at.isoformat(),
        }
        taken = self._post(json.dumps(said, ensure_ascii=False).encode(), now)
        state = State.SENT if taken else State.WAITING if row.hook_tries < MOST_TRIES else State.FAILED
        pause = min(timedelta(seconds=5) * 4 ** (row.hook_tries - 1), LONGEST_PAUSE)
        with self._database.writing() as session:
            session.execute(
                update(DutyNotice)
                .where(DutyNotice.id == number)
                .values(hook_state=state, hook_due_at=now + pause if state is State.WAITING else None)
            )
        return state

    def _post(self, body: bytes, now: datetime) -> bool:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Anwen-Signature": self._hook.signature(body, int(now.timestamp())),
        }
        try:
            answer = requests.post(
                self._hook.url, data=body, headers=headers, timeout=TIMEOUT_SECONDS, allow_redirects=False
            )
        except requests.RequestException as error:
            # The message of the error may hold the address, and with it a key in its query.
            log.warning("duty_hook_failed", problem=type(error).__name__)
            return False
        if not 200 <= answer.status_code < 300:
            log.warning("duty_hook_refused", status=answer.status_code)
            return False
        return True
