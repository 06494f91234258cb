"""``flask tipoffs figures`` tells months, quarters and years only."""

import pytest

from app.cli.figures import whole_period
from core.periods import BadPeriod, quarter_of


def test_days_would_tell_a_day_by_difference() -> None:
    assert whole_period("2026Q4") == quarter_of(2026, 4)
    for words in ("2026-06-01..2026-06-30", "x"):
        with pytest.raises(BadPeriod, match="2026-11或者2026Q4"):
            whole_period(words)
