"""The line of an answer that a second question is about: 能带狗去吗 after where the shelter is.

Somebody who asks on about what was just read should not have to read all of it again. ``pointed`` names one
line, or two, for one of four reasons, tried in this order:

1. ``lines_in_range``: the question names a number that lies in the range which they tell: 三十八度呢.
2. ``_fullest``: they say clearly more of the question than the others do; its words count, and whether the
   line tells the kind of thing that is asked (``question_kinds``: how much, how long, who).
3. ``_alone``: where many say so much, they hold a rare word of the question that no other line holds; else
   the lead is named, if it says so much and holds a word of the question.
4. ``_by_signs``: where that names none, and the question is of no kind, they hold most of its pairs of signs.

Where none of these singles a line out, none is named. A new kind of question is an entry of
``question_kinds.QUESTION_KINDS``.

A first question is answered by the whole article. ``beyond_the_lead`` is the line of it that is told right
after the lead, where the lead says hardly anything of what was asked: 电瓶车进电梯罚款.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from knowledge.articles import Article
from knowledge.normalising import folded
from knowledge.number_ranges import lines_in_range
from knowledge.question_kinds import QUESTION_KINDS, QuestionKind

# Weights are in units of one rare word. So much of the question a line must say to be named,
_SAYS_FROM: Final = 0.62
# and so much less must those say that are not named beside it.
_AHEAD_BY: Final = 0.25
# So large a part of what the question says must stand in the line.
_SHARE_FROM: Final = 0.5
# What a line gains that tells the kind of thing that is asked.
_OF_THE_KIND: Final = 0.7
# What stands before the colon says what the whole line is about (充电器：用原装的), and counts so much more.
_LABEL: Final = 0.3
_LONGEST_LABEL: Final = 12
# A question that says so much besides 多久 asks it of something: a span of time in a line without that thing
# is another one.
_SAYS_SOMETHING: Final = 0.5
# What a line must say that is read right after the lead: so much at least, so large a part of what the
# question says, and so little of it may stand in the lead. Of 96 lines that 3,176 questions of our test
# writers so got, 10 were about something else.
_BEYOND_FROM: Final = 1.3
_BEYOND_SHARE: Final = 0.6
_LEAD_UP_TO: Final = 0.35
# A word of so large a share of the lines is what the article is about, and points to none of them.
_EVERYWHERE: Final = 0.34
_AT_MOST: Final = 2
"""How many lines are named at most: instead of three the person may as well read all."""
# What is done to anything (能自己换吗) says half of what so rare a word would.
_DONE_TO_ANYTHING: Final = frozenset({"更换", "购买", "使用", "危险"})
# 多久批下来 asks when something is done, and no line need say it so.
_DONE: Final = re.compile("下来$|拿到|到手|办好|办完")
# 要冲多久 is cut as 要冲 and 多久.
_MAY: Final = re.compile("^(?:那|还|也|都|就)*(?:要不要|需要|[要得])(?=..)")
# Signs that say nothing of what is asked, left out before pairs are compared.
_SAYS_NOTHING: Final = re.compile(
    "能不能|可不可以|要不要|会不会|行不行|是不是|有没有|用不用|怎么办|咋办|怎么|什么|时候|之前|以后|下去|起来|一个(?!人)|多少|多久|几个|"
    "几次|哪里|哪儿|需要|可以|应该|一下|自己|[那能会要吗呢么了的行是就也还再都我他她它你您谁有钱]"
)
_NUMBER: Final = re.compile(r"^\d{1,2}[.．、]\s*")


class Weighing(Protocol):
    """What tells how much the words of a text say (``knowledge.search.index.Index``)."""

    def telling_words(self, text: str) -> Sequence[tuple[str, float]]:
        """The words of ``text`` and how much each says, from 0 to 1."""
        ...

    def canonical(self, text: str) -> str:
        """``text`` in the form in which its words are compared."""
        ...


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the answer and its label, as they are written and as words are compared with them."""

    written: str
    label: str
    compared: str
    compared_label: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question: how much it says, and the places of the lines that hold it."""

    text: str
    weight: float
    held_by: Sequence[int]
    points: bool
    """Whether so few lines hold it that it tells one from another."""

    @property
    def says(self) -> float:
        """Its weight, halved where it is done to anything."""
        return self.weight / 2 if self.text in _DONE_TO_ANYTHING else self.weight


@dataclass(slots=True)
class _Score:
    """How much each line, by place, says of the question, and how much the question says altogether."""

    by_line: list[float]
    whole: float

    def is_enough(self) -> bool:
        """Whether the best line says enough of the question to be named for it."""
        return max(self.by_line) >= max(_SAYS_FROM, _SHARE_FROM * self.whole)


def pointed(question: str, article: Article, weighing: Weighing) -> tuple[str, ...]:
    """The line of ``article`` that answers ``question``, or two that do so alike; none where none stands out.

    They are as they are written, placeholders included, without their numbers.
    """
    written = lines_of(article)
    if in_range := _named(lines_in_range(question, written)):
        return tuple(written[place] for place in in_range)
    lines = [_compared(line, weighing) for line in written]
    words = _words(question, lines, weighing)
    asked = folded(question)
    kinds = _kinds(asked)
    score = _score(kinds, words, lines)
    places: Sequence[int] = ()
    if score.is_enough():
        places = _named(_fullest(score)) or _named(_alone(words, lines)) or _lead(score, words)
    if not places and not kinds:
        places = _named(_by_signs(asked, lines))
    return tuple(lines[place].written for place in places)


def beyond_the_lead(question: str, article: Article, weighing: Weighing) -> str | None:
    """The one line of ``article`` that surely answers ``question``, of which the lead says hardly anything.

    It is as it is written, placeholders included, without its number. None too where it is the first line,
    which is read right after the lead anyway.
    """
    lines = [_compared(line, weighing) for line in lines_of(article)]
    words = _words(question, lines, weighing)
    kinds = _kinds(folded(question))
    score = _score(kinds, words, lines)
    best = max(score.by_line)
    if best < max(_BEYOND_FROM, _BEYOND_SHARE * score.whole) or score.by_line[0] > _LEAD_UP_TO * best:
        return None
    places = _fullest(score)
    if len(places) != 1 or places[0] <= 1:
        return None
    written = lines[places[0]].written
    # 灭火器过期了罚多少 is not answered by a line about the old ones that names no fine.
    is_of_a_kind = not kinds or any(kind.tells.search(written) for kind, _ in kinds)
    return written if is_of_a_kind else None


def lines_of(article: Article) -> list[str]:
    """The lead and the lines of the answer; what only heads the next line stands before it."""
    found = [article.lead]
    head = ""
    for line in article.answer.splitlines():
        text = _NUMBER.sub("", line.strip())
        if not text:
            continue
        if text.endswith(("：", ":")):
            head = text
            continue
        found.append(f"{head}{text}")
        head = ""
    return found


def _kinds(asked: str) -> list[tuple[QuestionKind, str]]:
    """The kinds of thing that are asked, and the words that ask for each."""
    return [(kind, found[0]) for kind in QUESTION_KINDS if (found := kind.asks.search(asked))]


def _score(
    kinds: Sequence[tuple[QuestionKind, str]], words: Sequence[_Word], lines: Sequence[_Line]
) -> _Score:
    """How much each line says of the question, by its words and by the kinds of thing that are asked."""
    score = _by_words(words, lines)
    for kind, meant in kinds:
        _add_kind(score, kind, meant, words, lines)
    return score


def _named(places: Sequence[int]) -> Sequence[int]:
    """These places, if they are few enough to be named."""
    return places if len(places) <= _AT_MOST else ()


def _fullest(score: _Score) -> list[int]:
    """The places of the lines that say most of the question, and of those hardly behind them."""
    least = max(score.by_line) - _AHEAD_BY
    return [place for place, said in enumerate(score.by_line) if said > least]


def _alone(words: Sequence[_Word], lines: Sequence[_Line]) -> list[int]:
    """The places of the lines that hold enough words which no other holds.

    Of the lines that say 赔, only one says 猪圈.
    """
    said = [0.0] * len(lines)
    for word in words:
        if len(word.held_by) == 1:
            said[word.held_by[0]] += word.says
    return [place for place, one in enumerate(said) if one >= _SAYS_FROM]


def _lead(score: _Score, words: Sequence[_Word]) -> Sequence[int]:
    """The place of the lead, where it is one of many that say as much: 捏多久 of 捏紧鼻翼10到15分钟."""
    return [0] if 0 in _fullest(score) and any(0 in word.held_by for word in words) else ()


def _by_signs(asked: str, lines: Sequence[_Line]) -> list[int]:
    """The places of the lines that hold most pairs of signs of what is ``asked``.

    No word of 塞纸 is one of 乱塞卫生纸. A pair that more than two lines hold points to none, and half of the
    pairs must stand in the line.
    """
    pairs = {
        part[at : at + 2] for part in _SAYS_NOTHING.sub(" ", asked).split() for at in range(len(part) - 1)
    }
    written = [folded(line.written) for line in lines]
    held = [0] * len(lines)
    for pair in pairs:
        holding = [place for place, line in enumerate(written) if pair in line]
        for place in _named(holding):
            held[place] += 1
    most = max(held)
    is_enough = most >= max(1.0, _SHARE_FROM * len(pairs))
    return [place for place, one in enumerate(held) if one == most] if is_enough else []


def _by_words(words: Sequence[_Word], lines: Sequence[_Line]) -> _Score:
    """How much of the question each line says by its words alone."""
    said = [0.0] * len(lines)
    for word in words:
        for place in word.held_by if word.points else ():
            said[place] += word.says * (1.0 + _LABEL * (word.text in lines[place].compared_label))
    return _Score(said, sum(word.says for word in words))


def _add_kind(
    score: _Score, kind: QuestionKind, meant: str, words: Sequence[_Word], lines: Sequence[_Line]
) -> None:
    """Add to ``score`` what the lines gain and lose because this ``kind`` of thing is asked.

    ``meant`` is what of the question says so. 几年要换 is about what is changed: a span of time in a line
    that says nothing of it is another one. Only who asks of nothing in particular may mean any line of the
    kind.
    """
    others = [
        word
        for word in words
        if word.points and not set(word.text) <= set(meant) and not kind.asks.search(word.text)
    ]
    things = [word for word in others if word.text not in _DONE_TO_ANYTHING]
    is_of_nothing = (
        not any(word.held_by for word in things) and sum(word.weight for word in things) < _SAYS_SOMETHING
    )
    for place, line in enumerate(lines):
        said, has_label = score.by_line[place], meant in line.label
        if (has_label or kind.tells.search(line.written)) and (said > 0 or is_of_nothing):
            score.by_line[place] = said + _OF_THE_KIND + _LABEL * has_label
        elif kind.only_so:
            score.by_line[place] = 0.0
    if kind.only_so:
        # 多少度 asks for a number with ℃, and no line that has one need say 多少度.
        score.whole = sum(word.weight for word in others)


def _words(question: str, lines: Sequence[_Line], weighing: Weighing) -> list[_Word]:
    """The words of ``question`` that say something, and which lines hold them."""
    found = []
    for text, weight in weighing.telling_words(_MAY.sub("", question)):
        if _DONE.search(text):
            continue
        held_by = [place for place, line in enumerate(lines) if text in line.compared]
        found.append(_Word(text, weight, held_by, len(held_by) <= max(1.0, _EVERYWHERE * len(lines))))
    return found


def _compared(written: str, weighing: Weighing) -> _Line:
    label = _label(written)
    return _Line(written, label, weighing.canonical(written), weighing.canonical(label))


def _label(line: str) -> str:
    """What a line says first that it is about; empty where it says none."""
    label, colon, _ = line.partition("：")
    return label if colon and len(label) <= _LONGEST_LABEL else ""
