"""What must not be in a log is not there, in development at its most talkative and in production."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from proof.estate import Estate, standing
from proof.experiments.log_scrubbing import SAID, log_findings, push_strangely, speak_of_everything
from proof.findings import broken
from tests.account import Account


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """An account that logs all it can."""
    with standing("sqlite", tmp_path_factory.mktemp("talkative"), log_level="DEBUG") as estate:
        yield estate


@pytest.fixture
def production(talkative: Estate, tmp_path: Path) -> Iterator[Account]:
    """A web server with the settings of production, on the same rows."""
    account = Account(
        tmp_path,
        talkative.database_url,
        env="production",
        public_url="https://anwen.example.gov.cn",
        wechat_api_host="https://api.weixin.qq.com",
        wechat_mp_host="https://mp.weixin.qq.com",
        wechat_open_host="https://open.weixin.qq.com",
        web_workers="1",
        log_level="DEBUG",
    )
    account.start_part("web")
    try:
        account.wait_until_well()
        yield account
    finally:
        account.stop()


def test_no_log_tells_what_was_said_by_whom_or_what_opens_the_account(talkative: Estate) -> None:
    seen = speak_of_everything(talkative)

    assert "delivery_sent" in talkative.account.log()
    assert broken(log_findings(talkative.account, seen)) == []


def test_production_logs_json_with_receipt_and_actor_and_nothing_else(production: Account) -> None:
    seen = push_strangely(production, "，".join(SAID.values()))
    events = [json.loads(line) for line in production.log().splitlines()]

    assert any(event["event"] == "message" and event["receipt"] and event["actor"] for event in events)
    assert any(event["event"] == "refused" for event in events)
    assert broken(log_findings(production, seen)) == []
