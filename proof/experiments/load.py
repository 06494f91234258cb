"""L1 to L3: steady load, a burst, and slow dependencies; what a citizen would notice."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import text

from proof.estate import Estate
from proof.findings import Finding, share
from proof.mail import Mail
from proof.platform import Attempt, Delivered, Platform, Push
from proof.receipts import receipt_findings

LATEST_SECONDS = 4.5
PEOPLE = 5000


def mixed(platform: Platform, count: int) -> list[Push]:
    """This many pushes as they come on an ordinary day: text 70, events 20, pictures 10 of a hundred."""
    kinds: Sequence[Callable[[str], Push]] = (
        *(lambda who: platform.text(who, platform.question()) for _ in range(7)),
        lambda who: platform.event(who, "CLICK", EventKey="skill:help"),
        lambda who: platform.event(who, "VIEW", EventKey="https://example.com/"),
        lambda who: platform.message(who, MsgType="image", PicUrl="http://example.com/p", MediaId="m"),
    )
    return [
        kind(platform.anyone(PEOPLE)) for kind, _ in zip(itertools.cycle(kinds), range(count), strict=False)
    ]


def send(
    platform: Platform, pushes: Sequence[Push], *, senders: int, rate: float | None = None
) -> list[Delivered]:
    """Send each once, at a steady rate whatever the answers do, or as fast as so many senders can.

    Waiting in line for a free sender counts as time.
    """
    work = iter(enumerate((push, platform.signed(push)) for push in pushes))
    lock, done = threading.Lock(), []
    began = time.monotonic() + 0.1

    def run() -> None:
        with platform.wire() as wire:
            while True:
                with lock:
                    number, (push, path) = next(work, (0, (None, "")))
                if push is None:
                    return
                due = began + number / rate if rate else time.monotonic()
                time.sleep(max(0.0, due - time.monotonic()))
                attempt = platform.attempts_over(wire, push, path)
                late = time.monotonic() - due
                done.append(Delivered(push, [Attempt(attempt.status, late, attempt.words)]))

    threads = [threading.Thread(target=run) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def _senders(rate: float) -> int:
    """Enough for this rate, and few enough that none is idle so long (5 s) that its connection is closed."""
    return min(48, max(4, int(rate * 2)))


def _findings(
    experiment: str, estate: Estate, delivered: Sequence[Delivered], p99_seconds: float, what: str
) -> list[Finding]:
    seconds = [done.attempts[0].seconds for done in delivered]
    n, where = len(delivered), f"{what}, on {estate.engine}"
    keyed = [done for done in delivered if done.push.key]
    statuses = [done.attempts[0].status for done in delivered]
    refused = sum(status not in (0, 200) for status in statuses)
    return [
        Finding(f"{experiment}.refused", f"answered otherwise than with 200, {where}", n, refused, 0),
        Finding(
            f"{experiment}.silent", f"not answered within 5 s, {where}", n, statuses.count(0), 0, timing=True
        ),
        next(found for found in receipt_findings(experiment, estate, keyed) if found.id.endswith(".lost")),
        Finding(
            f"{experiment}.p50", f"median, seconds, {where}", n, share(seconds, 0.5), p99_seconds, timing=True
        ),
        Finding(
            f"{experiment}.p99", f"p99, seconds, {where}", n, share(seconds, 0.99), p99_seconds, timing=True
        ),
        Finding(
            f"{experiment}.latest",
            f"slowest, seconds, {where}",
            n,
            share(seconds, 1.0),
            LATEST_SECONDS,
            timing=True,
        ),
    ]


def stay_steady(estate: Estate, *, rate: float, seconds: float) -> list[Finding]:
    """L1: this many messages a second for this long."""
    platform = Platform(estate.account)
    delivered = send(platform, mixed(platform, int(rate * seconds)), senders=_senders(rate), rate=rate)
    return _findings("L1", estate, delivered, 0.3, f"{rate:g} a second for {seconds:g} s")


def burst(estate: Estate, *, n: int, senders: int) -> list[Finding]:
    """L2: from nothing to as fast as it goes."""
    platform = Platform(estate.account)
    pushes = mixed(platform, n)
    began = time.monotonic()
    delivered = send(platform, pushes, senders=senders)
    rate = n / (time.monotonic() - began)
    return _findings("L2", estate, delivered, 1.5, f"{senders} at once, {rate:.0f} answered in a second")


def slow_down(estate: Estate, *, rate: float, seconds: float, database_seconds: float) -> list[Finding]:
    """L3: every receipt takes so long to write, and every call of WeChat three seconds."""
    platform = Platform(estate.account)
    mail = Mail(estate, "L3")
    readers = mail.readers(3)
    estate.account.control("POST", "faults", api="*", times=-1, delay_ms=3000)
    try:
        with _slow_receipts(estate, database_seconds):
            mail.posts(readers, 2)
            delivered = send(
                platform, mixed(platform, int(rate * seconds)), senders=_senders(rate), rate=rate
            )
    finally:
        estate.account.control("DELETE", "faults")
    mail.waits_for_the_end()
    what = f"{rate:g} a second, a receipt takes {database_seconds:g} s, WeChat 3 s"
    return _findings("L3", estate, delivered, 2.0, what)


@contextmanager
def _slow_receipts(estate: Estate, seconds: float) -> Iterator[None]:
    if estate.postgres is None:
        raise ValueError("only PostgreSQL has triggers that sleep")
    with estate.rows() as database:
        with database.writing() as session:
            session.execute(
                text(
                    "CREATE FUNCTION proof_nap() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END $$"
                )
            )
            session.execute(
                text(
                    "CREATE TRIGGER proof_nap BEFORE INSERT ON inbound_receipts "
                    "FOR EACH ROW EXECUTE FUNCTION proof_nap()"
                )
            )
        try:
            yield
        finally:
            with database.writing() as session:
                session.execute(text("DROP FUNCTION proof_nap CASCADE"))
