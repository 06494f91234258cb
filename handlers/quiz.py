"""每日一题: one question a day, answered by a tap or a letter, explained at once.

It never swallows anything: only what can be nothing but an answer is taken for one, all the rest goes to the
other skills, and the question is offered again below their answer. After a danger it is not offered at all.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.talk import Conversation
from bot.turns import UNCHANGED, Handler, Outcome, Turn
from core.clock import china_date
from core.errors import RuleViolation
from followers.deeds import Deed, note_deed
from handlers import quiz_words as say
from handlers.remembered import OFFERED
from handlers.traces import flow
from knowledge.library import LibraryHolder
from knowledge.screening.answer_remarks import UNCLEAR, reduced
from quizzes.choices import spoken_choice
from quizzes.daily import Answered, DailyQuiz
from quizzes.question import Question
from quizzes.refusals import OldQuestion

SKILL = "quiz"
TRACE = flow(SKILL)
START = frozenset(
    {"每日一题", "今日一题", "今天的题", "一题", "答题", "做题", "每日答题", "安全知识答题", "来一题"}
    | {"再来一题", "再来一道", "再做一题", "再做几题", "下一题", "换一题", "还有题吗"}
)
PAGES = frozenset(
    {
        "排行榜",
        "排名",
        "看排名",
        "竞赛",
        "知识竞赛",
        "安全知识竞赛",
        "答题竞赛",
        "竞赛成绩",
        "我的成绩",
        "答题成绩",
    }
    | {"我的奖品", "领奖品", "领奖码", "我的领奖码", "奖品怎么领", "怎么领奖品", "我的证书"}
)
DONT_KNOW = frozenset(
    {"不知道", "不会", "不会做", "不懂", "猜不出来", "提示", "提示一下", "看答案", "答案", "答案是什么"}
)
STOP = frozenset({"不答了", "不答", "退出", "取消", "算了", "返回", "不做了"})
_TAP = re.compile(r"quiz:([0-9-]{10}):([A-F]{1,6})")


class QuizHandler:
    """The question of the day in the chat; ``page`` is the address of the pages for more."""

    def __init__(
        self, daily: DailyQuiz, library_holder: LibraryHolder, person: Callable[[str], str], page: str
    ) -> None:
        self._daily = daily
        self._library_holder = library_holder
        self._person = person
        self._page = page

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        tapped = _TAP.fullmatch(turn.menu_id or "")
        if tapped and (day := _day(tapped[1])) is not None:
            return self._answered(turn, day, tapped[2])
        if turn.is_command(START) and not turn.menu_id:
            return self.start(turn)
        if turn.is_command(PAGES) and not turn.menu_id:
            return self.pages(turn)
        return None

    def pages(self, _turn: Turn) -> Outcome:
        """Where contests, results and certificates are."""
        return Outcome.text(say.PAGES.format(page=self._page), memory={OFFERED: "contests"}, trace=TRACE)

    def start(self, turn: Turn) -> Outcome:
        """Ask today's question, however it was begun."""
        try:
            question = self._daily.question(turn.session, turn.now)
        except RuleViolation as refused:
            return Outcome.text(refused.sentence, trace=TRACE)
        if self._daily.has_answered(turn.session, self._person(turn.openid), turn.now):
            return Outcome.text(say.DONE_TODAY.format(page=self._page), trace=TRACE)
        return self._asked(turn, question)

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        """See ``bot.turns.ConversationHandler``."""
        if turn.menu_id:
            return None
        if turn.is_command(STOP):
            return Outcome.text(say.STOPPED, conversation=None, trace=TRACE)
        day = date.fromisoformat(conversation.state["day"])
        if not turn.said or len(turn.said) > 16:
            return None
        if day != china_date(turn.now):
            # A letter may still be meant for yesterday's question; everything else is for others.
            return self._answered(turn, day, turn.said) if say.LETTERS.fullmatch(turn.said) else None
        question = self._daily.question(turn.session, turn.now)
        if turn.is_command(DONT_KNOW) or UNCLEAR.fullmatch(reduced(turn.said)):
            return self._asked(turn, question, f"{say.GUESS}\n\n")
        chosen = spoken_choice(question, turn.said)
        return self._answered(turn, day, chosen) if chosen else None

    def reminder(self, _conversation: Conversation) -> str:
        """See ``bot.turns.ConversationHandler``."""
        return say.REMINDER

    def _asked(self, turn: Turn, question: Question, head: str = "") -> Outcome:
        day = china_date(turn.now)
        text = head + say.asked(question, day, self._page)
        live = turn.talk.conversation
        if live is not None and live.skill != SKILL:
            # Something more serious is being told; the question can be answered by a tap all the same.
            return Outcome.text(text, trace=TRACE)
        conversation = Conversation(SKILL, {"day": day.isoformat()})
        return Outcome.text(text, conversation=conversation, trace=TRACE)

    def _answered(self, turn: Turn, day: date, chosen: str) -> Outcome:
        try:
            told = self._daily.answer(turn.session, self._person(turn.openid), day, chosen, turn.now)
            note_deed(turn.session, turn.openid, Deed.DAILY, Deed.DAILY.value, turn.now)
        except OldQuestion as refused:
            head = f"{refused.sentence}{say.TODAYS}\n\n"
            return self._asked(turn, self._daily.question(turn.session, turn.now), head)
        except RuleViolation as refused:
            return Outcome.text(refused.sentence, conversation=self._ended(turn), trace=TRACE)
        return Outcome.text(self._explained(told), conversation=self._ended(turn), trace=TRACE)

    @staticmethod
    def _ended(turn: Turn) -> Conversation | None:
        """No conversation, or the one of another skill that was live."""
        live = turn.talk.conversation
        return None if live is None or live.skill == SKILL else live

    def _explained(self, told: Answered) -> str:
        topics = set(told.question.topics)
        articles = self._library_holder.current().articles.values()
        article = next((one for one in articles if topics & set(one.topics)), None)
        link = (article.id, article.question) if article else None
        return say.explained(told, link, self._page)


class QuizEndingHandler:
    """Wraps an urgent skill: its answer ends a live quiz, so that no question is offered again below it."""

    def __init__(self, urgent: Handler) -> None:
        self._urgent = urgent

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        outcome = self._urgent.handle(turn)
        live = turn.talk.conversation
        if outcome is None or live is None or live.skill != SKILL or outcome.conversation is not UNCHANGED:
            return outcome
        return replace(outcome, conversation=None)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
