"""Clocks that jump by two hours: nothing comes twice, nothing is missed, nothing stale is believed."""

from core.db import Database
from proof.estate import Estate
from proof.experiments.clock_jumps import jump, speak_out_of_time
from proof.findings import broken


def test_scheduled_jobs_come_once_whatever_the_clock_does(database: Database) -> None:
    assert broken(jump(database, steps=60)) == []


def test_messages_from_another_hour_are_refused_and_taken_in_time(estate: Estate) -> None:
    assert broken(speak_out_of_time(estate, n=5)) == []
