"""Hazards as other systems read them: what officials found, and nothing that somebody reported."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import select

from app.settings_loading import load_settings
from app.wiring import Container
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.bureau import Bureau
from tipoffs.routing.categories import categories

DAYS = ("--since", "2026-11-01", "--until", "2026-12-31")
FOUND = {
    "region": "331081001", "category": "fire", "level": "general", "object_name": "鑫源<服装>厂",
    "address": "城东街道万寿路8号", "description": "=1+1 安全出口\x07堆放货物&纸箱",
    "latitude": 28.37, "longitude": 121.36,
}  # fmt: skip


@pytest.fixture
def bureau(database_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Bureau]:
    """A bureau on an empty database."""
    settings = load_settings(
        var_dir=tmp_path / "var", database_url=database_url, storage_url=f"file:{tmp_path}/files"
    )
    container = Container(settings, clock)
    yield Bureau(container, tmp_path)
    container.close()


def registered(bureau: Bureau, **changes: object) -> str:
    """The code of a new hazard."""
    text = json.dumps({**FOUND, **changes}, ensure_ascii=False)
    [row] = bureau.does("hecha1", "hazards", "register", "--hazard", text)
    return str(row["code"])


def test_only_what_officials_found_goes_out_in_the_words_of_the_standard(bureau: Bureau) -> None:
    found = registered(bureau)
    bureau.does(
        "hecha1", "hazards", "register", "--hazard", json.dumps({**FOUND, "source": "internal_report"})
    )
    bureau.does("hecha1", "hazards", "register", "--hazard", json.dumps({**FOUND, "source": "tip"}))
    out = bureau.folder / "requests.json"
    assert bureau.does("duban", "hazards", "open311", str(out), *DAYS) == [{"file": str(out), "hazards": 1}]
    [request] = json.loads(out.read_text("utf-8"))
    assert datetime.fromisoformat(request.pop("requested_datetime")) == bureau.container.clock.now()
    assert datetime.fromisoformat(request.pop("updated_datetime")).utcoffset() == timedelta(hours=8)
    assert request == {
        "service_request_id": found,
        "status": "open",
        "status_notes": "已登记",
        "service_code": "fire",
        "service_name": categories()["fire"].name,
        "description": "鑫源<服装>厂：=1+1 安全出口\x07堆放货物&纸箱",
        "address": "城东街道万寿路8号",
        "address_id": "331081001",
        "lat": 28.37,
        "long": 121.36,
    }
    with bureau.container.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "hazards.export")).one()
    assert entry.actor == "duban"
    assert json.loads(entry.detail) == {"count": 1, "form": "open311-json"}


def test_the_same_as_xml_that_any_reader_takes(bureau: Bureau) -> None:
    code = registered(bureau)
    out = bureau.folder / "requests.xml"
    bureau.does("duban", "hazards", "open311", str(out), *DAYS, "--form", "xml")
    root = ElementTree.parse(out).getroot()
    assert root.tag == "service_requests"
    [request] = root
    assert (request.findtext("service_request_id"), request.findtext("status")) == (code, "open")
    assert request.findtext("description") == "鑫源<服装>厂：=1+1 安全出口堆放货物&纸箱"
    assert "换个名字" in bureau.refused("duban", "hazards", "open311", str(out), *DAYS)


def test_nobody_takes_what_lies_outside_their_reach(bureau: Bureau) -> None:
    registered(bureau)
    bureau.hires("elsewhere", "supervisor", "--region", "331081002")
    out = bureau.folder / "mine.json"
    [row] = bureau.does("elsewhere", "hazards", "open311", str(out), *DAYS)
    assert row["hazards"] == 0
    assert json.loads(out.read_text("utf-8")) == []
