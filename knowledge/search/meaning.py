"""The meanings of all phrasings as vectors, and how close a question is to each entry."""

import hashlib
import math
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.normalising import normalise
from knowledge.ports import Embedder
from knowledge.search.entries import Entry

# A lead in nearness (a cosine), times this, is added to the logarithm of the odds. On patients'
# questions more would be better (R@1 0.842 at 200), on our own questions less; docs/search-record.md.
MEANING_SHARE = 80.0
# Of a question beside answers: nearer ones of another field would pass for sure at 80 (a city's questions,
# foreign ones answered 1.5 %, here 0.5 %), and no more are right.
PASSAGE_SHARE = 60.0
_SURE = 9.0
_DIGEST_BYTES = 12


class Spoken(NamedTuple):
    """A text to be compared by meaning: a way to ask, or where nobody wrote one down the answer."""

    text: str
    is_passage: bool = False

    def digest(self) -> bytes:
        """The key under which the vector is stored."""
        kind = b"passage" if self.is_passage else b""
        return hashlib.blake2b(self.text.encode(), digest_size=_DIGEST_BYTES, person=kind).digest()


def spoken_of(entry: Entry) -> list[Spoken]:
    """What a question is compared with to tell how near it comes to ``entry``."""
    if entry.phrasings:
        return [Spoken(normalise(text)) for text in entry.phrasings]
    return [Spoken(entry.body, is_passage=True)]


class VectorCache:
    """Vectors on disk by the digest of their text, so that a start computes only the new ones.

    There is one file for each model. It is replaced as a whole, so that processes that start together never
    read half a file; an unreadable file counts as none.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self.embedder = embedder
        self._path = folder / f"{embedder.name}.npz"

    def vectors(self, spoken: Sequence[Spoken]) -> NDArray[np.float32]:
        """One row for each text; what is not in the file is computed, and the file then holds just these."""
        path = self._path
        known = _read(path)
        names = [one.digest() for one in spoken]
        new = {name: one for name, one in zip(names, spoken, strict=True) if name not in known}
        for are_passages in (False, True):
            texts = {name: one.text for name, one in new.items() if one.is_passage == are_passages}
            if texts:
                found = self.embedder.embed(list(texts.values()), are_passages=are_passages)
                known |= dict(zip(texts, found.astype(np.float16), strict=True))
        if new or len(known) > 2 * len(set(names)):
            _write(path, {name: known[name] for name in dict.fromkeys(names)})
        return np.stack([known[name] for name in names]).astype(np.float32)


class Meanings:
    """The vectors of every phrasing of an index, or of the answers of entries without one; read only."""

    def __init__(self, vectors: VectorCache, spoken: Sequence[Spoken], owners: NDArray[np.intp]) -> None:
        """``owners`` are the numbers of the entries, rising: each text's entry."""
        self._embedder = vectors.embedder
        self._vectors = vectors.vectors(spoken)
        self.share = PASSAGE_SHARE if all(one.is_passage for one in spoken) else MEANING_SHARE
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))

    def nearness(self, text: str) -> NDArray[np.float32]:
        """For each entry the cosine, -1 to 1, between ``text`` and its nearest phrasing."""
        alike = self._vectors @ self._embedder.embed([text])[0]
        found: NDArray[np.float32] = np.maximum.reduceat(alike, self._starts)
        return found


def weighed_by_meaning(
    chances: Sequence[float], nearness: NDArray[np.float32], share: float = MEANING_SHARE
) -> list[float]:
    """The chances of candidates by their words, moved by how much nearer in meaning each is than the rest."""
    if len(chances) < 2:
        return list(chances)
    second, first = np.sort(nearness)[-2:]
    ahead = nearness - np.where(nearness == first, second, first)
    found = []
    for chance, lead in zip(chances, ahead.tolist(), strict=True):
        odds = math.log(chance / (1 - chance)) if 0 < chance < 1 else math.copysign(_SURE, chance - 0.5)
        found.append(1 / (1 + math.exp(-max(-_SURE, min(_SURE, odds + share * lead)))))
    return found


def _read(path: Path) -> dict[bytes, NDArray[np.float16]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            names, rows = file["names"], file["rows"]
        return {name.tobytes(): row for name, row in zip(names, rows, strict=True)}
    except (OSError, ValueError, KeyError, EOFError):
        return {}


def _write(path: Path, known: dict[bytes, NDArray[np.float16]]) -> None:
    names = np.frombuffer(b"".join(known), dtype=np.uint8).reshape(len(known), _DIGEST_BYTES)
    draft = path.with_suffix(f".{secrets.token_hex(8)}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(draft, names=names, rows=np.stack(list(known.values())))
        os.replace(draft, path)
    except OSError:
        # A full or read-only disk costs the next start a minute, nothing else.
        draft.unlink(missing_ok=True)
