"""The pictures of the knowledge base: an SVG for pages, the PNG made of it for WeChat, and their rules."""

import hashlib
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.errors import BadContent
from knowledge.articles import Article

PICTURES = Path(__file__).with_name("pictures")
MOST_BYTES = 150 * 1024
"""The most bytes of a PNG. The platform takes 2 MB; a phone in a village on a bad line takes this."""

SOURCE_KEY = "Source-SHA256"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ID = re.compile(r"[a-z][a-z0-9_]{1,60}")
_ELEMENTS = frozenset(
    {"svg", "title", "desc", "defs", "clipPath", "g", "path", "use", "rect", "circle", "ellipse"}
)
"""No script, style, image or foreignObject; and no text: letters are outlines, so that no font is missing."""


@dataclass(frozen=True)
class Picture:
    """One picture, read when it is first needed."""

    id: str
    svg: Path
    png: Path

    def read_png(self) -> bytes:
        """The bytes to upload."""
        return self.png.read_bytes()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the PNG in hexadecimal: what was uploaded under another digest is another picture."""
        return hashlib.sha256(self.read_png()).hexdigest()

    @cached_property
    def title(self) -> str:
        """What the picture is called."""
        return _words(_parsed(self.svg), "title")

    @cached_property
    def description(self) -> str:
        """What the picture shows, for those who cannot see it."""
        return _words(_parsed(self.svg), "desc")


def read_gallery(folder: Path = PICTURES) -> dict[str, Picture]:
    """Every picture that has both its files, by its id; ``complaints`` says what else may be wrong."""
    found = (Picture(path.stem, path, path.with_suffix(".png")) for path in sorted(folder.glob("*.svg")))
    return {picture.id: picture for picture in found if picture.png.exists()}


def pictures_of(article: Article, gallery: Mapping[str, Picture]) -> list[Picture]:
    """The pictures of an article that this program has; an article edited elsewhere may name newer ones."""
    return [gallery[picture] for picture in article.pictures if picture in gallery]


def complaints(folder: Path = PICTURES) -> Iterator[tuple[str, str]]:
    """What is wrong with the picture files: file name and sentence."""
    for path in sorted(folder.glob("*.svg")):
        for what in _of_picture(path):
            yield path.name, what
    for path in sorted(folder.glob("*.png")):
        if not path.with_suffix(".svg").exists():
            yield path.name, "there is no SVG of this name"


def svg_digest(svg: bytes) -> str:
    """SHA-256 of an SVG in hexadecimal."""
    return hashlib.sha256(svg).hexdigest()


def source_of(png: bytes) -> str | None:
    """The digest of the SVG that a PNG was made of; None when it does not say."""
    for kind, body in _chunks(png):
        key, _, value = body.partition(b"\0")
        if kind == b"tEXt" and key == SOURCE_KEY.encode():
            return value.decode("latin-1")
    return None


def _of_picture(path: Path) -> Iterator[str]:
    if not _ID.fullmatch(path.stem):
        yield "a picture is named in small letters, digits and _"
    try:
        yield from _of_drawing(_read(path))
    except BadContent as error:
        yield str(error)
        return
    yield from _of_png(path)


@lru_cache(maxsize=256)
def _of_drawing(svg: str) -> tuple[str, ...]:
    """What is wrong with a drawing; the same drawing is judged once."""
    root = _tree(svg)
    missing = [f"the picture has no <{name}>" for name in ("title", "desc") if not _words(root, name)]
    return (*missing, *(what for element in root.iter() for what in _of_element(element)))


def _of_element(element: Element) -> Iterator[str]:
    name = str(element.tag).removeprefix(_NAMESPACE)
    if name not in _ELEMENTS:
        yield f"<{name}> is not allowed in a picture"
    for attribute, value in element.attrib.items():
        bare = attribute.rpartition("}")[2].lower()
        if bare.startswith("on") or bare == "style":
            yield f"the attribute '{bare}' is not allowed in a picture"
        if bare in ("href", "src") and not value.startswith("#"):
            yield f"the picture refers to something outside: {value[:60]}"
        if "url(" in value and not re.fullmatch(r"url\(#[\w-]+\)", value):
            yield f"the picture refers to something outside: {value[:60]}"


def _of_png(path: Path) -> Iterator[str]:
    png = path.with_suffix(".png")
    if not png.exists():
        yield "its PNG is missing: flask pictures render"
        return
    data = png.read_bytes()
    if not data.startswith(PNG_SIGNATURE):
        yield f"{png.name} is no PNG"
    elif source_of(data) != svg_digest(path.read_bytes()):
        yield "its PNG shows an older drawing: flask pictures render"
    if len(data) > MOST_BYTES:
        yield f"{png.name} takes {len(data)} bytes; {MOST_BYTES} is the most"


def _parsed(path: Path) -> Element:
    return _tree(_read(path))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadContent(f"the file cannot be read as SVG: {error}") from error


def _tree(svg: str) -> Element:
    try:
        root: Element = fromstring(svg, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise BadContent(f"the file cannot be read as SVG: {error}") from error
    if root.tag != f"{_NAMESPACE}svg":
        raise BadContent("the file is no SVG")
    return root


def _words(root: Element, name: str) -> str:
    return (root.findtext(f"{_NAMESPACE}{name}") or "").strip()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_SIGNATURE)
    while place + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def unknown_and_unused(
    used: Mapping[str, tuple[str, ...]], folder: Path = PICTURES, *, own: bool = True
) -> Iterator[tuple[str, str]]:
    """``used`` names the pictures of each article file: those that do not exist, and drawings nobody shows.

    Another folder of articles than the project's ``own`` need not show all of the project's pictures.
    """
    known = {path.stem for path in folder.glob("*.svg")}
    for place, ids in used.items():
        for picture in ids:
            if picture not in known:
                yield place, f"unknown picture '{picture}'"
    if not own:
        return
    for picture in sorted(known - {one for ids in used.values() for one in ids}):
        yield f"pictures/{picture}.svg", "no article shows this picture"
