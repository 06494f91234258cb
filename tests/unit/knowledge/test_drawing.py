"""The drawing kit draws the committed pictures again, on a machine without fonts, and notices bad pages."""

import pytest

from core.errors import BadContent
from knowledge.drawing import scenes
from knowledge.drawing.album import ALBUM, drawn
from knowledge.drawing.board import Board
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.lettering import Letters
from knowledge.gallery import PICTURES

scenes.load()


@pytest.fixture(scope="module")
def letters() -> Letters:
    """Every character that stands in a picture, and no font."""
    return Letters(sorted(PICTURES.glob("*.svg")))


@pytest.fixture
def sheet(letters: Letters) -> Sheet:
    """An empty page."""
    return Sheet(letters)


def test_the_album_and_the_folder_hold_the_same_pictures() -> None:
    assert set(ALBUM) == {path.stem for path in PICTURES.glob("*.svg")}


@pytest.mark.parametrize("name", sorted(ALBUM))
def test_drawing_again_gives_the_committed_file(name: str, letters: Letters) -> None:
    assert drawn(ALBUM[name], letters) == (PICTURES / f"{name}.svg").read_text("utf-8")


def test_words_that_cover_each_other_are_refused(sheet: Sheet) -> None:
    sheet.text(400, 400, "火警", 60)
    sheet.text(430, 420, "急救", 60)
    with pytest.raises(BadContent, match="cover each other"):
        sheet.svg("题目", "内容")


def test_words_that_leave_the_sheet_are_refused(sheet: Sheet) -> None:
    with pytest.raises(BadContent, match="leaves"):
        sheet.text(20, 400, "火警", 60)


def test_words_that_leave_their_panel_are_refused(sheet: Sheet) -> None:
    panel = Board(sheet, "着火怎么逃", "火警").grid(3, 1)[0]
    with pytest.raises(BadContent, match="leaves its panel"):
        panel.caption("着火怎么逃着火怎么逃")


def test_small_letters_are_refused(sheet: Sheet) -> None:
    with pytest.raises(BadContent, match="40 is the least"):
        sheet.text(400, 400, "火警", 39)
    with pytest.raises(BadContent, match="40 is the least"), sheet.at(0, 0, 0.5):
        sheet.text(400, 400, "火警", 60)


def test_a_new_character_needs_a_font(sheet: Sheet) -> None:
    with pytest.raises(BadContent, match="--font"):
        sheet.text(400, 400, "龘", 60)
