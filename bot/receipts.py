"""Receipts of incoming messages: one row each, claimed under a key that every retry repeats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, bindparam, delete, exists, func, literal, select, update
from sqlalchemy.orm import Session

from bot.message_locks import FirstQuery
from bot.models import IS_QUEUED, Fate, InboundReceipt, TalkState
from bot.talk import Talk
from core.connections import DirectConnection
from core.errors import Unavailable
from core.hourly_cipher import HourlyCipher, KeyDestroyed
from core.statements import Prepared, insert_in, table_of
from core.writes import Write
from wechat.messages import (
    Event,
    Inbound,
    JobFinishedEvent,
    ScanEvent,
    SubscribeEvent,
    SubscriptionEvent,
    ViewEvent,
)

DETAIL_CHARACTERS = 128
RETRIED_WITHIN = timedelta(hours=2)
"""No delivery comes again later: the platform tries for seconds, and a recording is too old to be taken
(``wechat_freshness_seconds`` is an hour at most, in both directions)."""
NOBODY = ""
"""Stands for the openid in receipts of somebody who was forgotten."""

_receipts, _talks = table_of(InboundReceipt), table_of(TalkState)
_FIRST_QUERY = Prepared(
    lambda _dialect: select(
        select(_receipts.c.id).where(_receipts.c.key == bindparam("key")).scalar_subquery(),
        exists().where(IS_QUEUED, _receipts.c.openid == bindparam("openid")),
        select(_talks.c.state).where(_talks.c.openid == bindparam("openid")).scalar_subquery(),
    )
)
IS_ANYBODY_WAITING = exists(select(InboundReceipt.id).where(IS_QUEUED))
"""Whether any message waits for the worker."""
_SETTLED = Prepared(
    lambda _dialect: select(_receipts.c.fate, _receipts.c.digest, _receipts.c.reply).where(
        _receipts.c.id == bindparam("id")
    )
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the first query finds: a twin that is already settled, waiting messages, and the talk so far.

    ``version`` is the stored form of the talk, None if there is none; ``talk_write`` must find it unchanged.
    """

    twin: int | None
    has_queue: bool
    talk: Talk
    version: bytes | None


@dataclass(frozen=True, slots=True)
class Settled:
    """A message that was handled before; ``reply`` is exactly the XML that was sent, empty for silence."""

    fate: Fate
    digest: str
    reply: str


class ReceiptStore:
    """Reads and writes receipts and talks; seals the words it stores and opens those it reads."""

    def __init__(self, cipher: HourlyCipher) -> None:
        self._cipher = cipher

    @staticmethod
    def first_query(message: Inbound) -> FirstQuery:
        """What the inbox must know about a message before it decides; ``snapshot`` reads the row."""
        return FirstQuery(_FIRST_QUERY, {"key": message.dedupe_key, "openid": message.from_user})

    @staticmethod
    def first_query_of_person(openid: str) -> FirstQuery:
        """The same for a person, without any message."""
        return FirstQuery(_FIRST_QUERY, {"key": "", "openid": openid})

    def snapshot(self, row: Sequence[Any]) -> Snapshot:
        """Turn the row of ``first_query`` into a ``Snapshot``."""
        twin, waiting, state = row
        return Snapshot(twin, bool(waiting), self._talk(state), state)

    def settled(self, connection: DirectConnection, receipt_id: int) -> Settled:
        """How an earlier delivery of the same message ended; ``Unavailable`` if its receipt is gone."""
        row = connection.first(_SETTLED, {"id": receipt_id})
        if row is None:
            raise Unavailable("the receipt of a message vanished while it was read")
        fate, digest, reply = row
        return Settled(Fate(fate), digest, self._opened(reply))

    def receipt_write(
        self,
        message: Inbound,
        *,
        digest: str,
        fate: Fate,
        now: datetime,
        body: bytes | None = None,
        reply: str = "",
        is_nobodys: bool = False,
    ) -> Write:
        """The write of the receipt, whose number is its value; ``Overtaken`` if the message already has one.

        ``is_nobodys``: the message made us forget whoever sent it.
        """
        row = {
            "key": message.dedupe_key,
            "digest": digest,
            "openid": NOBODY if is_nobodys else message.from_user,
            "kind": message.kind,
            "detail": _detail(message),
            "fate": fate,
            "received_at": now,
            "settled_at": None if fate is Fate.QUEUED else now,
            "body": self._cipher.seal(body, now) if body else None,
            "reply": self._cipher.seal(reply.encode(), now) if reply else None,
        }
        return Write(_CLAIM, row, needed=True)

    def talk_write(self, openid: str, talk: Talk, now: datetime, version: bytes | None) -> Write:
        """The write of the talk for the next turn; ``Overtaken`` if it has changed since it was read."""
        state = self._cipher.seal(talk.to_bytes(), now)
        row = {"openid": openid, "state": state, "updated_at": now, "seen": version}
        return Write(_SAVE_TALK, row, needed=True)

    def oldest_queued(self, session: Session, openid: str) -> InboundReceipt | None:
        """This person's message that has waited longest."""
        return session.scalars(
            select(InboundReceipt)
            .where(IS_QUEUED, InboundReceipt.openid == openid)
            .order_by(InboundReceipt.id)
            .limit(1)
        ).first()

    def has_queued_behind(self, session: Session, receipt: InboundReceipt) -> bool:
        """Whether a later message of the same person waits."""
        behind = exists().where(
            IS_QUEUED, InboundReceipt.openid == receipt.openid, InboundReceipt.id > receipt.id
        )
        return bool(session.scalar(select(behind)))

    def people_waiting(self, session: Session, limit: int) -> Sequence[str]:
        """The people whose messages wait for the worker, the longest wait first."""
        return session.scalars(
            select(InboundReceipt.openid)
            .where(IS_QUEUED)
            .group_by(InboundReceipt.openid)
            .order_by(func.min(InboundReceipt.id))
            .limit(limit)
        ).all()

    def body_of(self, receipt: InboundReceipt) -> bytes | None:
        """The XML of a queued message; None once its words have been destroyed."""
        if receipt.body is None:
            return None
        try:
            return self._cipher.open(receipt.body)
        except KeyDestroyed:
            return None

    def forget(self, session: Session, openid: str, now: datetime) -> None:
        """Delete one person's talk and words.

        The latest receipts stay, without words or openid, as long as a retry may come; until then their keys
        still identify the person.
        """
        session.execute(delete(TalkState).where(TalkState.openid == openid))
        theirs = InboundReceipt.openid == openid
        session.execute(
            delete(InboundReceipt).where(theirs, InboundReceipt.received_at < now - RETRIED_WITHIN)
        )
        session.execute(
            update(InboundReceipt).where(theirs, IS_QUEUED).values(fate=Fate.EXPIRED, settled_at=now)
        )
        session.execute(update(InboundReceipt).where(theirs).values(openid=NOBODY, body=None, reply=None))

    def sweep(self, session: Session, now: datetime, *, words: timedelta, receipts: timedelta) -> int:
        """Delete talks, words and receipts past their retention time; return how many rows changed."""
        old = now - words
        changed = session.execute(
            delete(TalkState).where(TalkState.updated_at < old).returning(TalkState.openid)
        )
        count = len(changed.all())
        emptied = session.execute(
            update(InboundReceipt)
            .where(InboundReceipt.received_at < old, InboundReceipt.fate != Fate.QUEUED)
            .where(InboundReceipt.reply.is_not(None) | InboundReceipt.body.is_not(None))
            .values(body=None, reply=None)
            .returning(InboundReceipt.id)
        )
        count += len(emptied.all())
        gone = session.execute(
            delete(InboundReceipt)
            .where(
                (InboundReceipt.received_at < now - receipts)
                | (InboundReceipt.openid == NOBODY) & (InboundReceipt.received_at < now - RETRIED_WITHIN)
            )
            .returning(InboundReceipt.id)
        )
        return count + len(gone.all())

    def _talk(self, state: bytes | None) -> Talk:
        if state is None:
            return Talk()
        try:
            return Talk.from_bytes(self._cipher.open(state))
        except KeyDestroyed:
            return Talk()

    def _opened(self, reply: bytes | None) -> str:
        if reply is None:
            return ""
        try:
            return self._cipher.open(reply).decode()
        except KeyDestroyed:
            return ""


_CLAIMED = (
    "key",
    "digest",
    "openid",
    "kind",
    "detail",
    "fate",
    "received_at",
    "settled_at",
    "body",
    "reply",
)
_CLAIM = Prepared(
    lambda dialect: (
        insert_in(dialect, _receipts).on_conflict_do_nothing(index_elements=["key"]).returning(_receipts.c.id)
    ),
    _CLAIMED,
)


def _save_talk(dialect: str) -> Any:
    insert = insert_in(dialect, _talks)
    return insert.on_conflict_do_update(
        index_elements=["openid"],
        set_={"state": insert.excluded.state, "updated_at": insert.excluded.updated_at},
        # Each sealing gives different bytes, so equal bytes mean that this is still the talk that was read.
        where=_talks.c.state == bindparam("seen", type_=LargeBinary),
    ).returning(literal(1))


_SAVE_TALK = Prepared(_save_talk, ("openid", "state", "updated_at"))


def _detail(message: Inbound) -> str | None:
    """What an event was about, for the figures; None for a message of a person."""
    match message:
        case SubscribeEvent() | ScanEvent():
            detail = message.scene
        case JobFinishedEvent():
            detail = f"{message.job_id} {message.status}"
        case SubscriptionEvent():
            detail = " ".join(f"{item.template_id}:{item.status}" for item in message.items)
        case ViewEvent():
            detail = message.url
        case Event():
            detail = message.key
        case _:
            detail = None
    return detail[:DETAIL_CHARACTERS] if detail else None


def queued_load(session: Session) -> tuple[int, datetime | None]:
    """How many messages wait for the worker, and since when the oldest has waited."""
    query = select(func.count(), func.min(InboundReceipt.received_at)).where(IS_QUEUED)
    count, oldest = session.execute(query).one()
    return count, oldest
