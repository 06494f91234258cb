"""看图: the picture of an answer, as an image."""

import re
from collections.abc import Mapping

from bot.turns import Outcome, Turn
from handlers import notices
from handlers.remembered import ARTICLE, PICTURE
from handlers.traces import flow
from knowledge.articles import Article, render
from knowledge.gallery import Picture, pictures_of
from knowledge.library import LibraryHolder
from knowledge.normalising import folded
from wechat.messages import ImageReply
from wechat.picture_materials import PictureMaterials

_LONGEST = 16
_FILM = "小?视频|短片"
_SHOWN = f"(?:示意图|图解|图示|图片|图|动画片?|{_FILM})"
_WISH = re.compile(
    "(?:你们?|能不能|可不可以|能|可以|给我|帮我|麻烦|请|再|还|有没有|有|发|来|看看|看|传|要|想)*"
    f"(?:一?[张个幅段]|几张|一下|下|点)?{_SHOWN}(?:(?:或者?|和|还是|、){_SHOWN})*"
    "(?:给我|我)?(?:看看|看一下|看|瞧瞧)?(?:吗|么|嘛|没有|没|不|呀|啊|吧|呢)*"
)
TRACE = flow("picture")
_TAP = re.compile(r"picture:([a-z0-9_.]{1,64}):([1-9])")


class PictureHandler:
    """Shows a picture of the article that was tapped, or of the last one; the next one when asked again.

    The reply names material that lies at the platform already: nothing is uploaded here. While it is not
    there the person gets the steps in words, with an honest sentence before them.
    """

    def __init__(
        self, library_holder: LibraryHolder, gallery: Mapping[str, Picture], materials: PictureMaterials
    ) -> None:
        self._library_holder = library_holder
        self._gallery = gallery
        self._materials = materials

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        tapped = _TAP.fullmatch(turn.menu_id or "")
        if tapped:
            return self._show(turn, tapped[1], int(tapped[2]) - 1)
        if turn.menu_id or not is_wish(turn.said):
            return None
        article_id = turn.talk.memory.get(ARTICLE)
        if article_id is None and may_be_theirs(turn.said):
            return None
        shown = turn.talk.memory.get(PICTURE, 0)
        return self._show(turn, article_id, shown) if article_id else _nothing(notices.PICTURE_NONE)

    def _show(self, turn: Turn, article_id: str, number: int) -> Outcome:
        library = self._library_holder.current()
        article = library.articles.get(article_id)
        shown = pictures_of(article, self._gallery) if article else []
        if article is None or not shown:
            return _nothing(notices.PICTURE_NOT_HERE if article else notices.PICTURE_NONE)
        picture = shown[number % len(shown)]
        memory = {**turn.talk.memory, ARTICLE: article.id, PICTURE: number + 1}
        media_id = self._materials.find_media_id(turn.session, picture)
        if media_id is None:
            words = f"{notices.PICTURE_NOT_YET}\n\n{render(article, library.facts)}"
            return Outcome.text(words, memory=memory, trace=TRACE)
        return Outcome(ImageReply(media_id), memory=memory, trace=TRACE)


def _nothing(sentence: str) -> Outcome:
    return Outcome.text(sentence, trace=TRACE)


def may_be_theirs(said: str) -> bool:
    """Whether a wish may as well speak of a film that they have themselves: 能发视频吗, 有小视频."""
    return re.search(_FILM, said) is not None and "看" not in said


def is_wish(said: str) -> bool:
    """Whether somebody only wants to see a picture: 看图, 发个图看看, 有没有动画片."""
    return len(said) <= _LONGEST and bool(_WISH.fullmatch(folded(said).replace(" ", "")))


def picture_line(article: Article | None, gallery: Mapping[str, Picture]) -> str:
    """What to tap below an answer to see its pictures, after an empty line; empty where it has none."""
    count = len(pictures_of(article, gallery)) if article else 0
    return f"\n\n{notices.picture_links(article.id, count)}" if article and count else ""
