"""Which scheduled jobs are refused."""

import pytest

from jobs.clock import ScheduledJob


@pytest.mark.parametrize("cron", ["0 8 * * 1", "0 8 * * 1-5", "0 8 * * 0"])
def test_days_of_the_week_by_number_are_refused(cron: str) -> None:
    with pytest.raises(ValueError, match="day of the week"):
        ScheduledJob("weekly", cron, lambda now: None)


@pytest.mark.parametrize("cron", ["0 8 * * mon", "0 8 * * mon-fri", "*/5 * * * *", "0 8 1 6 *"])
def test_other_times_are_taken(cron: str) -> None:
    assert ScheduledJob("weekly", cron, lambda now: None).cron == cron


def test_a_name_that_could_not_be_told_from_a_slot_is_refused() -> None:
    with pytest.raises(ValueError, match="colon"):
        ScheduledJob("a:b", "* * * * *", lambda now: None)
