"""The compiled screens, and the sentences written for them."""

from pathlib import Path

import pytest

from knowledge.building import shared_classifier, shared_tokenizer
from knowledge.screening.emergencies import EmergencyScreen, read_table
from knowledge.screening.guards import Guardrails
from knowledge.screening.tellings import EmergencyClassifier
from tests.index import KEPT

HERE = Path(__file__).parent


def sentences(name: str) -> dict[str, list[str]]:
    """The sentences of the file of this name beside this one, or of all files of the folder, by key.

    A test takes all sentences of a key at once: two thousand tests of a millisecond would take half a minute.
    """
    folder = HERE / name
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder.with_suffix(".yaml")]
    return {str(key): list(map(str, told)) for file in files for key, told in read_table(file).items()}


@pytest.fixture(scope="session")
def screen() -> EmergencyScreen:
    """The reviewed emergencies."""
    return EmergencyScreen.load()


@pytest.fixture(scope="session")
def guards() -> Guardrails:
    """The reviewed guards."""
    return Guardrails.load()


@pytest.fixture(scope="session")
def tellings() -> EmergencyClassifier:
    """What was learned of the file."""
    return shared_classifier(shared_tokenizer(KEPT), KEPT)
