"""X15: everybody hands in and wants a prize at the same moment, twice, and some with one number."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from app import schema
from core.db import Database
from core.errors import RuleViolation
from proof.estate import ENGINES
from proof.findings import Finding
from quizzes.bank_holder import BankHolder
from quizzes.contests import ContestService, NewContest
from quizzes.loading import load
from quizzes.models import QuizAnswer, QuizAttempt, QuizPrize, QuizPrizeClaim
from quizzes.papers import Rule
from quizzes.prizes import PrizeService
from quizzes.reading import read_bank
from quizzes.status import AttemptState
from staff import audit
from staff.actors import Actor, ActorKind
from tests.servers import PostgresServer

PLANNER, REVIEWER = Actor(ActorKind.SYSTEM, "planner"), Actor(ActorKind.SYSTEM, "reviewer")
QUESTIONS = 5
NOW = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)


def snatch_everywhere(*, people: int, stock: int, threads: int) -> list[Finding]:
    """The same on both engines."""
    findings = []
    for engine in ENGINES:
        if engine == "sqlite":
            with TemporaryDirectory(prefix="anwen-proof-") as folder:
                findings += _on(f"sqlite:///{Path(folder) / 'prizes.db'}", people, stock, threads)
            continue
        server = PostgresServer()
        try:
            server.start()
            server.execute("CREATE DATABASE prizes")
            findings += _on(server.url("prizes"), people, stock, threads)
        finally:
            server.remove()
    return findings


def snatch(database: Database, *, people: int, stock: int, threads: int, seed: int = 1) -> list[Finding]:
    """Let all hand in and claim at once, each twice; count what was scored and given."""
    contests, prizes = ContestService(BankHolder()), PrizeService(b"p" * 32)
    with database.writing() as session:
        load(session, read_bank(), PLANNER, NOW)
        new = NewContest("竞赛", "", NOW, NOW + timedelta(hours=1), Rule(QUESTIONS), 600, 60)
        contest = contests.create(session, new, PLANNER, NOW)
        prize = prizes.add(session, contest.id, "灭火毯", stock, PLANNER, NOW).id
        contest_id = contests.publish(session, contest.id, REVIEWER, NOW).id
        attempts = []
        for number in range(people):
            attempt = contests.enter(session, contest_id, _person(number), NOW)
            attempt.answers = {str(n): entry["key"] for n, entry in enumerate(attempt.paper, start=1)}
            attempts.append(attempt.id)
    later = NOW + timedelta(seconds=60)

    def hand_in(number: int) -> int:
        try:
            with database.writing() as session:
                who = _person(number)
                attempt = contests.attempts.submit(session, attempts[number], who, later)
                # Every tenth brings the number of somebody else.
                phone = number - 1 if number % 10 == 9 else number
                try:
                    with session.begin_nested():
                        prizes.claim(session, attempt, prize, f"138{phone:08d}", later)
                except RuleViolation:
                    return 1
                return 1
        except RuleViolation:
            return 0

    order = [number for number in range(people) for _ in range(2)]
    random.Random(seed).shuffle(order)
    with ThreadPoolExecutor(threads) as pool:
        handed_in = sum(pool.map(hand_in, order))
    with database.reading() as session:
        given = session.get_one(QuizPrize, prize).given
        claims = session.scalar(select(func.count()).select_from(QuizPrizeClaim)) or 0
        phones = session.scalar(select(func.count(QuizPrizeClaim.phone.distinct()))) or 0
        scored = session.scalar(
            select(func.count()).select_from(QuizAttempt).where(QuizAttempt.state == AttemptState.SCORED)
        )
        answers = session.scalar(select(func.count()).select_from(QuizAnswer))
    n = len(order)
    return [
        Finding(
            "X15.stock", "prizes given away from the stock, too many or too few", n, abs(given - stock), 0
        ),
        Finding("X15.claims", "claims without a prize, or prizes without a claim", n, abs(claims - given), 0),
        Finding("X15.phones", "telephone numbers with two prizes", n, claims - phones, 0),
        Finding("X15.once", "papers handed in twice or never", n, abs(handed_in - people), 0),
        Finding("X15.scored", "papers not scored once", n, abs((scored or 0) - people), 0),
        Finding(
            "X15.answers", "answers counted twice or never", n, abs((answers or 0) - people * QUESTIONS), 0
        ),
    ]


def _on(url: str, people: int, stock: int, threads: int) -> list[Finding]:
    database = Database(url, pool_size=threads, info={audit.KEY: b"k" * 32})
    try:
        schema.upgrade(database)
        return snatch(database, people=people, stock=stock, threads=threads)
    finally:
        database.close()


def _person(number: int) -> str:
    return f"{number:032x}"
