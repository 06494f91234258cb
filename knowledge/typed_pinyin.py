"""Pinyin as people type it, made plain: with numbers for its tones, the r of the north, or a southern ear.

mei2 qi4, zai nar and qi hon le are mei qi, zai na li and qi hong le to whoever reads them. Only what is for
the most part pinyin is touched, so that A4, co2 and car stay what they are.
"""

import re
from typing import Final

from core.pinyin import is_spelt

_LETTERS: Final = re.compile("[a-z]+")
_TONED: Final = re.compile(r"([a-z]+)[1-5](?![0-9.])")
_FEWEST_TONED: Final = 2
# The share of all letters that must be pinyin before a word is read otherwise than it is typed.
_MOSTLY: Final = 0.7
_FEWEST_LETTERS: Final = 6
# car, her and far are English.
_SHORTEST_WITH_R: Final = 4
_PLACES: Final = {"nar": "na li", "zher": "zhe li"}
# hon for hong, tin for ting: no syllables.
_SOUTHERN: Final = re.compile("(?<=[oi])n(?!g)")


def plainly_typed(text: str) -> str:
    """``text`` (in half-width lower case) with its pinyin as a dictionary spells it, without tones."""
    if _LETTERS.search(text) is None:
        return text
    return _as_taught(_without_tones(text))


def _without_tones(text: str) -> str:
    toned = [found for found in _TONED.finditer(text) if _is_syllables(found[1])]
    if len(toned) < _FEWEST_TONED or len(toned) < len(_TONED.findall(text)):
        return text
    return _TONED.sub(r"\1 ", text)


def _as_taught(text: str) -> str:
    runs = _LETTERS.findall(text)
    if all(map(is_spelt, runs)):
        return text
    read = {run: _reading(run) for run in runs if not is_spelt(run)}
    letters = sum(map(len, runs))
    plain = sum(len(run) for run in runs if is_spelt(read.get(run, run).replace(" ", "")))
    if letters < _FEWEST_LETTERS or plain < _MOSTLY * letters:
        return text
    return _LETTERS.sub(lambda found: read.get(found[0], found[0]), text)


def _reading(run: str) -> str:
    """What a run of letters that are no syllables was probably meant to be; the run itself where none is."""
    if run in _PLACES:
        return _PLACES[run]
    if run.endswith("r") and len(run) >= _SHORTEST_WITH_R and is_spelt(run[:-1]):
        return run[:-1]
    nasal = _SOUTHERN.sub("ng", run)
    return nasal if is_spelt(nasal) else run


def _is_syllables(run: str) -> bool:
    return run in ("a", "o", "e") or is_spelt(run)
