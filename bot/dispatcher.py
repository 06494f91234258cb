"""Who gets a message: the urgent skills, then the live conversation, then the first skill that takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.talk import Conversation
from bot.turns import UNCHANGED, ConversationHandler, Handler, Outcome, Turn
from wechat.messages import TextReply


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Asks the skills in a fixed order.

    The ``urgent`` skills come first, even during a conversation: a person in danger is never asked to finish
    a form. ``fallback`` must accept every message.
    """

    urgent: Sequence[Handler]
    conversations: Mapping[str, ConversationHandler]
    skills: Sequence[Handler]
    fallback: Handler

    def dispatch(self, turn: Turn) -> Outcome:
        """The outcome of the first skill that takes this turn.

        An answer that another skill gives during a conversation ends with the reminder of that conversation.
        """
        outcome = self.urgent_outcome(turn)
        if outcome is None:
            resumed = self._resumed(turn)
            if resumed is not None:
                return resumed
            outcome = self._ask(self.skills, turn) or self.fallback.handle(turn) or Outcome()
        return self._with_reminder(turn, outcome)

    def urgent_outcome(self, turn: Turn) -> Outcome | None:
        """What the urgent skills answer; None when nobody is in danger."""
        return self._ask(self.urgent, turn)

    @staticmethod
    def _ask(skills: Sequence[Handler], turn: Turn) -> Outcome | None:
        for skill in skills:
            outcome = skill.handle(turn)
            if outcome is not None:
                return outcome
        return None

    def _resumed(self, turn: Turn) -> Outcome | None:
        """What the live conversation answers; None when there is none or the message is not meant for it."""
        live = turn.talk.conversation
        handler = self._handler_of(live)
        return handler.resume(turn, live) if live and handler else None

    def _with_reminder(self, turn: Turn, outcome: Outcome) -> Outcome:
        live = turn.talk.conversation
        handler = self._handler_of(live)
        if live is None or handler is None or not isinstance(outcome.reply, TextReply):
            return outcome
        if outcome.conversation is not UNCHANGED:
            return outcome
        return replace(outcome, reply=TextReply(f"{outcome.reply.text}\n\n{handler.reminder(live)}"))

    def _handler_of(self, live: Conversation | None) -> ConversationHandler | None:
        return self.conversations.get(live.skill) if live else None
