"""The library as clerks type it: a material, codes made at the platform, sheets, figures, training."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from sqlalchemy import select

from app.settings_loading import load_settings
from app.wiring import Container
from campaigns.library.models import QrCode
from core.clock import SHANGHAI
from knowledge.library import Library, LibraryHolder
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.campaigns.clerks import CampaignClerks
from tests.integration.campaigns.planning_office import TOWN, PlanningOffice, china
from tests.integration.one_engine import database_url  # noqa: F401
from wechat.people import QrCode as QrCodeMade


class Maker:
    """Makes codes as the platform does: the same scene again is the same code."""

    def create_qr(self, scene: str) -> QrCodeMade:
        """See ``wechat.people.People.create_qr``."""
        return QrCodeMade(f"ticket of {scene}", f"http://weixin.qq.com/q/{scene}", None)


@pytest.fixture
def clerks(
    database_url: str,  # noqa: F811
    tmp_path: Path,
    clock: StandingClock,
    library: Library,
) -> Iterator[CampaignClerks]:
    """An office with accounts and a county, on 16 June."""
    clock.moment = china("2026-06-16 08:30")
    settings = load_settings(
        var_dir=tmp_path / "var", database_url=database_url, storage_url=f"file:{tmp_path}/files"
    )
    container = Container(settings, clock)
    container.library_holder = LibraryHolder(library)
    container.gateway = Maker()  # type: ignore[assignment]
    yield CampaignClerks(container)
    container.close()


def test_from_a_leaflet_to_figures(clerks: CampaignClerks, clock: StandingClock, tmp_path: Path) -> None:
    leaflet = tmp_path / "折页.pdf"
    leaflet.write_bytes(b"%PDF-1.7 leaflet")
    clerks.does("cehua", "materials", "add", "--title", "防汛折页", "--audience", "village")
    assert "没有办理这一步的权限" in clerks.refused("kan", "materials", "add", "--title", "x")
    [version] = clerks.does("cehua", "materials", "write", 1, "--words", "汛期看预警。", "--file", leaflet)
    assert (version["file"], version["released_by"]) == ("折页.pdf", None)
    clerks.does("shenhe", "materials", "release", 1, 1)
    [listed] = clerks.does("kan", "materials", "list")
    assert listed["in_force"] == 1

    with clerks.container.database.writing() as session:
        office = PlanningOffice(clock.now())
        office.arranges(session, office.approved_june(session), scene="act-616")
    where = ("--region", TOWN, "--campaign", 1, "--material", 1)
    clerks.does("cehua", "codes", "add", "--title", "签到", "--scene", "act-616", *where)
    for number in range(4):
        clerks.does("cehua", "codes", "add", "--title", f"学安全{number}", "--printed", 100, *where)
    out = tmp_path / "sheets"
    sheet = ("codes", "sheet", 1, 2, 3, 4, 5, "--each", 4, "--out", out)
    assert "还没有向微信生成" in clerks.refused("cehua", *sheet)
    assert "生成了5个" in clerks.types("campaigns", "codes", "make", "--as", "cehua")
    assert "生成了0个" in clerks.types("campaigns", "codes", "make", "--as", "cehua")
    clerks.types("campaigns", *sheet, "--as", "cehua")
    pages = sorted(out.iterdir())
    assert [page.name for page in pages] == ["codes-001.svg", "codes-002.svg"]
    assert "学安全3" in "".join(ElementTree.parse(pages[1]).getroot().itertext())

    scans = clerks.container.campaigning.library.scans
    with clerks.container.database.writing() as session:
        for openid, new in (("oAmy", True), ("oBao", False), ("oAmy", False)):
            scans.scan(session, "act-616", openid, clock.now(), follows=new, is_new=new)
        urls = set(session.scalars(select(QrCode.url)))
        assert len(urls) == 5
    first, *rest = clerks.does("kan", "codes", "stats", "--campaign", 1)
    assert [first[name] for name in ("scans", "people", "followed", "new")] == [3, 2, 1, 1]
    assert first["last_at"] == clock.now().astimezone(SHANGHAI).isoformat(timespec="seconds")
    assert {one["scans"] for one in rest} == {0}
    [before] = clerks.does("cehua", "codes", "sign-ins", 1)
    assert (before["people"], before["fed"]) == (2, 0)
    clock.moment = china("2026-06-16 13:00")
    clerks.does("cehua", "activities", "hold", 1, "--summary", "群众踊跃。")
    [after] = clerks.does("cehua", "codes", "sign-ins", 1)
    assert after["fed"] == 1
    [seen] = clerks.does("kan", "activities", "show", 1)
    assert seen["headcounts"] == ["到场2人（签到）"]
    clerks.does("cehua", "codes", "retire", 5)
    with clerks.container.database.reading() as session:
        verbs = set(session.scalars(select(AuditEntry.action)))
    assert {"codes.add", "codes.made", "codes.retire", "activities.count"} <= verbs


def test_training_at_the_terminal(clerks: CampaignClerks, tmp_path: Path) -> None:
    about = ("--kind", "special_operator", "--unit", "鑫源厂", "--region", TOWN, "--course", "焊接作业")
    one = ("--name", "李安", "--hours", 100, "--passed", "--held", "2026-06-10", "--certificate", "T-1")
    clerks.does("cehua", "training", "add", *about, *one)
    assert "没有办理这一步的权限" in clerks.refused("kan", "training", "list")
    assert "没有办理这一步的权限" in clerks.refused("cehua", "training", "verify", 1)
    clerks.does("shenhe", "training", "verify", 1)
    sheet = tmp_path / "all.xlsx"
    assert clerks.does("cehua", "training", "export", sheet) == [{"rows": 1}]
    assert openpyxl.load_workbook(sheet).active["J2"].value == "shenhe"
    assert "已经登记过" in clerks.refused("cehua", "training", "import", sheet)
    assert clerks.does("shenhe", "training", "forget", "--before", "2026-06-11") == [{"deleted": 1}]
    assert clerks.does("cehua", "training", "import", sheet) == [{"rows": 1}]
    [row] = clerks.does("cehua", "training", "list", "--unverified")
    assert (row["name"], row["kind"], row["passed"], row["certificate"]) == (
        "李安",
        "special_operator",
        True,
        "T-1",
    )
