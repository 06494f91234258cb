"""我的举报: what became of one's own tips, by openid or receipt code, and what their reporter can do."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.talk import Conversation
from bot.turns import Outcome, Turn
from core.errors import RuleViolation
from core.types import member_of
from handlers import tip_notices as say
from handlers.asking_after_tips import (
    MINE,
    PROGRESS,
    asks_after_a_tip,
    asks_after_money,
    number_said,
    objects,
    speaks_of_reward,
    tells_bank_data,
)
from handlers.codes import is_nearly_code
from handlers.interruptions import is_for_others, says_nothing
from handlers.my_rewards import MyRewards
from handlers.my_tip_words import case_text, list_text
from handlers.notices import TIP_LINK, article_link
from handlers.remembered import ARTICLE, LOG, QUESTION
from handlers.tip_asides import answered_aside
from handlers.tipoff import reporter_message
from handlers.traces import flow
from handlers.wish_to_report import wants_to_report
from knowledge.library import LibraryHolder
from staff.actors import Actor, ActorKind
from tipoffs.evidence.services import EnoughEvidence, EvidenceService
from tipoffs.evidence.status import Kind
from tipoffs.timeline import timeline
from tipoffs.tips.models import Mode, Tip
from tipoffs.tips.services import TipService
from tipoffs.tips.talking import MOST_CHARACTERS, Rating
from tipoffs.vault.codes import code_said
from tipoffs.vault.receipts import AllWrong, Receipts, TryLater
from tipoffs.vault.services import Vault
from wechat.messages import TextReply

SKILL = "my_tip"
TRACE = flow(SKILL)
YES = frozenset(
    {"确认", "是", "是的", "好", "好的", "发", "发出去", "发吧", "对", "可以", "确认撤回", "撤回"}
)
NO = frozenset({"取消", "不发了", "不发", "算了", "不", "否", "不撤了", "退出", "返回", "不说了", "不补充了"})
WITH_WORDS = frozenset({"supply", "write", "object", "report_again"})
_RATINGS = {rating.value: rating for rating in Rating}
_TAP = re.compile(r"tip:([a-z_]+):(R\d{10})")
STEPS_TYPED = {
    **dict.fromkeys(("撤回", "撤回举报", "撤销", "撤销举报", "取消举报", "撤了"), "withdraw"),
    **dict.fromkeys(("补充情况", "补充材料", "补充一下"), "supply"),
    **dict.fromkeys(("给办案人员留言", "给工作人员说"), "write"),
    **dict.fromkeys(("提出异议", "提异议", "不同意,提出异议"), "object"),
    **{rating.label: rating.value for rating in Rating},
}
"""What people type instead of tapping the link of the same name below their own tip."""
_PROVEN = "proven_tip"
_SEEN = "tip_seen"


@dataclass(frozen=True, slots=True)
class Files:
    """What this skill asks of the offices."""

    tips: TipService
    vault: Vault
    receipts: Receipts
    evidence: EvidenceService
    alarm: Callable[[Session, datetime], None]
    """Tells staff that somebody is guessing codes."""


class MyTipsHandler:
    """Shows the tips of this openid, and one more if its code was given in this talk."""

    def __init__(
        self, files: Files, library_holder: LibraryHolder, *, mine_page: str, code_page: str
    ) -> None:
        self._files = files
        self._library_holder = library_holder
        self._mine_page = mine_page
        self._code_page = code_page
        self._rewards = MyRewards(library_holder, mine_page, self._own)

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        tapped = _TAP.fullmatch(turn.menu_id or "")
        if tapped:
            return self._step(turn, tapped[1], tapped[2])
        if turn.is_command(MINE):
            rewards = self._rewards.told(turn) if "奖" in turn.said else None
            return rewards or self.show(turn)
        step = STEPS_TYPED.get(turn.command) or ("object" if objects(turn) else None)
        if step and not turn.menu_id and (typed := self._typed_step(turn, step)):
            return typed
        if turn.said and not turn.menu_id and code_said(turn.said) is not None:
            return self._by_code(turn)
        if is_nearly_code(turn.said):
            return Outcome.text(say.WRONG_CODE, trace=TRACE)
        return self._asked_after(turn) if turn.said and not turn.menu_id else None

    def show(self, turn: Turn) -> Outcome:
        """The tips of this person: the one there is in full, or a list."""
        numbers = self._numbers(turn)
        if not numbers:
            phone = self._library_holder.current().facts.fill("{report_phone}")
            text = say.NONE_YET.format(tip_link=TIP_LINK, report_phone=phone)
            return Outcome.text(text, trace=TRACE)
        if len(numbers) == 1:
            return self._case(turn, numbers[0])
        return Outcome.text(list_text(turn.session, numbers, turn.now, self._mine_page), trace=TRACE)

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

    def _typed_step(self, turn: Turn, step: str) -> Outcome | None:
        """A step by its name: of the one tip there is where it is open, or the tips to choose from."""
        seen = turn.talk.memory.get(_SEEN)
        if step in _RATINGS and seen is None:
            return None
        number = seen or turn.talk.memory.get(_PROVEN)
        numbers = [number] if number else self._numbers(turn)
        if not numbers:
            return None
        if len(numbers) > 1:
            return self.show(turn)
        can = {one.value for one in timeline(turn.session, numbers[0], turn.now).can}
        is_open = ("rate" if step in _RATINGS else step) in can
        return self._step(turn, step if is_open else "see", numbers[0])

    def _asked_after(self, turn: Turn) -> Outcome | None:
        """One's own tip instead of how to ask for it; a number alone opens nothing to anybody else."""
        number = number_said(turn.said)
        if number is not None:
            if number == turn.talk.memory.get(_PROVEN) or number in self._numbers(turn):
                return self._case(turn, number)
            return Outcome.text(say.NUMBER_ALONE, trace=TRACE)
        if tells_bank_data(turn.said):
            return self._rewards.warned(turn)
        if asks_after_money(turn.said) and (told := self._rewards.told(turn)):
            return told
        library, previous = self._library_holder.current(), turn.talk.memory.get(QUESTION)
        if not asks_after_a_tip(turn, previous, library) or wants_to_report(turn.said, library):
            return None
        if speaks_of_reward(turn.said, previous, library):
            return self._rewards.asked_after(turn)
        if not self._numbers(turn):
            return None
        outcome = self.show(turn)
        article = library.article(PROGRESS)
        if article is None or not isinstance(outcome.reply, TextReply):
            return outcome
        how = say.HOW_LONG.format(link=article_link(article.id, say.HOW_LONG_LABEL))
        # 怎么还没人管 goes on about it.
        memory = {**turn.talk.memory, QUESTION: turn.said}
        return replace(outcome, reply=TextReply(f"{outcome.reply.text}\n{how}"), memory=memory)

    def _by_code(self, turn: Turn) -> Outcome:
        """A code is checked in transactions of its own, so none of this turn's may be open before."""
        if turn.in_transaction:
            return Outcome.text(say.SEND_CODE_AGAIN, trace=TRACE)
        try:
            number = self._files.receipts.check(turn.said, turn.openid, turn.now)
        except AllWrong as refused:
            self._files.alarm(turn.session, turn.now)
            return Outcome.text(refused.sentence, trace=TRACE)
        except TryLater as refused:
            return Outcome.text(refused.sentence, trace=TRACE)
        if number is None:
            return Outcome.text(say.WRONG_CODE, trace=TRACE)
        return self._case(turn, number, by_code=True)

    def _case(self, turn: Turn, number: str, *, by_code: bool = False) -> Outcome:
        looks = self._files.vault.accesses_of(turn.session, number)
        text = case_text(turn.session, number, looks, turn.now, self._mine_page)
        # 不满意, said of this, is no opinion on the answer before.
        memory = {name: kept for name, kept in turn.talk.memory.items() if name not in (LOG, ARTICLE)}
        memory[_SEEN] = number
        if by_code:
            tip = turn.session.get(Tip, number)
            memory = {**memory, _PROVEN: number}
            if tip is not None and tip.mode is Mode.ANONYMOUS:
                text += f"\n{say.BY_CODE_ANONYMOUS.format(url=self._code_page)}"
        return Outcome.text(text, memory=memory, trace=TRACE)

    def _step(self, turn: Turn, step: str, number: str) -> Outcome:
        if number != turn.talk.memory.get(_PROVEN) and number not in self._numbers(turn):
            return Outcome.text(say.NOT_YOURS, trace=TRACE)
        if step == "see":
            return self._case(turn, number)
        if step in _RATINGS:
            return self._rated(turn, number, _RATINGS[step])
        if step not in say.ASK:
            return Outcome.text(say.NOT_YOURS, trace=TRACE)
        text = say.ASK[step].format(number=number, yes=say.YES, no=say.NO)
        state = {"step": step, "number": number}
        return Outcome.text(text, conversation=Conversation(SKILL, state, private=True), trace=TRACE)

    def _rated(self, turn: Turn, number: str, rating: Rating) -> Outcome:
        try:
            with turn.step() as session:
                self._files.tips.rate(session, number, rating, reporter(number), turn.now)
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
            self._files.evidence.attach(turn.session, state["number"], kind, media_id, turn.now)
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
        tips, actor = self._files.tips, reporter(number)
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

    def _own(self, turn: Turn) -> list[str]:
        """The tip whose code was given in this talk, then those of this openid, the newest first."""
        proven = turn.talk.memory.get(_PROVEN)
        return list(dict.fromkeys([*([proven] if proven else []), *self._numbers(turn)]))

    def _numbers(self, turn: Turn) -> list[str]:
        """The tips of this openid, the newest first."""
        cases = self._files.vault.cases_of(turn.session, turn.openid)
        return [case for case in reversed(cases) if turn.session.get(Tip, case) is not None]


def reporter(number: str) -> Actor:
    """The reporter of a tip, who has been found to be it."""
    return Actor(ActorKind.REPORTER, number)
