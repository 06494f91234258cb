"""Where tests find the words and articles of the project ready; the first that needs them builds them."""

from pathlib import Path
from typing import Final

from knowledge.building import load_library, shared_classifier, shared_intents, shared_tokenizer
from knowledge.search.artifact_cache import ArtifactCache

INDEX: Final = Path(__file__).resolve().parent.parent / "build" / "test-index"
KEPT: Final = ArtifactCache(INDEX)
"""What is built of the project's own tables and articles: once, for all processes and runs."""


def make_ready(number: int) -> None:
    """What is learned of messages, found or learned; ``number`` is that of this process in the run.

    Where nothing is kept yet, three processes learn side by side what they would else wait for one after the
    other: each begins with another part, the third with the articles.
    """
    tokenizer = shared_tokenizer(KEPT)
    parts = [shared_classifier, shared_intents]
    if number % 3 == 1:
        parts.reverse()
    if number % 3 == 2:
        load_library(artifact_cache=KEPT)
    for part in parts:
        part(tokenizer, KEPT)
