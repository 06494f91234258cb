"""One turn: what a skill is handed, and what it hands back."""

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
    """One message and all a skill may know about it.

    ``session`` opens the transaction of this message when it is first used: compute first, write last, so
    that a slow thought never holds a lock. What needs no look before it is written goes to ``writes``
    instead, which is cheaper: it is committed together with the reply. The skill never commits.
    ``in_transaction``: it was open before the skill was asked, as for a message that waited.
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
        """Who wrote."""
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
        """What was said, as ``bot.commands.bare`` makes it: once a message, however many skills ask."""
        return bare(self.said)

    def is_command(self, words: frozenset[str]) -> bool:
        """Whether one of ``words`` was said and nothing else."""
        return len(self.said) <= LONGEST_COMMAND and self.command in words

    @property
    def session(self) -> Session:
        """The transaction of this message."""
        return self._session()

    @contextmanager
    def step(self) -> Iterator[Session]:
        """For a step that may be refused, where the skill answers the refusal itself.

        What the step wrote before a ``RuleViolation`` is undone, and the turn goes on without it. Where
        somebody else was first, the transaction is lost: its commit says so, and the message is handled anew.
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
    """What the person said, in words: a text, or the transcript of a voice message; else nothing."""
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

    ``conversation`` starts or continues one (a value), ends it (None) or leaves it (``UNCHANGED``);
    ``memory`` replaces what the skills remember, None keeps it. ``trace`` says in plain values how the
    decision came about; it is shown by tools and never holds the person's words. ``is_interim``: it only says
    that something has come in, as for one of nine photos; where it would go out late and the next message of
    the person waits already, the reply to that one will do. ``forgets``: the person was forgotten in this
    transaction, so that of this message, too, nothing is kept but its receipt.
    """

    reply: Reply = field(default_factory=NoReply)
    conversation: Conversation | Unchanged | None = UNCHANGED
    memory: dict[str, Any] | None = None
    trace: Mapping[str, Any] = field(default_factory=dict)
    is_interim: bool = False
    forgets: bool = False

    @classmethod
    def text(cls, text: str, **rest: Any) -> "Outcome":
        """An outcome that says ``text``."""
        return cls(reply=TextReply(text), **rest)


class Handler(Protocol):
    """A skill. ``handle`` returns None when the message is not for it; that must be cheap to find out."""

    def handle(self, turn: Turn) -> Outcome | None:
        """Decide about one message, or pass it on."""
        ...


class ConversationHandler(Protocol):
    """A skill that talks over several turns."""

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        """Go on with a live conversation; None lets the other skills answer this message first."""
        ...

    def reminder(self, conversation: Conversation) -> str:
        """One Chinese sentence that offers the conversation again after another answer."""
        ...
