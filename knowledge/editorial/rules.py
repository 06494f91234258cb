"""What an article must be before citizens may read it, whoever wrote it and wherever it was written.

Each broken rule is told twice: ``what`` for those who edit files, ``sentence`` for clerks.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.text import byte_length
from knowledge.articles import SETTINGS, Article, sources_line
from knowledge.editorial.reviewing import a_year_after
from knowledge.localfacts import PLACEHOLDER, LocalFacts
from knowledge.normalising import normalise

LEAD_CHARACTERS = 80
# WeChat takes 2,048 bytes in a passive text reply; the bot adds the feedback line below the answer.
TEXT_BYTES = 1650
MOST_PICTURES = 2  # of an article: each is a link below the answer, and those bytes are counted too

# The id is also the place of its file: nothing but letters, digits and underscores may stand in it.
ID = re.compile(r"(?=.{3,64}\Z)[a-z][a-z0-9_]*\.[a-z0-9_]+")

TO_WRITE = "（待写）"
"""Stands in a draft where nobody has written yet; it never leaves the house."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that an article breaks, and the field that breaks it.

    ``is_gap``: something is not written yet, which a draft may be.
    """

    field: str
    what: str
    sentence: str
    is_gap: bool = False


def broken_rules(article: Article, topics: Collection[str], facts: LocalFacts) -> Iterator[Broken]:
    """The rules that ``article`` breaks by itself; ``topics`` are the known slugs.

    Whether its pictures are there is asked by who can see them.
    """
    if not ID.fullmatch(article.id):
        yield Broken(
            "id",
            f"the id '{article.id}' is not like fire.oil_pan",
            f"编号“{article.id}”要写成“类别.名字”，只用小写字母、数字和下划线，例如fire.oil_pan",
        )
    for slug in article.topics:
        if slug not in topics:
            yield Broken("topics", f"unknown topic '{slug}'", f"没有“{slug}”这个主题")
    if not article.topics:
        yield Broken("topics", "the article names no topic", "没有写主题", is_gap=True)
    if not article.sources:
        yield Broken("sources", "the article names no source", "没有写依据", is_gap=True)
    for setting in article.audience:
        if setting not in SETTINGS:
            known = "、".join(SETTINGS)
            yield Broken(
                "audience",
                f"unknown audience '{setting}'; it is one of {known}",
                f"没有“{setting}”这类对象，只能从{known}里选",
            )
    yield from _of_texts(article, facts)
    if len(article.pictures) > MOST_PICTURES or len(set(article.pictures)) < len(article.pictures):
        yield Broken(
            "pictures",
            f"an article shows at most {MOST_PICTURES} different pictures",
            f"一条最多配{MOST_PICTURES}张不同的图",
        )
    if article.review_due_on <= article.reviewed_on:
        yield Broken(
            "review_due_on", "the next review is not after the last one", "下次复审的日期要晚于审定日期"
        )
    if article.review_due_on > (latest := a_year_after(article.reviewed_on)):
        yield Broken(
            "review_due_on",
            f"the next review is later than {latest}, a year after the last one",
            f"最迟一年复审一次，下次复审不能晚于{latest}",
        )


def _of_texts(article: Article, facts: LocalFacts) -> Iterator[Broken]:
    for field in ("question", "lead", "answer"):
        text = getattr(article, field)
        if TO_WRITE in text:
            yield Broken(
                field, f"the {field} is still to be written", f"还有“{TO_WRITE}”没有写完", is_gap=True
            )
        if field != "question":
            for name in PLACEHOLDER.findall(text):
                if name not in facts.declared:
                    yield Broken(field, f"unknown placeholder '{{{name}}}'", f"没有“{{{name}}}”这个占位")
    if (length := len(article.lead)) > LEAD_CHARACTERS:
        yield Broken(
            "lead",
            f"the lead has {length} characters; {LEAD_CHARACTERS} is the most",
            f"导语有{length}个字，最多{LEAD_CHARACTERS}个",
        )
    if (size := byte_length(whole_text(article))) > TEXT_BYTES:
        yield Broken(
            "answer",
            f"the answer takes {size} bytes; {TEXT_BYTES} is the most",
            f"导语、回答和依据加起来有{size}字节，最多{TEXT_BYTES}（约{TEXT_BYTES // 3}个汉字）",
        )


def whole_text(article: Article) -> str:
    """Lead, answer and sources as they are counted, placeholders not yet filled in."""
    return f"{article.lead}\n\n{article.answer}\n\n{sources_line(article)}"


@lru_cache(maxsize=30_000)
def _plain(phrasing: str) -> str:
    """Remembered: every page of an editor compares thousands of phrasings that are the same as before."""
    return normalise(phrasing)


def named(article: Article) -> str:
    """An article as clerks know it: by its question."""
    return f"“{article.question}”一条"


class Claims:
    """Remembers which article has which id, topic and phrasing; each may belong to one only.

    A place is told to whoever wrote the other article: a file, a line of a workbook, or ``named``.
    """

    def __init__(self) -> None:
        self._holders: dict[tuple[str, str], str] = {}

    def take(self, place: str, article: Article) -> Iterator[Broken]:
        """Note what the article at ``place`` has; tell what another place took before."""
        if other := self._taken("id", article.id, place):
            yield Broken("id", f"the id '{article.id}' stands in {other} too", f"编号和{other}重复")
        for slug in article.topics:
            if other := self._taken("topics", slug, place):
                yield Broken(
                    "topics",
                    f"the topic '{slug}' is answered in {other} too",
                    f"主题“{slug}”已经归{other}回答",
                )
        for number, phrasing in enumerate(article.phrasings):
            if other := self._taken("asks", _plain(phrasing), place):
                yield Broken(
                    "asks" if number else "question",
                    f"the phrasing '{phrasing}' stands in {other} too",
                    f"问法“{phrasing}”在{other}里已经有了",
                )

    def _taken(self, field: str, value: str, place: str) -> str | None:
        holder = self._holders.setdefault((field, value), place)
        return holder if holder != place else None
