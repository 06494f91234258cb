"""A bureau whose clerks use the pages of cases: regions, roles, and a tip that goes through their hands."""

from admin.visitors import COOKIE
from app.wiring import Container
from staff.actors import Scope
from tests.insiders import let_in_again
from tests.integration.admin.conftest import Clerk
from tests.integration.admin.staffed_office import StaffedOffice
from tests.samples import CALL, photo
from tipoffs.evidence.queue import EvidenceClaim
from tipoffs.evidence.status import Kind, Refusal

MAJOR = {
    "finding": "verified",
    "record": "现场两处安全出口，一处用铁链锁闭，三十余人在岗。",
    "inspected_at": "2026-11-22T08:30",
    "level1": "major",
    "object1": "鑫源服装厂",
    "description1": "安全出口被锁闭",
}
PLAN = {
    "responsible": "厂长",
    "measures": "拆除铁链",
    "funds": "1200.50",
    "due": "2026-12-30",
    "contingency": "停用二楼",
}
FOUND = {
    "region": "331081002",
    "level": "major",
    "source": "inspection",
    "object_name": "鑫源服装厂<b>",
    "address": "万寿路18号",
    "description": "安全出口被锁闭",
}


class CaseOffice(StaffedOffice):
    """Hires on demand, each clerk once."""

    def clerk(self, role: str, number: int = 1, department: str = "", *, by_the_door: bool = False) -> Clerk:
        """The clerk with this role; only one who typed a password can sign in again."""
        login = f"{role.replace('_', '')}{number}{department.replace('_', '')}"
        if login not in self._clerks:
            scope = Scope(departments=frozenset({department})) if department else Scope(everywhere=True)
            come_in = self._hiring.clerk if by_the_door else self._hiring.insider
            self._clerks[login] = come_in(login, role, scope=scope)
        return self._clerks[login]

    def comes_back(self) -> None:
        """Everybody sits down again after days away, when their sessions have ended."""
        for login, clerk in self._clerks.items():
            clerk._client.set_cookie(COOKIE, let_in_again(self.container, login), path="/admin")

    def takes_a_call(self, **changes: str) -> str:
        """A tip by telephone, typed into the form by the intake officer; its number."""
        return self.takes_a_call_with_code(**changes)[0]

    def takes_a_call_with_code(self, **changes: str) -> tuple[str, str]:
        """The same, and the receipt code that stands on the page once."""
        page = self.clerk("intake_officer").sends("/admin/tips/new", **{**CALL, **changes})
        assert page.status_code == 200, page.text
        number, code = (
            page.text.partition(f'<dd class="{mark}">')[2].partition("<")[0].strip()
            for mark in ("mono", "mono code")
        )
        return number, code

    def is_found_true(self, number: str) -> str:
        """Accept, hand over, verify by two and sign, each at their own page; the code of the hazard."""
        intake, leader = self.clerk("intake_officer"), self.clerk("leader")
        verifier, second = self.clerk("verifier"), self.clerk("verifier", 2)
        self.does(intake, number, "accept", level="major")
        self.does(intake, number, "summarise", summary="反映一处厂房疏散通道不畅", place="城东片区")
        self.does(intake, number, "dispatch", unit="fire", reason="消防职责明确")
        handling, case = self.clerk("handling_unit", department="fire"), f"/admin/unit/{number}"
        assert handling.sends(f"{case}/receive", page=case).status_code == 303
        self.does(verifier, number, "verify", second=second.login, **MAJOR)
        self.does(second, number, "co-sign")
        self.does(leader, number, "sign-verified")
        return leader.opens(f"/admin/tips/{number}").text.partition("/admin/hazards/")[2].partition('"')[0]

    def is_penalised(self, code: str, yuan: str) -> None:
        """Order the repair and fine the enterprise, at the pages of the hazard."""
        verifier, leader, case = self.clerk("verifier"), self.clerk("leader"), f"/admin/hazards/{code}"
        fixer = self.clerk("handling_unit", department="fire")
        self.steps(verifier, case, "grade", level="major", clause="第三条")
        self.steps(verifier, case, "order", **PLAN, unit="fire", fixers=fixer.login)
        self.steps(leader, case, "sign-order")
        self.steps(verifier, case, "enforce", case="（温）应急立〔2026〕1号", reason="锁闭安全出口")
        self.steps(verifier, case, "penalise", penalty=yuan, decision="（温）应急罚〔2026〕1号")

    def does(self, clerk: Clerk, number: str, step: str, **typed: str) -> str:
        """Take a step from the file of a tip; what the page then says."""
        return self.steps(clerk, f"/admin/tips/{number}", step, **typed)

    @staticmethod
    def steps(clerk: Clerk, case: str, step: str, /, **typed: str) -> str:
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


def kept_photo(container: Container, number: str) -> str:
    """A photo with a case; its name."""
    section, now = container.casework.evidence, container.clock.now()
    data = photo()
    with container.database.writing() as session:
        claim = section.service.take_upload(session, number, Kind.PHOTO, data, now)
    assert isinstance(claim, EvidenceClaim)
    kept = section.evidence_store.keep(data, Kind.PHOTO, claim.name, claim.key)
    assert not isinstance(kept, Refusal)
    with container.database.writing() as session:
        section.service.queue.kept(session, claim, kept, now)
    return claim.name
