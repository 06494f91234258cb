"""A bureau with regions, whose clerks are hired on demand."""

import json
from pathlib import Path

from app.wiring import Container
from places.services import import_regions, read_regions
from tests.integration.admin.conftest import Clerk, Hiring
from tests.samples import REGIONS


class StaffedOffice:
    """What the offices of all kinds of pages have; a subclass knows the roles of its own."""

    def __init__(self, container: Container, hiring: Hiring, folder: Path) -> None:
        """``folder`` takes the file of the regions that are imported."""
        self.container, self._hiring = container, hiring
        self._clerks: dict[str, Clerk] = {}
        file = folder / "regions.yaml"
        file.write_text(json.dumps(REGIONS), "utf-8")
        with container.database.writing() as session:
            import_regions(session, read_regions(file), editor="test", now=container.clock.now())
