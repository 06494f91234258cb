"""运行状况 for whoever is called at night: what is stuck, dead or nearly full, and what to do."""

import shutil
from datetime import timedelta
from typing import NamedTuple

import pytest

from app.system_state import LEAST_FREE
from app.wiring import Container
from deliveries.models import Delivery
from deliveries.ports import FailureClass
from deliveries.status import Channel, Lane, State
from jobs.heartbeats import beat
from jobs.models import ClockSlot, SlotState
from tests.integration.admin.conftest import Hiring
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

DEAD = "systemctl restart anwen-worker；起不来"
STUCK = "卡住了"


class Usage(NamedTuple):
    """As ``shutil.disk_usage`` tells it, in bytes."""

    total: int
    used: int
    free: int


def waits_since(container: Container, minutes: int, lane: Lane = Lane.REPLY, **more: object) -> None:
    """A message has been due for so long."""
    now = container.clock.now()
    told = {"state": State.WAITING, "resend_when_unknown": False, **more}
    with container.database.writing() as session:
        session.add(
            Delivery(
                openid="oA", lane=lane, channel=Channel.CUSTOMER_SERVICE, created_at=now,
                due_at=now - timedelta(minutes=minutes), **told,
            )
        )  # fmt: skip


def test_a_dead_worker_is_told_with_the_command_and_a_living_one_is_well(
    container: Container, hiring: Hiring
) -> None:
    clerk = hiring.insider("boss", "system_admin")
    assert DEAD in clerk.opens("/admin/system").text
    assert "后台进程要马上看一下" in clerk.opens("/admin/").text

    with container.database.writing() as session:
        beat(session, "w:1", container.clock.now(), container.clock.now())

    assert DEAD not in clerk.opens("/admin/system").text
    assert "后台进程" not in clerk.opens("/admin/").text


def test_whoever_does_not_run_the_system_is_not_alarmed(hiring: Hiring) -> None:
    assert "后台进程" not in hiring.insider("edith", "knowledge_editor").opens("/admin/").text


@pytest.mark.parametrize(
    ("minutes", "lane", "is_stuck"),
    [(6, Lane.REPLY, True), (4, Lane.REPLY, False), (6, Lane.ALERT, True), (600, Lane.CAMPAIGN, False)],
)
def test_what_should_be_gone_within_seconds_is_told_as_stuck(
    container: Container, hiring: Hiring, minutes: int, lane: Lane, is_stuck: bool
) -> None:
    waits_since(container, minutes, lane)

    assert (STUCK in hiring.insider("boss", "system_admin").opens("/admin/system").text) is is_stuck


def test_a_refusal_says_what_to_change_and_where(container: Container, hiring: Hiring) -> None:
    waits_since(container, 1, failure=FailureClass.CONFIG, errcode=40164)

    assert "IP白名单里。请在公众平台" in hiring.insider("boss", "system_admin").opens("/admin/system").text


@pytest.mark.parametrize(
    ("free", "said", "on_the_first_page"),
    [
        (20 << 30, "还剩20.0GB，一共100.0GB。", False),
        (14 << 30, "还剩14.0GB，一共100.0GB，快满了", True),
        (LEAST_FREE - 1, "磁盘满了", True),
    ],
)
def test_a_disk_is_told_before_it_is_full(
    container: Container,
    hiring: Hiring,
    monkeypatch: pytest.MonkeyPatch,
    free: int,
    said: str,
    on_the_first_page: bool,
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(100 << 30, (100 << 30) - free, free))
    clerk = hiring.insider("boss", "system_admin")

    assert said in clerk.opens("/admin/system").text
    assert ("磁盘空间" in clerk.opens("/admin/").text) is on_the_first_page


def test_scheduled_work_that_was_given_up_is_named(container: Container, hiring: Hiring) -> None:
    clerk, now = hiring.insider("boss", "system_admin"), container.clock.now()
    assert "到了时间的都做完了" in clerk.opens("/admin/system").text

    with container.database.writing() as session:
        for hours, state in ((1, SlotState.FAILED), (2, SlotState.FAILED), (3, SlotState.DONE)):
            at = now - timedelta(hours=hours)
            session.add(
                ClockSlot(
                    key=f"forget_words:{hours}", name="forget_words", slot_at=at, state=state, due_at=at
                )
            )

    page = clerk.opens("/admin/system").text
    assert "forget_words" in page
    assert "2次，最后一次在" in page
