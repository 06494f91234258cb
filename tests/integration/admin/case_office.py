"""A bureau whose clerks sit at the pages of cases: regions, roles, and a tip that walks from desk to desk."""

import json
from pathlib import Path

from app.wiring import House
from places.services import import_regions, read_regions
from staff.actors import Scope
from tests.integration.admin.conftest import Clerk, Hiring

REGIONS = [
    {"代码": "331081", "名称": "温岭市", "级别": "县"},
    {"代码": "331081001", "名称": "太平街道", "上级代码": "331081", "级别": "乡镇"},
    {"代码": "331081002", "名称": "城东街道", "上级代码": "331081", "级别": "乡镇", "别名": "城东"},
]
CALL = {
    "facts": "二楼车间的安全出口被铁链锁死，每天晚上有三十多人加班",
    "object_name": "鑫源服装厂",
    "address": "城东街道万寿路18号",
    "happened": "昨天晚上",
    "mode": "real_name",
    "name": "王小明",
    "phone": "13800138000",
}
MAJOR = {
    "finding": "verified",
    "record": "现场两处安全出口，一处用铁链锁闭，三十余人在岗。",
    "inspected_at": "2026-11-22T08:30",
    "level1": "major",
    "object1": "鑫源服装厂",
    "description1": "安全出口被锁闭",
}


class CaseOffice:
    """Hires on demand, each clerk once."""

    def __init__(self, house: House, hiring: Hiring, folder: Path) -> None:
        self.house, self._hiring = house, hiring
        self._clerks: dict[str, Clerk] = {}
        file = folder / "regions.yaml"
        file.write_text(json.dumps(REGIONS), "utf-8")
        with house.database.writing() as session:
            import_regions(session, read_regions(file), editor="test", now=house.clock.now())

    def clerk(self, role: str, number: int = 1, department: str = "") -> Clerk:
        """The clerk with this role."""
        login = f"{role.replace('_', '')}{number}{department.replace('_', '')}"
        if login not in self._clerks:
            scope = Scope(departments=frozenset({department})) if department else Scope(everywhere=True)
            self._clerks[login] = self._hiring.clerk(login, role, scope=scope)
        return self._clerks[login]

    def takes_a_call(self, **changes: str) -> str:
        """A tip by telephone, typed into the form by the intake officer; its number."""
        page = self.clerk("intake_officer").sends("/admin/tips/new", **{**CALL, **changes})
        assert page.status_code == 200, page.text
        return page.text.partition('<dd class="mono">')[2].partition("<")[0].strip()

    def does(self, clerk: Clerk, number: str, step: str, **typed: str) -> str:
        """Take a step from the file of a tip; what the page then says."""
        return self.steps(clerk, f"/admin/tips/{number}", step, **typed)

    @staticmethod
    def steps(clerk: Clerk, case: str, step: str, **typed: str) -> str:
        """Take a step that the page of a case offers."""
        assert f"{case}/step/{step}" in clerk.opens(case).text, f"{step} is not offered"
        sent = clerk.sends(f"{case}/step/{step}", page=case, **typed)
        assert sent.status_code == 303, sent.text
        return clerk.opens(sent.headers["Location"]).text

    def is_refused(self, clerk: Clerk, number: str, step: str, **typed: str) -> str:
        """Try a step that is refused; the page that says why."""
        sent = clerk.sends(f"/admin/tips/{number}/step/{step}", page=f"/admin/tips/{number}", **typed)
        assert sent.status_code == 409
        return sent.text
