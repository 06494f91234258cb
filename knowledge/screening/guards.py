"""Keeps what is not a safety question away from the safety articles, each with its own short sentence.

Four tables under ``screens/``: what is refused whoever asks (``refusals.yaml``), small talk
(``smalltalk.yaml``), songs, films, games and goods that borrow a safety word (``lookalikes.yaml``), and real
wishes that are another authority's business, with its name and number (``redirects.yaml``). A fifth,
``referrals.yaml``, says which of these sentences fits a theme of ``out_of_scope.yaml``, for what only the
search found; a sixth, ``sides.yaml``, which of them is said to a question that asks for the price or the
taste of a subject of ours. A real safety question passes: every entry lists the words that let it through.
The emergency screen has always been asked before.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from knowledge.answering import Decision
from knowledge.normalising import READ_AT_MOST, folded, holds_chinese
from knowledge.screening.emergencies import SCREENS, read_table
from knowledge.screening.phrasing import Pattern, words_of
from knowledge.screening.spotting import HARMLESS, Sighting, Vocabulary, is_pinyin
from knowledge.screening.whole_messages import WholeMessage, alternatives
from knowledge.search.remembering import Memo

_FIRM: Final = frozenset({Decision.REFUSE, Decision.SMALLTALK})
# 助けて, 火事です: Japanese, for all its Chinese characters. One の is anybody's.
_KANA: Final = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_JAPANESE: Final = 3
_LETTER: Final = re.compile(r"[^\W\d_]")
# Longer than any greeting; a longer message says something.
_LONGEST_TALK: Final = 24
# What a long story is about stands in the question at its end; on the way anything may be mentioned.
_STORY: Final = 90
_ITS_QUESTION: Final = 30
_VOWEL: Final = re.compile("[aeiou]")
# A number to call, or a day that has a name: 119, 12350, 11.9, 6·16.
_TELLING_NUMBER: Final = re.compile(r"\d{3,5}|\d{1,2}[./ ]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Guardrail:
    """What is said instead of a safety article; ``id`` names the entry of the table that says so.

    ``is_firm``: it is said however sure the search is of an article. Refusals are firm, and small talk that
    is the whole message; one that is not gives way, for 身份证丢了去哪补办 is said nearly as the loss of one
    of our certificates is, and who swears may ask something. ``of_danger``: it also stands in for articles
    about a danger, where a side of it is asked that none tells. ``of_follow_ups``: in these
    words the side is asked of what was just answered, too. ``yields_to``: topics whose articles answer an
    honest question that has the words of a refusal (检查的人会不会说是谁投诉的). ``opens``: the event of
    the emergency table which the talk is about afterwards, if this was told and not asked.
    """

    decision: Decision
    id: str
    reply: str
    is_firm: bool = False
    of_danger: bool = False
    of_follow_ups: re.Pattern[str] | None = None
    yields_to: frozenset[str] = frozenset()
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A sentence, the patterns one of which a message must hold for it, and the words that let it through."""

    guard: Guardrail
    patterns: tuple[Pattern, ...]
    unless: frozenset[str]


class _Rules:
    """Rules in order, and which of them a word class may set off."""

    def __init__(self) -> None:
        self.listed: list[_Rule] = []
        self.by_token: dict[str, list[int]] = {}

    def guards(self) -> list[Guardrail]:
        return [rule.guard for rule in self.listed]

    def add(self, rule: _Rule) -> None:
        for pattern in rule.patterns:
            self.by_token.setdefault(pattern.tokens[0], []).append(len(self.listed))
        self.listed.append(rule)


@dataclass(frozen=True, slots=True)
class _SmallTalk:
    """A kind of small talk: as a whole message, by its form, or by words anywhere in a short message."""

    guard: Guardrail
    whole: WholeMessage | None
    form: re.Pattern[str] | None
    anywhere: re.Pattern[str] | None
    longest: int

    def match(self, packed: str) -> Guardrail | None:
        """The guard where ``packed`` is small talk; one that is not firm where it only holds some."""
        if self.whole is not None and len(packed) <= _LONGEST_TALK and self.whole.fits(packed):
            return self.guard
        if self.form is not None and self.form.fullmatch(packed):
            return self.guard
        if self.anywhere is not None and len(packed) <= self.longest and self.anywhere.search(packed):
            return replace(self.guard, is_firm=False)
        return None

    def is_heard_in(self, packed: str) -> bool:
        """Whether one of the words stands anywhere in ``packed``."""
        return self.whole is not None and self.whole.is_in(packed)


class Guardrails:
    """The tables, compiled once; matching is pure."""

    def __init__(self, tables: Mapping[str, Any], harmless: Iterable[str] = ()) -> None:
        """``tables`` holds the content of the files by name without suffix.

        Raises ``KeyError`` where ``referrals`` names a sentence that no table has.
        """
        talk = tables["smalltalk"]
        self._empty = _guard(Decision.SMALLTALK, talk["empty"])
        self._foreign = _guard(Decision.FALLBACK, talk["foreign"])
        self._latin = frozenset(talk["latin"])
        self._talk = [_small_talk(entry, talk["padding"]) for entry in talk["entries"]]
        every = [word for entry in talk["entries"] for word in entry.get("words", ())]
        self._any_talk = _small_talk({**talk["empty"], "words": every}, talk["padding"])
        classes: dict[str, list[str]] = {HARMLESS: list(harmless)}
        self._refusals, self._others = _Rules(), _Rules()
        _add_rules(self._refusals, tables["refusals"], Decision.REFUSE, classes)
        _add_rules(self._others, tables["lookalikes"], Decision.FALLBACK, classes)
        _add_rules(self._others, tables["redirects"], Decision.REDIRECT, classes)
        said = {rule.guard.id: rule.guard for rule in self._others.listed}
        self._spoken = {
            guard.id: guard for guard in (*self._refusals.guards(), *(one.guard for one in self._talk))
        }
        self._of_theme = {theme: said[id_] for id_, themes in tables["referrals"].items() for theme in themes}
        self._sides = _Rules()
        for entry in tables["sides"]:
            _add_rule(self._sides, entry, _side(entry, said), classes)
        self._vocabulary = Vocabulary(classes, strict=classes)
        self._remembered = Memo(self._judged)

    @classmethod
    def load(cls, folder: Path = SCREENS) -> "Guardrails":
        """Read and compile the tables of ``folder``."""
        names = ("refusals", "smalltalk", "lookalikes", "redirects", "referrals", "sides")
        harmless = read_table(folder / "spelling.yaml")[HARMLESS]
        return cls({name: read_table(folder / f"{name}.yaml") for name in names}, harmless)

    def match(self, text: str) -> Guardrail | None:
        """What to say instead of searching the knowledge base, or None to let the question pass.

        Refusals come first, then small talk (the whole message must be small talk, so that 你好，燃气报警器
        装哪里 passes), then look-alikes, then the business of other authorities.
        """
        return self._remembered(text[:READ_AT_MOST])[0]

    def side(self, text: str) -> Guardrail | None:
        """The side of a subject that ``text`` asks for and hardly any article tells: what it costs."""
        return self._remembered(text[:READ_AT_MOST])[1]

    def sides_of(self, texts: Iterable[str]) -> frozenset[str]:
        """The ids of the sides that any of ``texts`` asks for."""
        sides = (_first(self._sides, self._vocabulary.spot(folded(text))) for text in texts)
        return frozenset(side.id for side in sides if side is not None)

    def of_theme(self, theme: str) -> Guardrail | None:
        """What is said to a message of this out-of-scope theme; None where it has many answers."""
        return self._of_theme.get(theme)

    def of_intent(self, kind: str) -> Guardrail:
        """What is said to this kind of talk, or of what is refused; ``KeyError`` where there is none."""
        return self._spoken[kind]

    def kinds(self, decision: Decision) -> frozenset[str]:
        """The ids of the sentences of talk, or of refusals."""
        return frozenset(guard.id for guard in self._spoken.values() if guard.decision is decision)

    def _judged(self, text: str) -> tuple[Guardrail | None, Guardrail | None]:
        """What ``match`` and ``side`` say; looking for the words costs most of it."""
        plain = folded(text)
        seen = self._vocabulary.spot(plain)
        return self._first_guard(plain, seen), _first(self._sides, seen)

    def _first_guard(self, plain: str, seen: Sighting) -> Guardrail | None:
        refused = _first(self._refusals, seen)
        if refused is not None:
            return refused
        packed = plain.replace(" ", "")
        for talk in self._talk:
            if found := talk.match(packed):
                return found
        if self._any_talk.match(packed):
            # 谢谢，明白了: of several kinds, the first in the order of the table.
            return next((talk.guard for talk in self._talk if talk.is_heard_in(packed)), self._empty)
        if len(packed) <= 1 and not packed.isdecimal():
            return self._empty
        if len(_KANA.findall(plain)) >= _JAPANESE:
            return self._foreign
        if not holds_chinese(plain):
            return self._without_chinese(plain)
        if len(plain) > _STORY:
            seen = self._vocabulary.spot(plain[-_ITS_QUESTION:])
        return _first(self._others, seen)

    def _without_chinese(self, plain: str) -> Guardrail | None:
        """Pinyin, AED, numbers, days (11.9) and standards (gb 17761) pass; the rest is not understood."""
        letters = _LETTER.findall(plain)
        if not letters:
            return None if _TELLING_NUMBER.fullmatch(plain) else self._empty
        if is_pinyin(plain):
            return None
        if not plain.isascii():
            return self._foreign
        words = re.findall("[a-z]{2,}", plain)
        if words and self._latin.issuperset(words):
            return None
        if len(words) < 2 and any(char.isdigit() for char in plain):
            return None
        return self._foreign if any(_VOWEL.search(word) for word in words) else self._empty


def _first(rules: _Rules, seen: Sighting) -> Guardrail | None:
    """The guard of the first rule, in the order of the tables, that fits what was seen."""
    touched = {number for token in seen for number in rules.by_token.get(token, ())}
    for number in sorted(touched):
        rule = rules.listed[number]
        if rule.unless.isdisjoint(seen) and any(pattern.find(seen) is not None for pattern in rule.patterns):
            return rule.guard
    return None


def _guard(decision: Decision, entry: Mapping[str, Any]) -> Guardrail:
    return Guardrail(
        decision,
        entry["id"],
        entry["reply"],
        is_firm=decision in _FIRM or bool(entry.get("firm")),
        yields_to=frozenset(entry.get("yields_to", ())),
        opens=entry.get("opens"),
    )


def _add_rules(
    rules: _Rules, entries: Iterable[Mapping[str, Any]], decision: Decision, classes: dict[str, list[str]]
) -> None:
    for entry in entries:
        _add_rule(rules, entry, _guard(decision, entry), classes)


def _add_rule(
    rules: _Rules, entry: Mapping[str, Any], guard: Guardrail, classes: dict[str, list[str]]
) -> None:
    patterns = tuple(Pattern.read(line) for line in entry["when"])
    unless = frozenset(entry.get("unless", ()))
    tokens = unless.union(*((*pattern.tokens, *pattern.absent) for pattern in patterns))
    classes |= {token: words_of(token, entry.get("classes", {})) for token in tokens}
    rules.add(_Rule(guard, patterns, unless))


def _side(entry: Mapping[str, Any], said: Mapping[str, Guardrail]) -> Guardrail:
    """The guard of a side: its own sentence, or that of another table's entry."""
    guard = _guard(Decision.FALLBACK, entry) if "reply" in entry else said[entry["says"]]
    return replace(
        guard,
        id=entry["id"],
        is_firm=False,
        of_danger=bool(entry.get("of_danger")),
        of_follow_ups=re.compile(entry["of_follow_ups"]) if "of_follow_ups" in entry else None,
    )


def _small_talk(entry: Mapping[str, Any], padding: Iterable[str]) -> _SmallTalk:
    words, form, anywhere = entry.get("words"), entry.get("form"), entry.get("anywhere")
    return _SmallTalk(
        _guard(Decision.SMALLTALK, entry),
        WholeMessage(words, padding) if words else None,
        re.compile(form) if form else None,
        re.compile(alternatives(anywhere)) if anywhere else None,
        entry.get("longest", 0),
    )
