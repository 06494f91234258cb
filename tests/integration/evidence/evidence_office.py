"""Evidence with a database, a folder of files, a decoder and a platform; its verbs are transactions."""

from pathlib import Path

from core.db import Database
from jobs.evidence_fetcher import EvidenceFetcher, EvidenceSweeper
from staff.actors import Actor, ActorKind
from storage.local import LocalDir
from tests.conftest import StandingClock
from tests.fakes.audit import FakeAudit
from tests.fakes.evidence import FakeCaseKeys, FakeMediaFetcher
from tipoffs.evidence.keeping import EvidenceStore
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.permissions import EvidencePermission
from tipoffs.evidence.photo_decoder import PhotoDecoder
from tipoffs.evidence.services import EvidenceService
from tipoffs.evidence.status import Kind
from tipoffs.evidence.viewing import EvidenceViewer

CASE = "R2611000123"
INTAKE = Actor(ActorKind.STAFF, "chen", permissions=frozenset(EvidencePermission))


class Office:
    """The whole way of evidence; only the platform, the vault and the audit log are played."""

    def __init__(self, database: Database, clock: StandingClock, folder: Path) -> None:
        self.database, self.clock, self.folder = database, clock, folder
        self.store = LocalDir(folder)
        self.keys = FakeCaseKeys()
        self.platform = FakeMediaFetcher()
        self.log = FakeAudit()
        self.service = EvidenceService(self.keys)
        self.evidence_store = EvidenceStore(self.store, PhotoDecoder())
        self.viewer = EvidenceViewer(self.service, self.evidence_store, self.log)
        queue = self.service.queue
        self.fetcher = EvidenceFetcher(database, queue, self.evidence_store, self.platform, clock)
        self.sweeper = EvidenceSweeper(database, self.service, self.store)

    def receives(
        self, media_id: str, data: bytes | None = None, kind: Kind = Kind.PHOTO, case: str = CASE
    ) -> int:
        """Somebody sends a file in the chat; the number of its row."""
        if data is not None:
            self.platform.files[media_id] = data
        with self.database.writing() as session:
            return self.service.attach(session, case, kind, media_id, self.clock.now()).id

    def works(self) -> list[str]:
        """The worker does what is due; its keys."""
        job = self.fetcher.job()
        due = list(job.due(self.clock.now(), 100))
        for key in due:
            job.do(key)
        return due

    def rows(self, case: str = CASE) -> list[Evidence]:
        """The evidence of a case."""
        with self.database.reading() as session:
            return list(self.service.of_case(session, case))

    def original(self, row: Evidence) -> bytes:
        """What staff get when they take out the original."""
        with self.database.writing() as session:
            return b"".join(self.viewer.open_original(session, row.name, INTAKE, "核对", self.clock.now()))

    def copy(self, row: Evidence) -> bytes:
        """What staff see."""
        with self.database.writing() as session:
            return b"".join(self.viewer.open_copy(session, row.name, INTAKE, self.clock.now()))

    def files(self) -> set[str]:
        """The keys of all kept files."""
        return {file.key for file in self.store.listed()}

    def everything_stored(self) -> bytes:
        """Every byte of the folder."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())
