"""``python -m scripts.guide_pictures``: renew the pictures of the staff guide from ``build/screenshots/``.

``make screenshots`` makes those; here the ones that the guide shows are cut to what fits a page and saved
with few colours, because they are kept with the project.
"""

import re
import sys
from pathlib import Path

from PIL import Image

from scripts.screenshots import FOLDER, ROOT

GUIDE = ROOT / "docs" / "staff-guide.zh-CN.md"
PICTURES = ROOT / "docs" / "images" / "guide"
HIGHEST = {1366: 768, 375: 812}
"""In pixels, by the width of the picture."""
COLOURS = 96
_SHOWN = re.compile(r"\]\(images/guide/(?P<name>[\w-]+-(?P<width>\d+)\.png)\)")


def renew() -> list[str]:
    """Cut and save every picture that the guide shows; the names of those that nobody took."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    missing = []
    for shown in _SHOWN.finditer(GUIDE.read_text("utf-8")):
        source: Path = FOLDER / shown["name"]
        if not source.is_file():
            missing.append(shown["name"])
            continue
        with Image.open(source) as picture:
            height = min(picture.height, HIGHEST[int(shown["width"])])
            cut = picture.convert("RGB").crop((0, 0, picture.width, height))
        cut.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / shown["name"], optimize=True)
    return missing


if __name__ == "__main__":
    if absent := renew():
        sys.exit(f"Not in {FOLDER}: {', '.join(absent)}. Run make screenshots first.")
