"""Pages for the printer: whole SVG, as many codes as were asked for, and every one of them can be read."""

import io
import math
import re
from xml.etree import ElementTree

import pytest
import segno

from campaigns.library.sheets import (
    HEIGHT,
    LAYOUTS,
    QUIET,
    WIDTH,
    Code,
    Label,
    breadth,
    cut,
    drawn,
    pages,
    wrapped,
)
from campaigns.library.sheets_pdf import pdf
from core.qr_codes import qr_modules

SVG = "{http://www.w3.org/2000/svg}"
URL = "http://weixin.qq.com/q/02AbCdEfGhIjK"
LABEL = Label("电动车充电安全知识<&>，扫一扫就能看", URL, "石桥村文化礼堂 · 12号")


@pytest.mark.parametrize("each", LAYOUTS)
@pytest.mark.parametrize("count", [1, 13])
def test_each_page_is_an_a4_with_its_codes_inside(each: int, count: int) -> None:
    made = [ElementTree.fromstring(page) for page in pages([LABEL] * count, "某某县应急管理局", each)]
    assert len(made) == math.ceil(count / each)
    assert sum(len(page.findall(f".//{SVG}path")) for page in made) == count
    for page in made:
        assert (page.get("width"), page.get("height")) == ("210mm", "297mm")
        words = "".join(page.itertext())
        assert "某某县应急管理局" in words
        assert "扫一扫" in words
        layout = LAYOUTS[each]
        for place, cell in enumerate(page.findall(f"{SVG}g")):
            left = WIDTH / layout.columns * (place % layout.columns)
            top = HEIGHT / layout.rows * (place // layout.columns)
            code = cell.find(f"{SVG}svg")
            assert code is not None
            right = float(code.get("x", "0")) + float(code.get("width", "0"))
            bottom = float(code.get("y", "0")) + float(code.get("height", "0"))
            assert left <= float(code.get("x", "0"))
            assert right <= left + WIDTH / layout.columns + 0.01
            below = [float(text.get("y", "0")) for text in cell.findall(f"{SVG}text")]
            assert top <= min(below)
            assert max(below) <= top + HEIGHT / layout.rows + 0.01
            assert sorted(below) == below, "lines do not change places"
            assert bottom < below[-3] - 0.8, "no words lie on the code"


def test_the_path_is_the_code() -> None:
    (page,) = pages([LABEL], "局", 1)
    code = ElementTree.fromstring(page).find(f".//{SVG}svg")
    assert code is not None
    side = int(code.get("viewBox", "").split()[-1])
    drawn = [[False] * side for _ in range(side)]
    for run in (code.find(f"{SVG}path").get("d") or "").split("z")[:-1]:  # type: ignore[union-attr]
        start, length = run[1:].split("h", 1)
        x, y = map(int, start.split())
        for at in range(x, x + int(length.split("v")[0])):
            drawn[y][at] = True
    inner = [line[4:-4] for line in drawn[4:-4]]
    assert inner == qr_modules(URL)
    assert not any(any(line) for line in (*drawn[:4], *drawn[-4:])), "the quiet zone is quiet"
    text = io.StringIO()
    segno.make(URL, error="m", micro=False).save(text, kind="txt", border=0)
    assert ["".join("01"[dark] for dark in line) for line in inner] == text.getvalue().split()


@pytest.mark.parametrize("each", LAYOUTS)
@pytest.mark.parametrize("title", ["安" * 60, "安全 safety " * 5, "短"])
def test_no_title_is_cut(each: int, title: str) -> None:
    (page,) = pages([Label(title, URL)], "局", each)
    assert title in "".join(ElementTree.fromstring(page).itertext())


def test_long_words_are_broken_in_the_middle_or_cut() -> None:
    assert wrapped("短标题", 10) == ["短标题"]
    assert wrapped("一二三四五六七八", 6) == ["一二三四", "五六七八"]
    assert cut("一二三四五六", 4) == "一二三…"
    assert all(breadth(line) <= 6 for line in wrapped("字" * 40, 6))


def test_the_pdf_holds_the_same_pages_and_can_be_found_through() -> None:
    made = pdf([LABEL] * 5, "某某县应急管理局", 4)
    assert made.count(b"/Type/Page/") == 2
    assert made.count(LABEL.foot.encode("utf-16-be").hex().encode()) == 5
    # Every entry of the table leads to the object of its number.
    at = int(made.rsplit(b"startxref", 1)[1].split()[0])
    table = made[at:].split(b"trailer")[0].split(b"\n")[3:-1]
    for number, entry in enumerate(table, 1):
        assert made[int(entry[:10]) :].startswith(b"%d 0 obj" % number)
    assert len(table) == 5 + 2 * 2


def test_the_code_in_the_pdf_stands_upright_where_the_page_has_it() -> None:
    (page,) = drawn([LABEL], "局", 1)
    (code,) = (mark for cell in page.cells for mark in cell if isinstance(mark, Code))
    module = code.size / code.side
    dark = set()
    # Left, bottom, breadth and height in millimetres, from the left lower corner of the page.
    for run in re.findall(rb"^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$", pdf([LABEL], "局", 1), re.MULTILINE):
        left, bottom, breadth_of_run, height = map(float, run)
        assert height == pytest.approx(module, abs=0.001)
        row = round((HEIGHT - bottom - height - code.y) / module)
        first = round((left - code.x) / module)
        dark |= {(row, first + at) for at in range(round(breadth_of_run / module))}

    modules = enumerate(qr_modules(code.url), QUIET)
    assert dark == {(row, at) for row, line in modules for at, is_dark in enumerate(line, QUIET) if is_dark}
