"""Evidence, put together: rows, files, decoder, and the work that is done on them in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.settings import Settings
from core.clock import Clock
from core.db import Database
from jobs.clock import ScheduledJob
from jobs.evidence_fetcher import EvidenceFetcher, EvidenceSweeper
from jobs.ports import Job
from staff import audit
from storage.opening import Store, open_store
from tipoffs.evidence.keeping import EvidenceStore
from tipoffs.evidence.photo_decoder import PhotoDecoder
from tipoffs.evidence.ports import CaseKeys, MediaFetcher
from tipoffs.evidence.services import EvidenceService
from tipoffs.evidence.viewing import EvidenceViewer

AREA = "evidence"


@dataclass
class EvidenceContainer:
    """Everything that has to do with evidence; ``gateway`` is made when something is to be fetched."""

    settings: Settings
    database: Database
    keys: CaseKeys
    gateway: Callable[[], MediaFetcher]
    clock: Clock

    @cached_property
    def store(self) -> Store:
        """Where the sealed files lie."""
        settings = self.settings
        return open_store(
            settings.storage_url,
            settings.storage_key_id,
            settings.storage_secret.get_secret_value(),
            area=AREA,
        )

    @cached_property
    def service(self) -> EvidenceService:
        """The verbs of evidence: its rows."""
        return EvidenceService(self.keys)

    @cached_property
    def evidence_store(self) -> EvidenceStore:
        """The sealed files of evidence."""
        return EvidenceStore(self.store, PhotoDecoder())

    @cached_property
    def viewer(self) -> EvidenceViewer:
        """What staff may open of evidence, each opening recorded."""
        return EvidenceViewer(self.service, self.evidence_store, audit.record)

    def jobs(self) -> list[Job]:
        """Fetching, for the relay."""
        fetcher = EvidenceFetcher(
            self.database, self.service.queue, self.evidence_store, self.gateway(), self.clock
        )
        return [fetcher.job()]

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Sweeping, for the clock."""
        return [EvidenceSweeper(self.database, self.service, self.store).scheduled_job()]
