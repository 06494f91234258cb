"""Events come three times, late and out of order, and recordings are played again."""

from proof.estate import Estate
from proof.experiments.disorder import confuse
from proof.experiments.tampering import replay_at_once
from proof.findings import broken


def test_followers_end_as_the_platform_knows_them(estate: Estate) -> None:
    assert broken(confuse(estate, people=4, steps=5)) == []


def test_a_recording_played_again_changes_nothing(estate: Estate) -> None:
    assert broken(replay_at_once(estate, n=8)) == []
