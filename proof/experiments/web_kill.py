"""F1: web workers are killed while people write and the platform repeats what was not answered."""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from proof.estate import Estate
from proof.findings import Finding
from proof.platform import Crowd, Delivered, Platform
from proof.receipts import receipt_findings
from tests.account import Account

SENDERS = 8
PEOPLE = 300


def kill_web_workers(
    estate: Estate, *, kills: int, pause_seconds: float = 0.7, seed: int = 1
) -> list[Finding]:
    """Kill one gunicorn worker after another, every fifth time the whole group, under load."""
    platform, chance = Platform(estate.account, seed), random.Random(seed)
    crowd = Crowd(
        platform, lambda: platform.text(platform.anyone(PEOPLE), platform.question()), SENDERS
    ).starts()
    try:
        for kill in range(kills):
            time.sleep(pause_seconds * (0.5 + chance.random()))
            if kill % 5 == 2:
                estate.account.kill("web")
                estate.account.start_part("web")
                estate.account.wait_until_well()
            else:
                _kill_one_worker(estate.account, chance)
        time.sleep(pause_seconds)
    finally:
        delivered = crowd.stops()
    estate.account.wait_until_well()
    platform.insists(delivered, SENDERS)
    return [
        *receipt_findings("F1", estate, delivered),
        _repeated(estate, platform, delivered),
        Finding(
            "F1.struck",
            f"attempts that a kill cut short, on {estate.engine}",
            kills,
            sum(attempt.status == 0 for done in delivered for attempt in done.attempts),
            1,
            at_least=True,
        ),
    ]


def _kill_one_worker(account: Account, chance: random.Random) -> None:
    workers = children(account.processes["web"].pid)
    if workers:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(workers), signal.SIGKILL)


def children(parent: int) -> list[int]:
    """The processes that ``parent`` started."""
    return [int(number) for number in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _repeated(estate: Estate, platform: Platform, delivered: list[Delivered]) -> Finding:
    """Send every answered message once more: the same words must come back, to the letter."""

    def differs(done: Delivered) -> bool:
        first = next((attempt.words for attempt in done.attempts if attempt.is_answered), "")
        return platform.delivers(done.push).attempts[-1].words != first

    with ThreadPoolExecutor(SENDERS) as threads:
        other = sum(threads.map(differs, delivered))
    return Finding(
        "F1.same",
        f"retries that got other words than the first time, on {estate.engine}",
        len(delivered),
        other,
        0,
    )
