"""Names the numbers to call where what is told in a conversation may, but need not, be a danger."""

from dataclasses import replace

from bot.talk import Conversation
from bot.turns import ConversationHandler, Outcome, Turn
from handlers import notices
from knowledge.library import LibraryHolder
from wechat.messages import TextReply


class WithFirstHelp:
    """Wraps a conversation in which people tell things in their own words.

    A danger that is plain was answered before it (``emergency.EmergencyHandler``). What only sounds like one
    is taken as what it answers, and the numbers stand first.
    """

    def __init__(self, conversation: ConversationHandler, library_holder: LibraryHolder) -> None:
        self._conversation = conversation
        self._library_holder = library_holder

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        """See ``bot.turns.ConversationHandler``."""
        outcome = self._conversation.resume(turn, conversation)
        if outcome is None or not isinstance(outcome.reply, TextReply) or turn.menu_id or not turn.said:
            return outcome
        if self._library_holder.current().emergency(turn.said) is None:
            return outcome
        return replace(outcome, reply=TextReply(f"{notices.FIRST_HELP}\n\n{outcome.reply.text}"))

    def reminder(self, conversation: Conversation) -> str:
        """See ``bot.turns.ConversationHandler``."""
        return self._conversation.reminder(conversation)
