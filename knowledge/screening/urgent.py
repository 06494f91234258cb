"""What to tell a person in danger: the reviewed table first, and the search where the table is at a loss.

The emergency screen knows some hundred events by their words. Of the rest it only notices that someone is
in distress (我爸头一歪就不动了). What the distress comes from is then left to the search, but never the
telephone number: that comes from the table whatever the search says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from core.text import byte_length
from knowledge.answering import Answerer, Decision, Verdict
from knowledge.articles import Article, Urgency
from knowledge.screening.emergencies import REPLY_BYTES, Emergency, EmergencyScreen
from knowledge.screening.spotting import READ_AT_MOST
from knowledge.search.parts import is_long

# From this confidence on the search may name the event of mere distress; a wrong first action is worse than a
# general one. From SURE_FROM on it also knows better than the table which of two events it is: the table's
# number and first action stay, what follows comes from the article that the search found.
NAMED_FROM: Final = 0.40
SURE_FROM: Final = 0.90
# A hint of danger needs an urgent article that the search is as sure of.
HINT_FROM: Final = 0.55
# A story tells more than the one event that the table picks out of it: a tanker in the ditch, white smoke.
SURE_OF_A_STORY_FROM: Final = 0.80
# Where the table only saw distress, the reviewed help of what the search found replaces it from here on.
OWN_FROM: Final = 0.75
# From this chance on of being about any danger at all, what is told and not asked gets the numbers beside it.
TOLD_FROM: Final = 0.30
# From here on what the search answers is given as help, number first, though the table knows no word of it.
PLAIN_FROM: Final = 0.50
# Who types one word (高反, 龙卷风) wants to read about it.
SHORTEST_TELLING: Final = 6
# Poison and the wish to die are never taken for something else.
NEVER_RENAMED_FROM: Final = 95

# The 呢 of 被子冒烟呢 tells what is going on and asks nothing.
_QUESTION: Final = re.compile(
    "[吗么谁]|有没有|(?<![着烟烧血响叫哭疼痛漏火里面头上下抖吐])呢|怎么(?!.{1,3}[都也])|咋|如何|什么|[啥哪]|(?<![好十百了着])几(?![十百个])|多少|多[远久大高深]|行不|能不|要不要|是不是|还是|不$|[?？]|报险|理赔|掏钱"
)
# Asked in fear as often as in calm.
_CRY_FOR_ADVICE: Final = re.compile("怎么[办救灭弄]|咋[办救灭整弄搞]|往哪[跑躲里]|怎么逃")


class UrgentHelp:
    """Consulted before anything else; every thread may use the same one."""

    def __init__(self, screen: EmergencyScreen, answerer: Answerer, articles: Mapping[str, Article]) -> None:
        self._screen = screen
        self._answerer = answerer
        self._articles = articles
        self._by_article = _own_helps(screen.emergencies())

    def match(self, text: str) -> Emergency | None:
        """The help for what ``text`` tells of, or None where nobody is in danger."""
        text = text[:READ_AT_MOST]
        found = self._screen.match(text)
        if found is None:
            return self._told_otherwise(text)
        if found.rank >= NEVER_RENAMED_FROM:
            return found
        verdict = self._answerer.consult(text)
        best = self._best(verdict)
        if found.is_hint:
            return self._if_urgent(found, best, verdict)
        if found.is_general and is_long(text) and not _answers_urgently(verdict):
            # In a story somebody always falls, shouts or is gone: 售楼小姐说再不下手就没了.
            return None
        if best is None or best.id == found.article_id:
            return found
        if (
            found.signs < 2
            and verdict.score >= SURE_FROM
            and best.urgency is Urgency.NORMAL
            and _is_calm(text)
        ):
            return None
        own = self._by_article.get(best.id)
        is_danger = best.urgency is not Urgency.NORMAL
        if found.is_general and own is not None and is_danger and verdict.score >= OWN_FROM:
            return _named(own, found, best)
        if verdict.score >= (SURE_OF_A_STORY_FROM if is_long(text) else SURE_FROM):
            # What is as grave may take the place of what the table saw; what is less grave only follows it.
            if own is not None and (found.is_general or own.rank >= found.rank):
                return _named(own, found, best)
            # 蚊香把被子点着了 is a fire, however well the search knows how to burn a coil.
            is_mere_advice = best.urgency is Urgency.NORMAL and found.signs and not _is_calm(text)
            if not found.is_general and not is_mere_advice:
                return _followed_by(found, best, own or best)
        if not found.is_general or verdict.decision is not Decision.ANSWER:
            return found
        if own is None and found.signs < 2 and (best.urgency is Urgency.URGENT or _is_calm(text)):
            return _only_if_deadly(found, best)
        return found if best.urgency is Urgency.NORMAL else _followed_by(found, best, own or best)

    def may_be_told(self, text: str) -> bool:
        """Whether ``text`` tells of something that may be a danger, whatever single thing the search finds.

        A word of danger says so, or that it sounds like what is asked about dangers, of whatever kind.
        """
        text = text[:READ_AT_MOST]
        return self.tells_danger(text) or self._sounds_like_danger(text, TOLD_FROM)

    def tells_danger(self, text: str) -> bool:
        """Whether ``text`` tells something with a word of danger in it."""
        return self._screen.match(text) is not None and not _is_calm(text[:READ_AT_MOST])

    def _sounds_like_danger(self, text: str, enough: float) -> bool:
        if _is_calm(text) or self._answerer.chance_of_danger(text) < enough:
            return False
        return not self._screen.is_set_aside(text)

    def _told_otherwise(self, text: str) -> Emergency | None:
        """The help for what the table does not know and the search does, where it is told and not asked."""
        if len(text) < SHORTEST_TELLING or _CRY_FOR_ADVICE.search(text):
            # Who asks what to do (台风来了怎么办) reads the article, which begins with just that.
            return None
        if not self._sounds_like_danger(text, PLAIN_FROM):
            return None
        verdict = self._answerer.consult(text)
        if verdict.article is None or not _answers_urgently(verdict) or verdict.score < NAMED_FROM:
            return None
        own = self._by_article.get(verdict.article.id)
        return own and replace(own, why=f"told; search found {verdict.article.id}")

    def _if_urgent(self, found: Emergency, best: Article | None, verdict: Verdict) -> Emergency | None:
        """A hint counts only where the search finds an urgent article, and nothing is asked."""
        if found.is_trace or best is None or best.urgency is Urgency.NORMAL or verdict.score < HINT_FROM:
            return None
        own = self._by_article.get(best.id)
        if own is not None and verdict.score >= OWN_FROM:
            return _named(own, found, best)
        return _followed_by(found, best, own or best)

    def _best(self, verdict: Verdict) -> Article | None:
        if verdict.score < NAMED_FROM:
            return None
        if verdict.article is not None:
            return verdict.article
        return self._articles.get(verdict.alternatives[0].article_id) if verdict.alternatives else None


def _own_helps(helps: Iterable[Emergency]) -> dict[str, Emergency]:
    """The one help that belongs to each article; an article with two says less than the person needs."""
    by_article: dict[str, list[Emergency]] = {}
    for one in helps:
        if one.article_id and not one.is_general and not one.is_partial:
            by_article.setdefault(one.article_id, []).append(one)
    return {article_id: listed[0] for article_id, listed in by_article.items() if len(listed) == 1}


def _named(own: Emergency, found: Emergency, best: Article) -> Emergency:
    return replace(own, why=f"{found.why}; search found {best.id}")


def _only_if_deadly(found: Emergency, best: Article) -> Emergency | None:
    """One sign of distress alone (被狗咬了) is answered without alarm where no life is at stake."""
    return _followed_by(found, best, best) if best.urgency is Urgency.EMERGENCY else None


def _answers_urgently(verdict: Verdict) -> bool:
    return verdict.article is not None and verdict.article.urgency is not Urgency.NORMAL


def _is_calm(text: str) -> bool:
    """Whether ``text`` asks something, and not only for help."""
    return bool(_QUESTION.search(_CRY_FOR_ADVICE.sub("", text)))


def _followed_by(found: Emergency, article: Article, more: Emergency | Article) -> Emergency:
    """The first line of ``found``, then as much of what ``more`` says as one short reply holds.

    It is about both then, unless ``found`` knows no more than that somebody is in distress.
    """
    say = more.reply if isinstance(more, Emergency) else more.lead
    lines = [found.brief]
    for line in say.split("\n"):
        if byte_length("\n".join([*lines, line])) > REPLY_BYTES:
            break
        lines.append(line)
    return replace(
        found,
        first_line=found.brief,
        article_id=article.id,
        topics=article.topics if found.is_general else tuple(dict.fromkeys((*article.topics, *found.topics))),
        reply="\n".join(lines),
        why=f"{found.why}; search found {article.id}",
    )
