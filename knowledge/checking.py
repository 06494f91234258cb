"""What is wrong or missing in the content files, told file by file before anything is imported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from core.errors import BadContent
from core.text import byte_length
from knowledge import gallery, localfacts, topics
from knowledge.articles import SETTINGS, Article, sources_line
from knowledge.localfacts import PLACEHOLDER, LocalFacts
from knowledge.normalising import normalise
from knowledge.reading import CONTENT, article_files, read_article
from knowledge.topics import Priority, Topic, read_topics

LEAD_CHARACTERS = 80
# WeChat takes 2,048 bytes in a passive text reply; the bot adds the feedback line below the answer.
TEXT_BYTES = 1650
MOST_PICTURES = 2  # of an article: each is a link below the answer, and those bytes are counted too
FEWEST_ASKS = {Priority.P1: 8, Priority.P2: 5}


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

    ``today`` is the day in China by which reviews must not be overdue; None leaves that out, because an
    overdue review must not keep a bureau from importing.
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
    complaints += _missing(articles, known)
    complaints += _of_pictures(articles, folder)
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
    def error(what: str) -> Complaint:
        return Complaint(Level.ERROR, place, what)

    if article.category != Path(place).parent.name:
        yield error(f"the id '{article.id}' does not belong into this folder")
    for slug in article.topics:
        if slug not in known:
            yield error(f"unknown topic '{slug}'")
    if not article.topics:
        yield error("the article names no topic")
    if not article.sources:
        yield error("the article names no source")
    for setting in article.audience:
        if setting not in SETTINGS:
            yield error(f"unknown audience '{setting}'; it is one of {'、'.join(SETTINGS)}")
    yield from _of_texts(place, article, facts)
    if today is not None and article.review_due_on < today:
        yield error(f"the review was due on {article.review_due_on}")
    if article.review_due_on <= article.reviewed_on:
        yield error("the next review is not after the last one")
    wanted = max(
        (FEWEST_ASKS.get(known[slug].priority, 0) for slug in article.topics if slug in known), default=0
    )
    if len(article.asks) < wanted:
        yield Complaint(Level.WARNING, place, f"{len(article.asks)} phrasings; {wanted} are wanted")


def _of_texts(place: str, article: Article, facts: LocalFacts) -> Iterator[Complaint]:
    for name in PLACEHOLDER.findall(f"{article.lead}\n{article.answer}"):
        if name not in facts.declared:
            yield Complaint(Level.ERROR, place, f"unknown placeholder '{{{name}}}'")
    if (length := len(article.lead)) > LEAD_CHARACTERS:
        yield Complaint(
            Level.ERROR, place, f"the lead has {length} characters; {LEAD_CHARACTERS} is the most"
        )
    text = f"{article.lead}\n\n{article.answer}\n\n{sources_line(article)}"
    if (size := byte_length(text)) > TEXT_BYTES:
        yield Complaint(Level.ERROR, place, f"the answer takes {size} bytes; {TEXT_BYTES} is the most")
    elif (size := byte_length(facts.fill(text))) > TEXT_BYTES + 200:
        yield Complaint(Level.WARNING, place, f"with its local facts the answer takes {size} bytes")


def _of_pictures(articles: Mapping[str, Article], folder: Path) -> Iterator[Complaint]:
    for place, article in articles.items():
        if len(article.pictures) > MOST_PICTURES or len(set(article.pictures)) < len(article.pictures):
            yield Complaint(
                Level.ERROR, place, f"an article shows at most {MOST_PICTURES} different pictures"
            )
    used = {place: article.pictures for place, article in articles.items()}
    for place, what in gallery.unknown_and_unused(used, own=folder == CONTENT):
        yield Complaint(Level.ERROR, place, what)
    for name, what in gallery.complaints():
        yield Complaint(Level.ERROR, f"pictures/{name}", what)


def _between(articles: Mapping[str, Article]) -> Iterator[Complaint]:
    ids: dict[str, str] = {}
    slugs: dict[str, str] = {}
    phrasings: dict[str, str] = {}
    for place, article in articles.items():
        if (other := ids.setdefault(article.id, place)) != place:
            yield Complaint(Level.ERROR, place, f"the id '{article.id}' stands in {other} too")
        for slug in article.topics:
            if (other := slugs.setdefault(slug, place)) != place:
                yield Complaint(Level.ERROR, place, f"the topic '{slug}' is answered in {other} too")
        for phrasing in article.phrasings:
            plain = normalise(phrasing)
            if (other := phrasings.setdefault(plain, place)) != place:
                yield Complaint(Level.ERROR, place, f"the phrasing '{phrasing}' stands in {other} too")


def _missing(articles: Mapping[str, Article], known: Mapping[str, Topic]) -> Iterator[Complaint]:
    covered = {slug for article in articles.values() for slug in article.topics}
    begun = {slug.partition(".")[0] for slug in covered}
    for slug, topic in known.items():
        if topic.priority is Priority.P1 and topic.category in begun and slug not in covered:
            yield Complaint(Level.WARNING, slug, f"no article answers this P1 topic ({topic.title})")
