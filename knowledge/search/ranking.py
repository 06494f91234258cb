"""From signs of likeness to one number that means confidence, and from there to a decision's thresholds."""

import json
import math
from collections.abc import Mapping
from functools import cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

# From this confidence on a question is answered, from the next one on choices are offered; a candidate below
# the third is not even mentioned beside others.
ANSWER_FROM = 0.40
SUGGEST_FROM = 0.15
MENTION_FROM = 0.08
# Somebody in danger has no time to choose: what is urgent is answered sooner.
ANSWER_PRESSING_FROM = 0.25
PRESSING_MARGIN = 0.02
# So far ahead must an out-of-scope message be before one that may be about a danger is left alone.
PLAINLY_OUT_OF_SCOPE = 0.20
# So far ahead before a question that looks as if it leaned on the one before is left alone all the same.
OUT_OF_SCOPE_THOUGH_LEANING = 0.30
# So far ahead before one is left alone that does not sound strange: its odds (below) are under the second.
SOMEWHAT_OUT_OF_SCOPE = 0.10
SOUNDS_OURS = -1.0
# From here on a message that is left alone is told the authority of its theme.
THEME_FROM = 0.08
# A message is left alone where the odds of its being none of ours (a logarithm) are above the first, and
# above the second times what the search is surer than it must be for an answer. It takes more for what may be
# a danger, and for a story, which tells of home and work whatever it asks. What is found beyond a doubt is
# answered.
STRANGE_FROM = 0.3
STRANGE_PER_SURE = 2.0
STRANGE_BUT_PRESSING = 0.5
STRANGE_BUT_LONG = 0.7
# Below these odds a message plainly sounds like one of ours (``parts.py`` says what that is to a story). A
# short one is then answered sooner, where one entry is at least so sure and so many times as sure as the
# next, and offered something sooner. Of 1,144 short messages of ours 6 more were answered from 0.15 on, none
# of them wrong, of 1,040 foreign ones 1; from 0.25 on three foreign ones fewer of 1,090, and none of ours.
# Where the second opinion by itself gives that entry the share below, so much less is enough: of 5,260
# phrasings left out of the index, in two draws, 27 more were right so and 3 wrong, of 800 messages out of
# scope none. What is offered from 0.05 on holds the right one 116 times and not 47 times, of others 5 more
# are offered something.
PLAINLY_OURS = -3.0
ANSWER_OURS_FROM = 0.25
TIMES_AS_SURE = 5.0
ANSWER_AGREED_FROM = 0.08
AGREED_FROM = 0.37
SUGGEST_OURS_FROM = 0.05
MENTION_OURS_FROM = 0.01
# Above these odds an answer that is not at least so sure is offered, not given. Of 4,604 phrasings left out
# of the index, in two draws, 31 more are right at 0.60 than at 0.80 and 6 wrong, of 1,300 messages out of
# scope left out so 4 more are answered. From 0.40 to 0.60 it would be 12 and 9.
DOUBTFUL_FROM = -1.0
SURE_THOUGH_DOUBTFUL = 0.60
BEYOND_DOUBT = 0.95
# Two entries nearer to each other than this are both offered: the wrong one of them would be given as often.
# Where both are at least so sure, the first is given and the other named below it: of 21 such phrasings (left
# out as above) the right one is always one of the two.
MARGIN = 0.04
BOTH_SURE_FROM = 0.70
# Of a question that is read with the one before it we know what it is about; its words and the older ones
# pull towards different articles, which keeps its confidence low.
ANSWER_FOLLOWING_FROM = 0.12
# As sure is what the table of neighbours (``onward``) says of a question after another one.
SURE_TURNED = 0.95
# What is less sure, but at least so sure, is offered together with what is at least as sure as the second,
# where the question finds no answer by itself: 看到了跟谁说 after 滑坡有啥征兆 is about some of these.
OFFER_FOLLOWING_FROM = 0.03
MENTION_FOLLOWING_FROM = 0.01
# Who asks on is answered in the words of the question, mostly. Where the best answer to both questions speaks
# nowhere of so much that the new one says (in units of one rare word), it begins another subject and stands
# by itself; of what sounds strange (above 0) less is enough. Of 505 follow-ups answered rightly 12
# leave more than 0.8 unexplained, and 99 of 126 foreign messages that were answered after a question of ours.
UNEXPLAINED_UP_TO = 1.5
UNEXPLAINED_OF_STRANGE = 0.6
# Of an answer to both questions that is as sure as this it takes more, strange or not. Of 504 right ones 3
# are lost instead of 14, and of 164 wrong ones 60 are kept back instead of 82 at 1.2 and 0.6 for all.
SURE_FOLLOWING_FROM = 0.80
UNEXPLAINED_OF_SURE_UP_TO = 1.8
# A question that finds an answer with this confidence needs no other, unless it begins or ends like one that
# leans on the one before (那软管呢).
SURE_ALONE = 0.85
# Below this what a question finds that names one thing in place of another (那煤气罐呢) is searched for with
# the thing in the earlier question too. Of 93 such questions 9 need it: 86 instead of 83 are right then, and
# 5 instead of 7 wrong; anything up to 0.8 does nearly as well.
SURE_WITHOUT_REPLACING = 0.40
# What a question finds by itself, at least so surely, is named beside the answer that it has had already.
SURE_ENOUGH_TO_NAME = 0.60

COEFFICIENTS = Path(__file__).parent.with_name("lexicon") / "confidence.json"
# For an index that has a second opinion; for one that has none; and for one of few phrasings (``compiling``),
# an entry that has one and an entry that is only an answer. The last two are fitted to public sets of other
# people's (docs/search-record.md), for ours has many phrasings.
WITH_OPINION, BY_WORDS, BY_FEW, BY_ANSWER = "with_opinion", "by_words", "by_few", "by_answer"
FEATURES = (
    "phrasing_met",
    "covered",
    "asked_for",
    "likeness",
    "evidence",
    "ahead",
    "behind",
    "said",
)
_LAST = {WITH_OPINION: ("opinion",), BY_WORDS: (), BY_FEW: ("held",), BY_ANSWER: ("held",)}
# What a question says beyond this makes it no clearer; in units of one rare word.
_ENOUGH = 4.0


class Signs(NamedTuple):
    """What speaks for an entry being what was asked."""

    phrasing_met: float
    """The share of the best phrasing, by BM25 weight, that the question meets; 0 to 1."""
    covered: float
    """The share of the question's telling words that the entry holds anywhere; 0 to 1."""
    asked_for: float
    """The share of the question's telling words that the entry's phrasings hold; 0 to 1."""
    likeness: float
    """How alike question and best phrasing are sign by sign, among few phrasings in any order; 0 to 1."""
    lead: float
    """How far the entry is ahead of the best other one; -1 to 1, below 0 for those behind."""
    evidence: float
    """How much of what is covered belongs to the subjects of the articles at all; 0 to 1."""
    said: float
    """How much the question says, in units of one rare word."""
    opinion: float | None = None
    """The logarithm of the entry's chance by the second opinion; None where the index has none."""
    held: float | None = None
    """The share of what the question could score that phrasing and entry reach; only among few phrasings."""
    has_phrasing: bool = True
    """Whether anybody wrote down how the entry is asked for."""

    @property
    def judged(self) -> str:
        """The name of the coefficients for this entry."""
        if self.opinion is not None:
            return WITH_OPINION
        if self.held is None:
            return BY_WORDS
        return BY_FEW if self.has_phrasing else BY_ANSWER

    def values(self) -> tuple[float, ...]:
        """What the confidence is a weighted sum of: ``FEATURES``, then the opinion or what is held if any.

        Being far ahead counts only as far as the question is covered, and with words of our subjects: any
        question is nearest to something.
        """
        found = (
            self.phrasing_met,
            self.covered,
            self.asked_for,
            self.likeness,
            self.evidence,
            max(self.lead, 0.0) * self.covered * self.evidence,
            min(self.lead, 0.0),
            min(self.said, _ENOUGH),
        )
        last = self.held if self.opinion is None else self.opinion
        return found if last is None else (*found, last)

    def features(self) -> dict[str, float]:
        """``values`` by their names."""
        return dict(zip((*FEATURES, *_LAST[self.judged]), self.values(), strict=True))


@cache
def coefficients() -> Mapping[str, Mapping[str, float]]:
    """The weights of the features and the ``constant``; ``flask knowledge fit`` fits the first two."""
    found: dict[str, dict[str, float]] = json.loads(COEFFICIENTS.read_text("utf-8"))
    return found


@cache
def _weights(name: str) -> tuple[float, tuple[float, ...]]:
    """The constant, and what each of ``Signs.values`` weighs."""
    found = coefficients()[name]
    return found["constant"], tuple(found[feature] for feature in (*FEATURES, *_LAST[name]))


def confidence(signs: Signs) -> float:
    """The chance, from 0 to 1, that the entry is what was asked: a logistic regression."""
    constant, weights = _weights(signs.judged)
    z = constant + sum(map(mul, weights, signs.values()))
    return 1.0 / (1.0 + math.exp(-z))
