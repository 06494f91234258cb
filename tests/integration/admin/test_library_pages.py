"""The library through pages: a material from its first words to the sheet for the printer."""

import io
import re
import zipfile
from dataclasses import dataclass, field, replace

import pytest

from app.wiring import Container
from campaigns.library.codes import CodePlan
from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.insiders import EVERYWHERE
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import number_in, statements_of
from tests.integration.content.conftest import staff_member
from wechat.people import QrCode

KEEPER = replace(staff_member("visitors", "planner"), scope=EVERYWHERE)


@dataclass
class FakePlatform:
    """Makes codes, or is tired."""

    is_tired: bool = False
    scenes: list[str] = field(default_factory=list)

    def create_qr(self, scene: str) -> QrCode:
        """Keep the scene."""
        if self.is_tired:
            raise GatewayRefusal(FailureClass.QUOTA, "used up", errcode=45009)
        self.scenes.append(scene)
        return QrCode("ticket", f"http://weixin.example/q/{scene}", None)


@pytest.fixture
def platform(container: Container) -> FakePlatform:
    """The platform of the system."""
    platform = FakePlatform(is_tired=True)
    container.gateway = platform  # type: ignore[assignment]
    return platform


def test_a_material_is_written_released_coded_printed_and_withdrawn(
    container: Container, hiring: Hiring, platform: FakePlatform
) -> None:
    writer, releaser = hiring.insider("chen", "planner"), hiring.insider("lin", "campaign_reviewer")
    reader = hiring.insider("du", "read_only")
    made = writer.sends("/admin/library/new", title="<i>电动车</i>折页", audience="community")
    number = number_in(made.headers["Location"])
    address = f"/admin/library/materials/{number}"
    page = writer.opens(address).text
    assert "&lt;i&gt;电动车" in page
    assert "<i>电动车" not in page

    def writes(**fields: str) -> tuple[int, str]:
        answer = writer.posts(f"{address}/write", csrf_token=writer.token(address), **fields)
        return answer.status_code, answer.text

    assert "没有这个条目" in writes(words="看看", target="article", article="no.such")[1]
    assert "对应的一项" in writes(words="看看", target="page")[1]
    assert writes(words="")[0] == 409
    assert writes(words="别进楼充电", target="page", page="https://x.gov.cn/a", article="no.such")[0] == 303
    assert "等审定" in reader.opens(address).text
    assert writer.sends(f"{address}/release/1", page=address).status_code == 404
    assert "<strong>1</strong>资料待审定" in releaser.opens("/admin/").text
    assert releaser.sends(f"{address}/release/1", page=address).status_code == 303
    assert "资料待审定" not in releaser.opens("/admin/").text
    assert "扫码的人现在看到的" in reader.opens(address).text
    again = releaser.sends(f"{address}/release/1", page=address)
    assert again.status_code == 409, "released once"

    upload = {"words": "看折页", "target": "file", "csrf_token": writer.token(address)}
    bad = writer._client.post(f"{address}/write", data={**upload, "file": (io.BytesIO(b"MZ.."), "a.pdf")})
    assert bad.status_code == 409
    file = io.BytesIO(b"%PDF-1.4 folder")
    assert (
        writer._client.post(f"{address}/write", data={**upload, "file": (file, "折页.pdf")}).status_code
        == 303
    )
    given = reader.asks(f"{address}/file/2")
    assert given.data == b"%PDF-1.4 folder"
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert reader.asks(f"{address}/file/1").status_code == 404
    files = container.settings.var_dir / "files"
    away = files.rename(files.with_name("not-restored"))
    gone = reader.asks(f"{address}/file/2")
    files.write_text("no folder")
    broken = reader.asks(f"{address}/file/2")
    files.unlink()
    away.rename(files)
    assert (gone.status_code, "这个文件不在了" in gone.text) == (404, True)
    assert (broken.status_code, "磁盘满了没有" in broken.text) == (503, True)

    codes = "/admin/library/codes"
    refused = writer.sends(f"{codes}/new", title="扫我", scene="有空格")
    assert (refused.status_code, "扫我" in refused.text) == (409, True)
    plan = {"title": "扫我", "material": str(number), "printed": "30", "place": "一楼"}
    code = number_in(writer.sends(f"{codes}/new", **plan).headers["Location"])
    assert writer.asks(f"{codes}/sheet?code={code}").status_code == 409, "not made yet"
    assert writer.sends(f"{codes}/make", page=codes).status_code == 503
    platform.is_tired = False
    assert writer.sends(f"{codes}/make", page=codes).status_code == 303
    assert len(platform.scenes) == 1
    sheet = writer.asks(f"{codes}/sheet?code={code}&code={code}&each=4")
    assert sheet.mimetype == "application/pdf"
    assert sheet.data.startswith(b"%PDF-1.5")
    assert writer.asks(f"{codes}/sheet?code={code}&as=svg").data.count(b"<path") == 1
    packed = writer.asks(f"{codes}/sheet?code={code}&code={code}&as=svg").data
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == ["001.svg", "002.svg"]
    assert reader.asks(f"{codes}/sheet?code={code}").status_code == 404
    shown = reader.opens(f"{codes}/{code}").text
    assert "data:image/svg+xml;base64," in shown
    assert "电动车" in shown
    form = f"{codes}/{code}/change"
    base = re.search(r'name="base" value="(\w+)"', writer.opens(form).text)
    assert base
    writer.sends(form, page=form, title="扫我二", printed="40", base=base[1])
    late = writer.sends(form, page=form, title="扫我三", printed="500", base=base[1])
    assert late.status_code == 409
    for words in ("别人改过这一份", "扫我二", "扫我三", ">40<", ">500<"):
        assert words in late.text
    assert "扫我二" in reader.opens(codes).text
    writer.sends(f"{codes}/{code}/retire", page=f"{codes}/{code}")
    assert "停用" in writer.asks(f"{codes}/sheet?code={code}").text

    assert releaser.sends(f"{address}/withdraw", page=address, reason="").status_code == 409
    releaser.sends(f"{address}/withdraw", page=address, reason="改版")
    assert "改版" in reader.opens(address).text


def test_the_list_of_codes_counts_scans_page_by_page(
    container: Container, hiring: Hiring, clock: StandingClock, platform: FakePlatform
) -> None:
    clerk = hiring.insider("chen", "planner")
    clerk.opens("/admin/library/codes")
    few = statements_of(container, clerk, "/admin/library/codes")
    platform.is_tired = False
    clerk.sends("/admin/library/codes/new", title="台风来了", printed="0", scene="typhoon-1")
    with container.database.writing() as session:
        scans = container.campaigning.library.scans
        for person in ("oOne", "oOne", "oTwo"):
            scans.scan(session, "typhoon-1", person, clock.now(), follows=False, is_new=False)
    for number in range(31):
        with container.database.writing() as session:
            service = container.campaigning.library.codes
            service.add(session, CodePlan(f"第{number}个"), KEEPER, clock.now())
    assert statements_of(container, clerk, "/admin/library/codes") == few <= 9
    page = clerk.opens("/admin/library/codes").text
    assert "台风来了" not in page
    further = re.search(r'href="([^"]+after=\d+)"', page)
    assert further
    rest = clerk.opens(further[1].replace("&amp;", "&")).text
    row = rest[rest.index("台风来了") :]
    assert re.findall(r'class="number">([\d,]+)<', row)[:3] == ["0", "3", "2"]
