"""``python -m bench sending``: writing 600,000 people down, sending to some, and the webhook meanwhile.

1. An audience of 600,000 is written down as rows, on both engines: seconds, and bytes a row with all indexes.
2. A worker sends to people one by one beside a bare loop of requests, both with 32 calls in flight, to the
   same simulator, which takes 100 ms for each: the ratio of the rates, goal 0.8.
3. With a cap, no second at the simulator sees more calls than the cap.
4. Citizens write meanwhile: the 99th percentile of their answers, goal 500 ms.

``--people N`` and ``--messages N`` make it smaller. The figures go into ``build/bench-sending.json``.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from bench.bare import bare_rate
from bench.load import Credentials, Result, as_fast_as_possible, at_rate, make_requests
from bench.recipients import freeze_many
from bench.sendings import CAP, Sending, crowd
from tests.account import ROOT, Account
from tests.servers import PostgresServer

PEOPLE = 600_000
MESSAGES = 3_000
IN_FLIGHT = 32
LATENCY_MS = 100
ROUNDS = 3
QUESTIONS_A_SECOND = 20.0
RATIO_GOAL, P99_GOAL_MS = 0.8, 500.0


def main(words: list[str]) -> int:
    """Measure; 1 if a goal was missed."""
    people, messages = _number(words, "--people", PEOPLE), _number(words, "--messages", MESSAGES)
    report: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="anwen-sending-") as folder:
        server = PostgresServer(fsync=True)
        try:
            server.start()
            server.execute("CREATE DATABASE frozen")
            server.execute("CREATE DATABASE sending")
            for engine, frozen, url in (
                ("sqlite", f"sqlite:///{folder}/frozen.db", f"sqlite:///{folder}/sending.db"),
                ("postgres", server.url("frozen"), server.url("sending")),
            ):
                print(f"{engine}:", flush=True)
                report[engine] = freeze_many(frozen, people)
                print(
                    f"  {people} people written down in {report[engine]['freeze_seconds']:.1f} s, "
                    f"{report[engine]['bytes_a_row']:.0f} bytes each with all indexes",
                    flush=True,
                )
                place = Path(folder) / engine
                place.mkdir()
                report[engine] |= _sent(place, url, messages)
                _show(report[engine])
        finally:
            server.remove()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-sending.json").write_text(json.dumps(report, indent=2))
    return 0 if all(_is_met(figures) for figures in report.values()) else 1


def _sent(folder: Path, url: str, messages: int) -> dict[str, float]:
    """Everything that needs a running account."""
    bare: list[float] = []
    ours: list[float] = []
    with _standing(folder, url) as account:
        sending = Sending(account)
        with account.slow(LATENCY_MS):
            for number in range(ROUNDS):
                first, second = (
                    crowd(account, messages, f"bare{number}"),
                    crowd(account, messages, f"o{number}"),
                )
                bare.append(bare_rate(account, first, IN_FLIGHT))
                ours.append(sending.rate(second))
            calm = _questions(account, 5.0)
            meanwhile = crowd(account, messages, "meanwhile")
            results: list[Result] = []
            listener = Thread(target=lambda: results.append(_questions(account, 8.0)))
            listener.start()
            sending.rate(meanwhile)
            listener.join()
        capped = sending.busiest_second(crowd(account, CAP * 6, "capped"))
    ratios = sorted(mine / loop for mine, loop in zip(ours, bare, strict=True))
    return {
        "bare_per_second": sorted(bare)[ROUNDS // 2],
        "ours_per_second": sorted(ours)[ROUNDS // 2],
        "ratio": ratios[ROUNDS // 2],
        "webhook_p99_ms": results[0].percentile(0.99) * 1000,
        "webhook_p99_calm_ms": calm.percentile(0.99) * 1000,
        "busiest_second": capped,
        "cap": CAP,
    }


@contextmanager
def _standing(folder: Path, url: str) -> Iterator["SlowAccount"]:
    account = SlowAccount(
        folder,
        url,
        log_level="WARNING",
        sends_a_second="0",
        quiet_from="00:00",
        quiet_until="00:00",
        campaigns_a_week="0",
        send_threads=str(IN_FLIGHT),
    )
    account.start()
    try:
        yield account
    finally:
        account.stop()


class SlowAccount(Account):
    """An account whose simulator may take its time."""

    @contextmanager
    def slow(self, milliseconds: int) -> Iterator[None]:
        """Every customer-service message takes so long."""
        self.control("POST", "faults", api="message/custom/send", delay_ms=milliseconds, times=1_000_000)
        try:
            yield
        finally:
            self.control("DELETE", "faults")


def _questions(account: Account, seconds: float) -> Result:
    requests = make_requests(int(QUESTIONS_A_SECOND * seconds) + 50, account.port, _credentials(account), 7)
    as_fast_as_possible(requests[:50], account.port, 4)
    return at_rate(requests[50:], account.port, 8, QUESTIONS_A_SECOND)


def _credentials(account: Account) -> Credentials:
    names = ("TOKEN", "AES_KEY", "APPID", "ORIGINAL_ID")
    return Credentials(*(account.environment[f"ANWEN_WECHAT_{name}"] for name in names))


def _number(words: list[str], name: str, usual: int) -> int:
    return int(words[words.index(name) + 1]) if name in words else usual


def _is_met(figures: dict[str, float]) -> bool:
    return (
        figures["ratio"] >= RATIO_GOAL
        and figures["webhook_p99_ms"] <= P99_GOAL_MS
        and figures["busiest_second"] <= figures["cap"]
    )


def _show(figures: dict[str, float]) -> None:
    lines = (
        ("bare loop, /s", figures["bare_per_second"], ""),
        ("worker, /s", figures["ours_per_second"], ""),
        ("worker / bare loop", figures["ratio"], f"goal {RATIO_GOAL}"),
        ("busiest second at the platform", figures["busiest_second"], f"cap {figures['cap']:.0f}"),
        ("webhook p99 while sending, ms", figures["webhook_p99_ms"], f"goal {P99_GOAL_MS:.0f}"),
        ("webhook p99 otherwise, ms", figures["webhook_p99_calm_ms"], ""),
    )
    for name, value, goal in lines:
        print(f"  {name:<34}{value:>9.2f}  {goal}", flush=True)
    print(f"  {'met' if _is_met(figures) else 'MISSED'} at {time.strftime('%H:%M:%S')}\n", flush=True)
