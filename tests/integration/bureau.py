"""A bureau whose people do everything by ``flask``; each has an account, a role and a scope of their own."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.wiring import Container
from tests.clerks import Clerks
from tests.samples import CALL, REGIONS

STAFF = {
    "shouli": "intake_officer",
    "lingdao": "leader",
    "hecha1": "verifier",
    "hecha2": "verifier",
    "hecha3": "verifier",
    "fagui": "legal_officer",
    "caiwu": "payout_officer",
    "duban": "supervisor",
}


class Bureau(Clerks):
    """Everybody who has to do with a tip; what they do are commands of ``flask tipoffs``."""

    def __init__(self, container: Container, folder: Path) -> None:
        super().__init__(container, "tipoffs")
        self.folder = folder
        self.types("places", "regions", "import", self.file("regions.yaml", json.dumps(REGIONS)))
        for login, role in STAFF.items():
            self.hires(login, role)

    def file(self, name: str, content: Mapping[str, Any] | str) -> str:
        """A file to be handed in."""
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    def takes_a_call(self, **changes: Any) -> tuple[str, str]:
        """An operator takes a tip down; its number and receipt code."""
        [row] = self.does("shouli", "record", self.file("call.json", {**CALL, **changes}))
        return row["number"], row["code"]

    def reaches_the_unit(self, number: str, unit: str = "danwei") -> str:
        """Accepted, rewritten, dispatched as proposed, signed by the unit; the unit's code."""
        tips = "tips"
        self.does("shouli", tips, "accept", number)
        summary = ("--summary", "反映一处厂房疏散通道不畅", "--place", "城东片区")
        self.does("shouli", tips, "summarise", number, *summary)
        [proposal] = self.does("shouli", tips, "propose", number)
        if unit not in self.types("staff", "list"):
            self.hires(unit, "handling_unit", "--department", proposal["lead"])
        self.does("shouli", tips, "dispatch", number)
        self.does(unit, tips, "sign", number)
        return str(proposal["lead"])
