"""What the pictures show, one function a picture. Each must say the same as the article it belongs to."""

from importlib import import_module
from pathlib import Path


def load() -> None:
    """Enter every scene of this folder into the album."""
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        import_module(f"{__name__}.{path.stem}")
