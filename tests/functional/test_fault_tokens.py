"""The access token ends while many threads want to call."""

from proof.estate import Estate
from proof.experiments.token_expiry import expire_token
from proof.findings import broken


def test_fifty_threads_that_meet_an_expired_token_fetch_one(estate: Estate) -> None:
    assert broken(expire_token(estate, processes=3, threads=17, rounds=2)) == []
