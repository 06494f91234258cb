"""One reviewed article, and how it reads as a WeChat text."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import BadContent
from core.text import is_writable
from core.types import Labelled
from knowledge.localfacts import LocalFacts


class Urgency(Labelled):
    """How close the danger is to the person who asks."""

    EMERGENCY = "emergency", "危急"
    URGENT = "urgent", "较急"
    NORMAL = "normal", "一般"


SETTINGS = ("企业", "农村", "社区", "学校", "家庭")
"""The five settings that safety education goes into (安全宣传五进)."""

FIELD_LABELS = {
    "id": "编号",
    "topics": "主题",
    "question": "问题",
    "asks": "问法",
    "lead": "导语",
    "answer": "回答",
    "sources": "依据",
    "audience": "对象",
    "urgency": "紧急程度",
    "reviewed_on": "审定日期",
    "review_due_on": "复审日期",
    "pictures": "图片",
}
"""What clerks call the fields of an article, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an article rests on: a law, a standard or an authority's public guidance."""

    title: str
    clause: str | None = None
    year: int | None = None

    def words(self) -> str:
        """As it is printed under the answer; only titles of documents stand in 书名号."""
        is_document = self.clause is not None or self.year is not None
        title = f"《{self.title}》" if is_document and "《" not in self.title else self.title
        return f"{title}{f'（{self.year}）' if self.year else ''}{self.clause or ''}"


@dataclass(frozen=True, slots=True)
class Article:
    """A question of citizens, the ways they ask it, and the reviewed answer with its sources."""

    id: str
    topics: tuple[str, ...]
    question: str
    asks: tuple[str, ...]
    lead: str
    answer: str
    sources: tuple[Source, ...]
    audience: tuple[str, ...]
    urgency: Urgency
    reviewed_on: date
    review_due_on: date
    pictures: tuple[str, ...] = ()

    @property
    def phrasings(self) -> tuple[str, ...]:
        """Every stored way to ask for this article, the reviewed question first."""
        return (self.question, *self.asks)

    @property
    def category(self) -> str:
        """The part of the id before the dot: ``fire`` of ``fire.oil_pan``."""
        return self.id.partition(".")[0]

    def to_tree(self) -> dict[str, Any]:
        """The article as it stands in a YAML file or a JSON column."""
        return {
            "id": self.id,
            "topics": list(self.topics),
            "question": self.question,
            "asks": list(self.asks),
            "lead": self.lead,
            "answer": self.answer,
            "sources": [
                {"title": s.title}
                | ({"clause": s.clause} if s.clause else {})
                | ({"year": s.year} if s.year else {})
                for s in self.sources
            ],
            "audience": list(self.audience),
            "urgency": self.urgency.value,
            "reviewed_on": self.reviewed_on.isoformat(),
            "review_due_on": self.review_due_on.isoformat(),
            **({"pictures": list(self.pictures)} if self.pictures else {}),
        }

    def digest(self) -> str:
        """SHA-256 of the content in hexadecimal: two articles with one digest say the same."""
        body = json.dumps(self.to_tree(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(body.encode()).hexdigest()

    @classmethod
    def from_tree(cls, tree: Any) -> "Article":
        """Build an article from a YAML or JSON tree; ``BadContent`` says which field is wrong."""
        if not isinstance(tree, Mapping):
            raise BadContent("an article is a mapping of fields")
        unknown = set(tree) - set(cls.__slots__)
        if unknown:
            raise BadContent(f"unknown field: {', '.join(sorted(map(str, unknown)))}")
        return cls(
            id=_words(tree, "id"),
            topics=_list(tree, "topics"),
            question=_words(tree, "question"),
            asks=_list(tree, "asks"),
            lead=_words(tree, "lead"),
            answer=_words(tree, "answer"),
            sources=_sources(tree.get("sources")),
            audience=_list(tree, "audience"),
            urgency=_urgency(tree.get("urgency", "normal")),
            reviewed_on=_day(tree, "reviewed_on"),
            review_due_on=_day(tree, "review_due_on"),
            pictures=_list(tree, "pictures") if "pictures" in tree else (),
        )


def sources_line(article: Article) -> str:
    """The last line of an answer: 依据：《…》第…条；…。Empty where the article names no source."""
    return f"依据：{'；'.join(source.words() for source in article.sources)}" if article.sources else ""


def render(article: Article, facts: LocalFacts, after_lead: str = "") -> str:
    """The whole text a citizen reads: lead, answer and sources, with the local facts filled in.

    ``after_lead`` is what this citizen should read next after the lead, facts filled in.
    """
    parts = (facts.fill(article.lead), after_lead, facts.fill(article.answer).strip(), sources_line(article))
    return "\n\n".join(part for part in parts if part)


def _words(tree: Mapping[str, Any], name: str) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadContent(f"'{name}' must be a text")
    return _clean(value)


def _clean(text: str) -> str:
    """One form for one text, so that equal articles are equal; refuse what neither XML nor JSONB can hold."""
    if not is_writable(text):
        raise BadContent(f"a text holds a control character: {text!r}")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _list(tree: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = tree.get(name)
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise BadContent(f"'{name}' must be a list of texts (put quotes around numbers)")
    cleaned = tuple(map(_clean, value))
    if any("\n" in item for item in cleaned):
        raise BadContent(f"each of '{name}' is one line")
    return cleaned


def _sources(value: Any) -> tuple[Source, ...]:
    if not isinstance(value, list):
        raise BadContent("'sources' must be a list")
    sources = []
    for entry in value:
        title = entry.get("title") if isinstance(entry, Mapping) else None
        if (
            not isinstance(entry, Mapping)
            or not isinstance(title, str)
            or not title.strip()
            or set(entry) - {"title", "clause", "year"}
        ):
            raise BadContent(f"a source has 'title', 'clause' and 'year', and no more: {entry!r}")
        year, clause = entry.get("year"), entry.get("clause")
        if year is not None and type(year) is not int:
            raise BadContent(f"the year of a source is a number: {year!r}")
        clause = _clean(str(clause)) if clause is not None else None
        sources.append(Source(_clean(title), clause or None, year or None))
    return tuple(sources)


def _urgency(value: Any) -> Urgency:
    for urgency in Urgency:
        if urgency == value:
            return urgency
    raise BadContent(f"'urgency' must be one of {', '.join(Urgency)}: {value!r}")


def _day(tree: Mapping[str, Any], name: str) -> date:
    value = tree.get(name)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadContent(f"'{name}' must be a day such as 2026-11-22: {value!r}") from error
