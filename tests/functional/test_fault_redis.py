"""Redis forgets everything, then goes away: it was never the only copy of anything."""

import pytest

from proof.estate import Estate
from proof.experiments.redis_outage import lose_redis
from proof.findings import broken


@pytest.mark.parametrize("estate", ["postgres"], indirect=True)
def test_without_redis_people_are_answered_and_deliveries_wait(estate: Estate) -> None:
    assert broken(lose_redis(estate, readers=4, flushes=3, seconds=1)) == []
