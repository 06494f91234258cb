"""From SVG to the PNG that WeChat takes: 1080 wide, few colours, small; the same picture on every machine.

resvg draws it, Pillow reduces the colours. Both are needed where pictures are made, not where citizens are
answered: the PNG files are committed beside the SVG files (ADR 0007).
"""

import io
from pathlib import Path

from knowledge.gallery import PICTURES, SOURCE_KEY, source_of, svg_digest

WIDTH = 1080
COLOURS = 96


def png_of(svg: str) -> bytes:
    """The picture as PNG, with the digest of its SVG inside."""
    import resvg_py
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    # Without fonts: letters are outlines, and what a machine has installed must not show.
    drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=WIDTH)
    with Image.open(io.BytesIO(bytes(drawn))) as image:
        reduced = image.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE
        )
    note = PngInfo()
    note.add_text(SOURCE_KEY, svg_digest(svg.encode()))
    file = io.BytesIO()
    reduced.save(file, "PNG", optimize=True, pnginfo=note)
    return file.getvalue()


def render_all(folder: Path = PICTURES, *, again: bool = False) -> list[str]:
    """Write the PNG of every SVG that changed since, or of all; the ids of those written."""
    written = []
    for path in sorted(folder.glob("*.svg")):
        svg, target = path.read_text("utf-8"), path.with_suffix(".png")
        if again or not target.exists() or source_of(target.read_bytes()) != svg_digest(svg.encode()):
            target.write_bytes(png_of(svg))
            written.append(path.stem)
    return written
