"""Builds a library of articles: reads the screens, learns what is learned, compiles the search.

What does not hang on the articles (tokenizer, screens, what was learned of messages) is made once for a
process and those forked from it; what was compiled is kept for the other processes of the machine
(``artifact_cache``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from knowledge import localfacts, topics
from knowledge.answering import Answerer
from knowledge.articles import Article
from knowledge.library import Library
from knowledge.localfacts import LocalFacts
from knowledge.published import Stored, edition_of
from knowledge.reading import CONTENT, article_files, read_articles
from knowledge.screening import tellings
from knowledge.screening.aftermath import Aftermath
from knowledge.screening.emergencies import SCREENS, EmergencyScreen, read_table
from knowledge.screening.english import EnglishScreen
from knowledge.screening.guards import Guardrails
from knowledge.screening.intent_screen import IntentScreen
from knowledge.screening.intents import IntentClassifier, Others, files_key
from knowledge.screening.sides import AspectScreen
from knowledge.screening.tellings import EmergencyClassifier
from knowledge.screening.urgent import UrgentHelp
from knowledge.search.artifact_cache import IN_MEMORY, ArtifactCache
from knowledge.search.index import Index
from knowledge.search.meaning import VectorCache
from knowledge.search.remembering import once_for
from knowledge.search.tokenizer import Lexicon, Tokenizer
from knowledge.topics import read_topics

OUT_OF_SCOPE: Final = SCREENS / "out_of_scope.yaml"
"""What is no business of ours: messages by theme."""


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
    screens = shared_screens()
    article_of = {one.id: one.article_id for one in screens.emergencies.emergencies() if one.article_id}
    return EmergencyClassifier.load(screens.out_of_scope, tokenizer, artifact_cache, article_of)


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
        sides=AspectScreen(screens.guards, by_id, answerer, index),
    )


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
        # As a database gives them: what is compiled of the same articles in the same order is compiled once.
        stored = Stored(None, tuple(sorted(read_articles(folder), key=lambda one: one.id)))
    return build_library(
        stored.articles,
        values=values,
        folder=folder,
        edition=stored.edition,
        vectors=vectors,
        artifact_cache=artifact_cache,
    )
