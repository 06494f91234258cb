"""Recognises the danger that a message tells of by what others wrote in the same danger.

The table knows words, and nobody can list what people will say: 烤火屋里头三个人都瘫起了. The file
``screens/tellings.yaml`` keeps some thousand tellings by event, and beside them what only sounds like one.
From both, and from what other houses are asked, an opinion is learned as the search learns its own
(``search.opinion``): which event, and how strange the message would be from somebody in danger. No article
has part in it, so that no edit of an answer changes who is heard.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from knowledge.normalising import normalise
from knowledge.screening.emergencies import SCREENS, read_table
from knowledge.search import features, opinion, streams
from knowledge.search.opinion import Opinion, learn
from knowledge.search.remembering import Memo
from knowledge.search.tokenizer import Tokenizer
from knowledge.search.workshop import IN_MEMORY, Product, Workshop, shape

# Of what other houses are asked, one message in so many is enough, and the others would take time to learn.
ONE_OF: Final = 3

# What is longer is a story, and no story is heard.
LONGEST: Final = 60
# An event with less of a share is not thought of.
LIKELY_FROM: Final = 0.10

FILE_NAME: Final = "tellings.yaml"
KEPT_AS: Final = "tellings"


@dataclass(frozen=True, slots=True)
class Heard:
    """``event``: the likeliest, by its id in the emergency table, and its share of the chances of all events.

    ``likely``: all that have a share worth mentioning. ``strangeness``: the logarithm of the odds that nobody
    in danger wrote it.
    """

    event: str
    share: float
    likely: frozenset[str]
    strangeness: float


class Tellings:
    """What was learned, read only; every thread may use the same one."""

    def __init__(
        self,
        told: Mapping[str, Sequence[str]],
        calm: Sequence[str],
        tokenizer: Tokenizer,
        workshop: Workshop = IN_MEMORY,
    ) -> None:
        """``told``: tellings by event; ``calm``: messages of nobody in danger.

        Of too few events nothing is learned, and nothing is heard.
        """
        self._events = tuple(told)
        self._canonical: Callable[[str], str] = lambda text: tokenizer.canonical(normalise(text))
        # The calm are one entry more, after all events.
        said = [(number, text) for number, event in enumerate(told) for text in told[event]]
        said += [(len(told), text) for text in calm]
        key = shape([tokenizer.key, repr(said)], features, opinion, streams)

        def learned() -> Product:
            texts = [self._canonical(text) for _, text in said]
            return learn(texts, [number for number, _ in said], len(told))

        product = workshop.product(KEPT_AS, key, learned)
        self._opinion = Opinion(product) if product.arrays else None
        self._heard = Memo(self._hear)

    @classmethod
    def load(
        cls,
        elsewhere: Mapping[str, Sequence[str]],
        tokenizer: Tokenizer,
        workshop: Workshop = IN_MEMORY,
        folder: Path = SCREENS,
    ) -> "Tellings":
        """Learn from the file of ``folder``, and from ``elsewhere``, messages by theme of other houses."""
        table: Mapping[str, Any] = read_table(folder / FILE_NAME)
        foreign = [text for messages in elsewhere.values() for text in messages if _is_taken(text)]
        return cls(table["told"], [*table["calm"], *foreign], tokenizer, workshop)

    def hear(self, text: str) -> Heard | None:
        """What ``text`` would tell of if it were told in danger; None where nothing was learned."""
        return self._heard(text)

    def _hear(self, text: str) -> Heard | None:
        if self._opinion is None:
            return None
        canonical = self._canonical(text)
        chances = np.exp(self._opinion.chances(canonical)[:-1])
        shares = chances / chances.sum()
        likeliest = int(shares.argmax())
        return Heard(
            self._events[likeliest],
            float(shares[likeliest]),
            frozenset(self._events[number] for number in np.flatnonzero(shares >= LIKELY_FROM).tolist()),
            self._opinion.strangeness(canonical),
        )


def complaints(events: Collection[str], folder: Path = SCREENS) -> Iterator[str]:
    """What is wrong with the file of ``folder``; ``events`` are those of the emergency table."""
    table: Mapping[str, Any] = read_table(folder / FILE_NAME)
    seen: dict[str, str] = {}
    for event, told in (*table.get("told", {}).items(), ("calm", table.get("calm", ()))):
        if event not in events and event != "calm":
            yield f"there is no event '{event}'"
        for text in told:
            if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
                yield f"{event}: {text!r} is no text of 1 to {LONGEST} characters"
            elif (before := seen.setdefault(text, event)) != event:
                yield f"{event}: '{text}' stands under {before} too"


def _is_taken(text: str) -> bool:
    """Hangs on the text alone, so that one message more changes nothing about the others."""
    return crc32(text.encode()) % ONE_OF == 0
