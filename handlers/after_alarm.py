"""Stays with somebody who was just told what to do in a danger: 还是不行, 没人接, 然后呢, 呜呜."""

from collections.abc import Callable

from bot.turns import Outcome, Turn
from handlers import alarms
from handlers.remembered import QUESTION
from handlers.traces import flow
from knowledge.answering import Decision, Verdict
from knowledge.articles import Urgency
from knowledge.library import Library, LibraryHolder
from knowledge.screening import aftermath
from knowledge.screening.aftermath import Remark
from knowledge.screening.answer_remarks import MORE, UNCLEAR, reduced, says_it_did_not_help
from knowledge.screening.asking import asks_calmly, supposes_on
from knowledge.screening.emergencies import Emergency

TRACE = flow("after_alarm")
# What is longer says something of its own. Who is in despair is listened to at any length.
_LONGEST = 16
# Up to here that is still about the danger where nobody else knows what to make of it.
_LONGEST_UNKNOWN = 40
_SAYS_SOMETHING = 8
_ASKS_SOMETHING = 6


class AfterAlarmHandler:
    """Goes before the search; the emergency screen has found no new danger in the message by then.

    Commands and a form that is being filled in had it before. ``give`` says a whole article.
    """

    def __init__(self, library_holder: LibraryHolder, give: Callable[[Turn, str], Outcome]) -> None:
        self._library_holder = library_holder
        self._give = give

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        name = alarms.standing(turn)
        if name is None or not turn.said or turn.menu_id:
            return None
        library = self._library_holder.current()
        event = library.urgent.event(name)
        if event is None:
            return None
        remark = self._remark(turn, library, event)
        if remark is None:
            return None
        article = library.articles.get(event.article_id or "")
        if article is not None and remark.gives_article and not library.aftermath.is_despair(event.id):
            return self._give(turn, article.id)
        text = library.facts.fill(library.aftermath.reply(remark, event))
        if remark.is_over:
            return Outcome.text(text, memory=alarms.ended(turn), trace=TRACE)
        told = library.articles.get(remark.rests_on or "")
        name, topics = (told.id, told.topics) if told else (event.article_id, event.topics)
        memory = {**turn.talk.memory, **alarms.raised(remark.becomes, turn.now)} if remark.becomes else None
        return Outcome.text(text, memory=memory, trace={**TRACE, "article": name, "topics": list(topics)})

    def _remark(self, turn: Turn, library: Library, event: Emergency) -> Remark | None:
        table = library.aftermath
        by_words = table.remark(turn.said, event.id)
        if by_words is not None:
            return None if by_words.yields and _is_answered(turn, library) else by_words
        said = reduced(turn.said)
        if UNCLEAR.fullmatch(said):
            return table.of_kind(aftermath.UNCLEAR)
        if MORE.fullmatch(said):
            return table.of_kind(aftermath.NEXT)
        if says_it_did_not_help(turn.said):
            return table.of_kind(aftermath.STILL)
        return self._by_meaning(turn, library, event)

    @staticmethod
    def _by_meaning(turn: Turn, library: Library, event: Emergency) -> Remark | None:
        """What no word of the table tells: by what the guards say, and by what the search does not find."""
        table, previous = library.aftermath, turn.talk.memory.get(QUESTION)
        guard = library.guard(turn.said, previous)
        if guard is not None and guard.decision is Decision.SMALLTALK:
            return table.of_small_talk(guard.id, event.id)
        is_refused = guard is not None and guard.decision is Decision.REFUSE
        if is_refused or not alarms.is_latest(turn):
            return None
        alone = library.answerer.consult(turn.said)
        is_same = alone.article is not None and alone.article.id == event.article_id
        # 还有味 finds the article that the alarm was about, and is told that once more.
        is_known = alone.decision is Decision.ANSWER and not (is_same and not asks_calmly(turn.said))
        if table.is_address(turn.said) and not is_known:
            return table.of_kind(aftermath.ADDRESS)
        if table.is_lasting(turn.said):
            return None
        verdict = library.answerer.consult(turn.said, previous)
        if len(turn.said) > _LONGEST and not table.is_despair(event.id):
            is_unknown = guard is None and verdict.decision is not Decision.ANSWER
            is_told = is_unknown and len(turn.said) <= _LONGEST_UNKNOWN and not asks_calmly(turn.said)
            return table.of_kind(aftermath.STILL) if is_told else None
        if asks_calmly(turn.said):
            is_met = guard is not None or _is_asked_on(turn.said, alone, verdict, library, event)
        else:
            is_found = is_known or _goes_on_to_another(turn.said, event, verdict)
            is_met = guard is None and is_found and _is_other(turn, library, event, verdict)
        return None if is_met else table.of_kind(aftermath.STILL)


def _is_answered(turn: Turn, library: Library) -> bool:
    """Whether the message asks something calmly and the search knows the answer."""
    verdict = library.answerer.consult(turn.said, turn.talk.memory.get(QUESTION))
    return asks_calmly(turn.said) and verdict.decision is Decision.ANSWER


def _is_other(turn: Turn, library: Library, event: Emergency, verdict: Verdict) -> bool:
    """Whether a statement that the search knows an answer to means something else than this danger.

    Another case of it does (流鼻血呢), a wish (另外我想举报一个厂), and what is as pressing and of the same
    subject, be it a line of the article itself. 在厨房 after 着火了 says where it burns, and wants no advice
    on keeping a kitchen tidy.
    """
    if supposes_on(turn.said) or library.wish(turn.said, turn.talk.memory.get(QUESTION)):
        return True
    presses = verdict.article is not None and verdict.article.urgency is not Urgency.NORMAL
    return presses and _is_of_same(verdict, library, event)


def _is_asked_on(said: str, alone: Verdict, both: Verdict, library: Library, event: Emergency) -> bool:
    """Whether the search finds what a question after the alarm asks, by itself or read with what was told.

    能开吗 after 车里有汽油味 names nothing of its own: what it finds must be of the same subject.
    """
    if alone.decision is not Decision.FALLBACK or len(said) >= _ASKS_SOMETHING:
        return both.decision is not Decision.FALLBACK
    return both.decision is Decision.ANSWER and _is_of_same(both, library, event)


def _is_of_same(verdict: Verdict, library: Library, event: Emergency) -> bool:
    """Whether the search answers with an article of the same subject as the first help."""
    found, told = verdict.article, library.articles.get(event.article_id or "")
    return found is not None and (told is None or found.category == told.category)


def _goes_on_to_another(said: str, event: Emergency, verdict: Verdict) -> bool:
    """Whether the search finds another side of it; 三楼 finds whatever the alarm was about."""
    if verdict.article is None or verdict.decision is not Decision.ANSWER:
        return False
    return len(said) >= _SAYS_SOMETHING and verdict.article.id != event.article_id
