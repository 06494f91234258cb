"""The register of training through pages: entered by hand or as a sheet, found again, checked by another."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from admin import notices
from app.wiring import Container
from campaigns.library.models import TrainingRecord
from campaigns.library.training import HEADS
from staff.actors import Scope
from tests.integration.admin.campaign_office import CampaignOffice
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import numbers
from tests.integration.one_engine import database_url
from tests.samples import workbook

__all__ = ["database_url"]

TRAINING = "/admin/campaigns/training"
TAUGHT = {
    "kind": "safety_manager",
    "name": "李<b>安</b>",
    "unit_name": "鑫源冲压厂",
    "region": "331081002",
    "course": "安全管理人员初次培训",
    "hours": "48",
    "passed": "yes",
    "held_on": "2026-06-10",
    "certificate": "A-0001",
}
SHEET = [
    ["主要负责人", "周一", "鑫源厂", "331081002", "初训", "48", "合格", "2026-06-01", "A1"],
    ["其他从业人员", "吴二", "百顺厂", "331081001", "三级教育", "24", "不合格", "2026-06-02", ""],
]


def takes(clerk: Clerk, *rows: list[str]) -> TestResponse:
    """Send a list as a clerk fills it in."""
    file = io.BytesIO(workbook(HEADS[:9], *rows))
    token = clerk.token(TRAINING)
    data = {"csrf_token": token, "file": FileStorage(file, filename="名单.xlsx")}
    return clerk._client.post(f"{TRAINING}/import", data=data)


def shown(clerk: Clerk, query: str = "") -> list[str]:
    """The names on the list, from above."""
    body = clerk.opens(f"{TRAINING}{query}").text.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'data-label="姓名">\s*<div>\s*([^<\s][^<]*?)\s*<div', body)


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CampaignOffice:
    """Clerks at their pages."""
    return CampaignOffice(container, hiring, tmp_path)


def test_training_is_entered_found_checked_by_another_and_taken_along(
    container: Container, hiring: Hiring, office: CampaignOffice
) -> None:
    planner, reviewer = office.clerk("planner"), office.clerk("campaign_reviewer")
    refused = planner.sends(f"{TRAINING}/new", **TAUGHT | {"hours": "0"})
    assert (refused.status_code, "学时请写1到2000" in refused.text) == (409, True)
    assert 'value="A-0001"' in refused.text, "what was typed stands there still"
    _, said = office.writes(planner, f"{TRAINING}/new", **TAUGHT)
    assert "李&lt;b&gt;安&lt;/b&gt;" in said
    assert "李<b>" not in said
    assert "核对勾上的" not in said, "nobody checks what they entered, and planners check nothing"

    # A sheet goes in whole or not at all.
    bad = [*SHEET[1][:5], "二十", *SHEET[1][6:]]
    wrong = takes(planner, SHEET[0], bad)
    assert (wrong.status_code, "第3行：学时" in wrong.text) == (409, True)
    late = [*SHEET[1][:7], "6月2日", ""]
    several = takes(planner, bad, SHEET[0], late).text
    assert "第2行：学时请写1到2000之间的整数，现在是“二十”" in several
    assert "第4行：结束日期请连年份写成2026-06-16这样，现在是“6月2日”" in several
    assert len(shown(planner)) == 1
    assert takes(planner, *SHEET).status_code == 303
    assert notices.NO_WORKBOOK in planner.sends(f"{TRAINING}/import", page=TRAINING).text

    # Found by kind, by words and in the order that is asked for.
    assert shown(planner)[1:] == ["吴二", "周一"]
    assert shown(planner, "?sort=oldest")[:2] == ["周一", "吴二"]
    assert shown(planner, "?kind=principal") == ["周一"]
    assert shown(planner, "?q=百顺") == ["吴二"]
    assert shown(planner, "?q=%25") == []
    town = hiring.insider("xiang", "planner", scope=Scope(regions=frozenset({"331081002"})))
    assert "吴二" not in shown(town)
    assert "周一" in shown(town)

    # Checked by another, who is told how many wait.
    address, count = numbers(reviewer)["培训记录待核对"]
    assert (address, count) == (f"{TRAINING}?state=waiting", 3)
    page = reviewer.opens(address).text
    ticked = re.findall(r'name="record"\s+value="(\d+)"', page)
    assert len(ticked) == 3
    assert "请先勾上" in reviewer.sends(f"{TRAINING}/verify", page=TRAINING).text
    assert planner.sends(f"{TRAINING}/verify", page=TRAINING, record=ticked[0]).status_code == 404
    assert reviewer.sends(f"{TRAINING}/verify", page=TRAINING, record=ticked[0]).status_code == 303
    assert reviewer.sends(f"{TRAINING}/verify", page=TRAINING, record="987654").status_code == 409
    assert shown(reviewer, "?state=verified") == ["李&lt;b&gt;安&lt;/b&gt;"]
    assert numbers(reviewer)["培训记录待核对"][1] == 2

    # What was wrong goes while nobody has checked it, with a reason.
    assert planner.sends(f"{TRAINING}/{ticked[1]}/drop", page=TRAINING, reason=" ").status_code == 409
    assert planner.sends(f"{TRAINING}/{ticked[1]}/drop", page=TRAINING, reason="重复").status_code == 303
    assert planner.sends(f"{TRAINING}/{ticked[0]}/drop", page=TRAINING, reason="想改").status_code == 409
    with container.database.reading() as session:
        assert len(session.scalars(select(TrainingRecord)).all()) == 2
    file = planner.sends(f"{TRAINING}/export?kind=principal", page=TRAINING).data
    rows = [*openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)]
    assert rows[0] == HEADS
    assert [row[1] for row in rows[1:]] == ["周一"]
    assert office.clerk("read_only").asks(TRAINING).status_code == 404
