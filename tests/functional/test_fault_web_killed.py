"""Web workers are killed in the middle of requests: whoever was answered is in the book, once."""

from proof.estate import Estate
from proof.experiments.web_kill import kill_web_workers
from proof.findings import broken


def test_killed_web_workers_lose_no_message_and_answer_none_twice(estate: Estate) -> None:
    assert broken(kill_web_workers(estate, kills=3)) == []
