"""Cases as they come every month, to see at a glance what another rule set would change. Pure."""

from dataclasses import dataclass
from datetime import date

from tipoffs.rewards.money import FEN
from tipoffs.rewards.reckoning.comparing import Comparison, compare
from tipoffs.rewards.reckoning.facts import Earned, Facts
from tipoffs.rewards.reckoning.rulebook import RuleSet
from tipoffs.rewards.words import Exclusion, MatterKind, Relation

_WAN = 10_000 * FEN


@dataclass(frozen=True, slots=True)
class Typical:
    """One such case under both sets."""

    label: str
    found: Comparison


def typical_cases(on: date) -> list[tuple[str, Facts]]:
    """The cases, accepted on this day; the penalties are those of the vectors of the national rule."""
    major, concealed = MatterKind.MAJOR_HAZARD, MatterKind.CONCEALED
    small = Earned(on, 500 * FEN, MatterKind.GENERAL_HAZARD)
    employee = Relation.EMPLOYEE
    return [
        ("重大事故隐患，罚款1万元", Facts(major, on, penalty_fen=_WAN)),
        ("重大事故隐患，罚款10万元", Facts(major, on, penalty_fen=10 * _WAN)),
        ("重大事故隐患，罚款300万元", Facts(major, on, penalty_fen=300 * _WAN)),
        ("重大事故隐患，没有罚款", Facts(major, on, penalty_fen=0)),
        ("本单位从业人员举报，罚款10万元", Facts(major, on, penalty_fen=10 * _WAN, relation=employee)),
        ("本单位从业人员举报，罚款300万元", Facts(major, on, penalty_fen=300 * _WAN, relation=employee)),
        ("违法行为，罚款3万元", Facts(MatterKind.VIOLATION, on, penalty_fen=3 * _WAN)),
        ("瞒报一般事故，死亡2人", Facts(concealed, on, concealed_deaths=2)),
        ("瞒报较大事故，死亡8人", Facts(concealed, on, concealed_deaths=8)),
        ("一般隐患", Facts(MatterKind.GENERAL_HAZARD, on)),
        ("一般隐患，同一人当月第三件", Facts(MatterKind.GENERAL_HAZARD, on, earned=(small, small))),
        ("自然灾害险情，成功避险5人", Facts(MatterKind.NATURAL, on, people_saved=5)),
        (
            "监管人员自己举报，罚款10万元",
            Facts(major, on, penalty_fen=10 * _WAN, exclusions=frozenset({Exclusion.DUTY_STAFF})),
        ),
    ]  # fmt: skip


def tried(old: RuleSet, new: RuleSet, on: date) -> list[Typical]:
    """Each typical case of which one of the sets knows something."""
    made = [Typical(label, compare(old, new, facts)) for label, facts in typical_cases(on)]
    return [one for one in made if one.found.old.decision or one.found.new.decision]
