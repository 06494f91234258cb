"""The intake of a whole system, its verbs as transactions."""

import pytest

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.integration.intake.counter import Counter
from tests.integration.intake.phone import Phone


@pytest.fixture
def counter(container: Container) -> Counter:
    """Where tips are taken down."""
    return Counter(container)


@pytest.fixture
def phone(line: Line, clock: StandingClock) -> Phone:
    """A citizen's phone."""
    return Phone(line, clock)
