"""``python -m bench`` measures the webhook, ``python -m bench search`` the search beside other searchers,
``python -m bench ablation`` the search without each of its stages, ``python -m bench caseload`` lists and
figures among 225,400 hazards, ``python -m bench sending`` sending to many, ``python -m bench publishing`` how
long a publication takes to the phone.

Each prints its tables; ``build/bench.json`` and ``build/bench-search.json`` keep the figures.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import Credentials, Result, as_fast_as_possible, at_rate, make_requests
from bench.weighing import weight
from tests.account import ROOT, Account
from tests.servers import PostgresServer

ROUNDS = 3
MESSAGES = 3000
CONNECTIONS = 16
STEADY_RATE = 100.0
STEADY_MESSAGES = 1500


def main() -> int:
    """Measure on both engines; 1 if a goal was missed."""
    report: dict[str, object] = {"machine": platform.platform(), "cores": os.cpu_count(), "engines": {}}
    print(f"{MESSAGES} messages a round, {ROUNDS} rounds, {CONNECTIONS} connections, secure mode, medians\n")
    met = True
    postgres = PostgresServer(fsync=True)
    with tempfile.TemporaryDirectory(prefix="anwen-bench-") as folder:
        try:
            postgres.start()
            postgres.execute("CREATE DATABASE bench")
            urls = {"sqlite": f"sqlite:///{folder}/bench.db", "postgres": postgres.url("bench")}
            for engine, url in urls.items():
                figures = measure(Path(folder) / engine, url)
                report["engines"] |= {engine: figures}  # type: ignore[operator]
                met = show(engine, figures) and met
        finally:
            postgres.remove()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench.json").write_text(json.dumps(report, indent=2))
    return 0 if met else 1


def measure(folder: Path, url: str) -> dict[str, float]:
    """All figures on one engine."""
    folder.mkdir()
    account = Account(folder, url, log_level="WARNING")
    account.run("db", "upgrade")
    account.run("knowledge", "import")
    servers = {"echo": "bench.echo:app", "echo_insert": "bench.echo:app", "account": "wsgi:app"}
    rates: dict[str, list[float]] = {name: [] for name in servers}
    figures: dict[str, float] = {}
    for round_number in range(ROUNDS):
        for name, application in servers.items():
            with serving(account, application, url if name == "echo_insert" else "") as start_seconds:
                requests = make_requests(MESSAGES, account.port, credentials(account), round_number)
                as_fast_as_possible(requests[:200], account.port, CONNECTIONS)
                result = as_fast_as_possible(requests[200:], account.port, CONNECTIONS)
                refuse_failures(name, result)
                rates[name].append(result.rate)
                if name == "account" and round_number == 0:
                    figures |= at_leisure(account) | {"start_seconds": start_seconds}
    for name, found in rates.items():
        figures[f"{name}_per_second"] = statistics.median(found)
    figures["to_echo"] = figures["account_per_second"] / figures["echo_per_second"]
    figures["to_echo_insert"] = figures["account_per_second"] / figures["echo_insert_per_second"]
    return figures


def at_leisure(account: Account) -> dict[str, float]:
    """Times at a steady rate, and what a worker weighs."""
    steady = make_requests(STEADY_MESSAGES, account.port, credentials(account), 99)
    result = at_rate(steady, account.port, CONNECTIONS, STEADY_RATE)
    refuse_failures("steady", result)
    return {
        "p50_ms": result.percentile(0.5) * 1000,
        "p99_ms": result.percentile(0.99) * 1000,
        **weight(account),
    }


def refuse_failures(name: str, result: Result) -> None:
    """A rate with errors in it is no rate."""
    if result.failures:
        raise SystemExit(f"{name}: {result.failures} messages were not answered")


def credentials(account: Account) -> Credentials:
    """What the requests are signed with."""
    names = ("TOKEN", "AES_KEY", "APPID", "ORIGINAL_ID")
    return Credentials(*(account.environment[f"ANWEN_WECHAT_{name}"] for name in names))


@contextmanager
def serving(account: Account, application: str, database_url: str) -> Iterator[float]:
    """Serve one application with the account's own gunicorn settings; yields its start-up time in seconds."""
    began = time.perf_counter()
    environment = {**account.environment, "BENCH_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "gunicorn", application]
    if "wsgi" not in application:
        command += ["--config", str(ROOT / "bench" / "gunicorn_echo.py")]
    with account.log_file.open("ab") as log:
        account.processes["web"] = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        account.wait_until_well()
        yield time.perf_counter() - began
    finally:
        account.stop_part("web")


def show(engine: str, figures: dict[str, float]) -> bool:
    """Print one engine's figures; whether the goals were met."""
    goals = {
        "account / echo": (figures["to_echo"], 0.25, figures["to_echo"] >= 0.25),
        "account / echo with insert": (figures["to_echo_insert"], 0.5, figures["to_echo_insert"] >= 0.5),
        f"p99 at {STEADY_RATE:.0f}/s, ms": (figures["p99_ms"], 50, figures["p99_ms"] <= 50),
    }
    print(f"{engine}:")
    for name in ("echo", "echo_insert", "account"):
        print(f"  {name:<28}{figures[f'{name}_per_second']:>8.0f} /s")
    for name, (value, goal, met) in goals.items():
        print(f"  {name:<28}{value:>8.2f}  goal {goal:<6} {'met' if met else 'MISSED'}")
    print(
        f"  start {figures['start_seconds']:.1f} s, p50 {figures['p50_ms']:.1f} ms, a worker weighs "
        f"{figures['worker_rss_mb']:.0f} MB, of which {figures['worker_private_dirty_mb']:.0f} MB its own\n"
    )
    return all(met for _, _, met in goals.values())


if __name__ == "__main__":
    if sys.argv[1:2] == ["search"]:
        from bench import searching

        sys.exit(searching.main(sys.argv[2:]))
    if sys.argv[1:2] == ["ablation"]:
        from bench import ablation

        sys.exit(ablation.main(sys.argv[2:]))
    if sys.argv[1:2] == ["caseload"]:
        from bench import caseload

        sys.exit(caseload.main(sys.argv[2:]))
    if sys.argv[1:2] == ["sending"]:
        from bench import sending

        sys.exit(sending.main(sys.argv[2:]))
    if sys.argv[1:2] == ["publishing"]:
        from bench import publishing

        sys.exit(publishing.main(sys.argv[2:]))
    sys.exit(main())
