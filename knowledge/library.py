"""The knowledge base as one process has it in memory, and the holder through which everybody reads it.

A library never changes: a new edition is built beside the old one and swapped in by one assignment, so a
question is answered from one edition from beginning to end.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cache import cached
from core.errors import BadContent
from knowledge import localfacts, topics
from knowledge.answering import Answerer, Decision, Verdict
from knowledge.articles import Article, Urgency
from knowledge.localfacts import LocalFacts
from knowledge.models import PUBLISHED_ARTICLES, ArticleRow
from knowledge.normalising import READ_AT_MOST, folded
from knowledge.pointing import pointed
from knowledge.reading import CONTENT, article_files, read_articles
from knowledge.screening import tellings
from knowledge.screening.aftermath import Aftermath
from knowledge.screening.emergencies import SCREENS, Emergency, EmergencyScreen, read_table
from knowledge.screening.english import EnglishScreen
from knowledge.screening.guards import Guardrail, Guardrails
from knowledge.screening.intent_screen import IntentScreen
from knowledge.screening.intents import IntentClassifier, Others, files_key
from knowledge.screening.sides import AspectScreen
from knowledge.screening.spotting import is_pinyin
from knowledge.screening.tellings import EmergencyClassifier
from knowledge.screening.urgent import UrgentHelp
from knowledge.search.artifact_cache import IN_MEMORY, ArtifactCache
from knowledge.search.followups import names_new
from knowledge.search.index import Index
from knowledge.search.meaning import VectorCache
from knowledge.search.remembering import once_for
from knowledge.search.tokenizer import Lexicon, Tokenizer
from knowledge.topics import Topic, read_topics

log = logging.getLogger(__name__)

# So sure a search speaks for the question, whatever words of another world it holds: 皮肤被酸烧了 is no game.
# Of our dev questions that a guard catches, all 10 real ones pass so, and 3 of 238 foreign ones.
OURS_FROM = 0.80
# Where all of a message sounds like ours, this is enough: a story mentions other worlds on its way (遭了贼,
# 扣两百), and 屋顶搭个铁皮棚违章不 is no matter of driving.
OURS_AS_TOLD_FROM = 0.50
# A guard reads one message. So surely must a question follow on the one before (避难所在哪 / 狗可以带去吗)
# to pass it, where it does not name something new: 那低保怎么申请 after a question about relief does.
OURS_FOLLOWING_FROM = 0.90
# And so little may it say (in units of one rare word) that the answer speaks of nowhere: 社保局电话 after a
# question about swindlers is half explained. Of 520 foreign messages that a guard catches, each asked after a
# question of ours, 5 went on so surely and 2 do with it; of 7 real ones none is lost. What does not sound
# strange may say more: 我在家用无线网刷视频应该没事吧 after 外面在打雷.
OURS_FOLLOWING_UNEXPLAINED = 0.9
OURS_FOLLOWING_UNEXPLAINED_OF_STRANGE = 0.45

OUT_OF_SCOPE = SCREENS / "out_of_scope.yaml"
_PRESSING = list(Urgency)


@dataclass(frozen=True, slots=True)
class Library:
    """One edition: the articles, how they are found, the local facts, and the screens before the search."""

    edition: str
    articles: Mapping[str, Article]
    topics: Mapping[str, Topic]
    index: Index
    answerer: Answerer
    facts: LocalFacts
    urgent: UrgentHelp
    aftermath: Aftermath
    guards: Guardrails
    intent_screen: IntentScreen
    sides: AspectScreen

    def article(self, name: str) -> Article | None:
        """The article of this id, or the one that carries the topic of this name.

        An article is named after its first topic. Where two became one, the links, courses and choices that
        name the other lead to the one that answers for it now.
        """
        found = self.articles.get(name)
        return found or next((one for one in self.articles.values() if name in one.topics), None)

    def in_category(self, category: str) -> list[Article]:
        """The articles of one category, the most pressing first, then by priority of their topics."""
        found = [article for article in self.articles.values() if article.category == category]
        return sorted(found, key=lambda one: (_PRESSING.index(one.urgency), self._priority(one), one.id))

    def emergency(self, said: str, previous: str | None = None) -> Emergency | None:
        """The help for the danger that ``said`` tells of, ``previous`` being what was said before it.

        None where nobody is in danger, though it may sound so: a chat, or a wish for help with a crime.
        """
        found = self.urgent.match(said, previous)
        return None if found is not None and self.intent_screen.sets_aside(said) else found

    def guard(self, question: str, previous: str | None = None) -> Guardrail | None:
        """What is said instead of an article, or None where the knowledge base is to answer.

        A question that the search knows almost word for word, or half so where all of it sounds like ours,
        passes a look-alike, another authority's business or a swear word; a refusal and small talk stand
        whatever the search says. What surely goes on about the ``previous`` question passes too. What passes
        may still ask for a side of its subject that no article tells (``AspectScreen``).
        """
        question = question[:READ_AT_MOST]
        found, meant = self.guards.match(question), question
        if is_pinyin(folded(question)):
            meant = self.index.reading(question)
            if len(meant) > 1:
                # Where the search is sure of what was read, 12350 shouli is 受理 and no longer 收礼.
                is_sure = self.answerer.consult(question).score >= OURS_FROM
                found = self.guards.match(meant) or (None if is_sure else found)
        if found is not None and (
            self.intent_screen.is_only_told(found.id, question)
            or self.intent_screen.is_honest(found, question)
        ):
            found = None
        if found is not None and found.is_firm:
            return found
        intended = self.intent_screen.reply(question, meant, previous)
        if intended is not None:
            return intended
        if found is None or self._overrules(question, previous):
            return self.sides.unanswered(question, previous)
        return found

    def _overrules(self, question: str, previous: str | None) -> bool:
        """Whether the search is so sure of ``question`` that a guard gives way."""
        verdict = self.answerer.consult(question)
        ours_from = OURS_AS_TOLD_FROM if self.answerer.sounds_like_ours(question) else OURS_FROM
        # Two of ours that are as sure as each other are offered: it is one of them all the same.
        is_ours = verdict.decision in (Decision.ANSWER, Decision.SUGGEST) and verdict.score >= ours_from
        return is_ours or (previous is not None and self._goes_on(question, previous))

    def _goes_on(self, question: str, previous: str) -> bool:
        """Whether ``question`` surely goes on about ``previous``, or a line of the answer to that says it."""
        if names_new(question):
            return False
        verdict = self.answerer.consult(question, previous)
        if verdict.article is None:
            return False
        read = self.answerer.consult(previous).article
        is_said = verdict.article == read and bool(pointed(question, verdict.article, self.index))
        if verdict.score < OURS_FOLLOWING_FROM and not is_said:
            return False
        is_strange = self.answerer.strangeness(question) > 0.0
        most = OURS_FOLLOWING_UNEXPLAINED_OF_STRANGE if is_strange else OURS_FOLLOWING_UNEXPLAINED
        return self.answerer.unexplained(question, verdict.article.id) <= most

    def wish(self, question: str, previous: str | None = None) -> str | None:
        """The name of the skill that ``question`` wishes for; None where it wants something else."""
        meant = self.index.reading(question) if is_pinyin(folded(question)) else question
        return self.intent_screen.wish(question, meant, previous, lambda: self.guard(question, previous))

    def referral(self, verdict: Verdict) -> Guardrail | None:
        """What is said to a message that was left alone, where its theme has such a sentence; else None."""
        return next(filter(None, map(self.guards.of_theme, verdict.out_of_scope)), None)

    def _priority(self, article: Article) -> str:
        return min(
            (self.topics[slug].priority.value for slug in article.topics if slug in self.topics), default="P9"
        )


class LibraryHolder:
    """Holds the current library; replacing it is one assignment, which no reader can see half done."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def current(self) -> Library:
        """The library to answer from; keep it for the whole of one question."""
        return self._library

    def replace(self, library: Library) -> None:
        """Swap in a new edition; questions in progress finish with the one they took."""
        self._library = library


@cache
def shared_tokenizer(artifact_cache: ArtifactCache = IN_MEMORY) -> Tokenizer:
    """The tokenizer with the project's lexicon, made once for this process and those forked from it."""
    tokenizer = Tokenizer(Lexicon.load(), artifact_cache)
    tokenizer.load()
    return tokenizer


@dataclass(frozen=True, slots=True)
class Screens:
    """The tables asked before the search and beside it; files of the project, the same for every edition."""

    emergencies: EmergencyScreen
    aftermath: Aftermath
    english: EnglishScreen
    guards: Guardrails
    out_of_scope: Mapping[str, Sequence[str]]
    """What is no business of ours: messages by theme."""


@cache
def shared_screens() -> Screens:
    """The screens, read once for this process and those forked from it."""
    out_of_scope = {
        str(theme): tuple(map(str, messages)) for theme, messages in read_table(OUT_OF_SCOPE).items()
    }
    emergencies = EmergencyScreen.load()
    english = EnglishScreen.load(emergencies.emergencies())
    return Screens(emergencies, Aftermath.load(), english, Guardrails.load(), out_of_scope)


@once_for
def shared_classifier(tokenizer: Tokenizer, artifact_cache: ArtifactCache = IN_MEMORY) -> EmergencyClassifier:
    """What people in danger wrote, learned once for this process and those forked from it."""
    return EmergencyClassifier.load(shared_screens().out_of_scope, tokenizer, artifact_cache)


@once_for
def shared_intents(tokenizer: Tokenizer, artifact_cache: ArtifactCache = IN_MEMORY) -> IntentClassifier:
    """What people want that is no safety question, learned once for this process and those forked from it."""
    files = [*article_files(CONTENT), SCREENS / tellings.FILE_NAME, OUT_OF_SCOPE]
    return IntentClassifier.load(Others(files_key(files), _asked, _told), tokenizer, artifact_cache)


def _asked() -> list[str]:
    return [text for article in read_articles() for text in (article.question, *article.asks)]


def _told() -> list[str]:
    table: Mapping[str, Any] = read_table(SCREENS / tellings.FILE_NAME)
    by_kind = (*table["told"].values(), table["calm"], *shared_screens().out_of_scope.values())
    return [text for texts in by_kind for text in texts]


def build_library(
    articles: Iterable[Article],
    *,
    values: Mapping[str, str] | None = None,
    folder: Path = CONTENT,
    tokenizer: Tokenizer | None = None,
    edition: str | None = None,
    vectors: VectorCache | None = None,
    artifact_cache: ArtifactCache = IN_MEMORY,
) -> Library:
    """A library of these articles; ``values`` are the local facts this bureau gave.

    ``artifact_cache`` keeps what is compiled of them, for other processes and the next start.
    """
    by_id = {article.id: article for article in articles}
    screens = shared_screens()
    cutter = tokenizer or shared_tokenizer(artifact_cache)
    index = Index.build(by_id.values(), cutter, vectors, screens.out_of_scope, artifact_cache)
    answerer = Answerer(index, by_id)
    classifier = shared_classifier(cutter, artifact_cache)
    urgent = UrgentHelp(screens.emergencies, answerer, by_id, classifier, screens.english)
    return Library(
        edition=edition or edition_of(by_id.values()),
        articles=by_id,
        topics=read_topics(folder / topics.FILE_NAME),
        index=index,
        answerer=answerer,
        facts=LocalFacts.load(folder / localfacts.FILE_NAME, values),
        urgent=urgent,
        aftermath=screens.aftermath,
        guards=screens.guards,
        intent_screen=IntentScreen(shared_intents(cutter, artifact_cache), screens.guards, answerer, urgent),
        sides=AspectScreen(screens.guards, by_id, answerer),
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """The published articles of a database, and the name of their edition; no article: it holds none."""

    edition: str | None
    articles: tuple[Article, ...]


def read_stored(session: Session) -> Stored:
    """Read what is published. Building takes seconds: end the transaction first."""
    # Named before the articles are read: if an import comes between, the name is the older one, and who
    # reloads the library loads once more.
    edition = published_edition(session)
    # Sorted here: databases sort letters in orders of their own, and the order is a part of what is built.
    return Stored(edition, _sorted(published_articles(session)))


def with_revised(stored: Stored, revised: Article) -> Stored:
    """What ``stored`` becomes when an article is published: a new one, or one in place of the older."""
    others = (one for one in stored.articles if one.id != revised.id)
    articles = _sorted([*others, revised])
    return Stored(edition_of(articles), articles)


def _sorted(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda one: one.id))


def load_library(
    stored: Stored | None = None,
    *,
    values: Mapping[str, str] | None = None,
    folder: Path = CONTENT,
    vectors: VectorCache | None = None,
    artifact_cache: ArtifactCache = IN_MEMORY,
) -> Library:
    """The library of the articles stored in a database, or of the files where it holds none.

    ``artifact_cache``: see ``build_library``. Raises ``BadContent`` when files cannot be used.
    """
    if stored is None or not stored.articles:
        stored = Stored(None, tuple(read_articles(folder)))
    return build_library(
        stored.articles,
        values=values,
        folder=folder,
        edition=stored.edition,
        vectors=vectors,
        artifact_cache=artifact_cache,
    )


@dataclass(frozen=True, slots=True)
class Broken:
    """A published article that cannot be read, and why."""

    article: str
    reason: str


def read_published(session: Session) -> tuple[list[Article], list[Broken]]:
    """The published articles of the database that can be read, and those that cannot."""
    articles: list[Article] = []
    broken: list[Broken] = []
    for article_id, body in _bodies(session, broken):
        try:
            articles.append(Article.from_tree(body))
        except BadContent as error:
            broken.append(Broken(article_id, str(error)))
    return articles, broken


def _bodies(session: Session, broken: list[Broken]) -> Iterable[tuple[str, Any]]:
    statement = select(ArticleRow.id, ArticleRow.body).where(ArticleRow.is_published).order_by(ArticleRow.id)
    try:
        return [(article_id, body) for article_id, body in session.execute(statement)]
    except ValueError:
        # SQLite keeps JSON as text, and one text that is none spoils the reading of all: take them singly.
        found: list[tuple[str, Any]] = []
        for article_id in session.scalars(
            select(ArticleRow.id).where(ArticleRow.is_published).order_by(ArticleRow.id)
        ).all():
            try:
                body = session.scalar(select(ArticleRow.body).where(ArticleRow.id == article_id))
                found.append((article_id, body))
            except ValueError as error:
                broken.append(Broken(article_id, f"the body is no JSON: {error}"))
        return found


def published_articles(session: Session) -> list[Article]:
    """The published articles of the database; one that cannot be read is left out and logged by its id."""
    articles, broken = read_published(session)
    for one in broken:
        log.error("article %s cannot be read and is left out: %s", one.article, one.reason)
    return articles


def published_edition(session: Session) -> str | None:
    """The edition that the database holds, without reading the articles; None where it holds none.

    Equal to ``Library.edition`` exactly when the library is up to date. Every process asks twice a second:
    the digests are read again only after something was published or taken away.
    """
    return cached(session, "edition of articles", (PUBLISHED_ARTICLES,), _digested_edition)


def _digested_edition(session: Session) -> str | None:
    statement = select(ArticleRow.id, ArticleRow.digest).where(ArticleRow.is_published)
    digests = {row.id: row.digest for row in session.execute(statement)}
    return _edition(digests) if digests else None


def edition_of(articles: Iterable[Article]) -> str:
    """A name for exactly these articles: the same content has the same edition on every machine."""
    return _edition({article.id: article.digest() for article in articles})


def _edition(digests: Mapping[str, str]) -> str:
    lines = "\n".join(f"{article_id} {digest}" for article_id, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
