"""Stays with somebody who was just told what to do in a danger: 还是不行, 没人接, 然后呢, 呜呜."""

from collections.abc import Callable

from bot.turns import Outcome, Turn
from handlers import alarms
from handlers.remembered import QUESTION
from handlers.traces import flow
from handlers.unlisted_message import UnlistedMessage
from knowledge.answering import Decision
from knowledge.library import Library, LibraryHolder
from knowledge.screening import aftermath
from knowledge.screening.aftermath import Remark
from knowledge.screening.answer_remarks import MORE, UNCLEAR, reduced, says_it_did_not_help
from knowledge.screening.asking import asks_calmly
from knowledge.screening.emergencies import Emergency

TRACE = flow("after_alarm")


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
        return UnlistedMessage(turn, library, event).remark()


def _is_answered(turn: Turn, library: Library) -> bool:
    """Whether the message asks something calmly and the search knows the answer."""
    verdict = library.answerer.consult(turn.said, turn.talk.memory.get(QUESTION))
    return asks_calmly(turn.said) and verdict.decision is Decision.ANSWER
