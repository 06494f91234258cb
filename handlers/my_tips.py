"""我的举报: what became of one's own tips, by openid or receipt code."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.turns import Outcome, Turn
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
from handlers.my_rewards import MyRewards
from handlers.my_tip_steps import RATINGS, STEPS_TYPED, TRACE, MyTipSteps
from handlers.my_tip_words import case_text, list_text
from handlers.notices import TIP_LINK, article_link
from handlers.remembered import ARTICLE, LOG, QUESTION
from handlers.wish_to_report import wants_to_report
from knowledge.library import LibraryHolder
from tipoffs.timeline import timeline
from tipoffs.tips.models import Mode, Tip
from tipoffs.vault.codes import code_said
from tipoffs.vault.receipts import AllWrong, Receipts, TryLater
from tipoffs.vault.services import Vault
from wechat.messages import TextReply

_TAP = re.compile(r"tip:([a-z_]+):(R\d{10})")
_PROVEN = "proven_tip"
_SEEN = "tip_seen"


@dataclass(frozen=True, slots=True)
class Files:
    """What this skill asks of the offices."""

    vault: Vault
    receipts: Receipts
    alarm: Callable[[Session, datetime], None]
    """Tells staff that somebody is guessing codes."""


class MyTipsHandler:
    """Shows the tips of this openid, and one more if its code was given in this talk."""

    def __init__(
        self,
        files: Files,
        steps: MyTipSteps,
        library_holder: LibraryHolder,
        *,
        mine_page: str,
        code_page: str,
    ) -> None:
        self._files = files
        self._steps = steps
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

    def _typed_step(self, turn: Turn, step: str) -> Outcome | None:
        """A step by its name: of the one tip there is where it is open, or the tips to choose from."""
        seen = turn.talk.memory.get(_SEEN)
        if step in RATINGS and seen is None:
            return None
        number = seen or turn.talk.memory.get(_PROVEN)
        numbers = [number] if number else self._numbers(turn)
        if not numbers:
            return None
        if len(numbers) > 1:
            return self.show(turn)
        can = {one.value for one in timeline(turn.session, numbers[0], turn.now).can}
        is_open = ("rate" if step in RATINGS else step) in can
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
        return self._steps.begin(turn, step, number)

    def _own(self, turn: Turn) -> list[str]:
        """The tip whose code was given in this talk, then those of this openid, the newest first."""
        proven = turn.talk.memory.get(_PROVEN)
        return list(dict.fromkeys([*([proven] if proven else []), *self._numbers(turn)]))

    def _numbers(self, turn: Turn) -> list[str]:
        """The tips of this openid, the newest first."""
        cases = self._files.vault.cases_of(turn.session, turn.openid)
        return [case for case in reversed(cases) if turn.session.get(Tip, case) is not None]
