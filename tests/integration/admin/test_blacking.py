"""Staff say on a page what must be black on a photo; the unit gets that copy and nothing else of it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from admin.cases.blacking import MOST_AREAS, BadArea, areas_in
from app.wiring import Container
from tests.integration.admin.case_office import CaseOffice, kept_photo
from tests.integration.admin.conftest import Hiring
from tests.integration.one_engine import database_url
from tipoffs.evidence.ports import Area

__all__ = ["database_url"]
RIGHT_HALF = {"left": "50", "top": "0", "right": "100", "bottom": "100"}


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def pixels(data: bytes) -> list[object]:
    """One of the left and one of the right half."""
    with Image.open(BytesIO(data)) as image:
        return [image.getpixel((image.width * part // 4, image.height // 2)) for part in (1, 3)]


def test_from_the_photo_to_the_unit(office: CaseOffice) -> None:
    number, intake, leader = office.takes_a_call(), office.clerk("intake_officer"), office.clerk("leader")
    name = kept_photo(office.container, number)
    case = f"/admin/tips/{number}"
    black = f"{case}/evidence/{name}/black"
    assert f'href="{black}"' in intake.opens(case).text
    assert f'href="{black}"' not in leader.opens(case).text
    assert leader.asks(black).status_code == 404
    unit = office.clerk("handling_unit", department="fire")
    theirs = f"/admin/unit/{number}/evidence/{name}"
    assert unit.asks(theirs).status_code == 404, "not theirs yet"
    office.does(intake, number, "accept", level="major")
    office.does(intake, number, "summarise", summary="反映一处厂房疏散通道不畅", place="城东片区")
    office.does(intake, number, "dispatch", unit="fire", reason="消防职责明确")
    assert unit.asks(theirs).status_code == 404, "nobody has looked at it yet"
    assert name not in unit.opens(f"/admin/unit/{number}").text

    sent = intake.sends(black, page=black, **RIGHT_HALF)
    assert sent.status_code == 303
    assert "可转交副本已生成" in intake.opens(sent.headers["Location"]).text
    assert theirs in unit.opens(f"/admin/unit/{number}").text
    left, right = pixels(unit.asks(theirs).data)
    assert right == (0, 0, 0)
    assert left != (0, 0, 0)
    assert pixels(intake.asks(f"{case}/evidence/{name}").data)[1] != (0, 0, 0)
    assert 'value="50"' in intake.opens(black).text, "what is black now can be changed"
    foreign = office.clerk("handling_unit", department="gas")
    assert foreign.asks(theirs).status_code == 404
    other = office.takes_a_call()
    assert intake.asks(f"/admin/tips/{other}/evidence/{name}/black").status_code == 404


def test_what_is_wrong_is_said_and_kept(office: CaseOffice) -> None:
    number, intake = office.takes_a_call(), office.clerk("intake_officer")
    black = f"/admin/tips/{number}/evidence/{kept_photo(office.container, number)}/black"
    nothing = intake.sends(black, page=black)
    assert nothing.status_code == 409
    assert "没有要遮的" in nothing.text
    crooked = intake.sends(black, page=black, left="60", top="10", right="20", bottom="abc")
    assert crooked.status_code == 409
    assert "第1块没有写对" in crooked.text
    assert 'value="abc"' in crooked.text
    assert intake.sends(black, page=black, nothing="1").status_code == 303
    assert "可转交副本已生成，再改" in intake.opens(f"/admin/tips/{number}").text


def test_areas_are_read_in_percent() -> None:
    assert areas_in([("", "", "", ""), ("1", "2.5", " 30 ", "100")]) == [Area(0.01, 0.025, 0.3, 1.0)]
    for row in (("nan", "0", "1", "1"), ("-1", "0", "5", "5"), ("0", "0", "101", "5"), ("5", "5", "5", "9")):
        with pytest.raises(BadArea, match="第2块"):
            areas_in([("0", "0", "1", "1"), row])
    with pytest.raises(BadArea, match=f"最多遮{MOST_AREAS}块"):
        areas_in([("0", "0", "1", "1")] * (MOST_AREAS + 1))
