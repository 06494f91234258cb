"""留言: a question that the articles cannot answer, left for the staff, and 我的留言 to see the reply."""

import re

from bot.talk import Conversation
from bot.turns import Outcome, Turn
from handlers import notices
from handlers.remembered import ASKED
from handlers.traces import flow
from knowledge.asked.questions import StaffQuestions
from wechat.messages import TextMessage, VoiceMessage

SKILL = "leave_question"
START = frozenset({"留言", "给工作人员留言", "我要留言", "留言咨询", "给我们留言"})
MINE = frozenset({"我的留言", "留言回复", "查留言"})
_WITH_WORDS = re.compile(
    r"(?:我|俺)?(?:想|要)*(?:给(?:你们|工作人员|局里))?留(?:一?个|一?条)?言(?:给(?:你们|工作人员|局里))?[\s：:，,。]+(?P<words>.{4,})",
    re.DOTALL,
)
"""留言：村口的消防栓没水: what is to be left stands in the same message."""
CANCEL = frozenset({"取消", "退出", "不留了", "算了", "不写了", "返回"})
THIS = frozenset(
    {
        "就留这一句",
        "就留这句",
        "就这句",
        "就这一句",
        "就是这个",
        "就这个",
        "是",
        "是的",
        "对",
        "对的",
        "好",
        "好的",
        "可以",
        "行",
    }
)
"""Said of the question that the account could not answer: leave it as it was asked."""
LONGEST = 500  # characters
SHOWN = 3

TRACE = flow(SKILL)


class LeaveQuestionHandler:
    """Takes one message as the question; private, so that nothing of it reaches the query log."""

    def __init__(self, questions: StaffQuestions) -> None:
        self._questions = questions

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        # The link below an older message, tapped when nobody is asked any more: begun anew, never left twice.
        if turn.is_command(START) or turn.menu_id == notices.LEAVE_THIS:
            return self.start(turn)
        if turn.is_command(MINE):
            return self.mine(turn)
        given = _WITH_WORDS.fullmatch(turn.said.strip())
        return self._taken(turn, given["words"].strip()) if given else None

    def start(self, turn: Turn) -> Outcome:
        """Ask for the question; what was asked last is offered, so that nobody has to type it again."""
        asked = turn.talk.memory.get(ASKED, "")
        is_offered = 0 < len(asked) <= LONGEST
        text = notices.with_links(notices.LEAVE_ASKED, question=asked) if is_offered else notices.LEAVE_ASK
        state = {ASKED: asked} if is_offered else {}
        return Outcome.text(text, conversation=Conversation(SKILL, state, private=True), trace=TRACE)

    def mine(self, turn: Turn) -> Outcome:
        """The last questions of this person and what was answered."""
        found = self._questions.of_person(turn.session, turn.openid, limit=SHOWN)
        if not found:
            return Outcome.text(notices.with_links(notices.MINE_NONE), trace=TRACE)
        lines = [
            notices.MINE_ANSWERED.format(number=one.id, answer=one.answer)
            if one.answer
            else notices.MINE_OPEN.format(number=one.id)
            for one in found
        ]
        return Outcome.text("\n\n".join([notices.MINE_HEAD, *lines]), trace=TRACE)

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        """See ``bot.turns.ConversationHandler``."""
        asked = conversation.state.get(ASKED, "")
        if asked and (turn.menu_id == notices.LEAVE_THIS or turn.is_command(THIS)):
            return self._left(turn, asked)
        if turn.menu_id:
            return None
        if not turn.said:
            is_words = isinstance(turn.message, TextMessage | VoiceMessage)
            return Outcome.text(notices.LEAVE_TEXT_ONLY, trace=TRACE) if is_words else None
        if turn.is_command(CANCEL):
            return Outcome.text(notices.LEAVE_CANCELLED, conversation=None, trace=TRACE)
        # Said once more by whoever was told to shorten it, or is not sure that it was heard.
        return self.start(turn) if turn.is_command(START) else self._taken(turn, turn.said)

    def _taken(self, turn: Turn, words: str) -> Outcome:
        if len(words) > LONGEST:
            return Outcome.text(notices.LEAVE_TOO_LONG.format(limit=LONGEST), trace=TRACE)
        return self._left(turn, words)

    def _left(self, turn: Turn, words: str) -> Outcome:
        number = self._questions.leave(turn.session, turn.openid, words, turn.now)
        # What was left is offered no second time.
        memory = {name: kept for name, kept in turn.talk.memory.items() if name != ASKED}
        done = notices.LEAVE_DONE.format(number=number)
        return Outcome.text(done, conversation=None, memory=memory, trace=TRACE)

    def reminder(self, _conversation: Conversation) -> str:
        """See ``bot.turns.ConversationHandler``."""
        return notices.LEAVE_REMINDER
