"""The database goes away: what cannot be recorded is refused, danger is answered, all comes back."""

from proof.estate import Estate
from proof.experiments.database_outage import lose_database
from proof.findings import broken


def test_a_database_that_goes_away_costs_no_message_and_nobody_in_danger(estate: Estate) -> None:
    # On SQLite a request waits for the lock for 4.6 s before it is refused.
    assert broken(lose_database(estate, outages=1, seconds=6 if estate.postgres is None else 2)) == []
