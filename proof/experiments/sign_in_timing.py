"""X12: learning from the time of an answer whether a login exists."""

import random
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app import schema
from core.db import Database
from proof.experiments.receipt_guessing import LEAST_P, MEDIANS_APART_MS, same_distribution
from proof.findings import Finding
from staff import audit
from staff.actors import Scope
from staff.factors import Factors
from staff.guards import Guards
from staff.roles import Roles
from staff.services import OPERATOR, StaffService
from staff.sessions import SessionLimits, Sessions
from staff.signing_in import SignIn

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
KEY = b"k" * 32


def time_sign_ins(n: int, people: int = 20, seed: int = 0) -> list[Finding]:
    """Wrong passwords at the real cost: of each pair one login exists, in random order."""
    dice, times = random.Random(seed), {True: list[float](), False: list[float]()}
    answers: set[bool] = set()
    with TemporaryDirectory(prefix="anwen-proof-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'staff.db'}", info={audit.KEY: KEY})
        schema.upgrade(database)
        roles = Roles.load()
        sessions = Sessions(SessionLimits(timedelta(minutes=30), timedelta(hours=12)))
        sign_in = SignIn(roles, Guards(KEY), Factors(KEY), sessions)
        with database.writing() as session:
            for number in range(people):
                StaffService(roles).add(
                    session,
                    login=f"clerk{number:03}",
                    name="甲",
                    scope=Scope(everywhere=True),
                    actor=OPERATOR,
                    now=NOW,
                )
        for number in range(n):
            order = [True, False]
            dice.shuffle(order)
            # Each pair in an hour of its own, so that no limit answers in its place.
            now = NOW + number * timedelta(hours=2)
            for exists in order:
                login = f"clerk{dice.randrange(people):03}" if exists else f"nobod{dice.randrange(10**6)}"
                begun = time.perf_counter()
                with database.writing() as session:
                    attempt = sign_in.begin(session, login, f"10.0.{number % 250}.{exists:d}", now)
                answers.add(attempt.is_right("shanhong2026xx"))
                times[exists].append(time.perf_counter() - begun)
        database.close()
    apart = abs(statistics.median(times[True]) - statistics.median(times[False])) * 1_000
    p = same_distribution(times[True], times[False])
    said = "milliseconds between known and unknown logins"
    return [
        Finding("X12.login", "wrong passwords that were right", n, len(answers - {False}), 0),
        Finding("X12.login.medians", said, n, apart, MEDIANS_APART_MS, timing=True),
        Finding(
            "X12.login.ks",
            "p that both times are of one distribution (Kolmogorov-Smirnov)",
            n,
            p,
            LEAST_P,
            at_least=True,
            timing=True,
        ),
    ]
