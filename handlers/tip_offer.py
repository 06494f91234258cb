"""Below the answer to somebody who tells of a hazard: to report it with a tap, in the words just said."""

from dataclasses import replace

from bot.paging import PAGE_BYTES
from bot.turns import Handler, Outcome, Turn
from core.text import byte_length
from handlers import notices
from handlers.remembered import ASKED
from handlers.tipoff import THIS
from knowledge.answering import Decision
from tipoffs.intake.notices import said
from tipoffs.intake.slots import complains_of_hazard
from wechat.messages import TextReply

_ANSWERS = frozenset({Decision.ANSWER.value, Decision.SUGGEST.value, Decision.FALLBACK.value})
_ABOUT_REPORTING = "report."


class TipOfferHandler:
    """Wraps the skill that answers questions.

    Whoever tells us that a factory burns wood shavings beside a transformer wants somebody to look, whatever
    an article says of it.
    """

    def __init__(self, answers: Handler) -> None:
        self._answers = answers

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        outcome = self._answers.handle(turn)
        if outcome is None or not isinstance(outcome.reply, TextReply) or not _is_offered(turn, outcome):
            return outcome
        line = said("offered", link=notices.link(said("offered_label"), said("offered_label"), THIS))
        text = f"{outcome.reply.text}\n\n{line}"
        # An answer that just fits stays one message.
        return replace(outcome, reply=TextReply(text)) if byte_length(text) <= PAGE_BYTES else outcome


def _is_offered(turn: Turn, outcome: Outcome) -> bool:
    trace = outcome.trace
    is_told = trace.get("decision") in _ANSWERS and ASKED in (outcome.memory or {})
    is_about_it = str(trace.get("article") or "").startswith(_ABOUT_REPORTING)
    return is_told and not is_about_it and complains_of_hazard(turn.said)
