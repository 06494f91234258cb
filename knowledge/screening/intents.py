"""Recognises what a message wants where that is no safety question: a chat, what nobody is helped with, or
something of the account itself.

The tables know words, and nobody can list all the ways to say thank you, to complain, to find out who
reported, or to ask for a person. ``screens/intents.yaml`` keeps some two thousand such messages by what
answers them, a sentence or a skill. From them and from what else people write (wordings of our own articles,
tellings of danger, messages out of scope) is learned by logistic regression (``search.separating``) how
like each aim a message is, which kind of talk or refusal, and how like a wish for each of the skills. No edit
of an article in the database changes it.
"""

import hashlib
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from knowledge.normalising import folded, normalise
from knowledge.screening.asking import asks_calmly
from knowledge.screening.emergencies import SCREENS, read_table
from knowledge.search import features, separating, streams, vectors
from knowledge.search.artifact_cache import IN_MEMORY, Artifact, ArtifactCache, shape
from knowledge.search.remembering import Memo
from knowledge.search.segmentation import MAKERS
from knowledge.search.separating import each_separated
from knowledge.search.tokenizer import Tokenizer
from knowledge.search.vectors import Material, Numbers, as_row, parts

FILE_NAME: Final = "intents.yaml"
KEPT_AS: Final = "intents"

# Of the wordings of articles one in so many is enough, and the others would take time to learn.
ONE_OF: Final = 3
LONGEST: Final = 60
_ABOUT_US: Final = "injection"
_ABOUT_REPORTERS: Final = "reporter_identity"
# An excuse that does not fit is worse than no answer. Of 117 real wishes that are refused none is less like
# its most likely kind.
_LIKE_A_KIND: Final = -0.4
# Thanking asks nothing.
_ASKING_NOTHING: Final = frozenset({"thanks", "praise", "sorry", "bye"})


class Aim(StrEnum):
    """What the kinds of messages have in common, as the file names it."""

    TALK = "talk"
    REFUSED = "refused"
    WISH = "wish"


# Their kinds are told from one another; a skill from all that people write, for no two are wished for alike,
# and how like a wish a message is says the mean of that and of the aim.
_SENTENCES: Final = (Aim.TALK, Aim.REFUSED)
_WISH: Final = list(Aim).index(Aim.WISH)
# Stand around a text that is learned from: where it begins and ends says something, but nothing by itself.
_MARKS: Final = ("〈", "〉")


@dataclass(frozen=True, slots=True)
class Intent:
    """``kind``: the id of a sentence in the tables, of a wish the name of a skill.

    ``odds``: the logarithm of the odds of the aim.
    """

    aim: Aim
    kind: str
    odds: float

    @property
    def is_of_our_business(self) -> bool:
        """Whether a question about the same thing would be ours: of alarms and permits, not of who we are."""
        return self.aim is Aim.REFUSED and self.kind != _ABOUT_US


@dataclass(frozen=True, slots=True)
class Others:
    """Messages that are neither: ``asked`` are wordings of articles, ``told`` of danger or out of scope.

    They are read only where there is something to learn. ``key`` names them.
    """

    key: str
    asked: Callable[[], Sequence[str]]
    told: Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Witness:
    """Hears who tells of what others do and asks nothing for oneself: a reporter, not an accomplice."""

    of_others: re.Pattern[str]
    for_oneself: re.Pattern[str]

    @classmethod
    def of(cls, of_others: Sequence[str], for_oneself: Sequence[str]) -> "Witness":
        """By words, one of which says so."""
        return cls(*(re.compile("|".join(map(re.escape, words))) for words in (of_others, for_oneself)))

    def tells(self, text: str) -> bool:
        """Whether ``text`` tells of others only."""
        return bool(self.of_others.search(text)) and not self.for_oneself.search(text)


class IntentClassifier:
    """What was learned, read only; every thread may use the same one."""

    def __init__(
        self,
        said: Mapping[Aim, Mapping[str, Sequence[str]]],
        honest: Sequence[str],
        others: Others,
        tokenizer: Tokenizer,
        artifact_cache: ArtifactCache = IN_MEMORY,
        witness: "Witness | None" = None,
    ) -> None:
        """``said``: messages by aim and kind; ``honest``: others in the same words, all of which count.

        ``witness`` hears who only tells of a crime.
        """
        self._witness = witness
        self._kinds = {aim: tuple(kinds) for aim, kinds in said.items()}
        # Beginning and end are parts as well: 发吧 ends what is wished, 怎么 begins what is asked.
        self._canonical: Callable[[str], str] = lambda text: tokenizer.canonical(normalise(text)).join(_MARKS)
        made_by = (sys.modules[__name__], features, separating, streams, vectors, *MAKERS)
        key = shape([tokenizer.key, repr(said), repr(honest), others.key, str(ONE_OF)], *made_by)
        artifact = artifact_cache.get_or_build(KEPT_AS, key, lambda: self._learned(said, honest, others))
        self._any = _Learned.of(artifact.part("any"))
        self._of_aim = {aim: _Learned.of(artifact.part(aim)) for aim in _SENTENCES}
        self._heard = Memo(self._classify)

    @classmethod
    def load(
        cls,
        others: Others,
        tokenizer: Tokenizer,
        artifact_cache: ArtifactCache = IN_MEMORY,
        folder: Path = SCREENS,
    ) -> "IntentClassifier":
        """Learn from the file of ``folder``."""
        table: Mapping[str, Any] = read_table(folder / FILE_NAME)
        witness = Witness.of(table["of_others"], table["for_oneself"])
        said = {aim: table[aim] for aim in Aim}
        return cls(said, table["honest"], others, tokenizer, artifact_cache, witness)

    def classify(self, text: str) -> Intent | None:
        """What ``text`` most likely wants, were it no safety question; ``odds`` say whether it is none.

        None where a question would be taken for thanks and the like, a witness for a criminal, or where
        nothing that is refused fits.
        """
        return self._heard(text)

    def _classify(self, text: str) -> Intent | None:
        found = parts(self._canonical(text))
        if not self._any.knows(part for part in found if part not in _MARKS):
            return None
        odds = self._any.odds(found)
        of_aims, of_skills = odds[: len(Aim)], odds[len(Aim) :]
        of_aims[_WISH] = (of_aims[_WISH] + of_skills.max()) / 2
        aim = list(Aim)[int(of_aims.argmax())]
        of_kinds = of_skills if aim is Aim.WISH else self._of_aim[aim].odds(found)
        kind = self._kinds[aim][int(of_kinds.argmax())]
        is_unlike = aim is Aim.REFUSED and of_kinds.max() < _LIKE_A_KIND
        is_asked = kind in _ASKING_NOTHING and asks_calmly(text)
        if is_unlike or is_asked or self.is_only_told(kind, text):
            return None
        return Intent(aim, kind, float(of_aims.max()))

    def is_only_told(self, kind: str, text: str) -> bool:
        """Whether ``text``, taken for an aim of that kind, tells of what others did and no more."""
        is_crime = kind in self._kinds[Aim.REFUSED] and kind not in (_ABOUT_US, _ABOUT_REPORTERS)
        return is_crime and self._witness is not None and self._witness.tells(text)

    def _learned(
        self, said: Mapping[Aim, Mapping[str, Sequence[str]]], honest: Sequence[str], others: Others
    ) -> Artifact:
        rest = [*honest, *filter(_is_taken, others.asked()), *others.told()]
        kinds = {aim: list(said[aim].values()) for aim in Aim}
        skills = range(len(kinds[Aim.WISH]))
        groups = [*kinds[Aim.WISH], *([t for kind in kinds[aim] for t in kind] for aim in _SENTENCES), rest]
        wanted = {Aim.WISH: list(skills), **{aim: [len(skills) + at] for at, aim in enumerate(_SENTENCES)}}
        together = [*(wanted[aim] for aim in Aim), *([skill] for skill in skills)]
        learned = Artifact().joined("any", self._telling_apart(groups, together))
        for aim in _SENTENCES:
            alone = [[number] for number in range(len(kinds[aim]))]
            learned = learned.joined(aim, self._telling_apart(kinds[aim], alone))
        return learned

    def _telling_apart(self, groups: Sequence[Sequence[str]], together: Sequence[Sequence[int]]) -> Artifact:
        """How to tell the texts of each row of group numbers from all the others."""
        material = Material.of([self._canonical(text) for group in groups for text in group])
        group_of = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        weights = each_separated(material, np.stack([np.isin(group_of, numbers) for numbers in together]))
        return Artifact({"telling": material.telling, "weights": weights}, {"parts": material.vocabulary})


@dataclass(frozen=True, slots=True)
class _Learned:
    """Weights of the parts of a text, a row for each group; the last of a row is the bias."""

    artifact: Artifact
    weights: Numbers

    @classmethod
    def of(cls, artifact: Artifact | None) -> "_Learned":
        assert artifact is not None
        return cls(artifact, artifact.arrays["weights"])

    def knows(self, found: Iterable[str]) -> bool:
        """Whether anything is known of these parts; of asdfghjkl nothing is."""
        vocabulary = self.artifact.tries["parts"]
        return any(vocabulary.get(part) is not None for part in found)

    def odds(self, found: Sequence[str]) -> Numbers:
        """The logarithm of the odds of each group for a text of these parts."""
        numbers, shares = as_row(found, self.artifact.tries["parts"], self.artifact.arrays["telling"])
        said: Numbers = self.weights[:, numbers] @ shares + self.weights[:, -1]
        return said


def files_key(files: Sequence[Path]) -> str:
    """Names what these files hold."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def complaints(kinds: Mapping[Aim, Collection[str]], folder: Path = SCREENS) -> Iterator[str]:
    """What is wrong with the file of ``folder``; ``kinds`` are the sentences there are for an aim.

    Skills belong to others: who begins them knows them all (``handlers.wishes``).
    """
    table: Mapping[str, Any] = read_table(folder / FILE_NAME)
    seen: dict[str, str] = {}
    listed = [(kind, texts) for aim in Aim for kind, texts in table[aim].items()]
    for aim, known in kinds.items():
        for kind in table[aim].keys() - set(known):
            yield f"no sentence '{kind}' answers an aim of {aim}"
    for kind, texts in [*listed, ("honest", table["honest"])]:
        for text in texts:
            if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
                yield f"{kind}: {text!r} is no text of 1 to {LONGEST} characters"
            elif (before := seen.setdefault(folded(text), kind)) != kind:
                yield f"{kind}: '{text}' stands under {before} too"


def _is_taken(text: str) -> bool:
    """Hangs on the text alone, so that one message more changes nothing about the others."""
    return crc32(text.encode()) % ONE_OF == 0
