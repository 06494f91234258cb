"""Where tests find the words and articles of the project ready; the first that needs them builds them."""

from pathlib import Path
from typing import Final

INDEX: Final = Path(__file__).resolve().parent.parent / "build" / "test-index"
