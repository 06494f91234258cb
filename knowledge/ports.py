"""What the knowledge base needs from outside and can do without."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns a text into a direction: texts that mean alike point alike, whatever their words.

    May be called by several threads at once.
    """

    @property
    def name(self) -> str:
        """Names the model and its version; vectors of different names must never be compared."""
        ...

    def embed(self, texts: Sequence[str], *, are_passages: bool = False) -> NDArray[np.float32]:
        """One row of length 1 for each text, of which there is at least one.

        ``are_passages``: the texts are answers, to be compared with questions.
        """
        ...
