"""What is wrong with the bank: each question by itself, and all of them together.

A quiz teaches nothing if it can be passed without knowing: by always ticking the longest option, or B. So the
bank as a whole is measured too.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from core.errors import BadContent
from core.text import is_writable
from quizzes.question import DIFFICULTIES, LETTERS, SETTINGS, Kind, Question
from quizzes.reading import BANK, bank_files, read_file

STEM, OPTION, EXPLANATION = 120, 45, 260
"""The most characters: a question must fit a phone in large letters, and a message of 2,047 bytes."""

FEWEST_WORDS = 12
MEASURED_FROM = 20
"""Shares of fewer questions say nothing."""

MOST_LONGEST = 0.45
MOST_ON_ONE_LETTER = 0.40
TRUE_SHARE = (0.35, 0.65)
SAME = 92
"""How alike two stems of a category may be, out of 100."""

INDUCEMENT = re.compile("转发|分享(给|到|朋友圈)|集赞|关注.{0,8}(领|送|抽|有奖|得)|邀请好友|拉人|助力")
"""诱导关注、诱导分享 (微信公众平台运营规范): never, neither in a question nor around it."""

_ID = re.compile(r"[a-z]+(\.[a-z0-9_]+){1,3}")
_LETTER_NAMED = re.compile(r"[选答]?[项案]\s*[A-F]\b|[A-F]\s*[项、选]|选\s*[A-F]\b")
_ALL_OF = re.compile("以上|都对|都不对|全对|都是对的|都正确")
_IS_LAW = re.compile("法$|条例$|规定$|办法$|规则$|标准（|GB|（应急管理部令")


@dataclass(frozen=True, slots=True)
class Known:
    """What the bank may refer to: categories and topics of the coverage map, pictures that are drawn."""

    categories: Collection[str]
    topics: Collection[str]
    pictures: Collection[str]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing to mend: where, and what."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Measures:
    """The bank in numbers."""

    questions: int
    by_kind: Mapping[str, int]
    by_category: Mapping[str, int]
    by_setting: Mapping[str, int]
    longest_is_right: float
    """Share of questions with one right option in which that one is longer than all others."""
    by_letter: Mapping[str, int]
    true_share: float


def check(known: Known, folder: Path = BANK) -> tuple[list[Complaint], Measures]:
    """Every complaint about the files of the bank, and its measures."""
    complaints: list[Complaint] = []
    questions: list[Question] = []
    seen: dict[str, str] = {}
    for path in bank_files(folder):
        try:
            found = read_file(path)
        except BadContent as error:
            complaints.append(Complaint(path.name, str(error).removeprefix(f"{path.name}: ")))
            continue
        for question in found:
            if question.id in seen:
                complaints.append(Complaint(question.id, f"this id stands in {seen[question.id]} too"))
            seen[question.id] = path.name
            if question.category != path.stem:
                complaints.append(Complaint(question.id, f"does not belong into {path.name}"))
        questions += found
    for question in questions:
        complaints += (Complaint(question.id, what) for what in broken_rules(question, known))
    complaints += _alike(questions)
    measures = measured(questions)
    complaints += (Complaint("bank", what) for what in _biased(measures))
    return complaints, measures


def broken_rules(question: Question, known: Known) -> Iterator[str]:
    """What keeps one question from being a good one."""
    if not _ID.fullmatch(question.id):
        yield "an id is category.name, in small letters, digits and _"
    if question.category not in known.categories:
        yield f"there is no category '{question.category}'"
    yield from _of_words(question)
    yield from _of_options(question)
    yield from _of_source(question)
    if not question.topics:
        yield "it names no topic"
    for topic in question.topics:
        if topic not in known.topics:
            yield f"unknown topic '{topic}'"
    if not question.settings or not set(question.settings) <= set(SETTINGS):
        yield f"settings are some of {'、'.join(SETTINGS)}"
    if question.difficulty not in DIFFICULTIES:
        yield "difficulty is 1, 2 or 3"
    if question.picture is not None and question.picture not in known.pictures:
        yield f"unknown picture '{question.picture}'"
    if question.kind is Kind.PICTURE and question.picture is None:
        yield "a picture question needs its picture"


def measured(questions: Iterable[Question]) -> Measures:
    """The bank in numbers."""
    every = list(questions)
    one_right = [one for one in every if one.kind not in (Kind.MULTIPLE, Kind.TRUE_FALSE)]
    verdicts = [one for one in every if one.kind is Kind.TRUE_FALSE]
    longest = sum(_right_is_longest(one) for one in one_right)
    return Measures(
        questions=len(every),
        by_kind=_counts(one.kind.value for one in every),
        by_category=_counts(one.category for one in every),
        by_setting=_counts(setting for one in every for setting in one.settings),
        longest_is_right=longest / len(one_right) if one_right else 0.0,
        by_letter=_counts(letter for one in one_right for letter in one.right),
        true_share=sum(one.right == {"A"} for one in verdicts) / len(verdicts) if verdicts else 0.5,
    )


def _counts(words: Iterable[str]) -> dict[str, int]:
    """A plain dictionary: ``dataclasses.asdict`` counts the pairs of a ``Counter`` instead of copying it."""
    return dict(Counter(words))


def _of_words(question: Question) -> Iterator[str]:
    if not FEWEST_WORDS // 2 <= len(question.stem) <= STEM:
        yield f"a stem has {FEWEST_WORDS // 2} to {STEM} characters"
    if not FEWEST_WORDS <= len(question.explanation) <= EXPLANATION:
        yield f"an explanation has {FEWEST_WORDS} to {EXPLANATION} characters"
    if _LETTER_NAMED.search(question.explanation):
        yield "options are shuffled: an explanation must not name letters"
    everything = "\n".join([question.stem, *question.options, question.explanation])
    if INDUCEMENT.search(everything):
        yield "no inducement to follow or share"
    if "{" in everything or not is_writable(everything):
        yield "it holds a sign that cannot be shown"


def _of_options(question: Question) -> Iterator[str]:
    if question.kind is Kind.TRUE_FALSE:
        return
    most = len(LETTERS) if question.takes_several else 4
    if not 3 <= len(question.options) <= most:
        yield f"3 to {most} options"
    if len(set(question.options)) < len(question.options):
        yield "two options are the same"
    if any(not 1 <= len(option) <= OPTION for option in question.options):
        yield f"an option has 1 to {OPTION} characters"
    if any(_ALL_OF.search(option) for option in question.options):
        yield "options are shuffled: none may speak of the others (以上都对)"
    if not question.right <= set(question.letters):
        yield f"right names an option that is not there: {''.join(sorted(question.right))}"
    elif question.takes_several and not 2 <= len(question.right) < len(question.options):
        yield "a multiple question has two right options at least, and a wrong one"
    elif not question.takes_several and len(question.right) != 1:
        yield "exactly one option is right"
    elif not question.takes_several and _sticks_out(question):
        yield "the right option is much longer than the others"


def _of_source(question: Question) -> Iterator[str]:
    source = question.source
    if len(source.title) < 3:
        yield "the source is missing"
    if source.year is not None and not 1949 <= source.year <= 2100:
        yield "the year of the source is a number such as 2021"
    if _IS_LAW.search(source.title) and source.year is None:
        yield "a law or standard is named with its year"


def _right_is_longest(question: Question) -> bool:
    (letter,) = list(question.right)[:1] or ["A"]
    if letter not in question.letters:
        return False
    length = len(question.option(letter))
    return all(
        length > len(other)
        for name, other in zip(question.letters, question.options, strict=True)
        if name != letter
    )


def _sticks_out(question: Question) -> bool:
    (letter,) = question.right
    others = [
        len(words) for name, words in zip(question.letters, question.options, strict=True) if name != letter
    ]
    length, next_longest = len(question.option(letter)), max(others, default=0)
    return length > next_longest + 6 and length > next_longest * 1.6


def _alike(questions: Sequence[Question]) -> Iterator[Complaint]:
    bare = [(one, re.sub(r"\W", "", one.stem)) for one in questions]
    for place, (one, words) in enumerate(bare):
        for other, other_words in bare[place + 1 :]:
            if words == other_words or (
                one.category == other.category and fuzz.ratio(words, other_words) >= SAME
            ):
                yield Complaint(other.id, f"asks the same as {one.id}")


def _biased(measures: Measures) -> Iterator[str]:
    one_right = sum(measures.by_letter.values())
    if one_right >= MEASURED_FROM:
        if measures.longest_is_right > MOST_LONGEST:
            yield f"the longest option is right in {measures.longest_is_right:.0%} of questions"
        for letter, count in sorted(measures.by_letter.items()):
            if count / one_right > MOST_ON_ONE_LETTER:
                yield f"{letter} is right in {count / one_right:.0%} of questions"
    low, high = TRUE_SHARE
    if (
        measures.by_kind.get(Kind.TRUE_FALSE.value, 0) >= MEASURED_FROM // 2
        and not low <= measures.true_share <= high
    ):
        yield f"对 is right in {measures.true_share:.0%} of true_false questions"
