"""Recognises a person in danger from one broken sentence and hands back the reviewed first help.

The rule: an event that could be happening now gets the emergency reply, also when it is put as a how-to
question (有人触电怎么办), because the reply begins with the number and the action. A question about
prevention, law, money, meaning or the past does not, nor a song, film, game or share that borrows the word.
Every word of it is in the tables under ``screens/``: ``words.yaml`` and ``spelling.yaml`` (word classes),
``contexts.yaml`` (what takes the danger out of a sentence; ``contexts.py`` reads it) and ``emergencies/``
(events, patterns, replies).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from core.yamls import parsed
from knowledge.normalising import READ_AT_MOST, folded
from knowledge.screening.contexts import Context, Message
from knowledge.screening.phrasing import Pattern, is_nameless, words_of
from knowledge.screening.spotting import HARMLESS, Hit, Sighting, Vocabulary
from knowledge.search.remembering import Memo

SCREENS: Final = Path(__file__).parent.parent / "screens"
FIRST_LINE_CHARACTERS: Final = 80
REPLY_BYTES: Final = 600

# Classes of words.yaml that the rule itself reads.
_CALLING_OUT: Final = ("crying", "howto")
_HELD_OFF_BY: Final = "not_happening"
_SIGNS: Final = ("gone_limp", "torn", "blood_seen", "short_breath", "struck", "stuck", "raging")


@dataclass(frozen=True, slots=True)
class Emergency:
    """Someone is in danger: what to tell them at once, and the article that says more.

    ``rank``: the greater, the graver. ``is_general``: only the distress was recognised, not what it comes
    from; then ``brief`` is its first line where the search adds what to do, so that both stand in what is
    read first. ``is_hint``: not even that is certain; ``is_trace``: one word of danger is all there is.
    ``is_partial``: tells of one thing among several in its article, so that who asks for the article is not
    told this. ``is_symptom``: tells what can be seen of somebody and not what did it. ``signs``: how many
    different signs of distress were seen (a body gone limp, something that rages …).
    """

    id: str
    article_id: str | None
    topics: tuple[str, ...]
    first_line: str
    reply: str
    rank: int = 0
    brief: str = ""
    is_general: bool = False
    is_hint: bool = False
    is_trace: bool = False
    is_partial: bool = False
    is_symptom: bool = False
    signs: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Event:
    help: Emergency
    unless: tuple[str, ...]
    despite: frozenset[str]
    alone: int | None
    """Counts in a longer message only beside a sign of distress: 救命，明天要答辩."""


class EmergencyScreen:
    """The reviewed table, compiled once; matching is pure and takes a fraction of a millisecond."""

    def __init__(
        self, words: Mapping[str, Any], contexts: Mapping[str, Any], events: Iterable[Mapping[str, Any]]
    ) -> None:
        """Raises ``ValueError`` naming the event whose table entry breaks a rule."""
        self._contexts = [Context.read(name, entry) for name, entry in contexts.items()]
        classes: dict[str, list[str]] = {name: list(listed) for name, listed in words["classes"].items()}
        strict = list(words["strict"])
        for context in self._contexts:
            classes[context.word_class] = list(contexts[context.name].get("words", ()))
            strict.append(context.word_class)
        classes[HARMLESS] = list(words[HARMLESS])
        self._events: list[_Event] = []
        self._patterns: list[tuple[Pattern, _Event]] = []
        for entry in events:
            event = _event(entry)
            self._events.append(event)
            self._patterns += [(Pattern.read(line), event) for line in entry["when"]]
        tokens = [token for pattern, _ in self._patterns for token in (*pattern.tokens, *pattern.absent)]
        tokens += [token for event in self._events for token in event.unless]
        # Two characters by sound are too little to go on where nobody thought about the class as a whole.
        for token in filter(is_nameless, tokens):
            classes[token] = words_of(token, classes)
            if any(len(word) < 3 for word in classes[token]):
                strict.append(token)
        _check_names(classes, contexts, self._patterns, self._events)
        self._by_token = _by_rarest_token(self._patterns)
        self._vocabulary = Vocabulary(
            classes,
            strict=strict,
            by_ear=words["by_ear"],
            never_misheard=words["never_misheard"],
            also_read=words["also_read"],
            looks_like=words["looks_like"],
        )
        self._remembered = Memo(self._gravest)
        self._set_aside = Memo(lambda text: self._rules_out(text, firmly=False))
        self._firmly_set_aside = Memo(lambda text: self._rules_out(text, firmly=True))

    @classmethod
    def load(cls, folder: Path = SCREENS) -> "EmergencyScreen":
        """Read and compile the tables of ``folder``."""
        events = [
            entry for file in sorted((folder / "emergencies").glob("*.yaml")) for entry in read_table(file)
        ]
        return cls(read_words(folder), read_table(folder / "contexts.yaml"), events)

    def emergencies(self) -> list[Emergency]:
        """Every help of the table, for those who review or print them."""
        return [event.help for event in self._events]

    def match(self, text: str) -> Emergency | None:
        """The help for the gravest event that ``text`` tells of, or None.

        Life before property, then the more specific event: that order is the rank in the table. ``why``
        of the result tells which words decided.
        """
        return self._remembered(text[:READ_AT_MOST])

    def match_together(self, previous: str, text: str) -> Emergency | None:
        """What only the words of two messages together name: 水一下子上来 after 跟团去赶海."""
        alone = self.match(text)
        if alone is not None and not alone.is_general:
            return None
        both = self.match(f"{previous} {text}")
        return both if both is not None and not both.is_general else None

    def names(self, text: str, event: str) -> bool:
        """Whether the words of ``text`` tell of ``event`` too, however grave what else they tell of is."""
        message = self._read(text[:READ_AT_MOST])
        return any(
            one.help.id == event
            and (hits := pattern.find(message.seen)) is not None
            and self._is_happening(pattern, one, hits, message)
            for pattern, one in self._patterns
        )

    def is_set_aside(self, text: str, *, firmly: bool = False, but: str = "") -> bool:
        """Whether something in ``text`` takes the danger out of all of it: a film, a fine.

        ``firmly``: by more than a word that may stand there by chance; ``but``: by another context than that.
        """
        if but:
            return self._rules_out(text[:READ_AT_MOST], firmly=firmly, but=but)
        return (self._firmly_set_aside if firmly else self._set_aside)(text[:READ_AT_MOST])

    def _rules_out(self, text: str, *, firmly: bool, but: str = "") -> bool:
        message = self._read(text)
        whole = (Hit(0, len(message.plain), message.plain, True),)
        contexts = [one for one in self._contexts if one.name != but and not (firmly and one.by_chance)]
        is_figure = not firmly and "figure" in message.seen
        return is_figure or any(one.rules(message, whole) for one in contexts)

    def _read(self, text: str) -> Message:
        plain = folded(text)
        return Message(text, plain, self._vocabulary.spot(plain))

    def _gravest(self, text: str) -> Emergency | None:
        message = self._read(text)
        seen = message.seen
        best: tuple[int, int, int] | None = None
        chosen: Emergency | None = None
        for token in seen:
            for order, pattern, event in self._by_token.get(token, ()):
                hits = pattern.find(seen)
                if hits is None:
                    continue
                key = (event.help.rank, len(pattern.tokens), -order)
                if best is not None and key <= best:
                    continue
                if not self._is_happening(pattern, event, hits, message):
                    continue
                best = key
                chosen = _explained(event.help, pattern, hits, seen)
        return chosen

    def _is_happening(self, pattern: Pattern, event: _Event, hits: tuple[Hit, ...], message: Message) -> bool:
        """Whether what ``pattern`` found as ``hits`` goes on now: not held off, set aside or too little."""
        seen = message.seen
        if pattern.weak and not any(name in seen for name in _CALLING_OUT):
            return False
        if any(name in seen for name in event.unless):
            return False
        if event.alone is not None and len(message.plain) > event.alone and not _signs(seen):
            return False
        if _is_held_off(pattern, hits, seen, message.plain):
            return False
        return not any(
            context.name not in event.despite and context.rules(message, hits) for context in self._contexts
        )


def _is_held_off(pattern: Pattern, hits: tuple[Hit, ...], seen: Sighting, plain: str) -> bool:
    """Whether 怕, 防止 or 没 stands right before the words: 怕煤气泄漏.

    Not in 好怕 煤气泄漏: a blank is where one thought ends and the next begins. Where one word alone decides,
    it counts as soon as one of its places stands free (怕着火 真着火了).
    """
    offs = seen.get(_HELD_OFF_BY)
    if not offs:
        return False
    # The 不 of 想不开 holds nothing off.
    words = {hit for found in seen.values() for hit in found if hit.end - hit.start > 1}
    ends = {
        place
        for off in offs
        if not any(word.start <= off.start and off.end < word.end for word in words)
        for place in (off.end, off.end + (plain[off.end : off.end + 1] != " "))
    }
    if len(pattern.tokens) == 1:
        return all(hit.start in ends for hit in seen[pattern.tokens[0]])
    return any(hit.start in ends for hit in hits)


def read_table(file: Path) -> Any:
    """The content of one YAML table."""
    return parsed(file.read_text("utf-8"))


def read_words(folder: Path) -> dict[str, Any]:
    """The word classes and how their words may be spelt."""
    return {**read_table(folder / "words.yaml"), **read_table(folder / "spelling.yaml")}


def _event(entry: Mapping[str, Any]) -> _Event:
    """One entry of a table.

    ``first`` and ``steps`` are the reply, ``article`` says more, ``when`` are patterns (``phrasing``), one
    of which must be found. ``unless``: classes whose words mean something else; ``despite``: contexts that
    take nothing out of it; ``alone``: in a message of more characters than this it counts only beside a sign
    of distress. ``checked`` says against what each sentence was read, for its reviewer. The rest:
    ``Emergency``.
    """
    steps = [f"{number}. {step}" for number, step in enumerate(entry["steps"], start=1)]
    emergency = Emergency(
        id=entry["id"],
        article_id=entry["article"],
        topics=tuple(entry["topics"]),
        first_line=entry["first"],
        reply="\n".join([entry["first"], *steps]),
        rank=entry["rank"],
        brief=entry.get("brief", entry["first"]),
        is_general=bool(entry.get("general")),
        is_hint=bool(entry.get("hint")),
        is_trace=bool(entry.get("trace")),
        is_partial=bool(entry.get("partial")),
        is_symptom=bool(entry.get("symptom")),
    )
    if len(emergency.first_line) > FIRST_LINE_CHARACTERS:
        raise ValueError(f"{emergency.id}: the first line has more than {FIRST_LINE_CHARACTERS} characters")
    if (size := len(emergency.reply.encode())) > REPLY_BYTES:
        raise ValueError(f"{emergency.id}: the reply has {size} bytes, more than {REPLY_BYTES}")
    return _Event(
        emergency,
        tuple(entry.get("unless", ())),
        frozenset(entry.get("despite", ())),
        entry.get("alone"),
    )


def _check_names(
    classes: Mapping[str, object],
    contexts: Mapping[str, object],
    patterns: list[tuple[Pattern, _Event]],
    events: list[_Event],
) -> None:
    for pattern, event in patterns:
        if unknown := [name for name in (*pattern.tokens, *pattern.absent) if name not in classes]:
            raise ValueError(f"{event.help.id}: {pattern.text!r} names unknown classes {unknown}")
    for event in events:
        unknown = [name for name in event.unless if name not in classes]
        unknown += [name for name in event.despite if name not in contexts]
        if unknown:
            raise ValueError(f"{event.help.id}: unless or despite names unknown {unknown}")


def _by_rarest_token(
    patterns: list[tuple[Pattern, _Event]],
) -> dict[str, list[tuple[int, Pattern, _Event]]]:
    """Each pattern under the token that the fewest patterns share, so that few are looked at for nothing."""
    uses: dict[str, int] = {}
    for pattern, _ in patterns:
        for token in pattern.tokens:
            uses[token] = uses.get(token, 0) + 1
    table: dict[str, list[tuple[int, Pattern, _Event]]] = {}
    for order, (pattern, event) in enumerate(patterns):
        rarest = min(pattern.tokens, key=lambda token: uses[token])
        table.setdefault(rarest, []).append((order, pattern, event))
    return table


def _signs(seen: Sighting) -> int:
    return sum(name in seen for name in _SIGNS)


def _explained(help_: Emergency, pattern: Pattern, hits: tuple[Hit, ...], seen: Sighting) -> Emergency:
    found = ", ".join(hit.word if hit.exact else f"{hit.word} (by sound)" for hit in hits)
    return replace(help_, signs=_signs(seen), why=f"pattern {pattern.text!r} found {found}")
