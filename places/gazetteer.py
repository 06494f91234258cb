"""Finds the towns and villages that an address names, slips of the pen forgiven. Pure.

People write 石桥 for 石桥村 and 石乔 for 石桥; several villages of a county bear one name, and the town that
stands in the address decides. Where nothing decides, nothing is chosen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from rapidfuzz import fuzz

from core.pinyin import syllable
from core.text import width_folded
from places.regions import Level, Region, RegionTree

_SUFFIXES = (
    "社区居民委员会", "村民委员会", "居民委员会", "街道办事处",
    "村委会", "居委会", "街道", "社区", "乡", "镇", "村",
)  # fmt: skip
_STREET = frozenset("路街巷弄道线桥河江溪山")
"""After a name without its ending, these make it the name of something else: 石桥路 is not 石桥村."""

_FEWEST_FOR_STEM = 2
_FEWEST_FOR_FUZZY = 4
_CUTOFF = 75.0


class How(IntEnum):
    """How a name was found; the greater, the surer."""

    NEARLY = 1
    BY_SOUND = 2
    BY_STEM = 3
    EXACTLY = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A region that the text names."""

    region: Region
    how: How
    position: int
    words: str


@dataclass(frozen=True, slots=True)
class _Name:
    region: Region
    words: str
    sound: tuple[str, ...]
    is_stem: bool


class Gazetteer:
    """Looks for the names of one tree; make it once, it prepares the sounds of all names."""

    def __init__(self, tree: RegionTree) -> None:
        self._tree = tree

    def find(self, text: str) -> Sequence[Mention]:
        """Every region that the text names, towns and villages, the surest and longest first.

        A village name that several towns have is left to those whose town is named, if any is.
        """
        folded = "".join(width_folded(text).split())
        sounds = [syllable(char) for char in folded]
        best: dict[str, Mention] = {}
        for name in self._names:
            mention = _mention(name, folded, sounds)
            known = best.get(name.region.code)
            if mention and (known is None or _rank(mention) > _rank(known)):
                best[name.region.code] = mention
        kept = list(_without_shadowed(list(best.values())))
        return sorted(self._in_named_towns(kept), key=_rank, reverse=True)

    def best(self, text: str) -> Region | None:
        """The one smallest region that the text names; None where two are named equally well."""
        found = self.find(text)
        for level in (Level.VILLAGE, Level.TOWN, Level.COUNTY):
            here = [mention for mention in found if mention.region.level is level]
            if not here:
                continue
            surest = [one for one in here if _rank(one) == _rank(here[0])]
            if len(surest) == 1:
                return surest[0].region
            return self._shared_parent(surest)
        return None

    def _shared_parent(self, mentions: Sequence[Mention]) -> Region | None:
        """The town, if all the candidates lie in one; to know the town is better than nothing."""
        parents = {mention.region.parent_code for mention in mentions}
        return self._tree.find(parents.pop()) if len(parents) == 1 else None

    def _in_named_towns(self, mentions: Sequence[Mention]) -> Iterator[Mention]:
        towns = [one for one in mentions if one.region.level is Level.TOWN]
        villages = [one for one in mentions if one.region.level is Level.VILLAGE]
        named = {one.region.code for one in towns if one.how >= How.BY_STEM}
        inside = [one for one in villages if one.region.parent_code in named]
        yield from (one for one in mentions if one.region.level is not Level.VILLAGE)
        # A town by its whole name leaves no room for a village elsewhere.
        if inside or not any(one.how is How.EXACTLY for one in towns):
            yield from inside or villages

    @cached_property
    def _names(self) -> list[_Name]:
        names = []
        for region in self._tree:
            written = (region.name, *region.aliases)
            stems = {stem for name in written if (stem := _stem(name)) not in written}
            names += [_name(region, words, is_stem=False) for words in dict.fromkeys(written)]
            names += [_name(region, words, is_stem=True) for words in sorted(stems)]
        return names


def _name(region: Region, words: str, *, is_stem: bool) -> _Name:
    return _Name(region, words, tuple(map(syllable, words)), is_stem)


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= _FEWEST_FOR_STEM:
            return name.removesuffix(suffix)
    return name


def _mention(name: _Name, text: str, sounds: Sequence[str]) -> Mention | None:
    at = _position(name, text)
    if at >= 0:
        return Mention(name.region, How.BY_STEM if name.is_stem else How.EXACTLY, at, name.words)
    if name.is_stem:
        # Two syllables sound like too many things.
        return None
    length = len(name.words)
    for start in range(len(sounds) - length + 1):
        if tuple(sounds[start : start + length]) == name.sound:
            return Mention(name.region, How.BY_SOUND, start, text[start : start + length])
    if length >= _FEWEST_FOR_FUZZY and length <= len(text):
        found = fuzz.partial_ratio_alignment(name.words, text, score_cutoff=_CUTOFF)
        # A common ending such as 社区 must not carry a name that is otherwise another.
        if found and found.dest_end - found.dest_start >= length - 1:
            words = text[found.dest_start : found.dest_end]
            if _shares_the_stem(_stem(name.words), words):
                return Mention(name.region, How.NEARLY, found.dest_start, words)
    return None


def _position(name: _Name, text: str) -> int:
    at = text.find(name.words)
    while name.is_stem and at >= 0 and text[at + len(name.words) :][:1] in _STREET:
        at = text.find(name.words, at + 1)
    return at


def _shares_the_stem(stem: str, words: str) -> bool:
    return len(stem) >= 3 and fuzz.partial_ratio(stem, words) >= 60


def _rank(mention: Mention) -> tuple[int, int]:
    return mention.how, len(mention.words)


def _without_shadowed(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Leave out what is only a part of a surer, longer name: 石桥 inside 石桥头村."""
    for one in mentions:
        end = one.position + len(one.words)
        shadowed = any(
            other.position <= one.position
            and end <= other.position + len(other.words)
            and len(other.words) > len(one.words)
            and other.how >= one.how
            and other.region.level is one.region.level
            for other in mentions
        )
        if not shadowed:
            yield one
