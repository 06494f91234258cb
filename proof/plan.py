"""Which experiments there are and how large ``make proof`` runs them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from app import schema
from core.db import Database
from core.yamls import parsed
from proof.estate import ENGINES, Estate
from proof.experiments import (
    clock_jumps,
    database_outage,
    disorder,
    load,
    one_person,
    platform_trouble,
    prizes,
    receipt_guessing,
    redis_outage,
    reward_arithmetic,
    safety_month,
    sign_in_timing,
    slow_senders,
    tampering,
    token_expiry,
    web_kill,
)
from proof.experiments.suites import run_tests
from proof.findings import Finding
from tipoffs.rewards.reckoning.reading import FOLDER as RULE_SETS

Findings = list[Finding]


@dataclass(frozen=True, slots=True)
class OnEstate:
    """An experiment that needs a running account."""

    id: str
    run: Callable[[Estate], Findings]
    engines: Sequence[str] = ENGINES


@dataclass(frozen=True, slots=True)
class Alone:
    """An experiment that brings along all it needs."""

    id: str
    run: Callable[[], Findings]


def _jumps() -> Findings:
    findings: Findings = []
    for seed in range(5):
        with TemporaryDirectory(prefix="anwen-proof-") as folder:
            database = Database(f"sqlite:///{Path(folder) / 'clock.db'}")
            schema.upgrade(database)
            findings += clock_jumps.jump(database, steps=400, seed=seed)
            database.close()
    return findings


def _rewards() -> Findings:
    tree = parsed((RULE_SETS / "national-2018.yaml").read_text("utf-8"))
    return reward_arithmetic.compare(n=1_000_000, policy=tree["policy"])


ALONE: Sequence[Alone] = (
    Alone("REWARD", _rewards),
    Alone(
        "REWARD",
        lambda: run_tests(
            "REWARD.once",
            "parallel or killed steps of a reward that paid twice or broke the ledger, two engines",
            2_000,
            "tests/integration/rewards/test_at_once.py",
        ),
    ),
    Alone("F12", _jumps),
    Alone("X1", lambda: tampering.weigh(n=20)),
    Alone("X3", lambda: tampering.tamper(n=1_000_000)),
    Alone("X4", lambda: tampering.replay_later(n=100_000)),
    Alone("X11", lambda: receipt_guessing.guess(n=100_000)),
    Alone(
        "EDITIONS",
        lambda: run_tests(
            "EDITIONS",
            "of 100 editions published while questions are answered, those in which an answer was lost, "
            "mixed or older than one before, two engines",
            200,
            "tests/integration/test_swapping_under_load.py",
        ),
    ),
    Alone(
        "FIGURES",
        lambda: run_tests(
            "FIGURES",
            "generated databases in which a figure was not what plain Python counts, or parts did not make "
            "up their whole, two engines",
            1_100,
            "tests/integration/campaigns/test_figures_recounted.py",
        ),
    ),
    Alone("X15", lambda: prizes.snatch_everywhere(people=1_000, stock=10, threads=24)),
    Alone("X12", lambda: receipt_guessing.time_pairs(n=10_000)),
    Alone("X12", lambda: sign_in_timing.time_sign_ins(n=10_000)),
    Alone(
        "X1",
        lambda: run_tests(
            "X1.webhook",
            "malformed bodies that broke the webhook, two engines",
            20_000,
            "tests/integration/test_webhook.py",
        ),
    ),
    Alone(
        "X1",
        lambda: run_tests(
            "X1.parser",
            "malformed bodies that broke the parser",
            1_000_000,
            "tests/unit/wechat/test_malformed.py",
        ),
    ),
    Alone(
        "F13",
        lambda: run_tests(
            "F13.model",
            "sequences of events that left another state than the model, two engines",
            10_000,
            "tests/integration/test_followers_events.py",
        ),
    ),
    Alone(
        "KILL",
        lambda: run_tests(
            "KILL",
            "kills of the worker that lost or repeated a delivery, two engines",
            400,
            "tests/integration/test_jobs_kill.py",
        ),
    ),
    Alone(
        "F2",
        lambda: run_tests(
            "F2.mailing",
            "kills in the middle of a mailing to 100,000 that lost or repeated anybody, or delayed an alert "
            "beyond 5 s (also F5, F6, F10, L5: Redis flushed, PostgreSQL killed, a fifth of the calls wrong)",
            400,
            "tests/integration/test_mailings_kill.py::test_killed_workers_send_to_nobody_twice_and_lose_nobody",
        ),
    ),
    Alone(
        "F14",
        lambda: run_tests(
            "F14.mailing",
            "a worker that was stopped for 60 s and changed what was decided without it",
            1,
            "tests/integration/test_mailings_kill.py::test_a_worker_that_slept_through_its_lease_sends_to_nobody_twice_and_loses_nobody",
        ),
    ),
    Alone(
        "F3",
        lambda: run_tests(
            "F3.clocks",
            "1,000 ticks of two clocks at once that fired a slot twice or never, two engines",
            2_000,
            "tests/integration/test_jobs_clock.py::test_two_clocks_ticking_together_fire_each_slot_once",
        ),
    ),
    Alone(
        "F9",
        lambda: run_tests(
            "F9.mailing",
            "refusals that stopped others or were tried again blindly, two engines",
            1,
            "tests/integration/test_mailings.py",
            "tests/integration/test_mass_sends.py",
            "tests/integration/test_mass_calls.py",
            "tests/integration/test_mass_deleting.py",
        ),
    ),
    Alone(
        "L4",
        lambda: run_tests(
            "L4.cap",
            "seconds in which two workers together called more often than the cap, two engines",
            1,
            "tests/integration/test_sending_rate.py",
        ),
    ),
    Alone(
        "FATES",
        lambda: run_tests(
            "FATES",
            "sequences of the outbox that broke a rule, two engines",
            2_000,
            "tests/integration/test_deliveries_fates.py",
        ),
    ),
)

ON_ESTATES: Sequence[OnEstate] = (
    OnEstate("L1", lambda e: load.stay_steady(e, rate=100, seconds=60)),
    OnEstate("L2", lambda e: load.burst(e, n=6000, senders=200)),
    OnEstate("L3", lambda e: load.slow_down(e, rate=40, seconds=30, database_seconds=0.5), ("postgres",)),
    OnEstate("MONTH", lambda e: safety_month.keep_safety_month(e.account, e.engine, people=20_000)),
    OnEstate("F8", lambda e: token_expiry.expire_token(e, processes=5, threads=10, rounds=20)),
    OnEstate("F7", lambda e: platform_trouble.hiccup(e, readers=20, each=4)),
    OnEstate("F7", lambda e: platform_trouble.break_down(e, readers=10, seconds=20, recover=True)),
    OnEstate("F9", lambda e: platform_trouble.refuse(e, seconds=90)),
    OnEstate("F12", lambda e: clock_jumps.speak_out_of_time(e, n=500)),
    OnEstate("F13", lambda e: disorder.confuse(e, people=20, steps=15)),
    OnEstate("X4", lambda e: tampering.replay_at_once(e, n=500)),
    OnEstate("X14", one_person.speak_strangely),
    OnEstate("X14", lambda e: one_person.flood(e, seconds=20)),
    OnEstate("SLOW", lambda e: slow_senders.starve(e, senders=400, questions=100)),
    OnEstate("F5", lambda e: redis_outage.lose_redis(e, readers=20, flushes=50, seconds=20), ("postgres",)),
    OnEstate("F4", lambda e: database_outage.lose_database(e, outages=10, seconds=10)),
    OnEstate(
        "F4", lambda e: database_outage.lose_database(e, outages=2, seconds=30, kill=False), ("postgres",)
    ),
    OnEstate("F1", lambda e: web_kill.kill_web_workers(e, kills=100)),
)
