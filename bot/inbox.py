"""What happens to one message, from the moment it is known to be authentic.

1. Locks ensure that only one delivery of a message, and only one message of a person, runs at a time.
2. A message that already has a receipt gets exactly the reply that was given then.
3. If the person is being served, or has earlier messages waiting, the message is recorded for the worker.
4. Any other message goes to the dispatcher. What the skills wrote, the reply and the receipt are committed
   in one transaction, so an answered message has exactly one receipt, whichever process is killed at whatever
   moment. If somebody else has meanwhile changed what the answer rests on, everything is undone and tried
   again, this time reading the rows first.
5. Work that exceeds the deadline is abandoned: the message is recorded for the worker, the platform gets
   ``success``, and the answer goes out later as a customer-service message.
6. If even that record cannot be written in time, ``Unavailable`` is raised before the platform hangs up. A
   person in danger never has to wait for a database.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from bot.dispatcher import Dispatcher
from bot.message_locks import LockOutcome, UnitOfWork
from bot.models import Fate, InboundReceipt
from bot.paging import first_page
from bot.ports import InboxNeeds
from bot.receipts import ReceiptStore, Snapshot
from bot.talk import Talk
from bot.thread_pool import RevocablePermit, ThreadPool
from bot.turns import Outcome, Turn, Unchanged
from core.connections import DirectConnection
from core.errors import Unavailable
from core.writes import SOMEBODY_WAS_FIRST, Overtaken, Write
from wechat.messages import Inbound, NoReply, Reply, TextReply, render_reply

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in seconds: for an answer (WeChat hangs up after 5), for waiting on a twin and on the person.

    ``danger_seconds``: how long a person in danger waits for the message to be recorded. ``note_seconds``:
    how long recording a message may take after it missed the deadline.
    """

    deadline_seconds: float = 4.0
    danger_seconds: float = 2.0
    note_seconds: float = 0.6
    twin_seconds: float = 4.5
    person_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A message as it arrived: parsed, its XML and digest, and when (``time.monotonic``, in seconds)."""

    message: Inbound
    xml: bytes
    digest: str
    started: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the platform: ``xml`` as first written; empty stands for ``success``."""

    xml: str
    fate: Fate
    trace: dict[str, Any]
    receipt: int | None = None
    repeated: bool = False


class Inbox:
    """Receives messages for the webhook and finishes the queued ones for the worker."""

    def __init__(
        self, needs: InboxNeeds, dispatcher: Dispatcher, limits: Limits = Limits(), threads: int = 16
    ) -> None:
        self._database = needs.database
        self._cipher = needs.cipher
        self._locks = needs.locks
        self._recorder = needs.recorder
        self._post_later = needs.post_later
        self._parse = needs.parse
        self._clock = needs.clock
        self._dispatcher = dispatcher
        self._limits = limits
        self._receipts = ReceiptStore(needs.cipher)
        self._pool = ThreadPool(threads, "inbox")
        # A separate pool: all threads of the other may be waiting for the very database that takes the note.
        self._recording_pool = ThreadPool(threads, "note")

    def receive(self, message: Inbound, xml: bytes, digest: str) -> Answer:
        """Answer one authentic message in time; ``Unavailable`` when it could not be recorded."""
        arrival = _Arrival(message, xml, digest)
        if self._pool.is_stuck:
            raise Unavailable("too many threads wait for the database already")
        task = self._pool.submit(lambda permit: self._handle(arrival, permit))
        limits = self._limits
        with suppress(TimeoutError):
            return task.result(min(limits.danger_seconds, limits.deadline_seconds))
        urgent = self.urgent_answer(message)
        if not urgent:
            with suppress(TimeoutError):
                return task.result(limits.deadline_seconds - (time.monotonic() - arrival.started))
        task.abandon()
        if urgent:
            return self._noted(
                lambda permit: self._settled(message, digest, urgent, Fate.ANSWERED, "emergency", permit)
            )
        return self._noted(lambda permit: self._postponed(arrival, permit))

    def apologise(self, message: Inbound, digest: str, sorry: str) -> Answer:
        """Record a message whose skill broke, with the apology as its reply."""
        xml = self._render(message, TextReply(sorry), self._clock.now())
        return self._noted(lambda permit: self._settled(message, digest, xml, Fate.FAILED, "failed", permit))

    def urgent_answer(self, message: Inbound, talk: Talk | None = None) -> str:
        """The reply to a person in danger, recording nothing else; empty when nobody is in danger."""

        def no_session() -> Session:
            raise Unavailable("no database answers")

        now = self._clock.now()
        outcome = self._dispatcher.urgent_outcome(Turn(message, talk or Talk(), now, no_session))
        if outcome is None:
            return ""
        reply = outcome.reply
        if isinstance(reply, TextReply):
            reply = TextReply(first_page(reply.text)[0])
        return self._render(message, reply, now)

    def handle_queued(self, openid: str) -> None:
        """Answer the waiting messages of one person in order, through the outbox."""
        while self._with_retry(lambda _careful: self._handle_oldest(openid)):
            pass

    def waiting_people(self, limit: int = 100) -> list[str]:
        """The keys of the people whose messages wait for the worker."""
        with self._database.reading() as session:
            return list(self._receipts.people_waiting(session, limit))

    def sweep(self, session: Session, now: datetime, *, words: timedelta, receipts: timedelta) -> int:
        """Delete what has passed its retention time; see ``ReceiptStore.sweep``."""
        return self._receipts.sweep(session, now, words=words, receipts=receipts)

    def close(self) -> None:
        """Wait for every thread that still holds a connection."""
        self._pool.close()
        self._recording_pool.close()

    def forget(self, session: Session, openid: str) -> None:
        """Delete one person's talk and the words of their messages."""
        self._receipts.forget(session, openid, self._clock.now())

    def _handle(self, arrival: _Arrival, permit: RevocablePermit) -> Answer:
        return self._with_retry(lambda careful: self._tried(arrival, permit, careful))

    @staticmethod
    def _with_retry(attempt: Callable[[bool], T]) -> T:
        """Try without reading the rows first; after a conflict try again, reading them."""
        for careful in (False, True):
            with suppress(*SOMEBODY_WAS_FIRST):
                return attempt(careful)
        return attempt(True)

    def _tried(self, arrival: _Arrival, permit: RevocablePermit, careful: bool) -> Answer:
        """One attempt at a message: take the locks, look for a receipt, then repeat, queue or answer."""
        now, message = self._clock.now(), arrival.message
        self._cipher.ensure_key(now)
        wait = max(0.0, self._limits.twin_seconds - (time.monotonic() - arrival.started))
        query = self._receipts.first_query(message)
        with self._locks.acquiring(message.dedupe_key, message.from_user, query, twin_seconds=wait) as work:
            if work.lock_outcome is LockOutcome.TWIN_BUSY:
                return Answer("", Fate.SILENT, {"decision": "twin"}, repeated=True)
            snapshot = self._receipts.snapshot(work.first_row)
            if snapshot.twin is not None:
                return self._repeated(work.connection, snapshot.twin)
            if work.lock_outcome is LockOutcome.PERSON_BUSY or snapshot.has_queue:
                return self._queued(work, snapshot.talk, arrival, now, permit)
            return self._answered(work, snapshot, arrival, now, permit, careful)

    def _repeated(self, connection: DirectConnection, receipt_id: int) -> Answer:
        """The reply that an earlier delivery of the same message received."""
        settled = self._receipts.settled(connection, receipt_id)
        return Answer(settled.reply, settled.fate, {"decision": "repeated"}, receipt_id, repeated=True)

    def _queued(
        self, work: UnitOfWork, talk: Talk, arrival: _Arrival, now: datetime, permit: RevocablePermit
    ) -> Answer:
        """Leave a message to the worker, unless somebody is in danger: then answer now.

        Of the late answers to a burst the platform lets only five through, whatever they say. An earlier
        message that still waits may turn the talk private, so the question is not logged.
        """
        message, digest = arrival.message, arrival.digest
        if urgent := self.urgent_answer(message, talk):
            answer = Answer(urgent, Fate.ANSWERED, {"decision": "emergency"})
            write = self._receipts.receipt_write(
                message, digest=digest, fate=answer.fate, now=now, reply=urgent
            )
        else:
            answer = Answer("", Fate.QUEUED, {"decision": "queued"})
            write = self._receipts.receipt_write(
                message, digest=digest, fate=answer.fate, now=now, body=arrival.xml
            )
        made = work.commit([write], permit.commit)
        return replace(answer, receipt=made[0] if made else None)

    def _answered(
        self,
        work: UnitOfWork,
        snapshot: Snapshot,
        arrival: _Arrival,
        now: datetime,
        permit: RevocablePermit,
        careful: bool,
    ) -> Answer:
        """Let the skills decide, and commit what they wrote with receipt, follower and talk.

        ``careful`` reads the rows of the follower first; otherwise they are written as values, unread.
        """
        message = arrival.message
        turn = Turn(message, snapshot.talk, now, work.session)
        reply, talk, outcome = self._decide(turn)
        xml = self._render(message, reply, now)
        fate = Fate.ANSWERED if xml else Fate.SILENT
        receipt = self._receipts.receipt_write(
            message, digest=arrival.digest, fate=fate, now=now, reply=xml, is_nobodys=outcome.forgets
        )
        writes = [receipt]
        if not outcome.forgets:
            ordinary = None if careful else self._recorder.writes_for(message, now)
            if ordinary is None:
                self._recorder.record(work.session(), message, now)
            if talk != snapshot.talk:
                writes.append(self._receipts.talk_write(message.from_user, talk, now, snapshot.version))
            writes += ordinary or ()
        writes += turn.writes
        made = work.commit(writes, permit.commit)
        return Answer(xml, fate, dict(outcome.trace), made[0] if made else None)

    def _noted(self, work: Callable[[RevocablePermit], Answer]) -> Answer:
        """Do the last thing that can still be done for a request in the time that is left."""
        task = self._recording_pool.submit(work)
        try:
            return task.result(self._limits.note_seconds)
        except TimeoutError:
            task.abandon()
            raise Unavailable("the message could not be recorded in time") from None

    def _settled(
        self, message: Inbound, digest: str, xml: str, fate: Fate, decision: str, permit: RevocablePermit
    ) -> Answer:
        """Record a message together with a reply that did not come about in the usual way."""
        now = self._clock.now()
        self._cipher.ensure_key(now)
        write = self._receipts.receipt_write(message, digest=digest, fate=fate, now=now, reply=xml)
        return self._recorded(message, write, Answer(xml, fate, {"decision": decision}), permit)

    def _postponed(self, arrival: _Arrival, permit: RevocablePermit) -> Answer:
        """Record a message whose handling took too long; if it has ended after all, return its reply."""
        now = self._clock.now()
        self._cipher.ensure_key(now)
        write = self._receipts.receipt_write(
            arrival.message, digest=arrival.digest, fate=Fate.QUEUED, now=now, body=arrival.xml
        )
        return self._recorded(arrival.message, write, Answer("", Fate.QUEUED, {"decision": "late"}), permit)

    def _recorded(self, message: Inbound, write: Write, answer: Answer, permit: RevocablePermit) -> Answer:
        """Write the receipt of ``answer``; if another wrote one first, return the answer given there."""
        with DirectConnection(self._database) as connection:
            try:
                made = connection.commit([write], permit.commit)
            except Overtaken:
                query = self._receipts.first_query(message)
                twin = self._receipts.snapshot(
                    connection.first(query.statement, query.parameters) or (None, False, None)
                ).twin
                if twin is None:
                    raise Unavailable("the receipt of a message vanished while it was read") from None
                return self._repeated(connection, twin)
        return replace(answer, receipt=made[0] if made else None)

    def _handle_oldest(self, openid: str) -> bool:
        """Answer this person's oldest waiting message; return whether there was one."""
        now = self._clock.now()
        self._cipher.ensure_key(now)
        wait = self._limits.person_seconds
        with self._locks.acquiring(
            f"queue:{openid}",
            openid,
            self._receipts.first_query_of_person(openid),
            twin_seconds=wait,
            person_seconds=wait,
        ) as work:
            if work.lock_outcome is not LockOutcome.ACQUIRED:
                return False
            session = work.session()
            receipt = self._receipts.oldest_queued(session, openid)
            if receipt is None:
                return False
            body = self._receipts.body_of(receipt)
            writes: list[Write] = []
            receipt.fate, receipt.settled_at, receipt.body = Fate.EXPIRED, now, None
            if body is not None:
                receipt.fate = Fate.ANSWERED_LATER
                writes = self._answer_queued(work, receipt, self._parse(body), now)
            work.commit(writes)
            return True

    def _answer_queued(
        self, work: UnitOfWork, receipt: InboundReceipt, message: Inbound, now: datetime
    ) -> list[Write]:
        """Let the skills decide on a message that waited and post the reply; return the writes left to do."""
        session = work.session()
        snapshot = self._receipts.snapshot(work.first_row)
        turn = Turn(message, snapshot.talk, now, work.session, in_transaction=True)
        reply, talk, outcome = self._decide(turn)
        if not outcome.forgets or not isinstance(reply, NoReply):
            # A late farewell still needs the window that its message opened.
            self._recorder.record(session, message, now)
        is_overtaken = outcome.is_interim and self._receipts.has_queued_behind(session, receipt)
        if not isinstance(reply, NoReply) and not is_overtaken:
            self._post_later(session, message.from_user, reply, f"late:{message.dedupe_key}", now)
        if talk != snapshot.talk and not outcome.forgets:
            turn.writes.append(self._receipts.talk_write(message.from_user, talk, now, snapshot.version))
        return turn.writes

    def _decide(self, turn: Turn) -> tuple[Reply, Talk, Outcome]:
        """Let the skills decide; return the first page of the reply, the talk after it, and the outcome."""
        outcome = self._dispatcher.dispatch(turn)
        reply, rest = outcome.reply, ""
        if isinstance(reply, TextReply):
            page, rest = first_page(reply.text)
            reply = TextReply(page)
        talk = turn.talk
        if not isinstance(outcome.conversation, Unchanged):
            talk = replace(talk, conversation=outcome.conversation)
        if outcome.memory is not None:
            talk = replace(talk, memory=outcome.memory)
        if talk.rest != rest and not isinstance(reply, NoReply):
            talk = replace(talk, rest=rest)
        return reply, talk, outcome

    def _render(self, message: Inbound, reply: Reply, now: datetime) -> str:
        if isinstance(reply, NoReply):
            return ""
        return render_reply(reply, to=message.from_user, sender=message.to_user, created_at=now)
