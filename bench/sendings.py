"""Mailings of a running account, driven from outside, measured by their rows and the platform's journal."""

import time
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select

from app.mailing import MailingContainer
from core.clock import SystemClock
from deliveries.contacts import message_write
from deliveries.mailings.models import Mailing
from deliveries.mailings.services import Plan
from deliveries.mailings.status import MASS, MailingState, MailingWay, Purpose
from deliveries.messages import Text
from deliveries.models import Delivery
from deliveries.status import Channel, State
from staff.actors import CLOCK
from tests.account import Account

CAP = 40
PATIENCE_SECONDS = 300.0


def crowd(account: Account, count: int, seed: str) -> list[str]:
    """Make this many new followers who have just written to us."""
    return list(account.control("POST", "citizens", count=count, seed=seed, talking=True)["openids"])


class Sending:
    """Puts mailings into the rows of an account and waits for its worker."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._serial = int(time.time())

    def rate(self, openids: Sequence[str]) -> float:
        """Messages a second from the first claim to the last fate."""
        mailing_id = self.starts(openids)
        with self._account.container() as container, container.database.reading() as session:
            mine = Delivery.mailing_id == mailing_id
            sent = session.scalars(
                select(func.count()).select_from(Delivery).where(mine, Delivery.state == State.SENT)
            ).one()
            first, last = session.execute(
                select(func.min(Delivery.claimed_at), func.max(Delivery.settled_at)).where(mine)
            ).one()
        if sent != len(openids):
            raise SystemExit(f"only {sent} of {len(openids)} were sent")
        assert first is not None
        assert last is not None
        return float(sent / (last - first).total_seconds())

    def starts(
        self,
        openids: Sequence[str],
        way: MailingWay = MailingWay.EACH,
        purpose: Purpose = Purpose.CAMPAIGN,
    ) -> int:
        """Write the people down, let the worker send, and wait until it is finished; its number."""
        channel = Channel.MASS if way in MASS else Channel.ANY
        with self._account.container() as container:
            now = SystemClock().now()
            self._serial += 1
            with container.database.writing() as session:
                plan = Plan(
                    f"bench {self._serial}",
                    Text("安全生产月到了"),
                    purpose,
                    way,
                    "bench",
                    now,
                )
                mailing = container.mailing.mailings.schedule(session, plan, CLOCK, now)
                for one in openids:
                    message_write(one, now).run(session)
                rows = [_row(one, channel, mailing, now) for one in openids]
                session.execute(insert(Delivery), rows)
                mailing.state, mailing.frozen_at, mailing.planned = MailingState.RUNNING, now, len(openids)
            self._wait(container.mailing, mailing.id)
            return mailing.id

    def busiest_second(self, openids: Sequence[str]) -> float:
        """The most calls that arrived at the platform in any second, with a cap of ``CAP``.

        The account's own worker is stopped for it, and others with the cap do the work.
        """
        self._account.stop_part("worker")
        start = self._last_row()
        self._account.environment["ANWEN_SENDS_A_SECOND"] = str(CAP)
        self._account.start_part("worker")
        second = self._account.processes.pop("worker")
        self._account.start_part("worker")
        try:
            self.starts(openids)
        finally:
            second.terminate()
            second.wait(30)
        rows = self._account.control("GET", f"journal?since={start}&api=message/custom/send")
        times = sorted(datetime.fromisoformat(row["at"]).timestamp() for row in rows)
        return float(busiest(times))

    def _wait(self, mailing: MailingContainer, mailing_id: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            with mailing.database.reading() as session:
                state = session.scalar(select(Mailing.state).where(Mailing.id == mailing_id))
            if state is MailingState.FINISHED:
                return
            if time.monotonic() > deadline:
                raise SystemExit("the mailing does not end")
            time.sleep(0.2)

    def _last_row(self) -> int:
        rows = self._account.control("GET", "journal?since=0&api=message/custom/send")
        return int(rows[-1]["id"]) if rows else 0


def busiest(times: Sequence[float]) -> int:
    """The most moments within any one second."""
    most, begin = 0, 0
    for end, moment in enumerate(times):
        while times[begin] <= moment - 1.0:
            begin += 1
        most = max(most, end - begin + 1)
    return most


def _row(openid: str, channel: Channel, mailing: Mailing, now: datetime) -> dict[str, object]:
    return {
        "openid": openid,
        "lane": mailing.lane,
        "channel": channel,
        "state": State.WAITING,
        "resend_when_unknown": False,
        "created_at": now,
        "due_at": now,
        "mailing_id": mailing.id,
    }
