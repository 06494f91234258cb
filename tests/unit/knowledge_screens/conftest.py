"""The compiled screens, and the sentences written for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.emergencies import EmergencyScreen, read_table
from knowledge.guards import Guards

HERE = Path(__file__).parent


def sentences(*names: str) -> Iterator[tuple[str, str]]:
    """Key and sentence of every line of the named files beside this one."""
    for name in names:
        for key, listed in read_table(HERE / f"{name}.yaml").items():
            for sentence in listed:
                yield str(key), str(sentence)


@pytest.fixture(scope="session")
def screen() -> EmergencyScreen:
    """The reviewed emergencies."""
    return EmergencyScreen.load()


@pytest.fixture(scope="session")
def guards() -> Guards:
    """The reviewed guards."""
    return Guards.load()
