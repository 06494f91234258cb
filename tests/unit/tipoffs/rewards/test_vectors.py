"""The amounts that the rule sets must give, written down before the engine was."""

from datetime import date
from typing import Any

import pytest

from core.types import member_of
from tipoffs.rewards.money import fen_of
from tipoffs.rewards.payees import NobodyToPay, Teller, choose
from tipoffs.rewards.reckoning.facts import Earned, Facts
from tipoffs.rewards.reckoning.reading import read_rulebook
from tipoffs.rewards.reckoning.rulebook import RuleBook
from tipoffs.rewards.reckoning.rules import Decision, work_out
from tipoffs.rewards.words import Exclusion, Grade, MatterKind, Outcome, Relation, Stage, Why

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The project's own rule sets."""
    return read_rulebook()


def decided(book: RuleBook, set_id: str, kind: MatterKind = MatterKind.VIOLATION, **given: Any) -> Decision:
    facts = Facts(kind=kind, accepted_on=DAY, **given)
    return work_out(book.found_in(set_id, facts), facts)


@pytest.mark.parametrize(
    ("penalty", "reward"),
    [
        ("10000", "3000"),
        ("20000", "3000"),
        ("20001", "3000.15"),
        ("100000", "15000"),
        ("2000000", "300000"),
        ("3000000", "300000"),
        ("20000.01", "3000"),  # 3,000.0015: less than half a fen
        ("20000.04", "3000.01"),  # 3,000.006: half a fen or more
        ("20000.10", "3000.02"),  # 3,000.015: exactly half a fen
    ],
)
def test_national_rule_for_major_hazards(book: RuleBook, penalty: str, reward: str) -> None:
    assert decided(book, "national-2018", penalty_fen=fen_of(penalty)).fen == fen_of(reward)


@pytest.mark.parametrize(
    ("grade", "deaths", "reward"),
    [
        (Grade.GENERAL, 2, 60_000),
        (Grade.LARGER, 7, 280_000),
        (Grade.LARGER, 8, 300_000),
        (Grade.MAJOR, 10, 300_000),
        (Grade.GRAVEST, 6, 300_000),
        (None, 2, 60_000),
        (None, 7, 280_000),
    ],
)
def test_national_rule_for_concealed_accidents(
    book: RuleBook, grade: Grade | None, deaths: int, reward: int
) -> None:
    decision = decided(book, "national-2018", MatterKind.CONCEALED, grade=grade, concealed_deaths=deaths)
    assert decision.fen == fen_of(reward)


@pytest.mark.parametrize(
    ("set_id", "relation", "penalty", "reward"),
    [
        ("xiamen-2021", Relation.EMPLOYEE, 3_000_000, 390_000),
        ("xiamen-2021", Relation.CITIZEN, 3_000_000, 300_000),
        ("rizhao-2022", Relation.EMPLOYEE, 1_200_000, 500_000),
        ("rizhao-2022", Relation.FAMILY, 100_000, 60_000),
        ("shandong-2022", Relation.CITIZEN, 1_000, 5_000),
        ("mining-trial", Relation.CITIZEN, 100_000, None),
        ("luoyang-2024", Relation.CITIZEN, 1_000_000, 150_000),
    ],
)
def test_local_rules_pay_their_share_of_the_penalty(
    book: RuleBook, set_id: str, relation: Relation, penalty: int, reward: int | None
) -> None:
    level = None if reward else "二级举报"
    decision = decided(book, set_id, relation=relation, penalty_fen=fen_of(penalty), level=level)
    assert decision.fen == fen_of(reward or 12_000)


@pytest.mark.parametrize(
    ("set_id", "kind", "given", "reward"),
    [
        ("shenzhen-2024", "general_hazard", {}, 500),
        ("shanwei-2022", "general_hazard", {"scenario": "电动自行车室内停放充电"}, 200),
        ("shanwei-2022", "general_hazard", {"scenario": "三合一场所住人"}, 500),
        ("jian-2022", "concealed_accident", {"level": "特别重大事故"}, 30_000),
        ("jimei-2005", "general_hazard", {"evidence": "二档"}, 400),
        ("jimei-2005", "violation", {"level": "特大", "evidence": "二档"}, 5_000),
        ("fuzhou-2021", "general_hazard", {"level": "中"}, 300),
        ("baiyin-2017", "violation", {"scenario": "非法储存"}, 1_000),
        ("kunming-trial", "violation", {}, 1_000),
        ("baoxing-geology", "natural_sign", {"level": "大型"}, 3_000),
        ("yiyang-2025", "natural_sign", {"people_saved": 2}, 1_000),
        ("yiyang-2025", "natural_sign", {"people_saved": 3}, 2_000),
        ("yiyang-2025", "natural_sign", {"people_saved": 29}, 4_000),
        ("yiyang-2025", "natural_sign", {"people_saved": 30}, 8_000),
        ("zhejiang-2020", "concealed_accident", {"grade": Grade.MAJOR, "concealed_deaths": 2}, 100_000),
    ],
)
def test_local_rules_pay_the_amount_of_their_table(
    book: RuleBook, set_id: str, kind: str, given: dict[str, Any], reward: int
) -> None:
    decision = decided(book, set_id, member_of(MatterKind, kind), **given)
    assert (decision.outcome, decision.fen) == (Outcome.AWARD, fen_of(reward))


@pytest.mark.parametrize(
    ("set_id", "kind", "given", "least", "most"),
    [
        (
            "unnamed-2023",
            "general_hazard",
            {"scenario": "限期整改", "evidence": "基本属实、有部分线索"},
            0,
            300,
        ),
        (
            "unnamed-2023",
            "general_hazard",
            {"scenario": "限期整改", "evidence": "情况准确、证据齐全"},
            0,
            500,
        ),
        ("unnamed-2023", "violation", {"scenario": "罚款"}, 0, 3_000),
        ("jian-2022", "general_hazard", {}, 500, 2_000),
        ("shandong-2022", "general_hazard", {}, 500, 5_000),
        ("shandong-2022", "violation", {"level": "10至30万元档"}, 100_000, 300_000),
        ("zhejiang-fire-2010", "general_hazard", {}, 50, 500),
        ("yueyang-2020", "natural_sign", {"relation": Relation.PATROLLER}, 300, 500),
        ("yueyang-2020", "natural_sign", {}, 400, 800),
        ("yueyang-2020", "natural_sign", {"level": "特大"}, 3_000, 5_000),
        ("city-555", "violation", {}, 50, 10_000),
    ],
)
def test_a_range_leaves_the_choice_to_a_person_within_its_bounds(
    book: RuleBook, set_id: str, kind: str, given: dict[str, Any], least: int, most: int
) -> None:
    asked = decided(book, set_id, member_of(MatterKind, kind), **given)
    assert (asked.outcome, asked.why) == (Outcome.MANUAL, Why.CHOICE_NEEDED)
    assert (asked.least, asked.most) == (fen_of(least), fen_of(most))
    assert decided(book, set_id, member_of(MatterKind, kind), chosen_fen=fen_of(most), **given).fen == fen_of(
        most
    )
    over = decided(book, set_id, member_of(MatterKind, kind), chosen_fen=fen_of(most) + 1, **given)
    assert over.outcome is Outcome.MANUAL
    lowest = decided(book, set_id, member_of(MatterKind, kind), chosen_fen=fen_of(least), **given)
    assert lowest.fen == fen_of(least)
    if least:
        under = decided(book, set_id, member_of(MatterKind, kind), chosen_fen=fen_of(least) - 1, **given)
        assert under.outcome is Outcome.MANUAL


@pytest.mark.parametrize(
    ("set_id", "kind", "given", "why"),
    [
        ("longhua-2022", "violation", {"penalty_fen": 1}, Why.AMOUNT_UNKNOWN),
        ("longyan-2021", "violation", {"stage": Stage.VERIFY}, Why.AMOUNT_UNKNOWN),
        ("longyan-2021", "violation", {}, Why.STAGE_UNKNOWN),
        ("baoxing-geology", "natural_sign", {"level": "巨型"}, Why.AMOUNT_UNKNOWN),
        (
            "zhejiang-2020",
            "concealed_accident",
            {"grade": Grade.GRAVEST, "concealed_deaths": 2},
            Why.TIER_MISSING,
        ),
        ("national-2018", "violation", {}, Why.PENALTY_UNKNOWN),
        ("national-2018", "violation", {"penalty_fen": 0}, Why.ZERO_PENALTY),
    ],
)
def test_what_the_text_does_not_say_is_not_made_up(
    book: RuleBook, set_id: str, kind: str, given: dict[str, Any], why: Why
) -> None:
    decision = decided(book, set_id, member_of(MatterKind, kind), **given)
    assert (decision.outcome, decision.fen, decision.why) == (Outcome.MANUAL, None, why)


def test_longhua_pays_one_reporter_a_thousand_yuan_a_month_of_one_kind(book: RuleBook) -> None:
    kind = MatterKind.GENERAL_HAZARD
    earlier = [Earned(date(2026, 11, day), fen_of(500), kind) for day in (3, 9)]
    noise = [
        Earned(date(2026, 10, 30), fen_of(500), kind),
        Earned(date(2026, 11, 3), fen_of(500), MatterKind.VIOLATION),
        Earned(date(2025, 11, 3), fen_of(500), kind),
    ]
    second = decided(book, "longhua-2022", kind, earned=(*earlier[:1], *noise))
    third = decided(book, "longhua-2022", kind, earned=(*earlier, *noise))
    assert second.fen == fen_of(500)
    assert (third.outcome, third.fen, third.why) == (Outcome.NOTHING, 0, Why.LIMIT_REACHED)


def test_who_was_awarded_more_than_the_limit_owes_nothing(book: RuleBook) -> None:
    kind = MatterKind.GENERAL_HAZARD
    beyond = (Earned(date(2026, 11, 3), fen_of(1_500), kind),)
    decision = decided(book, "longhua-2022", kind, earned=beyond)
    assert (decision.outcome, decision.fen, decision.why) == (Outcome.NOTHING, 0, Why.LIMIT_REACHED)


def test_what_was_awarded_in_another_scenario_leaves_the_limit_of_this_one_alone(book: RuleBook) -> None:
    kind = MatterKind.GENERAL_HAZARD
    elsewhere = (Earned(date(2026, 11, 3), fen_of(1_000), kind, "other"),)
    assert decided(book, "longhua-2022", kind, earned=elsewhere).fen == fen_of(500)


def test_a_second_stage_gets_what_the_ceiling_leaves(book: RuleBook) -> None:
    decision = decided(
        book,
        "longyan-2021",
        stage=Stage.RESULT,
        chosen_fen=fen_of(299_000),
        paid_before_fen=fen_of(2_000),
    )
    assert decision.fen == fen_of(298_000)


def test_the_ceiling_yields_to_the_ground_that_the_rule_names_and_to_no_other(book: RuleBook) -> None:
    above: dict[str, Any] = {"penalty_fen": fen_of(3_000_000)}
    assert decided(book, "shenzhen-2024", cap_break="消除群死群伤隐患", **above).fen == fen_of(450_000)
    assert decided(book, "shenzhen-2024", cap_break="情面", **above).fen == fen_of(300_000)
    assert decided(book, "national-2018", cap_break="消除群死群伤隐患", **above).fen == fen_of(300_000)


@pytest.mark.parametrize("exclusion", sorted(Exclusion))
def test_who_is_excluded_gets_nothing_and_a_code(book: RuleBook, exclusion: Exclusion) -> None:
    decision = decided(book, "national-2018", penalty_fen=fen_of(100_000), exclusions=frozenset({exclusion}))
    if exclusion in book.named("national-2018").policy.exclusions:
        assert (decision.fen, decision.why) == (0, Why.EXCLUDED)
        assert exclusion.label in decision.trace[1].sentence
    else:
        assert decision.fen == fen_of(15_000)


def test_the_trace_tells_clause_inputs_steps_and_amounts(book: RuleBook) -> None:
    decision = decided(book, "national-2018", penalty_fen=fen_of(20_001))
    told = "\n".join(step.sentence for step in decision.trace)
    assert "安监总财〔2018〕19号第十一条" in told
    assert "行政处罚20,001.00元 × 15% ＝ 3,000.15元" in told
    assert "不低于下限3,000.00元" in told
    assert [step.amount for step in decision.trace][1:] == ["3,000.15元"] * 5
    assert told.endswith("结论：给予奖励，3,000.15元。")


def test_payees_by_the_two_national_rules(book: RuleBook) -> None:
    tellers = [Teller("T1", real_name=False, has_code=True), Teller("T2", real_name=True)]
    by_2018 = choose(book.named("national-2018").policy.payees, tellers, 100)
    by_mining = choose(book.named("mining-trial").policy.payees, tellers, 100)
    assert [one.tip_number for one in by_2018.shares] == ["T2"]
    assert [one.tip_number for one in by_mining.shares] == ["T1"]


def test_the_first_effective_report_wins(book: RuleBook) -> None:
    tellers = [Teller("T1", real_name=True, effective=False), Teller("T2", real_name=True)]
    chosen = choose(book.named("national-2018").policy.payees, tellers, 100)
    assert [one.tip_number for one in chosen.shares] == ["T2"]
    assert len(chosen.reasons) == 2


def test_nobody_is_paid_where_nobody_can_be(book: RuleBook) -> None:
    tellers = [Teller("T1", real_name=False)]
    for set_id in ("national-2018", "mining-trial"):
        with pytest.raises(NobodyToPay):
            choose(book.named(set_id).policy.payees, tellers, 100)


def test_joint_and_decisive_reports_share_one_amount(book: RuleBook) -> None:
    joint = [Teller("T1", real_name=True, signatories=3)]
    split = choose(book.named("zhejiang-fire-2010").policy.payees, joint, 100)
    assert [one.fen for one in split.shares] == [34, 33, 33]
    assert [one.fen for one in choose(book.named("national-2018").policy.payees, joint, 100).shares] == [100]
    both = [Teller("T1", real_name=True), Teller("T2", real_name=True, decisive=True)]
    assert [one.fen for one in choose(book.named("baiyin-2017").policy.payees, both, 101).shares] == [51, 50]


def test_a_concealed_accident_without_deaths_is_left_to_a_person(book: RuleBook) -> None:
    """The national text counts deaths only: it does not say that injuries concealed are worth nothing."""
    facts = {"concealed_deaths": 0}
    undecided = decided(book, "national-2018", MatterKind.CONCEALED, **facts)
    assert (undecided.outcome, undecided.why) == (Outcome.MANUAL, Why.NO_DEATHS)

    chosen = decided(book, "national-2018", MatterKind.CONCEALED, chosen_fen=fen_of(5_000), **facts)
    assert chosen.fen == fen_of(5_000)


def test_nothing_chosen_says_so_and_speaks_of_nobody_saved(book: RuleBook) -> None:
    nothing = decided(book, "national-2018", MatterKind.CONCEALED, concealed_deaths=0, chosen_fen=0)
    assert (nothing.outcome, nothing.why) == (Outcome.NOTHING, Why.CHOSEN_NOTHING)
