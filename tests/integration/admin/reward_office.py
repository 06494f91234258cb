"""Who proposes, approves and pays at the pages of the Rewards section."""

from tests.integration.admin.case_office import CaseOffice

MARKUP = "<script>alert(1)</script>"
ACCOUNT = "6222000011112222337"
BUDGET = {"line": "安全生产举报奖励经费", "year": "2026", "yuan": "1000000", "document": "温财〔2026〕1号"}
CLAIM = {
    "name": "王小明",
    "id_number": "11010519491231002X",
    "account": ACCOUNT,
    "bank": "温岭某银行",
    "agreed": "yes",
}


class RewardOffice:
    """Who proposes, who approves and who pays."""

    def __init__(self, office: CaseOffice) -> None:
        self.office = office
        self.lawyer, self.leader = office.clerk("legal_officer"), office.clerk("leader")
        self.payer = office.clerk("payout_officer")

    def opens(self, tip: str) -> str:
        """Begin to assess a matter off the list; the page of the reward."""
        page = "/admin/rewards/candidates"
        assert tip in self.lawyer.opens(page).text
        sent = self.lawyer.sends("/admin/rewards/open", page=page, tip=tip, kind="major_hazard")
        assert sent.status_code == 303, sent.text
        assert tip not in self.lawyer.opens(page).text
        return sent.headers["Location"].partition("?")[0]

    def proposes(self, case: str, tip: str, **typed: str) -> None:
        """Propose what the rule in force says, and hand it to the approvers."""
        facts = {
            "do": "propose",
            "payees": tip,
            "domain": "general",
            "relation": "citizen",
            "reason": "核查属实",
        }
        assert self.lawyer.sends(f"{case}/assess", **facts | typed).status_code == 303
        CaseOffice.steps(self.lawyer, case, "submit")

    def is_found_true(self, **changes: str) -> tuple[str, str]:
        """A tip found true and fined; its number and code."""
        tip, code = self.office.takes_a_call_with_code(**changes)
        self.office.is_penalised(self.office.is_found_true(tip), "80000")
        return tip, code
