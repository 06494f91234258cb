"""From SVG to PNG by the real renderer."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from knowledge.drawing.rendering import png_of, render_all
from knowledge.gallery import PICTURES, complaints


def test_rendering_again_gives_the_committed_picture() -> None:
    def pixels(png: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=np.int16)

    again = pixels(png_of((PICTURES / "cpr.svg").read_text("utf-8")))
    committed = pixels((PICTURES / "cpr.png").read_bytes())
    assert again.shape == committed.shape == (1440, 1080, 3)
    # A newer renderer may smooth an edge in another way; another drawing differs by far more.
    assert np.abs(again - committed).mean() < 2.0


def test_rendering_writes_what_changed_and_nothing_else(tmp_path: Path) -> None:
    svg = (PICTURES / "oil_pan.svg").read_text("utf-8")
    (tmp_path / "oil_pan.svg").write_text(svg, "utf-8")
    assert render_all(tmp_path) == ["oil_pan"]
    assert list(complaints(tmp_path)) == []
    assert render_all(tmp_path) == []
    (tmp_path / "oil_pan.svg").write_text(svg.replace("#c4161c", "#c4161d"), "utf-8")
    assert render_all(tmp_path) == ["oil_pan"]
