"""The emergency screen: a person in danger gets the number and the first action before anything else."""

from collections.abc import Collection, Mapping

from bot.turns import Outcome, Turn
from handlers import alarms
from handlers.asking_after_tips import MINE
from handlers.picture import picture_line
from handlers.question_log import QuestionLog
from handlers.remembered import ARTICLE, QUESTION
from handlers.wish_patterns import wished
from knowledge.gallery import Picture
from knowledge.library import Library, LibraryHolder
from knowledge.screening.emergencies import Emergency


class EmergencyHandler:
    """Goes before every other skill, whatever conversation is live."""

    def __init__(
        self,
        library_holder: LibraryHolder,
        question_log: QuestionLog,
        gallery: Mapping[str, Picture],
        telling: Collection[str] = (),
    ) -> None:
        """``telling``: the conversations, by name, that ask for what people tell in their own words."""
        self._library_holder = library_holder
        self._question_log = question_log
        self._gallery = gallery
        self._telling = frozenset(telling)

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if not turn.said or turn.menu_id or wished(turn.said) == "human":
            # 我要找活人说话 sounds like somebody in despair, and is told where people are.
            return None
        library = self._library_holder.current()
        # 进度 after 楼上着火了 asks for a tip and tells nothing more of the fire.
        previous = None if turn.is_command(MINE) else turn.talk.memory.get(QUESTION)
        emergency = library.emergency(turn.said, previous)
        if emergency is None or _goes_on(turn, library, emergency):
            return None
        if self._may_answer(turn, library, emergency):
            return None
        name = alarms.standing(turn)
        if name and alarms.is_latest(turn) and not library.aftermath.is_despair(name):
            emergency = library.urgent.within(name, emergency)
        article, topics = emergency.article_id, emergency.topics
        line = picture_line(library.articles.get(article) if article else None, self._gallery)
        self._question_log.write(turn, decision="emergency", article=article, topics=topics, score=1.0)
        return Outcome.text(
            library.facts.fill(emergency.reply) + line,
            memory={
                QUESTION: turn.said,
                **alarms.raised(emergency.id, turn.now),
                **({ARTICLE: article} if line else {}),
                **({alarms.HELPED: article} if article else {}),
            },
            trace={
                "decision": "emergency",
                "emergency": emergency.id,
                "article": article,
                "topics": list(topics),
                "score": 1.0,
            },
        )

    def _may_answer(self, turn: Turn, library: Library, emergency: Emergency) -> bool:
        """Whether the message may as well answer what was asked: 工人都住在二楼 in a tip-off.

        ``first_help.WithFirstHelp`` then puts the numbers before the reply of the conversation. Despair is
        listened to wherever it is told: those numbers are not what it needs.
        """
        live = turn.talk.conversation
        is_telling = live is not None and live.skill in self._telling and alarms.standing(turn) is None
        is_despair = library.aftermath.is_despair(emergency.id)
        return is_telling and not is_despair and not library.urgent.is_sure(turn.said)


def _goes_on(turn: Turn, library: Library, emergency: Emergency) -> bool:
    """Whether the message tells nothing new by itself: what is heard is the alarm of the last minutes.

    快点说啊 sounds like any danger, and is a word about the one that was told.
    """
    name = alarms.standing(turn)
    if name is None:
        return False
    remark = library.aftermath.remark(turn.said, name)
    if remark is not None and remark.goes_first:
        return True
    if remark is not None and remark.of_state:
        # 不哭了 of a child that choked is no birth, and of a newborn it is what the help is about. 外面没声了
        # says nothing that would bring out who hides.
        return emergency.id != name or library.aftermath.is_hiding(name)
    if emergency.id != name and not emergency.is_general:
        return False
    if remark is not None or emergency.id != name:
        return remark is not None
    alone = library.emergency(turn.said)
    return alone is None or alone.id != name
