"""Safety Month as an office runs it and a county lives it, from the plan to figures that agree."""

import pytest

from proof.experiments.safety_month import keep_safety_month
from proof.findings import broken
from tests.account import Account

SIZES = {"sqlite": (320, 6), "postgres": (48, 4)}
"""People and players: one engine more, the other short; ``make proof`` has 20,000."""


def test_from_the_plan_to_figures_that_agree(account: Account, request: pytest.FixtureRequest) -> None:
    engine = request.node.callspec.params["account"]
    people, players = SIZES[engine]
    account.control("POST", "settings", mass_seconds=0)
    assert broken(keep_safety_month(account, engine, people=people, players=players)) == []
