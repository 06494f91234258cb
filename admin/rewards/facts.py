"""The inputs of a calculation: asked for on a form, read back, and told in words beside the trace."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from admin.forms import Choices, Field, NotFilledIn, Typed, whole_number
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
    """What the rules of these sets may ask about such a matter (any matter, where none is named)."""
    rules = [rule for one in sets for rule in one.rules if kind is None or kind in rule.kinds]
    fields = [
        Field("relation", "举报人和这家单位的关系", "choice", choices_of(Relation),
              value=facts.relation if facts else Relation.CITIZEN.value),
    ]  # fmt: skip
    if kind in (None, MatterKind.MAJOR_HAZARD, MatterKind.VIOLATION):
        hint = "处罚决定书上的罚款合计；没有罚款写0，还没有作出决定就空着。"
        value = plain(facts.penalty_fen) if facts and facts.penalty_fen is not None else ""
        fields.append(
            Field("penalty", "行政处罚金额（元）", is_required=False, hint=hint, value=value, most=20)
        )
    if kind in (None, MatterKind.CONCEALED):
        deaths = "" if facts is None or facts.concealed_deaths is None else str(facts.concealed_deaths)
        fields += [
            Field("deaths", "核实的瞒报、谎报死亡人数", is_required=False, value=deaths, most=MOST_PEOPLE),
            Field("grade", "事故等级", "choice", choices_of(Grade, ("", "按死亡人数")), is_required=False,
                  value=facts.grade or "" if facts else ""),
        ]  # fmt: skip
    if kind in (None, MatterKind.NATURAL):
        saved = "" if facts is None or facts.people_saved is None else str(facts.people_saved)
        fields.append(Field("saved", "成功避险人数", is_required=False, value=saved, most=MOST_PEOPLE))
    kept = facts or Facts(MatterKind.VIOLATION, date.min)
    for name, label, words, chosen_word in (
        ("level", "规则里的等级", {one.level for one in rules}, kept.level),
        ("scenario", "规则里的情形", {one.scenario for one in rules}, kept.scenario),
        ("evidence", "证据等次", {tier for one in rules for tier in _tiers(one)}, kept.evidence),
        ("cap_break", "超过上限的理由", {why for one in rules for why in one.cap_breakable_by},
         kept.cap_break),
    ):  # fmt: skip
        known = sorted(word for word in words if word)
        if known:
            choices = [_NOT_KNOWN, *((word, word) for word in known)]
            fields.append(Field(name, label, "choice", choices, is_required=False, value=chosen_word or ""))
    if any(isinstance(one.method, TwoStage) for one in rules) and kind is None:
        fields.append(Field("stage", "哪一步奖励", "choice", choices_of(Stage), value=kept.stage.value))
    chosen = plain(kept.chosen_fen) if kept.chosen_fen is not None else ""
    hint = "规则只定了幅度，或者要人工核定时才填。"
    fields += [
        Field("chosen", "核定金额（元）", is_required=False, hint=hint, value=chosen, most=20),
        Field("excluded", "不予奖励的情形（核实有才勾）", "many", choices_of(Exclusion), is_required=False,
              value=" ".join(kept.exclusions)),
    ]  # fmt: skip
    return fields


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
        ("受理日期", facts.accepted_on.isoformat()),
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


def _money_words(fen: int | None) -> str | None:
    return None if fen is None else written(fen)


def _number_words(number: int | None) -> str | None:
    return None if number is None else f"{number}人"
