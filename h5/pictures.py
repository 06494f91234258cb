"""The project's own drawings, as files of ``knowledge/pictures/``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, send_file

import knowledge

FOLDER = Path(knowledge.__file__).with_name("pictures")
_SVG = "{http://www.w3.org/2000/svg}"
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
# A drawing is shown as a picture and may bring its own styles; opened by itself it runs nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as a page shows it; title and words are what the drawing says of itself."""

    id: str
    title: str
    words: str
    width: int
    height: int


def add_to(blueprint: Blueprint, folder: Path = FOLDER) -> None:
    """Hang the drawings on the blueprint."""

    def picture(picture_id: str) -> Response:
        file = folder / f"{picture_id}.svg"
        if not _ID.fullmatch(picture_id) or not file.is_file():
            abort(404)
        response = send_file(file, mimetype="image/svg+xml", conditional=True, max_age=3600)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    blueprint.add_url_rule("/pictures/<picture_id>.svg", "picture", picture)


def known_pictures(picture_ids: Iterable[str], folder: Path = FOLDER) -> list[Drawing]:
    """Those of the drawings that are there: one that is missing must not leave a hole in the page."""
    return [drawing for one in picture_ids if (drawing := _drawing(folder, one)) is not None]


@cache
def _drawing(folder: Path, picture_id: str) -> Drawing | None:
    if not _ID.fullmatch(picture_id):
        return None
    try:
        root = ElementTree.parse(folder / f"{picture_id}.svg").getroot()  # noqa: S314  our own files
    except (OSError, ElementTree.ParseError):
        return None
    title, words = (" ".join((root.findtext(f"{_SVG}{tag}") or "").split()) for tag in ("title", "desc"))
    _, _, width, height = (float(number) for number in root.get("viewBox", "0 0 4 3").split())
    return Drawing(picture_id, title, words or title, round(width), round(height))
