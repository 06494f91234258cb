"""没懂, 太长了, 再详细点, 再说一遍: what people say to the answer before, instead of asking anything new.

The search would find the same answer again, and say it again word for word.
"""

from collections.abc import Callable, Mapping

from bot.turns import Outcome, Turn
from handlers import alarms, notices
from handlers.picture import picture_line
from handlers.remembered import ARTICLE, CHOICES, QUESTION
from handlers.traces import flow
from knowledge.articles import Article, Urgency
from knowledge.gallery import Picture
from knowledge.library import LibraryHolder
from knowledge.screening.answer_remarks import AGAIN, MORE, UNCLEAR, reduced

TRACE = flow("clearer")


class ClearerHandler:
    """Says the answer before shorter, leads on from it, or gives it once more.

    Not right after an alarm: see ``handlers.after_alarm``.
    """

    def __init__(
        self,
        library_holder: LibraryHolder,
        gallery: Mapping[str, Picture],
        give: Callable[[Turn, str], Outcome],
        page_of: Callable[[str], str] | None = None,
    ) -> None:
        """``give`` answers with the article of that id."""
        self._library_holder = library_holder
        self._gallery = gallery
        self._give = give
        self._page_of = page_of

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        said = reduced(turn.said)
        if not said or turn.menu_id or alarms.is_latest(turn):
            return None
        is_unclear, wants_more = bool(UNCLEAR.fullmatch(said)), bool(MORE.fullmatch(said))
        wants_again = bool(AGAIN.fullmatch(said))
        if not (is_unclear or wants_more or wants_again):
            return None
        article = self._library_holder.current().articles.get(turn.talk.memory.get(ARTICLE, ""))
        if wants_again:
            return self._give(turn, article.id) if article is not None else None
        if wants_more and (article is not None or _came_to_nothing(turn)):
            text = turn.talk.rest or notices.with_links(notices.NOTHING_MORE)
            return Outcome.text(text, trace=TRACE)
        return Outcome.text(self._shorter(article), trace=TRACE) if article is not None else None

    def _shorter(self, article: Article) -> str:
        library = self._library_holder.current()
        lines = [notices.SHORTER.format(lead=library.facts.fill(article.lead))]
        if article.urgency is not Urgency.NORMAL:
            lines.append(notices.EMERGENCY_LINE)
        shown = picture_line(article, self._gallery).strip()
        lines += [shown] if shown else []
        if self._page_of is not None:
            lines.append(notices.PAGE_LINE.format(url=self._page_of(article.id)))
        return "\n".join([*lines, notices.with_links(notices.ASK_THE_POINT)])


def _came_to_nothing(turn: Turn) -> bool:
    """Whether something was said before that has neither an answer nor choices to go on with."""
    memory = turn.talk.memory
    return QUESTION in memory and not memory.get(CHOICES)
