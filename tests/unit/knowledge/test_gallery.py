"""Pictures: every one is usable, and a bad one is named."""

import shutil
from pathlib import Path

import pytest

from knowledge.gallery import (
    PICTURES,
    complaints,
    read_gallery,
    source_of,
    svg_digest,
    unknown_and_unused,
)
from knowledge.reading import read_articles

NAME = "oil_pan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good picture."""
    for ending in ("svg", "png"):
        shutil.copy(PICTURES / f"{NAME}.{ending}", tmp_path)
    return tmp_path


def changed(folder: Path, old: str, new: str) -> list[str]:
    """What is complained of when the SVG says something else."""
    path = folder / f"{NAME}.svg"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return [what for _, what in complaints(folder)]


def test_the_pictures_of_the_project_are_fine() -> None:
    assert list(complaints()) == []


def test_there_are_enough_pictures_each_with_its_words() -> None:
    gallery = read_gallery()
    assert len(gallery) >= 28
    assert all(len(one.title) >= 5 and len(one.description) >= 40 for one in gallery.values())
    assert len({one.digest for one in gallery.values()}) == len(gallery)


def test_every_picture_is_shown_by_an_article_and_every_shown_one_exists() -> None:
    used = {article.id: article.pictures for article in read_articles()}
    assert list(unknown_and_unused(used)) == []


def test_a_picture_that_changed_without_its_png_is_named(folder: Path) -> None:
    assert changed(folder, "<title", "<title ") == ["its PNG shows an older drawing: flask pictures render"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("<defs>", "<script>alert(1)</script><defs>", "<script> is not allowed in a picture"),
        ("<defs>", "<style>@import 'a.css';</style><defs>", "<style> is not allowed in a picture"),
        ("<defs>", "<text>火</text><defs>", "<text> is not allowed in a picture"),
        ("<defs>", '<image href="https://a.example/b.png"/><defs>', "<image> is not allowed in a picture"),
        ("<rect ", '<rect onload="steal()" ', "the attribute 'onload' is not allowed in a picture"),
        (
            "<rect ",
            '<rect style="fill:url(//a.example)" ',
            "the attribute 'style' is not allowed in a picture",
        ),
        ('<use href="#', '<use href="other.svg#', "the picture refers to something outside: other.svg#"),
        (
            "<rect ",
            '<rect filter="url(https://a.example/#f)" ',
            "the picture refers to something outside: url(",
        ),
        (
            '<title id="title">油锅着火：关火、盖盖、别泼水',
            '<title id="title">',
            "the picture has no <title>",
        ),
    ],
)
def test_what_does_not_belong_into_a_picture_is_named(
    folder: Path, old: str, new: str, complaint: str
) -> None:
    assert any(what.startswith(complaint) for what in changed(folder, old, new))


def test_a_description_is_wanted_too(folder: Path) -> None:
    path = folder / f"{NAME}.svg"
    head, _, rest = path.read_text("utf-8").partition("<desc")
    path.write_text(head + rest.partition("</desc>")[2], "utf-8")
    assert "the picture has no <desc>" in [what for _, what in complaints(folder)]


def test_an_entity_is_refused_not_expanded(folder: Path) -> None:
    path = folder / f"{NAME}.svg"
    path.write_text('<!DOCTYPE svg [<!ENTITY a "b">]>' + path.read_text("utf-8"), "utf-8")
    assert next(what for _, what in complaints(folder)).startswith("the file cannot be read as SVG")


def test_a_missing_png_an_orphan_and_a_heavy_one_are_named(folder: Path) -> None:
    (folder / "lonely.png").write_bytes((folder / f"{NAME}.png").read_bytes())
    heavy = folder / f"{NAME}.png"
    heavy.write_bytes(heavy.read_bytes() + bytes(150 * 1024))
    found = dict(complaints(folder))
    assert found["lonely.png"] == "there is no SVG of this name"
    assert "bytes; 153600 is the most" in found[f"{NAME}.svg"]
    heavy.unlink()
    assert dict(complaints(folder))[f"{NAME}.svg"] == "its PNG is missing: flask pictures render"
    assert read_gallery(folder) == {}


def test_unknown_and_unused_pictures_are_named(folder: Path) -> None:
    used = {"fire/a.yaml": ("no_such", NAME), "fire/b.yaml": ()}
    assert list(unknown_and_unused(used, folder)) == [("fire/a.yaml", "unknown picture 'no_such'")]
    unused = [(f"pictures/{NAME}.svg", "no article shows this picture")]
    assert list(unknown_and_unused({}, folder)) == unused
    assert list(unknown_and_unused({}, folder, own=False)) == []


def test_a_png_names_its_source(folder: Path) -> None:
    svg = (folder / f"{NAME}.svg").read_bytes()
    assert source_of((folder / f"{NAME}.png").read_bytes()) == svg_digest(svg)
    assert source_of(b"\x89PNG\r\n\x1a\n") is None
