"""The inputs of a calculation: asked for on a form, read back, and told in words beside the trace."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from admin.forms import Choices, Field, NotFilledIn, Typed, whole_number
from core.clock import date_words
from core.types import Labelled
from tipoffs.rewards.money import plain, typed_fen, written
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.methods import Range, TwoStage
from tipoffs.rewards.reckoning.rulebook import Rule, RuleSet
from tipoffs.rewards.words import Exclusion, Grade, MatterKind, Relation, Stage

W = TypeVar("W", bound=Labelled)

MOST_PEOPLE = 6
_NOT_KNOWN = ("", "不填")


def choices_of(words: Iterable[Labelled], first: tuple[str, str] | None = None) -> Choices:
    """The words of a list, for a form."""
    return [*([first] if first else []), *((one.value, one.label) for one in words)]


def fact_fields(kind: MatterKind | None, sets: Sequence[RuleSet], facts: Facts | None = None) -> list[Field]:
    """What the rules of these sets may ask about such a matter (any matter, where none is named).

    ``facts`` are those that were given before; the form shows them.
    """
    rules = [rule for one in sets for rule in one.rules if kind is None or kind in rule.kinds]
    known = facts or Facts(MatterKind.VIOLATION, date.min)
    return [
        Field(
            "relation", "举报人和这家单位的关系", "choice", choices_of(Relation), value=known.relation.value
        ),
        *_about_the_matter(kind, known),
        *_named_by_rules(rules, known),
        *([_stage(known)] if kind is None and any(isinstance(one.method, TwoStage) for one in rules) else []),
        *_decided_by_hand(known),
    ]


def _about_the_matter(kind: MatterKind | None, known: Facts) -> Iterator[Field]:
    """What only some matters have: a fine, the dead of a concealed accident, those who got away in time."""
    if kind in (None, MatterKind.MAJOR_HAZARD, MatterKind.VIOLATION):
        hint = "处罚决定书上的罚款合计；没有罚款写0，还没有作出决定就空着。"
        fine = _amount(known.penalty_fen)
        yield Field("penalty", "行政处罚金额（元）", is_required=False, hint=hint, value=fine, most=20)
    if kind in (None, MatterKind.CONCEALED):
        deaths, grade = _number(known.concealed_deaths), known.grade.value if known.grade else ""
        grades = choices_of(Grade, ("", "按死亡人数"))
        yield Field("deaths", "核实的瞒报、谎报死亡人数", is_required=False, value=deaths, most=MOST_PEOPLE)
        yield Field("grade", "事故等级", "choice", grades, is_required=False, value=grade)
    if kind in (None, MatterKind.NATURAL):
        saved = _number(known.people_saved)
        yield Field("saved", "成功避险人数", is_required=False, value=saved, most=MOST_PEOPLE)


def _named_by_rules(rules: Sequence[Rule], known: Facts) -> Iterator[Field]:
    """What these rules tell apart by words of their own; nothing is asked that none of them names."""
    for name, label, words, chosen in (
        ("level", "规则里的等级", {one.level for one in rules}, known.level),
        ("scenario", "规则里的情形", {one.scenario for one in rules}, known.scenario),
        ("evidence", "证据等次", {tier for one in rules for tier in _tiers(one)}, known.evidence),
        ("cap_break", "超过上限的理由", {why for one in rules for why in one.cap_breakable_by},
         known.cap_break),
    ):  # fmt: skip
        if named := sorted(word for word in words if word):
            choices = [_NOT_KNOWN, *((word, word) for word in named)]
            yield Field(name, label, "choice", choices, is_required=False, value=chosen or "")


def _stage(known: Facts) -> Field:
    return Field("stage", "哪一步奖励", "choice", choices_of(Stage), value=known.stage.value)


def _decided_by_hand(known: Facts) -> list[Field]:
    hint = "规则只定了幅度，或者要人工核定时才填。"
    chosen = _amount(known.chosen_fen)
    return [
        Field("chosen", "核定金额（元）", is_required=False, hint=hint, value=chosen, most=20),
        Field("excluded", "不予奖励的情形（核实有才勾）", "many", choices_of(Exclusion), is_required=False,
              value=" ".join(known.exclusions)),
    ]  # fmt: skip


def read_facts(typed: Typed, kind: MatterKind, accepted_on: date) -> Facts:
    """The facts of a form; ``NotFilledIn`` says what cannot be read."""
    return Facts(
        kind=kind,
        accepted_on=accepted_on,
        level=typed.text("level") or None,
        scenario=typed.text("scenario") or None,
        relation=word(Relation, typed.text("relation")) or Relation.CITIZEN,
        stage=word(Stage, typed.text("stage")) or Stage.WHOLE,
        penalty_fen=money(typed, "penalty", "行政处罚金额"),
        concealed_deaths=_people(typed, "deaths", "死亡人数"),
        grade=word(Grade, typed.text("grade")),
        evidence=typed.text("evidence") or None,
        people_saved=_people(typed, "saved", "避险人数"),
        chosen_fen=money(typed, "chosen", "核定金额"),
        cap_break=typed.text("cap_break") or None,
        exclusions=frozenset(found for one in typed.all("excluded") if (found := word(Exclusion, one))),
    )


def told(facts: Facts) -> list[tuple[str, str]]:
    """The inputs as a clerk reads them; what is not known is left out."""
    lines: list[tuple[str, str | None]] = [
        ("事项", facts.kind.label),
        ("受理日期", date_words(facts.accepted_on)),
        ("举报人", facts.relation.label),
        ("哪一步", facts.stage.label if facts.stage is not Stage.WHOLE else None),
        ("行政处罚", _money_words(facts.penalty_fen)),
        ("死亡人数", _number_words(facts.concealed_deaths)),
        ("事故等级", facts.grade and facts.grade.label),
        ("避险人数", _number_words(facts.people_saved)),
        ("等级", facts.level),
        ("情形", facts.scenario),
        ("证据等次", facts.evidence),
        ("核定金额", _money_words(facts.chosen_fen)),
        ("超过上限的理由", facts.cap_break),
        ("前一步已奖励", _money_words(facts.paid_before_fen or None)),
        ("不予奖励的情形", "、".join(sorted(one.label for one in facts.exclusions))),
    ]
    return [(name, words) for name, words in lines if words]


def word(words: type[W], value: str) -> W | None:
    """The word of a form; None for none."""
    return next((one for one in words if one.value == value), None)


def money(typed: Typed, name: str, what: str) -> int | None:
    """An amount in fen; None where nothing was typed."""
    text = typed.text(name)
    if not text:
        return None
    try:
        return typed_fen(text)
    except ValueError as error:
        raise NotFilledIn(f"{what}请写成数字，最多两位小数。") from error


def _people(typed: Typed, name: str, what: str) -> int | None:
    text = typed.text(name)
    if not text:
        return None
    number = whole_number(text, MOST_PEOPLE)
    if number is None:
        raise NotFilledIn(f"{what}请写成整数。")
    return number


def _tiers(rule: Rule) -> Iterable[str]:
    return (*rule.method.tiers, *rule.method.scores) if isinstance(rule.method, Range) else ()


def _amount(fen: int | None) -> str:
    """An amount as it is typed; empty where it is not known."""
    return "" if fen is None else plain(fen)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _money_words(fen: int | None) -> str | None:
    return None if fen is None else written(fen)


def _number_words(number: int | None) -> str | None:
    return None if number is None else f"{number}人"
