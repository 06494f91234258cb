"""A bureau whose people do everything by ``flask``; each has an account, a role and a scope of their own."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from flask import Flask

from app.cli import listing
from app.wiring import Container

EVERYWHERE = ("--everywhere",)
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
REGIONS = """
- {代码: "331081", 名称: 温岭市, 级别: 县}
- {代码: "331081001", 名称: 太平街道, 上级代码: "331081", 级别: 乡镇}
- {代码: "331081002", 名称: 城东街道, 上级代码: "331081", 级别: 乡镇, 别名: 城东}
"""
CALL = {
    "facts": "二楼车间的安全出口被铁链锁死，每天晚上有三十多人加班",
    "object_name": "鑫源服装厂",
    "address": "城东街道万寿路18号",
    "happened": "昨天晚上",
    "mode": "real_name",
    "name": "王小明",
    "phone": "13800138000",
}


class Bureau:
    """Types commands."""

    def __init__(self, container: Container, folder: Path) -> None:
        self.container, self.folder = container, folder
        app = Flask("anwen", static_folder=None)
        listing.register(app, container)
        self._commands = app.cli.commands
        regions = self.file("regions.yaml", REGIONS)
        self._type("places", "regions", "import", regions)
        for login, role in STAFF.items():
            self.hires(login, role)

    def hires(self, login: str, role: str, *scope: str) -> None:
        """Somebody gets an account."""
        where = scope or EVERYWHERE
        self._type("staff", "add", login, "--name", login, "--role", role, *where)

    def does(self, login: str, *words: str) -> list[dict[str, Any]]:
        """``flask tipoffs …`` that works; the rows it prints."""
        said = self._type("tipoffs", *words, "--as", login, "--json")
        return [json.loads(line) for line in said.splitlines()]

    def is_refused(self, login: str, *words: str) -> str:
        """``flask tipoffs …`` that is refused; what it says."""
        return self._type("tipoffs", *words, "--as", login, works=False)

    def types(self, group: str, *words: str) -> str:
        """Any command that works."""
        return self._type(group, *words)

    def file(self, name: str, content: Mapping[str, Any] | str) -> str:
        """A file to be handed in."""
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    def _type(self, group: str, *words: str, works: bool = True) -> str:
        result = CliRunner().invoke(self._commands[group], list(words))
        assert (result.exit_code == 0) is works, f"{words}: {result.output} {result.exception!r}"
        return result.output

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
