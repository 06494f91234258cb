"""Carries mailings: many threads that call the platform, and one thread that speaks to the database for them.

Each turn of that thread is one transaction: it writes the fates of the calls that ended and claims as many
new people as threads will be free next. So several messages share a commit, connections to the platform stay
open, and a killed process leaves at most ``threads + ahead`` rows whose fate is unknown.
"""

import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import structlog

from core.clock import Clock
from core.db import Database
from core.hourly_cipher import HourlyCipher
from core.text import short_openid
from deliveries.mailings.bulk import BulkMailingService
from deliveries.mailings.settling import BulkClaim, Outcome
from deliveries.ports import FailureClass, GatewayRefusal, PersonGateway
from jobs.courier import send
from jobs.runner import Runner

log = structlog.get_logger()

THREADS = 32
AHEAD = 16
"""How many people are taken before a thread is free for them: else each thread would idle every turn."""
IDLE_SECONDS = 0.5
GATHER_SECONDS = 0.004
"""How long a turn waits for more calls to end, once one has: so that they share a commit."""
LOOK_SECONDS = 0.04
"""How long a turn with free threads waits for a call to end, before it looks for more people."""
STOP_SECONDS = 15.0
LOOK_WHEN_SKIPPING = 500


class BulkCourier:
    """Sends what running mailings have to send, until it is told to stop.

    ``threads`` is how many calls may be on their way at once, ``ahead`` how many people wait for one. When
    the database is away, the fates that are known stay in memory and are written when it is back.
    """

    def __init__(
        self,
        database: Database,
        mailings: BulkMailingService,
        gateway: PersonGateway,
        clock: Clock,
        *,
        cipher: HourlyCipher | None = None,
        threads: int = THREADS,
        ahead: int = AHEAD,
        runner: Runner | None = None,
    ) -> None:
        self._database = database
        self._mailings = mailings
        self._gateway = gateway
        self._clock = clock
        self._cipher = cipher
        self._places = threads + ahead
        self._runner = runner or Runner()
        self._ended: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._unwritten: list[Outcome] = []
        self._on_the_way = 0
        self._look = 0
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="bulk")
        self._thread = threading.Thread(target=self._run, name="bulk courier", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Take nobody more; the thread ends when every call on its way has its fate written."""
        self._stopping.set()

    def join(self, seconds: float = STOP_SECONDS) -> None:
        """Wait at most this many seconds for the thread to end."""
        self._thread.join(seconds)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        while not self._stopping.is_set() or self._on_the_way or self._unwritten:
            well = self._runner.attempt("bulk courier", self._turn)
            is_idle = not self._on_the_way and not self._look
            if not well or is_idle:
                time.sleep(0.05) if self._stopping.is_set() else self._stopping.wait(IDLE_SECONDS)

    def _turn(self) -> None:
        """Gather what ended, write it, take as many new people as there are free threads and send."""
        self._gather()
        now = self._clock.now()
        free = 0 if self._stopping.is_set() else self._places - self._on_the_way
        if not self._unwritten and (free <= 0 or not self._is_anybody_due()):
            self._look = 0
            return
        if self._cipher is not None:
            # An alarm to staff may have to be sealed, and its key must exist before the transaction.
            self._cipher.ensure_key(now)
        with self._database.writing() as session:
            done = self._mailings.exchange(
                session,
                self._unwritten,
                # Those whose fate is written here free their threads in the same transaction.
                free + (0 if self._stopping.is_set() else len(self._unwritten)),
                now,
                look=self._look,
            )
        self._on_the_way -= len(self._unwritten)
        self._unwritten = []
        self._look = LOOK_WHEN_SKIPPING if done.skipped else 0
        for claim in done.claims:
            self._on_the_way += 1
            self._pool.submit(self._carry, claim)

    def _is_anybody_due(self) -> bool:
        if self._on_the_way:
            return True
        with self._database.reading() as session:
            return self._mailings.has_work(session, self._clock.now())

    def _gather(self) -> None:
        """Wait for the first call to end, then a moment for others; not at all when nothing is on its way."""
        if self._on_the_way <= len(self._unwritten):
            return
        is_full = self._on_the_way >= self._places or self._stopping.is_set()
        try:
            self._unwritten.append(self._ended.get(timeout=IDLE_SECONDS if is_full else LOOK_SECONDS))
        except queue.Empty:
            return
        time.sleep(GATHER_SECONDS)
        while True:
            try:
                self._unwritten.append(self._ended.get_nowait())
            except queue.Empty:
                return

    def _carry(self, claim: BulkClaim) -> None:
        outcome: Outcome | None = None

        def carry() -> None:
            nonlocal outcome
            outcome = self._sent(claim)

        if not self._runner.attempt("bulk call", carry) or outcome is None:
            # Something of our own broke in the middle: nobody knows whether the platform was called.
            outcome = Outcome(claim, GatewayRefusal(FailureClass.LOST, "the call broke"))
        self._ended.put(outcome)

    def _sent(self, claim: BulkClaim) -> Outcome:
        if self._clock.now() >= claim.lease_until:
            # This process slept through its lease; by now somebody else may have decided about the row.
            return Outcome(claim, was_made=False)
        try:
            send(self._gateway, claim)
        except GatewayRefusal as refused:
            log.warning(
                "delivery_refused",
                delivery=claim.delivery_id,
                mailing=claim.mailing_id,
                actor=short_openid(claim.openid),
                failure=refused.failure.value,
                errcode=refused.errcode,
                rid=refused.rid,
            )
            return Outcome(claim, refused)
        return Outcome(claim)
