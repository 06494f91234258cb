"""The library of materials and codes, put together: rows, files, scans, training records."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from app.settings import Settings
from bot.turns import Outcome, Turn
from campaigns.content.renderings import PATH as CONTENT_PATH
from campaigns.library.codes import CodeService
from campaigns.library.counting import behind_sign_ins, feed_headcount, forget, forget_before
from campaigns.library.material_files import MaterialFiles
from campaigns.library.materials import MaterialService
from campaigns.library.models import MaterialVersion, QrCode
from campaigns.library.scanning import ScanService
from campaigns.library.training import TrainingService
from campaigns.planning.activities import ActivityService
from campaigns.planning.ports import Regions
from core.crypto import derived_key
from core.db import Database
from h5.addresses import ACTIVITIES, MY_ACTIVITIES, article_path, material_path
from handlers.scan import ScanHandler
from jobs.clock import ScheduledJob
from jobs.rounds import Rows, go_round
from storage.opening import open_store
from tipoffs.evidence.photo_decoder import PhotoDecoder

FILES = "materials"
"""The area of the store in which files of materials lie."""


@dataclass
class MaterialContainer:
    """Everything about materials and codes; ``activities`` takes the head-counts of sign-ins."""

    settings: Settings
    database: Database
    regions: Regions
    activities: ActivityService

    @cached_property
    def codes(self) -> CodeService:
        """The verbs of QR codes (二维码)."""
        return CodeService(self.regions)

    @cached_property
    def materials(self) -> MaterialService:
        """The verbs of materials (宣传资料)."""
        return MaterialService()

    @cached_property
    def material_files(self) -> MaterialFiles:
        """The files of materials, in the store."""
        settings = self.settings
        secret = settings.storage_secret.get_secret_value()
        return MaterialFiles(
            open_store(settings.storage_url, settings.storage_key_id, secret, area=FILES), PhotoDecoder()
        )

    @cached_property
    def scans(self) -> ScanService:
        """Scans and sign-ins."""
        return ScanService(derived_key(self.settings.digest_master, "scans"))

    @cached_property
    def training(self) -> TrainingService:
        """Records of training (培训记录)."""
        return TrainingService(self.regions)

    def handler(
        self, filled: Callable[[str], str], begin_tip: Callable[[Turn, QrCode], Outcome | None]
    ) -> ScanHandler:
        """The skill that answers scans; ``filled`` puts the facts of the bureau into a sentence."""
        center, own = self._address(ACTIVITIES), self._address(MY_ACTIVITIES)
        return ScanHandler(self.scans, self._address_of, center, own, filled, begin_tip)

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """What the clock does for the library."""

        def feed(now: datetime) -> None:
            def enter(session: Session, activity: int, now: datetime) -> None:
                feed_headcount(session, self.activities, activity, now)

            go_round(self.database, now, Rows("feed_headcount", 0, behind_sign_ins, enter))

        def forget_people(now: datetime) -> None:
            old = now - timedelta(days=self.settings.scan_log_days)
            more = True
            while more:
                with self.database.writing() as session:
                    more = forget_before(session, old) > 0

        def sweep(now: datetime) -> None:
            with self.database.reading() as session:
                self.material_files.sweep(session, now)

        return [
            ScheduledJob("feed_sign_ins", "*/5 * * * *", feed),
            ScheduledJob("forget_scans", "35 3 * * *", forget_people),
            ScheduledJob("sweep_materials", "59 3 * * *", sweep),
        ]

    def forget(self, session: Session, openid: str) -> None:
        """What a person scanned and signed becomes nobody's, at their wish."""
        forget(session, self.scans.person(openid))

    def _address_of(self, version: MaterialVersion) -> str:
        if version.page:
            return version.page
        if version.article:
            return self._address(article_path(version.article))
        if version.content_id is not None:
            return self._address(f"{CONTENT_PATH}{version.content_id}")
        return self._address(material_path(version.material_id)) if version.file else ""

    def _address(self, path: str) -> str:
        return f"{self.settings.public_url}{path}"
