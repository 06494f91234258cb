"""What a manuscript must be before it is kept. Pure.

Numbers of the platform: title, author, digest and body as the page of draft/add gives them; where the project
is stricter (the digest is what a phone shows), the smaller number counts.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from core.errors import BadContent
from core.text import is_web_address
from core.types import Labelled
from core.yamls import parsed

TITLE_CHARACTERS = 64
AUTHOR_CHARACTERS = 16
DIGEST_CHARACTERS = 120
BODY_CHARACTERS = 15_000
"""The most characters of Markdown; the HTML made of it is measured again before it goes to the platform."""

SOURCE_CHARACTERS = 200
_LIMITS = {
    "title": ("标题", TITLE_CHARACTERS),
    "author": ("作者", AUTHOR_CHARACTERS),
    "digest": ("摘要", DIGEST_CHARACTERS),
    "body": ("正文", BODY_CHARACTERS),
    "source_title": ("来源名称", SOURCE_CHARACTERS),
    "source_from": ("来源单位", SOURCE_CHARACTERS),
    "source_url": ("来源网址", 2 * SOURCE_CHARACTERS),
}
_ONE_LINE = ("title", "author", "digest")
_NO_SOURCE = "要写明来源：依据的文件或者文章叫什么、是谁发布的（没有可靠来源的内容不能发布）"
_INDUCEMENTS = Path(__file__).with_name("inducements.yaml")
_PICTURE = re.compile(r"(picture:[a-z][a-z0-9_]{1,60}|photo:[0-9a-f]{64})")


class ContentKind(Labelled):
    """Whose words they are."""

    ORIGINAL = "original", "原创"
    REPOST = "repost", "转载"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything that an author writes.

    ``cover`` and the pictures in the body are references: ``picture:ID`` is a drawing of the knowledge base,
    ``photo:HASH`` a picture that was handed in. ``source_title`` and ``source_from`` say what it rests on
    and who issued that: nothing goes out as hearsay (运营规范).
    """

    title: str
    author: str
    digest: str
    cover: str
    body: str
    source_title: str
    source_from: str
    source_url: str = ""
    kind: ContentKind = ContentKind.ORIGINAL


class Complaint(NamedTuple):
    """What is wrong, as a Chinese clause, and the field of ``Manuscript`` in which it is."""

    about: str
    words: str


def complaints(manuscript: Manuscript, *, is_unfinished: bool = False) -> list[Complaint]:
    """Everything that is wrong; empty when nothing is. Of what ``is_unfinished`` only
    what cannot be kept: a draft has a title, the rest may be missing until it is handed in.
    """
    if is_unfinished:
        return [*_of_lengths(manuscript, needed=("title",)), *_of_addresses(manuscript)]
    return [
        *_of_lengths(manuscript, needed=("title", "author", "digest", "body", "cover")),
        *_of_sources(manuscript),
        *_of_addresses(manuscript),
        *_of_words(manuscript),
    ]


def is_picture_reference(reference: str) -> bool:
    """Whether ``reference`` has the form of one."""
    return _PICTURE.fullmatch(reference) is not None


def _of_lengths(manuscript: Manuscript, needed: Collection[str]) -> Iterator[Complaint]:
    for field, (name, most) in _LIMITS.items():
        words: str = getattr(manuscript, field)
        if field in needed and not words.strip():
            yield Complaint(field, f"没有写{name}")
        if len(words) > most:
            yield Complaint(field, f"{name}最多{most}个字，现在有{len(words)}个")
    for field in _ONE_LINE:
        if not getattr(manuscript, field).isprintable():
            yield Complaint(field, f"{_LIMITS[field][0]}里不能换行，也不能有看不见的字符")
    if not manuscript.cover:
        if "cover" in needed:
            yield Complaint("cover", "没有封面")
    elif not is_picture_reference(manuscript.cover):
        yield Complaint("cover", f"封面写得不对：{manuscript.cover}")


def _of_sources(manuscript: Manuscript) -> Iterator[Complaint]:
    for field in ("source_title", "source_from"):
        if not getattr(manuscript, field).strip():
            yield Complaint(field, _NO_SOURCE)
            return


def _of_addresses(manuscript: Manuscript) -> Iterator[Complaint]:
    if manuscript.source_url and not is_web_address(manuscript.source_url):
        yield Complaint("source_url", "来源网址要以http或者https开头")


def _of_words(manuscript: Manuscript) -> Iterator[Complaint]:
    for pattern, why in inducements().items():
        for field in ("title", "digest", "body"):
            if found := re.search(pattern, getattr(manuscript, field)):
                yield Complaint(field, f"“{found[0]}”：{why}")
                break


@cache
def inducements() -> Mapping[str, str]:
    """Patterns of words that the platform's rules of operation forbid, and why."""
    try:
        tree = parsed(_INDUCEMENTS.read_text("utf-8"))
        found = {str(one["pattern"]): str(one["why"]) for one in tree["forbidden"]}
        for pattern in found:
            re.compile(pattern)
    except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise BadContent(f"{_INDUCEMENTS}: {error!r}") from error
    return found
