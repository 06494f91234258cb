"""Fetches what citizens sent in the chat before the platform forgets it, and sweeps the store of files."""

from collections.abc import Collection, Sequence
from datetime import datetime

import structlog

from core.clock import Clock
from core.db import Database
from core.errors import Unavailable
from core.files import FileStore, sweep
from deliveries.ports import FailureClass, GatewayRefusal
from jobs.clock import ScheduledJob
from jobs.ports import Job, Queue
from tipoffs.evidence.keeping import EvidenceStore, KeptOriginal
from tipoffs.evidence.ports import MediaFetcher
from tipoffs.evidence.queue import DUE, EvidenceClaim, EvidenceQueue
from tipoffs.evidence.services import EvidenceService
from tipoffs.evidence.status import Refusal

log = structlog.get_logger()

AT_ONCE = 4  # each may hold a file of 20 MB and a process of 300 MB


class EvidenceFetcher:
    """Brings evidence from the platform into the store.

    The claim is committed before the call and the fate after it. A worker that is killed in between leaves a
    lease that ends and files that no row names: the evidence is fetched again, the files are swept.
    """

    def __init__(
        self,
        database: Database,
        queue: EvidenceQueue,
        store: EvidenceStore,
        fetcher: MediaFetcher,
        clock: Clock,
    ) -> None:
        self._database = database
        self._queue = queue
        self._store = store
        self._fetcher = fetcher
        self._clock = clock

    def job(self) -> Job:
        """The kind of work, for the relay; among the replies: the platform keeps nothing long."""
        return Job("fetch_evidence", Queue.REPLY, self._due, self.fetch, AT_ONCE, is_any=DUE.is_any)

    def fetch(self, key: str) -> None:
        """Fetch one piece of evidence, unless somebody else does or did."""
        with self._database.writing() as session:
            claim = self._queue.claim(session, int(key), self._clock.now())
        if claim is None or claim.media_id is None:
            return
        try:
            data = self._fetcher.download_media(claim.media_id)
            kept = self._store.keep(data, claim.kind, claim.name, claim.key)
        except GatewayRefusal as refused:
            self._refused_by_platform(claim, refused)
            return
        except Unavailable:
            with self._database.writing() as session:
                self._queue.put_off(session, claim, self._clock.now())
            log.warning("evidence_store_unavailable")
            return
        self._settle(claim, kept)

    def _settle(self, claim: EvidenceClaim, kept: KeptOriginal | Refusal) -> None:
        with self._database.writing() as session:
            now = self._clock.now()
            if isinstance(kept, Refusal):
                self._queue.refused(session, claim, kept, now)
            else:
                self._queue.kept(session, claim, kept, now)
        log.info(
            "evidence_settled", kind=claim.kind.value, refusal=kept if isinstance(kept, Refusal) else None
        )

    def _refused_by_platform(self, claim: EvidenceClaim, refused: GatewayRefusal) -> None:
        with self._database.writing() as session:
            now = self._clock.now()
            if refused.failure is not FailureClass.CONTENT:
                self._queue.put_off(session, claim, now, refused.until)
            elif refused.errcode is None:
                # Not the platform's word but our own limit on how much is read.
                self._queue.refused(session, claim, Refusal.TOO_LARGE, now)
            else:
                self._queue.lost(session, claim, now)
        log.warning("evidence_not_fetched", failure=refused.failure.value, errcode=refused.errcode)

    def _due(self, now: datetime, limit: int) -> Sequence[str]:
        with self._database.reading() as session:
            return [str(number) for number in self._queue.due_ids(session, now, limit)]


class EvidenceSweeper:
    """Removes files that no row names."""

    def __init__(self, database: Database, evidence: EvidenceService, store: FileStore) -> None:
        self._database = database
        self._evidence = evidence
        self._store = store

    def scheduled_job(self) -> ScheduledJob:
        """Every night."""
        return ScheduledJob(
            "sweep_evidence", "50 3 * * *", lambda now: log.info("swept", files=self.sweep(now))
        )

    def sweep(self, now: datetime) -> int:
        """Delete the files of nobody; say how many."""

        def named_among(keys: Sequence[str]) -> Collection[str]:
            with self._database.reading() as session:
                return self._evidence.named_among(session, keys)

        return sweep(self._store, named_among, now)
