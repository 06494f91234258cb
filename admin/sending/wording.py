"""A segment in words, and as the fields of its form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from admin.forms import Choices, Typed
from admin.marks import row_numbers
from campaigns.audiences.known_deeds import KnownDeed
from campaigns.audiences.spec import Done, Spec
from followers.topics import Topics
from places.regions import Level, RegionTree

DONE_THINGS = ("做过", "没做过")
MOST_DONE = 6
"""How many rows the form has; it always has one empty row more than a segment asks for."""
_SEVERAL = ("regions", "settings", "interests", "tags", "topics")


def in_words(
    spec: Spec, topics: Topics, tree: RegionTree, titles: Mapping[Done, str]
) -> Sequence[tuple[str, str]]:
    """What a segment asks for, line by line; a code that nobody knows any more stands as it is.

    ``titles`` says what people did by name (``histories.titles_of``).
    """
    return list(_lines(spec, topics, tree, titles))


def _lines(
    spec: Spec, topics: Topics, tree: RegionTree, titles: Mapping[Done, str]
) -> Iterator[tuple[str, str]]:
    def named(codes: Sequence[str]) -> str:
        found = ((topics.find(code), code) for code in codes)
        return "、".join(topic.name if topic else code for topic, code in found)

    if spec.regions:
        yield "区划", "、".join(tree.full_name(code) or code for code in spec.regions)
    if spec.settings:
        yield "五进场景", named(spec.settings)
    if spec.interests:
        yield "想收的内容", named(spec.interests)
    if spec.tags:
        yield "平台标签", "、".join(spec.tags)
    if spec.scenes:
        yield "扫过的二维码", "、".join(spec.scenes)
    if spec.followed_since or spec.followed_until:
        yield "关注的日期", f"{spec.followed_since or '最早'}到{spec.followed_until or '现在'}"
    if spec.seen_within_days:
        yield "最近来过", f"{spec.seen_within_days}天以内"
    if spec.not_seen_for_days:
        yield "没有来过", f"至少{spec.not_seen_for_days}天"
    for one in spec.done:
        days = f"（{one.within_days}天以内）" if one.within_days else ""
        yield DONE_THINGS[0 if one.did else 1], f"{titles.get(one, one.code)}{days}"
    if spec.topics:
        yield "不发给退订了", named(spec.topics)


def spec_from(form: Typed) -> Spec:
    """The segment that a form describes."""
    return Spec(
        **{name: tuple(dict.fromkeys(form.all(name))) for name in _SEVERAL},
        scenes=tuple(dict.fromkeys(form.words("scenes"))),
        followed_since=form.day_or_none("followed_since", "从哪天起关注"),
        followed_until=form.day_or_none("followed_until", "到哪天为止关注"),
        seen_within_days=form.number_or_none("seen_within_days", "最近几天来过"),
        not_seen_for_days=form.number_or_none("not_seen_for_days", "多少天没有来过"),
        done=tuple(_done_of(form)),
    )


def _done_of(form: Typed) -> Iterator[Done]:
    """What the rows of the form say that somebody did or did not; a row without a thing says nothing."""
    rows = (name for name in form.fields if name.startswith("done_") and name.endswith("_what"))
    for number in sorted(row_numbers(name.split("_")[1] for name in rows)):
        history, _, code = form.text(f"done_{number}_what").partition(":")
        if history and code:
            days = form.number_or_none(f"done_{number}_days", "几天以内")
            yield Done(history, code, days, form.text(f"done_{number}") != "no")


def form_of(spec: Spec, **more: str) -> Typed:
    """A segment as what somebody would have typed."""
    fields = {name: list(getattr(spec, name)) for name in _SEVERAL}
    fields["scenes"] = [" ".join(spec.scenes)]
    for name in ("followed_since", "followed_until", "seen_within_days", "not_seen_for_days"):
        fields[name] = [str(getattr(spec, name) or "")]
    for number, one in enumerate(spec.done):
        fields[f"done_{number}"] = ["yes" if one.did else "no"]
        fields[f"done_{number}_what"] = [f"{one.history}:{one.code}"]
        fields[f"done_{number}_days"] = [str(one.within_days or "")]
    return Typed(fields | {name: [value] for name, value in more.items()})


@dataclass(frozen=True, slots=True)
class Picks:
    """What one can pick among; what a segment names already is among it, known or not."""

    regions: Choices
    settings: Choices
    interests: Choices
    tags: Choices
    topics: Choices
    deeds: Choices
    rows: int
    """How many rows there are for what somebody did."""


def picks(
    topics: Topics, tree: RegionTree, tags: Sequence[str], deeds: Sequence[KnownDeed], spec: Spec
) -> Picks:
    """What the form of a segment offers to tick."""
    towns = [(one.code, one.name) for one in tree.at_level(Level.TOWN)]
    subjects = [(one.code, one.name) for one in topics.subjects]
    settings = [(one.code, one.name) for one in topics.settings]
    return Picks(
        _with(towns, [(code, tree.full_name(code) or code) for code in spec.regions]),
        _with(settings, [(code, code) for code in spec.settings]),
        _with(subjects, [(code, code) for code in spec.interests]),
        _with([(name, name) for name in tags], [(name, name) for name in spec.tags]),
        _with(subjects, [(code, code) for code in spec.topics]),
        _with(
            [(f"{one.kind.value}:{one.code}", f"{one.kind.label}：{one.title}") for one in deeds],
            [(f"{one.history}:{one.code}", f"{one.history}：{one.code}") for one in spec.done],
        ),
        max(MOST_DONE, len(spec.done) + 1),
    )


def _with(known: Choices, named: Choices) -> Choices:
    there = {code for code, _ in known}
    return [*known, *(one for one in named if one[0] not in there)]
