"""What reporters do with a tip of their own in the chat: withdraw it, add to it, object, rate."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.talk import Conversation
from bot.turns import Outcome, Turn
from core.errors import RuleViolation
from core.types import member_of
from handlers import tip_notices as say
from handlers.asking_after_tips import MINE
from handlers.interruptions import is_for_others, says_nothing
from handlers.tip_asides import answered_aside
from handlers.tipoff import reporter_message
from handlers.traces import flow
from knowledge.library import LibraryHolder
from staff.actors import Actor, ActorKind
from tipoffs.evidence.services import EnoughEvidence, EvidenceService
from tipoffs.evidence.status import Kind
from tipoffs.tips.services import TipService
from tipoffs.tips.talking import MOST_CHARACTERS, Rating

SKILL = "my_tip"
TRACE = flow(SKILL)
YES = frozenset(
    {"确认", "是", "是的", "好", "好的", "发", "发出去", "发吧", "对", "可以", "确认撤回", "撤回"}
)
NO = frozenset({"取消", "不发了", "不发", "算了", "不", "否", "不撤了", "退出", "返回", "不说了", "不补充了"})
WITH_WORDS = frozenset({"supply", "write", "object", "report_again"})
RATINGS = {rating.value: rating for rating in Rating}
STEPS_TYPED = {
    **dict.fromkeys(("撤回", "撤回举报", "撤销", "撤销举报", "取消举报", "撤了"), "withdraw"),
    **dict.fromkeys(("补充情况", "补充材料", "补充一下"), "supply"),
    **dict.fromkeys(("给办案人员留言", "给工作人员说"), "write"),
    **dict.fromkeys(("提出异议", "提异议", "不同意,提出异议"), "object"),
    **{rating.label: rating.value for rating in Rating},
}
"""What people type instead of tapping the link of the same name below their own tip."""


class MyTipSteps:
    """Takes a step after the words that belong to it, and after a yes.

    Whoever begins one has made sure that the tip is theirs.
    """

    def __init__(self, tips: TipService, evidence: EvidenceService, library_holder: LibraryHolder) -> None:
        self._tips = tips
        self._evidence = evidence
        self._library_holder = library_holder

    def begin(self, turn: Turn, step: str, number: str) -> Outcome:
        """Rate at once; for every other step ask first."""
        if step in RATINGS:
            return self._rated(turn, number, RATINGS[step])
        if step not in say.ASK:
            return Outcome.text(say.NOT_YOURS, trace=TRACE)
        text = say.ASK[step].format(number=number, yes=say.YES, no=say.NO)
        state = {"step": step, "number": number}
        return Outcome.text(text, conversation=Conversation(SKILL, state, private=True), trace=TRACE)

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        """See ``bot.turns.ConversationHandler``."""
        state = conversation.state
        if turn.menu_id == "tip:no" or turn.is_command(NO):
            return Outcome.text(say.CANCELLED, conversation=None, trace=TRACE)
        asked = state["step"] == "withdraw" or bool(state.get("words"))
        if asked and (turn.menu_id == "tip:yes" or turn.is_command(YES)):
            return self._done(turn, state)
        if turn.menu_id or turn.is_command(MINE):
            return None
        reminder, library = self.reminder(conversation), self._library_holder.current()
        if (answered := answered_aside(turn, conversation, SKILL, reminder, library)) is not None:
            return answered
        if is_for_others(turn, self._library_holder):
            return None
        return self._words(turn, state) if state["step"] in WITH_WORDS else None

    def reminder(self, conversation: Conversation) -> str:
        """See ``bot.turns.ConversationHandler``."""
        return say.REMINDER_WITHDRAW if conversation.state["step"] == "withdraw" else say.REMINDER

    def _rated(self, turn: Turn, number: str, rating: Rating) -> Outcome:
        try:
            with turn.step() as session:
                self._tips.rate(session, number, rating, _reporter(number), turn.now)
        except RuleViolation as refused:
            return Outcome.text(refused.sentence, trace=TRACE)
        text = say.SENT["rate"]
        if rating is Rating.UNSATISFIED:
            text = say.UNSATISFIED.format(link=say.step_link("object", number))
        return Outcome.text(text, trace=TRACE)

    def _words(self, turn: Turn, state: dict[str, Any]) -> Outcome | None:
        """Take a message for what is to be sent, and ask before it is."""
        if not turn.said:
            return self._file(turn, state)
        if says_nothing(turn.said, self._library_holder):
            return Outcome.text(say.REMINDER, trace=TRACE)
        words = "\n".join(part for part in (state.get("words", ""), turn.said) if part)
        if len(words) > MOST_CHARACTERS:
            return Outcome.text(say.TOO_LONG.format(limit=MOST_CHARACTERS), trace=TRACE)
        text = say.CHECK.format(words=words, yes=say.YES, no=say.NO)
        conversation = Conversation(SKILL, {**state, "words": words}, private=True)
        return Outcome.text(text, conversation=conversation, trace=TRACE)

    def _file(self, turn: Turn, state: dict[str, Any]) -> Outcome | None:
        """A photo, video or recording goes to the evidence of the tip where staff asked for more."""
        told, media_id = reporter_message(turn.message, "")
        if told is None or told.file is None:
            return None
        if state["step"] != "supply":
            return Outcome.text(say.FILE_FIRST_ASK, trace=TRACE)
        kind = member_of(Kind, told.file.value)
        try:
            self._evidence.attach(turn.session, state["number"], kind, media_id, turn.now)
        except EnoughEvidence as refused:
            return Outcome.text(refused.sentence, trace=TRACE)
        return Outcome.text(say.FILE_KEPT, trace=TRACE)

    def _done(self, turn: Turn, state: dict[str, Any]) -> Outcome:
        step, number, words = state["step"], state["number"], state.get("words", "")
        try:
            with turn.step() as session:
                self._take(session, step, number, words, turn.now)
        except RuleViolation as refused:
            return Outcome.text(refused.sentence, conversation=None, trace=TRACE)
        return Outcome.text(say.SENT[step], conversation=None, trace=TRACE)

    def _take(self, session: Session, step: str, number: str, words: str, now: datetime) -> None:
        tips, actor = self._tips, _reporter(number)
        match step:
            case "withdraw":
                tips.withdraw(session, number, actor, now)
            case "supply":
                tips.supply(session, number, words, actor, now)
            case "object":
                tips.object(session, number, words, actor, now)
            case "write":
                tips.write(session, number, words, actor, now)
            case "report_again":
                tips.report_again(session, number, words, actor, now)


def _reporter(number: str) -> Actor:
    """The reporter of a tip, who has been found to be it."""
    return Actor(ActorKind.REPORTER, number)
