"""F8: many threads in several processes find at the same moment that the access token is no longer good."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from deliveries.ports import GatewayRefusal
from proof.estate import Estate
from proof.findings import Finding
from tests.account import container_of

PATIENCE_SECONDS = 120
EXPIRED_AFTER_SECONDS = 7201  # a token of the platform lives two hours


def expire_token(estate: Estate, *, processes: int, threads: int, rounds: int) -> list[Finding]:
    """Let every thread call the platform at once, each round with a token that has just ended.

    It ends by its age in even rounds (42001) and by order of the platform in odd ones (40001).
    """
    estate.account.control("POST", "settings", quotas={"user/get": None})
    # Processes of their own that need not import the whole account one after the other.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    start, results = context.Barrier(processes + 1), context.Queue()
    workers = [
        context.Process(
            target=_call_in_rounds, args=(estate.account.environment, threads, rounds, start, results)
        )
        for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    # All hold a token before the first is taken from them.
    start.wait(PATIENCE_SECONDS)
    refreshes: list[int] = []
    failures = 0
    for round_number in range(rounds):
        if round_number % 2:
            estate.account.control("POST", "tokens/revoke")
        else:
            estate.account.control("POST", "clock/advance", seconds=EXPIRED_AFTER_SECONDS)
        before = _fetches(estate)
        start.wait(PATIENCE_SECONDS)
        failures += sum(results.get(timeout=PATIENCE_SECONDS) for _ in workers)
        refreshes.append(_fetches(estate) - before)
    for worker in workers:
        worker.join(PATIENCE_SECONDS)
    calls = processes * threads * rounds
    where = f"{processes * threads} threads in {processes} processes on {estate.engine}"
    return [
        Finding("F8.refreshes", f"most refreshes of one expiry, {where}", rounds, max(refreshes), 1),
        Finding(
            "F8.noticed", f"fewest refreshes of one expiry, {where}", rounds, min(refreshes), 1, at_least=True
        ),
        Finding("F8.failures", f"calls that failed, {where}", calls, failures, 0),
    ]


def _fetches(estate: Estate) -> int:
    return len(estate.account.control("GET", "journal?since=0&api=stable_token"))


def _call_in_rounds(
    environment: dict[str, str], threads: int, rounds: int, start: Barrier, results: "Queue[int]"
) -> None:
    container = container_of(environment)

    def call(_number: int) -> int:
        try:
            container.gateway.followers_page()
        except GatewayRefusal:
            return 1
        return 0

    with ThreadPoolExecutor(threads) as pool:
        sum(pool.map(call, range(threads)))
        start.wait(PATIENCE_SECONDS)
        for _ in range(rounds):
            start.wait(PATIENCE_SECONDS)
            results.put(sum(pool.map(call, range(threads))))
    container.close()
