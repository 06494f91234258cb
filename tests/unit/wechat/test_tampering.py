"""Thousands of changed and repeated requests come in; the long version sends a million."""

from proof.experiments.tampering import replay_later, tamper, weigh
from proof.findings import broken


def test_no_changed_request_is_taken() -> None:
    assert broken(tamper(n=3000)) == []


def test_no_recording_is_taken_later() -> None:
    assert broken(replay_later(n=500)) == []


def test_no_document_with_entities_is_taken() -> None:
    assert broken(weigh(n=1)) == []
