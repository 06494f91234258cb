"""Where tests find the words and articles of the project ready; the first that needs them builds them."""

from pathlib import Path
from typing import Final

from knowledge.search.artifact_cache import ArtifactCache

INDEX: Final = Path(__file__).resolve().parent.parent / "build" / "test-index"
KEPT: Final = ArtifactCache(INDEX)
"""What is built of the project's own tables and articles: once, for all processes and runs."""
