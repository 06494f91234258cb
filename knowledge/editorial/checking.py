"""What is wrong or missing in the content files, told file by file before anything is imported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from core.errors import BadContent
from core.text import byte_length
from knowledge import gallery, localfacts, topics
from knowledge.answering import Decision
from knowledge.articles import Article
from knowledge.building import shared_screens
from knowledge.editorial.rules import TEXT_BYTES, Claims, broken_rules, whole_text
from knowledge.localfacts import LocalFacts
from knowledge.reading import CONTENT, article_files, read_article
from knowledge.screening import aftermath, intents, tellings
from knowledge.screening.emergencies import SCREENS
from knowledge.screening.intents import Aim
from knowledge.topics import Priority, Topic, read_topics

FEWEST_ASKS = {Priority.P1: 8, Priority.P2: 5}
WANTED = frozenset({Priority.P1, Priority.P2})
"""The topics of these priorities must have an article."""


class Level(StrEnum):
    """An error keeps the files from being imported; a warning is work that is left."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing to mend: where, and what."""

    level: Level
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.level}: {self.place}: {self.what}"


def check(folder: Path = CONTENT, *, today: date | None) -> list[Complaint]:
    """Every complaint about the content below ``folder``, errors first.

    ``today`` is the day in China by which reviews must not be overdue; None leaves that out, and the topics
    that no article answers, because neither must keep a bureau from importing.
    """
    complaints: list[Complaint] = []
    known: Mapping[str, Topic] = {}
    facts = LocalFacts({})
    try:
        known = read_topics(folder / topics.FILE_NAME)
        facts = LocalFacts.load(folder / localfacts.FILE_NAME)
    except BadContent as error:
        complaints.append(Complaint(Level.ERROR, str(folder), str(error)))
    articles: dict[str, Article] = {}
    for path in article_files(folder):
        place = str(path.relative_to(folder))
        try:
            articles[place] = read_article(path)
        except BadContent as error:
            complaints.append(_unreadable(place, path, error))
    for place, article in articles.items():
        complaints += _of_article(place, article, known, facts, today)
    complaints += _between(articles)
    if today is not None:
        complaints += _missing(articles, known, own=folder == CONTENT)
    if folder == CONTENT:
        complaints += _of_help(articles)
    complaints += _of_pictures(articles, folder)
    complaints += [*_of_tellings(), *_of_intents()]
    return sorted(complaints, key=lambda one: (one.level is not Level.ERROR, one.place))


def _unreadable(place: str, path: Path, error: BadContent) -> Complaint:
    rest = str(error).removeprefix(f"{path}:")
    line, _, what = rest.partition(": ")
    if line.isdigit():
        return Complaint(Level.ERROR, f"{place}:{line}", what)
    return Complaint(Level.ERROR, place, rest.strip())


def _of_article(
    place: str, article: Article, known: Mapping[str, Topic], facts: LocalFacts, today: date | None
) -> Iterator[Complaint]:
    if article.category != Path(place).parent.name:
        yield Complaint(Level.ERROR, place, f"the id '{article.id}' does not belong into this folder")
    for broken in broken_rules(article, known, facts):
        yield Complaint(Level.ERROR, place, broken.what)
    text = whole_text(article)
    filled = byte_length(facts.fill(text))
    if byte_length(text) <= TEXT_BYTES and filled > TEXT_BYTES + 200:
        yield Complaint(Level.WARNING, place, f"with its local facts the answer takes {filled} bytes")
    if today is not None and article.review_due_on < today:
        yield Complaint(Level.ERROR, place, f"the review was due on {article.review_due_on}")
    wanted = max(
        (FEWEST_ASKS.get(known[slug].priority, 0) for slug in article.topics if slug in known), default=0
    )
    if len(article.asks) < wanted:
        yield Complaint(Level.WARNING, place, f"{len(article.asks)} phrasings; {wanted} are wanted")


def _of_pictures(articles: Mapping[str, Article], folder: Path) -> Iterator[Complaint]:
    used = {place: article.pictures for place, article in articles.items()}
    for place, what in gallery.unknown_and_unused(used, own=folder == CONTENT):
        yield Complaint(Level.ERROR, place, what)
    for name, what in gallery.complaints():
        yield Complaint(Level.ERROR, f"pictures/{name}", what)


def _of_tellings() -> Iterator[Complaint]:
    events = {help_.id for help_ in shared_screens().emergencies.emergencies()}
    for what in tellings.complaints(events):
        yield Complaint(Level.ERROR, f"{SCREENS.name}/{tellings.FILE_NAME}", what)


def _of_intents() -> Iterator[Complaint]:
    guards = shared_screens().guards
    kinds = {Aim.TALK: guards.kinds(Decision.SMALLTALK), Aim.REFUSED: guards.kinds(Decision.REFUSE)}
    for what in intents.complaints(kinds):
        yield Complaint(Level.ERROR, f"{SCREENS.name}/{intents.FILE_NAME}", what)


def _between(articles: Mapping[str, Article]) -> Iterator[Complaint]:
    claims = Claims()
    for place, article in articles.items():
        for broken in claims.take(place, article):
            yield Complaint(Level.ERROR, place, broken.what)


def _of_help(articles: Mapping[str, Article]) -> Iterator[Complaint]:
    """What is said in a danger rests on reviewed articles: they must be there."""
    there = {article.id for article in articles.values()}
    screens = shared_screens()
    for event in screens.emergencies.emergencies():
        if event.article_id is not None and event.article_id not in there:
            yield Complaint(Level.ERROR, SCREENS.name, f"{event.id} names no article: '{event.article_id}'")
    for name in sorted(screens.aftermath.named_articles - there):
        yield Complaint(Level.ERROR, f"{SCREENS.name}/{aftermath.FILE_NAME}", f"'{name}' is no article")


def _missing(
    articles: Mapping[str, Article], known: Mapping[str, Topic], *, own: bool
) -> Iterator[Complaint]:
    """The topics that there must be an article for; of other folders than ``own`` in the categories begun."""
    covered = {slug for article in articles.values() for slug in article.topics}
    begun = {slug.partition(".")[0] for slug in covered}
    for slug, topic in known.items():
        is_wanted = topic.priority in WANTED and (own or topic.category in begun)
        if is_wanted and slug not in covered:
            what = f"no article answers this {topic.priority} topic ({topic.title})"
            yield Complaint(Level.ERROR, slug, what)
