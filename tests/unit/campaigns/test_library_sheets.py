"""Pages for the printer: whole SVG, as many codes as were asked for, and every one of them can be read."""

import io
import math
from xml.etree import ElementTree

import pytest
import segno

from campaigns.library.sheets import HEIGHT, LAYOUTS, WIDTH, Label, breadth, cut, pages, wrapped
from core.drawing import qr_modules

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
        for cell in page.findall(f"{SVG}g"):
            code = cell.find(f"{SVG}svg")
            assert code is not None
            right = float(code.get("x", "0")) + float(code.get("width", "0"))
            bottom = float(code.get("y", "0")) + float(code.get("height", "0"))
            assert right <= WIDTH / LAYOUTS[each].columns
            below = [float(text.get("y", "0")) for text in cell.findall(f"{SVG}text")]
            assert max(below) <= HEIGHT / LAYOUTS[each].rows
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
