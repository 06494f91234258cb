"""A manuscript as a Markdown file: a head in YAML between two lines of ``---``, then the text.

::

    ---
    title: 油锅着火，别泼水
    author: 应急管理局
    digest: 关火、盖锅盖，千万别泼水。
    cover: picture:oil_pan        # or a file beside this one
    kind: original                # or repost
    campaign: 12                  # optional
    source:
      title: 公开消防安全提示
      from: 国家消防救援局
      url: https://…              # optional
    ---

Pictures that are files beside it are named by ``files`` and take their references by ``with_references``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from campaigns.content.markup import pictures_in
from campaigns.content.rules import ContentKind, Manuscript, is_picture_reference
from core.errors import BadContent
from core.yamls import parsed_from_outside

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)(.*)\Z", re.DOTALL)
_KEYS = frozenset({"title", "author", "digest", "cover", "kind", "campaign", "source"})
_SOURCE_KEYS = frozenset({"title", "from", "url"})
_IMAGE = re.compile(r"(!\[[^\]\n]*\]\()([^)\s]+)(\))")


@dataclass(frozen=True, slots=True)
class ManuscriptFile:
    """What a file says; ``campaign_id`` only where it names one."""

    manuscript: Manuscript
    campaign_id: int | None

    @property
    def files(self) -> list[str]:
        """The pictures that are no references yet, but files beside it."""
        shown = [self.manuscript.cover, *pictures_in(self.manuscript.body)]
        return [one for one in dict.fromkeys(shown) if one and not is_picture_reference(one)]

    def with_references(self, references: Mapping[str, str]) -> "ManuscriptFile":
        """The same, with the reference of each file in its place."""
        one = self.manuscript
        body = _IMAGE.sub(lambda found: f"{found[1]}{references.get(found[2], found[2])}{found[3]}", one.body)
        return replace(self, manuscript=replace(one, cover=references.get(one.cover, one.cover), body=body))


def read_manuscript(text: str) -> ManuscriptFile:
    """Read a file; ``BadContent`` says what is wrong with its head. The text itself is judged by the
    rules."""
    found = _HEAD.match(text)
    if found is None:
        raise BadContent("文件开头要有两行“---”，中间写标题、作者、摘要、封面和来源。")
    try:
        head = parsed_from_outside(found[1])
    except yaml.YAMLError as error:
        raise BadContent(f"文件头写得不对：{error}") from error
    if not isinstance(head, dict):
        raise BadContent("文件头写得不对：每行应是“名称: 内容”。")
    source = head.get("source") or {}
    if not isinstance(source, dict):
        raise BadContent("source要分两行写：title（名称）和from（发布单位）。")
    unknown = [*(head.keys() - _KEYS), *(f"source.{one}" for one in source.keys() - _SOURCE_KEYS)]
    if unknown:
        raise BadContent(f"文件头里不认识：{'、'.join(sorted(map(str, unknown)))}。")
    manuscript = Manuscript(
        title=_line(head, "title"),
        author=_line(head, "author"),
        digest=_line(head, "digest"),
        cover=_line(head, "cover"),
        body=found[2].strip().replace("\r\n", "\n"),
        source_title=_line(source, "title"),
        source_from=_line(source, "from"),
        source_url=_line(source, "url"),
        kind=_kind(head.get("kind", ContentKind.ORIGINAL.value)),
    )
    campaign = head.get("campaign")
    if campaign is not None and (isinstance(campaign, bool) or not isinstance(campaign, int)):
        raise BadContent("campaign要写宣传计划的编号。")
    return ManuscriptFile(manuscript, campaign)


def _line(head: Mapping[str, Any], name: str) -> str:
    return str(head.get(name) or "").strip()


def _kind(word: object) -> ContentKind:
    for kind in ContentKind:
        if word in (kind.value, kind.label):
            return kind
    raise BadContent(f"kind应是{'或'.join(kind.value for kind in ContentKind)}。")
