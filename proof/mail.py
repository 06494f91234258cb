"""Deliveries to people with phones: posted into the outbox from outside, followed to their end."""

import secrets
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select, update

from core.clock import SystemClock
from deliveries.messages import Text
from deliveries.models import Delivery
from deliveries.status import OPEN, Lane, State
from deliveries.terms import Terms
from proof.estate import Estate
from proof.findings import Finding
from tests.account import Citizen
from wechat.errcodes import TOKEN_CODES

SEND = "message/custom/send"
EACH_AT_MOST = 5  # customer-service messages that one message of a person allows


class Mail:
    """The outbox of an estate, and what the platform saw of it."""

    def __init__(self, estate: Estate, experiment: str) -> None:
        self.estate = estate
        self.experiment = experiment
        self.mark = f"{experiment} {secrets.token_hex(4)} "
        """What every message of this mail begins with, and nothing else that the account says."""
        self.ids: list[int] = []
        self.sent_words: set[tuple[str, str]] = set()
        self._journal_start = self._last_row()

    def readers(self, count: int) -> list[Citizen]:
        """This many people who have just written, so that they may be written to."""
        readers = [self.estate.account.citizen(push=False) for _ in range(count)]
        for reader in readers:
            reader.says("你好")
        return readers

    def posts(self, readers: Iterable[Citizen], each: int = 1, lane: Lane = Lane.REPLY) -> list[int]:
        """Put ``each`` messages to every reader into the outbox; their row numbers."""
        assert each <= EACH_AT_MOST
        new: list[int] = []
        terms = Terms(lane=lane)
        with self.estate.account.container() as container:
            now = SystemClock().now()
            container.cipher.ensure_key(now)
            with container.database.writing() as session:
                for reader in readers:
                    for number in range(each):
                        words = f"{self.mark}{len(self.ids) + len(new)} {number}"
                        new.append(container.outbox.post(session, reader.openid, Text(words), now, terms))
                        self.sent_words.add((reader.openid, words))
        self.ids += new
        return new

    def rows(self, ids: Sequence[int] | None = None) -> list[Delivery]:
        """The rows of what was posted."""
        with self.estate.rows() as database, database.reading() as session:
            return list(session.scalars(select(Delivery).where(Delivery.id.in_(ids or self.ids))))

    def tally(self) -> Counter[State]:
        """How many stand where."""
        with self.estate.rows() as database, database.reading() as session:
            found = session.execute(
                select(Delivery.state, func.count()).where(Delivery.id.in_(self.ids)).group_by(Delivery.state)
            )
            return Counter({row[0]: row[1] for row in found})

    def waits_for(self, states: Iterable[State], seconds: float = 60.0) -> bool:
        """Wait until nothing that was posted stands in ``states`` any more."""
        wanted, deadline = set(states), time.monotonic() + seconds
        while wanted & set(self.tally()):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        return True

    def waits_for_the_end(self, seconds: float = 60.0) -> bool:
        """Wait until every delivery has its fate."""
        return self.waits_for(OPEN, seconds)

    def withdraws_open(self) -> None:
        """Skip what still waits, so that the next experiment finds an empty outbox."""
        with self.estate.rows() as database, database.writing() as session:
            session.execute(
                update(Delivery)
                .where(Delivery.id.in_(self.ids), Delivery.state == State.WAITING)
                .values(state=State.SKIPPED, settled_at=datetime.now(UTC))
            )

    def calls(self) -> list[dict[str, Any]]:
        """Every call of the platform's sending interface with one of our messages, since the beginning.

        A busy account may answer a reader late, through the same interface; and a call that was refused for
        its token is made again at once with a new one. Both are matters of other experiments.
        """
        rows: list[dict[str, Any]] = self.estate.account.control(
            "GET", f"journal?since={self._journal_start}&api={SEND}"
        )
        return [
            row for row in rows if _message_of(row) in self.sent_words and row["errcode"] not in TOKEN_CODES
        ]

    def carried_out(self) -> Counter[tuple[str, str]]:
        """How often the platform took each message."""
        return Counter(
            _message_of(row) for row in self.calls() if row["errcode"] == 0 and row["status"] in (0, 200)
        )

    def delivery_findings(self) -> list[Finding]:
        """Nothing lost, nothing twice, and the rows say the same as the platform."""
        tally, taken, total = self.tally(), self.carried_out(), len(self.ids)
        where = f"on {self.estate.engine}"
        missing = self.sent_words - set(taken)
        return [
            Finding(f"{self.experiment}.open", f"deliveries without a fate, {where}", total, _open(tally), 0),
            Finding(
                f"{self.experiment}.missing",
                f"deliveries called sent that the platform never took, {where}",
                total,
                max(0, len(missing) - (total - tally[State.SENT])),
                0,
            ),
            Finding(
                f"{self.experiment}.twice",
                f"messages that the platform took more than once, {where}",
                total,
                sum(count > 1 for count in taken.values()),
                0,
            ),
            Finding(
                f"{self.experiment}.unsent",
                f"deliveries that ended otherwise than sent, {where}",
                total,
                total - tally[State.SENT],
                0,
            ),
        ]

    def _last_row(self) -> int:
        rows = self.estate.account.control("GET", f"journal?since=0&api={SEND}")
        return int(rows[-1]["id"]) if rows else 0


def _message_of(row: dict[str, Any]) -> tuple[str, str]:
    """To whom and what a call of the sending interface says."""
    body = row["body"]
    return body.get("touser", ""), body.get("text", {}).get("content", "")


def _open(tally: Counter[State]) -> int:
    return sum(tally[state] for state in OPEN)
