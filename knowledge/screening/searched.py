"""What the search makes of one message: of what the table saw in it, or where the table saw nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from knowledge.answering import Answerer, Verdict
from knowledge.articles import Article, Urgency
from knowledge.screening.asking import asks_calmly, cries_for_advice
from knowledge.screening.belonging import Helps, answers_urgently
from knowledge.screening.calmness import NEVER_RENAMED_FROM, Calmness
from knowledge.screening.detection import EmergencyDetector
from knowledge.screening.emergencies import Emergency
from knowledge.screening.tellings import EmergencyClassifier
from knowledge.screening.weighing import OWN_FROM, SURE_FROM, Case, followed_by, named, weighed
from knowledge.search.parts import is_long

# From this confidence on the search may name the event of mere distress; a wrong first action is worse than a
# general one.
NAMED_FROM: Final = 0.40
# A hint of danger needs an urgent article that the search is as sure of.
HINT_FROM: Final = 0.55
# From here on what the search answers is given as help, number first, though the table knows no word of it.
PLAIN_FROM: Final = 0.50
# Somebody who types one word (高反, 龙卷风) wants to read about it.
SHORTEST_TELLING: Final = 6
# What the search finds is no first help for what is so strange.
FOUND_UP_TO: Final = 1.0


class SearchedHelp:
    """Holds table and search against each other; every thread may use the same one."""

    def __init__(
        self,
        helps: Helps,
        answerer: Answerer,
        articles: Mapping[str, Article],
        calmness: Calmness,
        classifier: EmergencyClassifier | None,
        detector: EmergencyDetector | None,
    ) -> None:
        """Without a ``classifier`` and its ``detector`` no telling of others speaks against the search."""
        self._helps = helps
        self._answerer = answerer
        self._articles = articles
        self._calmness = calmness
        self._classifier = classifier
        self._detector = detector

    def help(self, text: str, seen: Emergency | None) -> Emergency | None:
        """What the table saw, held against what the search finds."""
        if seen is None:
            return self._told_otherwise(text)
        if seen.rank >= NEVER_RENAMED_FROM:
            return seen
        verdict = self._answerer.consult(text)
        best = self.best(verdict)
        if seen.is_hint:
            return self._if_urgent(seen, best, verdict)
        if seen.is_general and is_long(text) and not answers_urgently(verdict):
            return seen if self._is_told_in_a_story(text, verdict) else None
        if best is None or best.id == seen.article_id:
            return seen
        own = self._helps.by_article.get(best.id)
        if own is not None and not self.may_be(own, text):
            return seen
        told = self._classifier.classify(text) if self._classifier else None
        is_asked, is_story = asks_calmly(text), is_long(text)
        return weighed(Case(seen, best, own, verdict, is_asked=is_asked, is_story=is_story, told=told))

    def best(self, verdict: Verdict) -> Article | None:
        """The article that ``verdict`` gives, or names first; None where it is not sure enough of it."""
        if verdict.score < NAMED_FROM:
            return None
        if verdict.article is not None:
            return verdict.article
        return self._articles.get(verdict.alternatives[0].article_id) if verdict.alternatives else None

    def own(self, article: Article) -> Emergency | None:
        """The one help that belongs to what the search found."""
        own = self._helps.by_article.get(article.id)
        return own and replace(own, why=f"told; search found {article.id}")

    def may_be(self, own: Emergency, text: str) -> bool:
        """Whether ``text`` names what belongs to ``own``, if anything must."""
        return self._classifier is None or self._classifier.may_be(own.id, text)

    def _is_told_in_a_story(self, text: str, verdict: Verdict) -> bool:
        """In a story somebody always falls, shouts or is gone: 售楼小姐说再不下手就没了."""
        return verdict.article is None and self._detector is not None and self._detector.is_surely_told(text)

    def _told_otherwise(self, text: str) -> Emergency | None:
        """The help for what the table does not know and the search does, where it is told and not asked."""
        if len(text) < SHORTEST_TELLING or cries_for_advice(text):
            # 台风来了怎么办 asks what to do: the article begins with just that.
            return None
        if not self._calmness.sounds_like_danger(text, PLAIN_FROM):
            return None
        verdict = self._answerer.consult(text)
        if verdict.article is None or not answers_urgently(verdict) or verdict.score < NAMED_FROM:
            return None
        own = self.own(verdict.article)
        if own is not None and not self.may_be(own, text):
            return None
        detected = self._classifier.classify(text) if own and self._classifier else None
        # 一楼灶台都泡了，我爷腿脚不好 is no earthquake, though the search found nothing nearer.
        if detected is not None and detected.strangeness > FOUND_UP_TO:
            return None
        is_doubted = detected is not None and own is not None and own.id not in detected.likely
        return None if is_doubted and verdict.score < SURE_FROM else own

    def _if_urgent(self, found: Emergency, best: Article | None, verdict: Verdict) -> Emergency | None:
        """A hint counts only where the search finds an urgent article, and nothing is asked."""
        if found.is_trace or best is None or best.urgency is Urgency.NORMAL or verdict.score < HINT_FROM:
            return None
        own = self._helps.by_article.get(best.id)
        if own is not None and verdict.score >= OWN_FROM:
            return named(own, found, best)
        return followed_by(found, best, own or best)
