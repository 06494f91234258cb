"""The short form of the proofs X11 and X12; ``make proof`` runs 100,000 guesses and 10,000 pairs."""

import random

from proof.experiments.receipt_guessing import guess, same_distribution, time_pairs
from proof.experiments.sign_in_timing import time_sign_ins
from proof.findings import broken


def test_guessing_opens_nothing_and_most_guesses_are_not_even_judged() -> None:
    assert broken(guess(n=400, tips=20)) == []


def test_wrong_codes_get_one_answer() -> None:
    assert broken(time_pairs(n=10)) == []


def test_wrong_passwords_get_one_answer() -> None:
    assert broken(time_sign_ins(n=3, people=1)) == []


def test_the_comparison_of_times_tells_same_from_different() -> None:
    dice = random.Random(7)
    one = [dice.gauss(25, 3) for _ in range(2_000)]
    assert same_distribution(one, [dice.gauss(25, 3) for _ in range(2_000)]) > 0.01
    assert same_distribution(one, [dice.gauss(26, 3) for _ in range(2_000)]) < 0.001
    assert same_distribution(one, one) == 1.0
