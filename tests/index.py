"""Where all houses of all tests find the words and articles of the project ready; the first builds them."""

from pathlib import Path
from typing import Final

INDEX: Final = Path(__file__).resolve().parent.parent / "build" / "test-index"
