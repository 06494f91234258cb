"""The outbox: posting what is to be said to one person."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.hourly_cipher import HourlyCipher
from core.statements import insert_once
from core.text import byte_length
from deliveries.contacts import hold_ledger
from deliveries.messages import TEXT_BYTES, Message, Notice, Picture, Text, packed
from deliveries.models import Delivery
from deliveries.payloads import opened
from deliveries.policy import may_send
from deliveries.status import OPEN, Channel, Lane, Reason, State
from deliveries.terms import AT_ONCE, Terms

LEFT_OUT = "\n（还有的没答上，请再发一次）"
"""Stands under the last of many replies when the platform lets no more through."""
LAST_PLACE_WAITS = timedelta(seconds=5)
"""How long the last place is kept for whatever else is being answered; fetching a photo takes less."""
NEWS_GATHERS = timedelta(seconds=60)
"""How long the next piece of news waits for what else happens."""
_NEWS = "news:"
KEEP = timedelta(hours=24)


class Outbox:
    """Every message to one person, from the moment it is decided; ``DeliveryQueue`` carries it to its fate.

    ``cipher`` seals what is sent (call its ``ensure_key`` before the transaction that posts). ``keep`` is how
    long an unsent message may stay, at most as long as the cipher keeps its keys.
    """

    def __init__(self, cipher: HourlyCipher, *, keep: timedelta = KEEP) -> None:
        self._cipher = cipher
        self._keep = keep

    def post(
        self, session: Session, openid: str, message: Message, now: datetime, terms: Terms = AT_ONCE
    ) -> int:
        """Record that ``message`` is to be sent; return its number.

        If the ``dedupe_key`` exists already, nothing is posted and the number of that delivery is returned.
        """
        due_at = terms.due_at or now
        row = {
            "openid": openid,
            "lane": terms.lane,
            "channel": Channel.CUSTOMER_SERVICE,
            "state": State.WAITING,
            "payload": self._cipher.seal(packed(message), now),
            "payload_until": max(now, due_at) + self._keep,
            "dedupe_key": terms.dedupe_key,
            "resend_when_unknown": terms.resend_when_unknown,
            "created_at": now,
            "due_at": due_at,
            "not_after": terms.not_after,
        }
        if posted := insert_once(session, Delivery, [row], conflict=["dedupe_key"]):
            return int(posted[0])
        return session.scalars(select(Delivery.id).where(Delivery.dedupe_key == terms.dedupe_key)).one()

    def post_reply(
        self, session: Session, openid: str, message: Text | Picture, now: datetime, *, dedupe_key: str
    ) -> None:
        """Post a late reply, possibly one of many: of nine replies at once the platform lets five through.

        The one that takes the last free place waits a little (``LAST_PLACE_WAITS``). A text that arrives
        meanwhile is appended to it; if one message cannot hold both, it says that something was left out.
        """
        ledger = hold_ledger(session, openid)
        waiting = session.scalars(
            select(Delivery)
            .where(Delivery.openid == openid, Delivery.lane == Lane.REPLY, Delivery.state.in_(OPEN))
            .order_by(Delivery.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        is_full = may_send(ledger, now, in_flight=len(waiting)) is Reason.WINDOW_SPENT
        takes_last = may_send(ledger, now, in_flight=len(waiting) + 1) is Reason.WINDOW_SPENT
        last = waiting[-1] if waiting and waiting[-1].state == State.WAITING else None
        before = opened(self._cipher, last) if is_full and last is not None else None
        until = now + LAST_PLACE_WAITS if takes_last else now
        if last is None or not isinstance(before, Text) or not isinstance(message, Text):
            if last is not None and last.attempts == 0:
                # There is room again, or nothing can be appended: the one that waited goes first.
                last.due_at = min(last.due_at, now)
            self.post(session, openid, message, now, Terms(dedupe_key=dedupe_key, due_at=until))
            return
        last.due_at = max(last.due_at, until)
        both = _written_below(before.text, message.text)
        if both is not None:
            last.payload = self._cipher.seal(packed(Text(both)), now)
            last.payload_until = now + self._keep
            session.flush()

    def post_news(self, session: Session, openid: str, notice: Notice, now: datetime, *, about: str) -> None:
        """Post a notice of news: the first one at once, those that follow within ``NEWS_GATHERS`` together.

        ``about`` names the slot that says which case it is. Several steps of one case may follow each other
        within a minute, and the same neutral line three times is no news. Only the payload names the case: in
        the row its name would stand beside the openid.
        """
        hold_ledger(session, openid)
        lately = session.scalars(
            select(Delivery)
            .where(
                Delivery.openid == openid,
                Delivery.dedupe_key.startswith(_NEWS),
                Delivery.due_at > now - NEWS_GATHERS,
            )
            .order_by(Delivery.due_at, Delivery.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        for one in lately:
            before = opened(self._cipher, one) if one.state == State.WAITING and one.attempts == 0 else None
            if not isinstance(before, Notice) or before.kind != notice.kind:
                continue
            if before.slots.get(about) == notice.slots[about]:
                one.payload = self._cipher.seal(packed(notice), now)
                one.payload_until = max(now, one.due_at) + self._keep
                session.flush()
                return
        due_at = lately[0].due_at + NEWS_GATHERS if lately else now
        self.post(
            session, openid, notice, now, Terms(due_at=due_at, dedupe_key=f"{_NEWS}{secrets.token_hex(12)}")
        )


def _written_below(before: str, more: str) -> str | None:
    """``before`` with ``more`` appended; if one message cannot hold both, with ``LEFT_OUT`` instead.

    None if not even that fits: then ``before`` is sent as it is.
    """
    told = before.removesuffix(LEFT_OUT)
    tail = before[len(told) :]
    both = f"{told}\n\n{more}"
    if byte_length(both + LEFT_OUT) > TEXT_BYTES:
        both, tail = told, LEFT_OUT
    whole = both + tail
    return whole if byte_length(whole) <= TEXT_BYTES else None
