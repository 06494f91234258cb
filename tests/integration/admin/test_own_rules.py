"""The rule-set editor: copied, written, tried, checked by somebody else, in force from its day."""

import html
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from admin.showing import plain_day
from app.wiring import Container
from core.clock import china_date
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import numbers
from tests.integration.admin.reward_office import MARKUP
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

RULES = "/admin/rewards/rules"


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def copies(lawyer: Clerk, base: str = "national-2018") -> str:
    """Begin a draft; its page."""
    sent = lawyer.sends(f"{RULES}/copy", page=f"{RULES}/{base}", base=base)
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"].partition("?")[0]


def form_of(clerk: Clerk, page: str) -> dict[str, list[str]]:
    """What stands in the form of a draft, as a browser would send it."""
    text = clerk.opens(page).text.partition("data-rule-form")[2].partition("</form>")[0]
    fields: dict[str, list[str]] = {}

    def put(name: str, value: str) -> None:
        fields.setdefault(name, []).append(html.unescape(value))

    for tag in re.findall(r"<input[^>]*>", text):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") != "checkbox" or re.search(r"\schecked", tag):
            put(said["name"], said.get("value", ""))
    for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', text):
        put(name, value)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"\s+selected', options) or re.search(r'value="([^"]*)"', options)
        assert chosen
        put(name, chosen[1])
    return fields


def writes(clerk: Clerk, page: str, **changes: str) -> TestResponse:
    """Send the form of a draft with some fields typed over."""
    fields = form_of(clerk, page) | {name: [value] for name, value in changes.items()}
    return clerk._client.post(f"{page}/write", data=fields)


def steps(clerk: Clerk, page: str, step: str, *, seen_by: Clerk | None = None, **fields: str) -> int:
    """Take a step with the version on the page, which ``seen_by`` read where the clerk is shown no step."""
    found = re.search(r'name="version"\s+value="(\d+)"', (seen_by or clerk).opens(page).text)
    version = found[1] if found else ""
    return clerk.sends(f"{page}/{step}", page=page, version=version, **fields).status_code


def test_rules_are_written_tried_checked_and_hold_from_their_day(
    office: CaseOffice, container: Container, clock: StandingClock
) -> None:
    lawyer, leader = office.clerk("legal_officer"), office.clerk("leader")
    page = copies(lawyer)
    assert "<del>2018年1月4日起</del>" in lawyer.opens(page).text
    begins = china_date(clock.now()) + timedelta(days=1)
    assert writes(lawyer, page, **{"r0-percent": "一成", "name": MARKUP}).status_code == 303
    shown = lawyer.opens(page).text
    assert (MARKUP in shown, 'aria-invalid="true"' in shown, "百分数应当是整数，最多两位小数" in shown) == (
        False, True, True,
    )  # fmt: skip
    assert steps(lawyer, page, "offer") == 409
    changes = {
        "name": "温岭市安全生产举报奖励办法", "from": begins.isoformat(), "basis": "温政办发〔2026〕30号",
        "source": "市政府公报", "r0-percent": "20", "r0-floor": "5000.50", "u-employee-percent": "30",
        "u-employee-order": "after_cap", "u-employee-cap": "390000", "l-month-count": "3",
    }  # fmt: skip
    assert writes(lawyer, page, **changes).status_code == 303
    shown = lawyer.opens(page).text
    for words in ("3,000.00元", "5,000.50元", "行政处罚金额的20%", "390,000.00元", "最多3次", "2026"):
        assert words in shown, words
    tried = lawyer.opens(f"{page}?kind=major_hazard&penalty=100000&relation=citizen").text
    assert ("15,000.00元" in tried, "20,000.00元" in tried) == (True, True)

    # Two at once: the later one loses nothing of the earlier one's.
    stale = form_of(lawyer, page)
    assert writes(lawyer, page, **{"r0-title": "重大隐患和违法行为"}).status_code == 303
    clash = lawyer._client.post(f"{page}/write", data=stale)
    assert (clash.status_code, "刚刚被别人改过" in clash.text) == (409, True)
    assert 'value="重大隐患和违法行为"' in lawyer.opens(page).text

    # Nobody confirms alone, whoever clicks what.
    assert steps(lawyer, page, "offer") == 303
    assert lawyer._client.post(f"{page}/write", data=stale).status_code == 409
    assert steps(lawyer, page, "confirm", seen_by=leader) == 409
    assert steps(leader, page, "send_back") == 409
    assert steps(leader, page, "send_back", reason="条款没有写") == 303
    assert "理由：条款没有写" in lawyer.opens(page).text
    assert writes(lawyer, page, **{"r0-clause": "第八条"}).status_code == 303
    assert steps(lawyer, page, "offer") == 303
    # The first page of whoever may check it counts it, and leads to it; not that of who wrote it.
    assert numbers(leader)["奖励办法待核对"] == (RULES, 1)
    assert page in leader.opens(RULES).text
    assert "奖励办法待核对" not in numbers(lawyer)
    both = office._hiring.insider("both", "legal_officer", "read_only")
    assert steps(both, page, "confirm", seen_by=leader) == 409
    assert steps(leader, page, "confirm") == 303
    assert "奖励办法待核对" not in numbers(leader)

    # Today it is only announced, two days on it holds, and then nobody takes it back.
    listed = lawyer.opens(RULES).text
    assert listed.index("还没到施行日期的") < listed.index("温岭市安全生产举报奖励办法")
    own = f"own-{page.rpartition('/')[2]}"
    clock.advance(days=2)
    office.comes_back()
    listed = lawyer.opens(RULES).text
    assert listed.index("温岭市安全生产举报奖励办法") < listed.index("已经被代替的")
    assert f"到{plain_day(begins - timedelta(days=1))}为止" in listed.partition("已经被代替的")[2]
    assert steps(leader, page, "drop", reason="试试") == 409
    assert "第八条" in leader.opens(f"{RULES}/{own}").text

    with container.database.reading() as session:
        logged = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == f"rules:{own}").order_by(AuditEntry.number)
        ).all()
    assert [one.removeprefix("rewards.rules_") for one in logged if "write" not in one] == [
        "begin", "offer", "send_back", "offer", "confirm",
    ]  # fmt: skip


def test_files_go_out_and_come_in_and_the_past_is_left_alone(
    office: CaseOffice, clock: StandingClock
) -> None:
    lawyer, leader = office.clerk("legal_officer"), office.clerk("leader")
    took = lawyer.opens(f"{RULES}/xiamen-2021/file")
    assert (took.status_code, took.mimetype) == (200, "application/yaml")

    def takes_in(text: bytes) -> TestResponse:
        data = {"csrf_token": lawyer.token(RULES), "file": FileStorage(io.BytesIO(text), "办法.yaml")}
        return lawyer._client.post(f"{RULES}/import", data=data, content_type="multipart/form-data")

    for broken in (b"id: [", b"\xff\xfe", b"id: x\nrules: []", b"a: &a [*a]"):
        refused = takes_in(broken)
        assert (refused.status_code, "这个文件读不了" in refused.text) == (409, True), broken
    page = takes_in(took.data).headers["Location"].partition("?")[0]
    assert "390,000.00元" in lawyer.opens(page).text
    assert yaml_of(lawyer, page).count("relation: employee") == 1

    # A new rule row, and one ticked away.
    fields = form_of(lawyer, page) | {"do": ["add"]}
    assert lawyer._client.post(f"{page}/write", data=fields).status_code == 303
    rows = form_of(lawyer, page)["rows"][0].split()
    assert len(rows) == len(fields["rows"][0].split()) + 1
    assert writes(lawyer, page, **{f"r{rows[-1]}-gone": "yes"}).status_code == 303
    assert form_of(lawyer, page)["rows"][0].split() == rows[:-1]

    # The nation's rule may not be replaced on days that are over.
    past = copies(lawyer)
    day = china_date(clock.now()) - timedelta(days=30)
    writes(lawyer, past, **{"from": day.isoformat()})
    assert steps(lawyer, past, "offer") == 409
    writes(lawyer, past, **{"from": china_date(clock.now()).isoformat()})
    assert steps(lawyer, past, "offer") == 303
    assert steps(leader, past, "drop", reason="等正式文件") == 303
    assert "已作废" in lawyer.opens(past).text

    reader, intake = office.clerk("read_only"), office.clerk("intake_officer")
    assert reader.opens(page).status_code == 200
    assert "data-rule-form" not in reader.opens(page).text
    assert "起草新的一份" not in reader.opens(f"{RULES}/national-2018").text
    sent = reader.sends(f"{RULES}/copy", page="/admin/me", base="national-2018")
    assert (sent.status_code, intake.asks(page).status_code) == (404, 404)


def yaml_of(clerk: Clerk, page: str) -> str:
    return clerk.opens(f"{page}/file").text
