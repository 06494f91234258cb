"""有用 / 没用 below an answer."""

import re

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.question_log import QuestionLog
from handlers.remembered import LOG
from handlers.traces import flow
from knowledge.asked.querylog import Feedback, record_feedback
from knowledge.screening.answer_remarks import says_it_did_not_help

_TAP = re.compile(r"(useful|useless):([0-9]{1,18})")
USEFUL = frozenset({"有用", "有帮助", "很有用"})


class FeedbackHandler:
    """Keeps whether an answer helped; a tap names the answer, typed words mean the last one."""

    def __init__(self, question_log: QuestionLog) -> None:
        self._question_log = question_log

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        opinion = self._opinion(turn)
        if opinion is None:
            return None
        feedback, log_id = opinion
        asker = self._question_log.asker(turn.openid)
        kept = record_feedback(turn.session, log_id, asker=asker, feedback=feedback)
        trace = flow("feedback")
        if not kept:
            return Outcome.text(notices.FEEDBACK_LATE, trace=trace)
        if feedback is Feedback.USEFUL:
            return Outcome.text(notices.FEEDBACK_THANKS, trace=trace)
        return Outcome.text(notices.with_links(notices.FEEDBACK_SORRY), trace=flow("feedback"))

    @staticmethod
    def _opinion(turn: Turn) -> tuple[Feedback, int] | None:
        tapped = _TAP.fullmatch(turn.menu_id or "")
        if tapped:
            return (Feedback.USEFUL if tapped[1] == "useful" else Feedback.USELESS), int(tapped[2])
        last = turn.talk.memory.get(LOG)
        if not isinstance(last, int):
            return None
        if turn.is_command(USEFUL):
            return Feedback.USEFUL, last
        if says_it_did_not_help(turn.said):
            return Feedback.USELESS, last
        return None
