"""The library of materials, codes and scans beside the planners."""

from sqlalchemy.orm import Session

from campaigns.library.codes import CodeService
from campaigns.library.material_files import MaterialFiles
from campaigns.library.materials import MaterialService, Wording
from campaigns.library.scanning import ScanService
from places.models import VenueKind
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    PLANNER,
    REVIEWER,
    PlanningOffice,
    china,
)
from tipoffs.evidence.photo_decoder import PhotoDecoder

MORNING = china("2026-06-16 09:10")


class LibraryOffice(PlanningOffice):
    """The library beside the planners."""

    def __init__(self, clock: StandingClock) -> None:
        super().__init__(clock.now())
        self.codes = CodeService(self.regions)
        self.materials = MaterialService()
        self.scans = ScanService(b"s" * 32)
        self.material_files = MaterialFiles(self.store, PhotoDecoder())

    def gives(self, session: Session, title: str = "电动车充电安全", **wording: object) -> int:
        """A released material."""
        material = self.materials.add(session, title, VenueKind.VILLAGE, PLANNER, self.now)
        words = Wording(**{"words": "充电不进楼，飞线不要拉。", **wording})  # type: ignore[arg-type]
        version = self.materials.write(session, material.id, words, PLANNER, self.now)
        self.materials.release(session, material.id, version.number, REVIEWER, self.now)
        return material.id

    def scanned(self, session: Session, scene: str, openid: str, **change: object) -> object:
        """Somebody who follows already scans."""
        facts = {"now": MORNING, "follows": False, "is_new": False, **change}
        return self.scans.scan(session, scene, openid, **facts)  # type: ignore[arg-type]
