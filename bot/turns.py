"""One turn: what a skill is given, and what it returns."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.commands import LONGEST_COMMAND, bare
from bot.talk import Conversation, Talk
from core.errors import RuleViolation
from core.text import without_control
from core.writes import Write
from wechat.messages import Inbound, NoReply, Reply, TextMessage, TextReply, VoiceMessage


class Turn:
    """One message, with everything a skill may know about it.

    ``session`` opens the transaction of this message on first use: compute first, write last, so that slow
    work never holds a lock. A write that needs no query before it goes to ``writes`` instead, which is
    cheaper: it is committed together with the reply. The skill itself never commits. ``in_transaction``: the
    transaction was open before the skill was asked, as it is for a message that waited.
    """

    def __init__(
        self,
        message: Inbound,
        talk: Talk,
        now: datetime,
        session: Callable[[], Session],
        *,
        in_transaction: bool = False,
    ) -> None:
        self.message = message
        self.talk = talk
        self.now = now
        self.said = words_of(message)
        self.writes: list[Write] = []
        self.in_transaction = in_transaction
        self._session = session

    @property
    def openid(self) -> str:
        """The openid of the sender."""
        return self.message.from_user

    @property
    def private(self) -> bool:
        """Whether a private conversation is live, so that nothing of this turn may be logged."""
        return self.talk.conversation is not None and self.talk.conversation.private

    @property
    def menu_id(self) -> str | None:
        """The item of a menu message that was tapped, if this text is such a tap."""
        return self.message.menu_id if isinstance(self.message, TextMessage) else None

    @cached_property
    def command(self) -> str:
        """What was said, as ``bot.commands.bare`` reduces it; computed once per message."""
        return bare(self.said)

    def is_command(self, words: frozenset[str]) -> bool:
        """Whether the message is exactly one of ``words``."""
        return len(self.said) <= LONGEST_COMMAND and self.command in words

    @property
    def session(self) -> Session:
        """The transaction of this message."""
        return self._session()

    @contextmanager
    def step(self) -> Iterator[Session]:
        """Wrap a step that may be refused, when the skill wants to answer the refusal itself.

        What the step wrote before a ``RuleViolation`` is undone, and the turn continues without it. If
        somebody else was first, the whole transaction is lost: its commit reports that, and the message is
        handled again.
        """
        session = self.session
        savepoint = session.begin_nested()
        try:
            yield session
            savepoint.commit()
        except RuleViolation:
            if savepoint.is_active:
                savepoint.rollback()
            raise


def words_of(message: Inbound) -> str:
    """The words of the person: a text, or the transcript of a voice message; empty for anything else."""
    if isinstance(message, TextMessage):
        return without_control(message.content).strip()
    if isinstance(message, VoiceMessage):
        return without_control(message.recognition or "").strip()
    return ""


class Unchanged:
    """Stands for "leave the conversation as it is"."""


UNCHANGED = Unchanged()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a skill decided.

    ``conversation`` starts or continues a conversation (a value), ends it (None) or leaves it alone
    (``UNCHANGED``). ``memory`` replaces what the skills remember; None keeps it. ``trace`` explains the
    decision in plain values; tools show it, and it never contains the person's words. ``is_interim``: the
    reply only acknowledges receipt, as for one of nine photos; if it would go out late and the person's next
    message is already waiting, the reply to that one is enough. ``forgets``: the person was forgotten in this
    transaction, so nothing of this message is kept either, except its receipt.
    """

    reply: Reply = field(default_factory=NoReply)
    conversation: Conversation | Unchanged | None = UNCHANGED
    memory: dict[str, Any] | None = None
    trace: Mapping[str, Any] = field(default_factory=dict)
    is_interim: bool = False
    forgets: bool = False

    @classmethod
    def text(cls, text: str, **rest: Any) -> "Outcome":
        """An outcome whose reply is ``text``."""
        return cls(reply=TextReply(text), **rest)


class Handler(Protocol):
    """A skill. ``handle`` returns None for a message that is not meant for it; that must be cheap."""

    def handle(self, turn: Turn) -> Outcome | None:
        """Decide about one message, or pass it on."""
        ...


class ConversationHandler(Protocol):
    """A skill that talks over several turns."""

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        """Continue a live conversation; None lets the other skills answer this message first."""
        ...

    def reminder(self, conversation: Conversation) -> str:
        """One Chinese sentence that offers the conversation again after another answer."""
        ...
