"""The compiled screens, and the sentences written for them."""

from pathlib import Path

import pytest

from knowledge.screening.emergencies import EmergencyScreen, read_table
from knowledge.screening.guards import Guardrails

HERE = Path(__file__).parent


def sentences(*names: str) -> dict[str, list[str]]:
    """The sentences of the named files beside this one, by key.

    A test takes all sentences of a key at once: two thousand tests of a millisecond would take half a minute.
    """
    gathered: dict[str, list[str]] = {}
    for name in names:
        for key, listed in read_table(HERE / f"{name}.yaml").items():
            gathered.setdefault(str(key), []).extend(map(str, listed))
    return gathered


@pytest.fixture(scope="session")
def screen() -> EmergencyScreen:
    """The reviewed emergencies."""
    return EmergencyScreen.load()


@pytest.fixture(scope="session")
def guards() -> Guardrails:
    """The reviewed guards."""
    return Guardrails.load()
