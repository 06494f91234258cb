"""The engine against plain fractions, and what must hold of any reward; the million is in ``make proof``."""

import random
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from proof.experiments import reward_arithmetic
from proof.findings import broken
from tipoffs.rewards.money import GRAINS, fen_of, plain, rounded, split, typed_fen, written, written_grains
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.reading import FOLDER, read_set
from tipoffs.rewards.reckoning.rulebook import Found
from tipoffs.rewards.reckoning.rules import work_out

NATIONAL = yaml.safe_load((FOLDER / "national-2018.yaml").read_text("utf-8"))["policy"]


def test_the_engine_agrees_with_fractions() -> None:
    assert broken(reward_arithmetic.compare(n=5_000, policy=NATIONAL, seed=7)) == []


def test_the_comparison_would_notice_a_fen() -> None:
    chance = random.Random(3)
    noticed = 0
    for _ in range(50):
        tree = reward_arithmetic.random_set(chance, NATIONAL)
        rules = read_set(tree, {}, [])
        tree["rules"][0].setdefault("cap_breakable_by", [])
        other = {**tree, "rules": [{**tree["rules"][0], "floor": "5000.01", "cap": 400_001}]}
        facts = [reward_arithmetic.random_facts(chance, tree) for _ in range(40)]
        noticed += any(reward_arithmetic.differs(other, rules, one) for one in facts)
    assert noticed > 25


@given(st.randoms(use_true_random=False))
def test_a_decision_survives_being_kept(chance: random.Random) -> None:
    tree = reward_arithmetic.random_set(chance, NATIONAL)
    rules = read_set(tree, {}, [])
    facts = reward_arithmetic.random_facts(chance, tree)
    again = Facts.from_tree(facts.as_tree())
    assert again == facts
    found = Found(rules, rules.rules[0])
    decision = work_out(found, again)
    assert decision == work_out(found, facts)
    assert decision.trace[-1].name == "result"
    cap = rules.rules[0].cap
    if decision.fen is not None and cap is not None and not rules.policy.uplifts and not facts.cap_break:
        assert decision.fen <= cap


@given(st.integers(0, 10**20))
def test_rounding_is_to_the_nearest_fen_and_upwards_from_the_half(grains: int) -> None:
    fen = rounded(grains)
    assert Fraction(-1, 2) <= Fraction(grains, GRAINS) - fen < Fraction(1, 2)


@given(st.integers(0, 10**12), st.integers(1, 50))
def test_parts_add_up_and_differ_by_a_fen_at_most(fen: int, parts: int) -> None:
    shares = split(fen, parts)
    assert (len(shares), sum(shares)) == (parts, fen)
    assert max(shares) - min(shares) <= 1


@given(st.integers(0, 10**13))
def test_amounts_are_read_as_they_are_written(fen: int) -> None:
    assert fen_of(plain(fen)) == fen
    assert fen_of(written(fen).removesuffix("元")) == fen
    assert written_grains(fen * GRAINS) == written(fen)


@pytest.mark.parametrize("yuan", ["", "1.234", "-1", "1e3", "一百", "1.", ".5", 3.5, True, None])
def test_what_is_no_amount_is_refused(yuan: object) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        fen_of(yuan)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["3000", "３０００", "¥3000", "￥3000", "3000元", " 3000 元 "])
def test_an_amount_may_name_its_currency(typed: str) -> None:
    assert typed_fen(typed) == 300_000
