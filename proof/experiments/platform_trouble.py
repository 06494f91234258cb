"""F7 and F9: the platform hiccups, goes down for a while, or refuses this and that."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from deliveries.models import Delivery
from deliveries.policy import CONFIG_PAUSE
from deliveries.status import Reason, State
from proof.estate import Estate
from proof.findings import Finding
from proof.mail import SEND, Mail

MOST_CALLS_WHILE_DOWN = 20  # the breaker opens after ten failures in a row; others are on their way then
REST_SECONDS = 60.0

FATES = {
    45009: (State.WAITING, Reason.QUOTA),
    45015: (State.FAILED, Reason.RECIPIENT),
    45047: (State.FAILED, Reason.WINDOW_SPENT),
    40003: (State.FAILED, Reason.RECIPIENT),
    43004: (State.FAILED, Reason.RECIPIENT),
    48001: (State.WAITING, Reason.CONFIG),
}
"""What must become of a delivery that the platform refuses with each errcode."""


LOST_AT_MOST = 8
"""More lost answers in a row would open the breaker, and what has not been sent would wait."""


@contextmanager
def fault(mail: Mail, **wish: object) -> Iterator[None]:
    """Something goes wrong at the platform with this mail during the block.

    With nothing else: a reply to somebody of an earlier experiment may come late, by the same interface.
    """
    control = mail.estate.account.control
    control("POST", "faults", api=SEND, containing=mail.mark, **wish)
    try:
        yield
    finally:
        control("DELETE", "faults")


def hiccup(estate: Estate, *, readers: int, each: int = 2, refusals: int = 4) -> list[Finding]:
    """Let ``refusals`` calls be refused with -1 and as many with 503, then one answer be lost."""
    mail = Mail(estate, "F7")
    people = mail.readers(readers)
    with fault(mail, times=refusals, errcode=-1), fault(mail, times=refusals, status=503):
        mail.posts(people, each)
        mail.waits_for_the_end()
    calls = mail.calls()
    findings = [
        *mail.delivery_findings(),
        Finding(
            "F7.repeated",
            f"calls beyond one for each message and one for each refusal, on {estate.engine}",
            len(calls),
            len(calls) - readers * each - 2 * refusals,
            0,
        ),
    ]
    return [*findings, *_lost_answers(estate, min(readers, LOST_AT_MOST))]


def _lost_answers(estate: Estate, readers: int) -> list[Finding]:
    mail = Mail(estate, "F7")
    people = mail.readers(readers)
    with fault(mail, times=readers, drop_after=True):
        mail.posts(people)
        mail.waits_for_the_end()
        time.sleep(2.0)
    states, taken = mail.tally(), mail.carried_out()
    where = f"on {estate.engine}"
    return [
        Finding(
            "F7.lost_answer",
            f"deliveries not called unknown although no answer came, {where}",
            readers,
            readers - states[State.UNKNOWN],
            0,
        ),
        Finding(
            "F7.lost_answer_twice",
            f"messages sent again although nobody knows whether they arrived, {where}",
            readers,
            sum(count > 1 for count in taken.values()) + max(0, len(mail.calls()) - readers),
            0,
        ),
    ]


def break_down(estate: Estate, *, readers: int, seconds: float, recover: bool) -> list[Finding]:
    """Take the platform's sending interface down; ``recover`` waits for the breaker's rest to end."""
    mail = Mail(estate, "F7")
    people = mail.readers(readers)
    with fault(mail, times=-1, errcode=-1):
        mail.posts(people, 4)
        time.sleep(seconds)
        calls = len(mail.calls())
        given_up = mail.tally()[State.FAILED]
    where = f"on {estate.engine}"
    findings = [
        Finding(
            "F7.breaker",
            f"calls in {seconds:g} s of a platform that is down, {where}",
            len(mail.ids),
            calls,
            MOST_CALLS_WHILE_DOWN,
        ),
        Finding("F7.patience", f"deliveries given up meanwhile, {where}", len(mail.ids), given_up, 0),
    ]
    if not recover:
        # The worker's fuse would rest for a minute, and what follows would wait with it.
        estate.account.stop_part("worker")
        # What it was about to send waits again only now.
        mail.withdraws_open()
        estate.account.start_part("worker")
        return findings
    began = time.monotonic()
    mail.waits_for_the_end(3 * REST_SECONDS)
    return [
        *findings,
        *mail.delivery_findings(),
        Finding(
            "F7.recovery",
            f"seconds from the platform's recovery until everything was sent, {where}",
            len(mail.ids),
            time.monotonic() - began,
            REST_SECONDS + 30,
            timing=True,
        ),
    ]


def refuse(estate: Estate, *, seconds: float) -> list[Finding]:
    """Let the platform refuse one delivery with each errcode, and watch for ``seconds`` that it stays so."""
    mail = Mail(estate, "F9")
    wrong: list[str] = []
    unsent = 0
    for errcode, (state, reason) in FATES.items():
        refused, other = mail.readers(2)
        with fault(mail, times=1, errcode=errcode):
            (number,) = mail.posts([refused])
            row = _settled(mail, number)
            if (row.state, row.reason, row.errcode) != (state, reason, errcode):
                wrong.append(f"{errcode}: {row.state} {row.reason} {row.errcode}")
        (number,) = mail.posts([other])
        unsent += _settled(mail, number).state != State.SENT
    time.sleep(seconds)
    repeated = len(mail.calls()) - 2 * len(FATES)
    # What waits for the bureau to mend its settings is tried once a minute.
    tries = int(seconds // CONFIG_PAUSE.total_seconds())
    mail.withdraws_open()
    where = f"on {estate.engine}"
    return [
        Finding(
            "F9.fate", f"errcodes with a wrong fate ({', '.join(wrong)}), {where}", len(FATES), len(wrong), 0
        ),
        Finding("F9.repeated", f"refused calls that were made again, {where}", len(FATES), repeated, tries),
        Finding("F9.others", f"other people who got nothing, {where}", len(FATES), unsent, 0),
    ]


def _settled(mail: Mail, number: int, seconds: float = 30.0) -> Delivery:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        (row,) = mail.rows([number])
        if row.settled_at is not None:
            return row
        time.sleep(0.1)
    raise AssertionError(f"delivery {number} has no fate after {seconds:g} s")
