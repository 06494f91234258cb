"""Articles out of the database: which ones, and as a content folder that the import reads again exactly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import BadContent
from core.whole_files import write_whole
from knowledge import localfacts, topics
from knowledge.articles import Article
from knowledge.editorial.revisions import head_number, open_revisions, revision_of
from knowledge.editorial.rules import ID
from knowledge.models import ArticleRow
from knowledge.reading import CONTENT, read_article

_SHORT_LISTS = ("topics", "audience", "pictures")
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Written:
    """What an export did to the files of a folder."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int


def exported(session: Session, *, drafts: bool = False) -> list[tuple[Article, int | None]]:
    """The published articles, each with the number of its revision, in the order of their ids.

    With ``drafts`` an article that is being rewritten is given as its open revision, and articles that were
    never published are there too. What cannot be read is left out; the report names it.
    """
    opened = {one.article: one for one in open_revisions(session)} if drafts else {}
    found: list[tuple[Article, int | None]] = []
    for row in session.scalars(select(ArticleRow).order_by(ArticleRow.id)):
        number = head_number(row, opened.get(row.id))
        if number is None or not (row.is_published or row.id in opened):
            continue
        body = row.body if number == row.live else revision_of(session, row.id, number).body
        try:
            found.append((Article.from_tree(body), number))
        except BadContent:
            continue
    return found


def write_folder(folder: Path, articles: Iterable[Article]) -> Written:
    """Write one YAML file an article below ``folder``; a file that says the same stays as it is written.

    The list of topics and the local facts go along where the folder has none, so that it can be checked and
    imported. No file is deleted.
    """
    new, changed, unchanged = [], [], 0
    folder.mkdir(parents=True, exist_ok=True)
    for name in (topics.FILE_NAME, localfacts.FILE_NAME):
        if not (folder / name).exists():
            write_whole(folder / name, (CONTENT / name).read_text("utf-8"))
    for article in articles:
        path = path_of(folder, article)
        if path.exists():
            if _says(path, article):
                unchanged += 1
                continue
            changed.append(article.id)
        else:
            new.append(article.id)
        path.parent.mkdir(exist_ok=True)
        write_whole(path, as_yaml(article))
    return Written(tuple(new), tuple(changed), unchanged)


def path_of(folder: Path, article: Article) -> Path:
    """The file of an article; ``BadContent`` for an id that is no name of a file."""
    if not ID.fullmatch(article.id):
        raise BadContent(f"编号“{article.id}”不能做文件名")
    category, _, name = article.id.partition(".")
    return folder / category / f"{name}.yaml"


def as_yaml(article: Article) -> str:
    """The file of an article, laid out as the editors of files do it."""
    tree = article.to_tree()
    tree |= {"reviewed_on": article.reviewed_on, "review_due_on": article.review_due_on}
    tree |= {name: _InOneLine(tree[name]) for name in _SHORT_LISTS if name in tree}
    tree["sources"] = [_Source(source) for source in tree["sources"]]
    if "\n" in article.answer:
        tree["answer"] += "\n"
    text: str = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def _says(path: Path, article: Article) -> bool:
    try:
        return read_article(path) == article
    except BadContent:
        return False


class _InOneLine(list[str]):
    """A list written as ``[家庭, 社区]``."""


class _Source(dict[str, Any]):
    """A mapping written as ``{title: 消防法, year: 2021}``."""


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and lists indented below their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never without indentation."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # In every style but this one PyYAML takes these signs for line ends and loses them.
    style = '"' if _OTHER_LINE_ENDS.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _in_one_line(dumper: yaml.SafeDumper, items: _InOneLine) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


def _source(dumper: yaml.SafeDumper, source: _Source) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", source.items(), flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_InOneLine, _in_one_line)
_Dumper.add_representer(_Source, _source)
