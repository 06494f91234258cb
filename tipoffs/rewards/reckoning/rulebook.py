"""Rule sets as values, and which of them is in force where and when. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.errors import RuleViolation
from core.types import Labelled
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.methods import Method
from tipoffs.rewards.words import Exclusion, MatterKind, Relation

NATIONAL = "national"
GENERAL = "general"
NOT_IN_SET = "《{name}》里没有适用于这一事项的规则。"


class Standing(Labelled):
    """Whether a set may be used as it stands."""

    IN_FORCE = "in_force", "可以使用"
    REFERENCE = "reference", "供参照，本地法规科对照原文核对后才可启用"


class UpliftOrder(Labelled):
    """Whether the ceiling holds after an uplift or the uplift lifts the ceiling too."""

    BEFORE_CAP = "before_cap", "先提高，后封顶"
    AFTER_CAP = "after_cap", "先封顶，后提高"


class ZeroPenalty(Labelled):
    """What a share of no penalty is worth."""

    FLOOR = "floor", "取下限"
    MANUAL = "manual", "人工核定"


class Identity(Labelled):
    """Who may be paid at all."""

    REAL_NAME_ONLY = "real_name_only", "只奖励实名举报人"
    ANONYMOUS_WITH_CODE = "anonymous_with_code", "匿名举报人凭查询码也可以领奖"


class Several(Labelled):
    """Who of several reporters of one matter is paid."""

    FIRST_EFFECTIVE = "first_effective", "奖励最先有效举报人"
    DECISIVE_SECOND = "decisive_second", "后一举报对查实起决定作用的也可以奖励"


class Joint(Labelled):
    """What becomes of a tip with several signatures."""

    FIRST_SIGNATORY = "first_signatory", "第一署名人领取"
    SPLIT_EQUALLY = "split_equally", "平均分配"


class DayKind(Labelled):
    """How days are counted."""

    NATURAL = "natural", "自然日"
    WORKING = "working", "工作日"


@dataclass(frozen=True, slots=True)
class Payees:
    """Who is paid."""

    identity: Identity
    several: Several
    joint: Joint


@dataclass(frozen=True, slots=True)
class Uplift:
    """More for a reporter who is close to the place, and the proof it takes."""

    relation: Relation
    points: int
    order: UpliftOrder
    cap: int | None = None
    proof: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that one reporter is awarded in a period for one kind: an amount or a number of times."""

    period: str
    fen: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """Up to this amount (None: any) so many people approve, each with the permission of their place."""

    up_to: int | None
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """How long a reward may be claimed, and by how much a reasoned extension may add to it."""

    days: int
    kind: DayKind
    extension_days: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What a set says beside its amounts."""

    payees: Payees
    uplifts: tuple[Uplift, ...]
    limits: tuple[Limit, ...]
    exclusions: frozenset[Exclusion]
    ladder: tuple[Rung, ...]
    window: Window
    filing: str | None
    notice_days: int | None
    appeal_days: int
    budget_line: str
    revisit_days: tuple[int, ...]

    def uplift_for(self, relation: Relation) -> Uplift | None:
        """The uplift of a relation, if there is one."""
        return next((one for one in self.uplifts if one.relation is relation), None)

    def rung_for(self, fen: int) -> Rung:
        """Who must approve an amount; the last rung knows no limit."""
        return next(one for one in self.ladder if one.up_to is None or fen <= one.up_to)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one sort of matter is rewarded."""

    code: str
    kinds: frozenset[MatterKind]
    method: Method
    clause: str
    level: str | None = None
    scenario: str | None = None
    title: str = ""
    relations: frozenset[Relation] = frozenset()
    floor: int | None = None
    cap: int | None = None
    cap_breakable_by: tuple[str, ...] = ()
    zero_penalty: ZeroPenalty = ZeroPenalty.MANUAL

    def fits(self, facts: Facts) -> bool:
        """Whether this is the rule for such a matter."""
        return (
            facts.kind in self.kinds
            and self.level in (None, facts.level)
            and self.scenario in (None, facts.scenario)
            and (not self.relations or facts.relation in self.relations)
        )

    @property
    def closeness(self) -> tuple[bool, bool, bool]:
        """Where two rules fit, the one that says more is meant."""
        return (self.scenario is not None, self.level is not None, bool(self.relations))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one place and time, with the document they stand on."""

    id: str
    locality: str
    name: str
    domain: str
    standing: Standing
    begins: date
    ends: date | None
    basis: str
    evidence: str
    source: str
    policy: Policy
    rules: tuple[Rule, ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def is_in_force(self, on: date) -> bool:
        """Whether it held on this day, the first and the last included."""
        return self.begins <= on and (self.ends is None or on <= self.ends)

    def rule_for(self, facts: Facts) -> Rule | None:
        """The closest rule that fits."""
        fitting = [rule for rule in self.rules if rule.fits(facts)]
        return max(fitting, key=lambda rule: rule.closeness, default=None)


class NoRule(RuleViolation):
    """No rule set in force on that day says anything about such a matter."""

    sentence = "受理当日没有适用的奖励规则，请法规科核对规则表。"


@dataclass(frozen=True, slots=True)
class Found:
    """The rule that applies, and the set it stands in."""

    rules: RuleSet
    rule: Rule


class RuleBook:
    """Every rule set that was read."""

    def __init__(self, sets: Iterable[RuleSet]) -> None:
        self.sets: Sequence[RuleSet] = sorted(sets, key=lambda one: one.id)

    def named(self, set_id: str) -> RuleSet:
        """The set of this id; ``NoRule`` if there is none."""
        for one in self.sets:
            if one.id == set_id:
                return one
        raise NoRule(f"没有编号是“{set_id}”的奖励规则。")

    def in_force(
        self, localities: Sequence[str], on: date, domain: str = GENERAL, *, with_references: bool = False
    ) -> list[RuleSet]:
        """The sets to look through on this day, the closest first.

        ``localities`` are the names of a place, the closest first (district, city, province). A branch's own
        rules come before general ones (《奖励办法》第二条: 行业另有规定的从其规定), and a locality's before
        the nation's. Sets for reference only count where they are asked for: nobody has confirmed them.
        """
        places = [*localities, NATIONAL]
        order = [(place, branch) for branch in dict.fromkeys((domain, GENERAL)) for place in places]
        found = [
            one
            for one in self.sets
            if (one.locality, one.domain) in order
            and one.is_in_force(on)
            and (with_references or one.standing is Standing.IN_FORCE)
        ]
        return sorted(found, key=lambda one: order.index((one.locality, one.domain)))

    def find(
        self,
        localities: Sequence[str],
        facts: Facts,
        domain: str = GENERAL,
        *,
        with_references: bool = False,
    ) -> Found:
        """The rule in force on the day the tip was accepted; ``NoRule`` if no set has one."""
        for one in self.in_force(localities, facts.accepted_on, domain, with_references=with_references):
            if (rule := one.rule_for(facts)) is not None:
                return Found(one, rule)
        raise NoRule

    def found_in(self, set_id: str, facts: Facts) -> Found:
        """The rule of one set, whatever the day; for trying."""
        rules = self.named(set_id)
        rule = rules.rule_for(facts)
        if rule is None:
            raise NoRule(NOT_IN_SET.format(name=rules.name))
        return Found(rules, rule)
