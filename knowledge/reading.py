"""Articles out of the content folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from core.errors import BadContent
from knowledge.articles import Article

CONTENT = Path(__file__).with_name("content")


def article_files(folder: Path = CONTENT) -> Iterator[Path]:
    """The files that hold one article each: ``<category>/<name>.yaml``, in the order of their names."""
    yield from sorted(folder.glob("*/*.yaml"))


def read_tree(path: Path) -> Any:
    """The YAML tree of one file; ``BadContent`` names the file and the line."""
    try:
        loader = _Loader(path.read_text("utf-8"))
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except (OSError, UnicodeDecodeError) as error:
        raise BadContent(f"{path}: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadContent(f"{path}:{line}: {error.problem or error}") from error
    except yaml.YAMLError as error:
        raise BadContent(f"{path}: {error}") from error


def read_article(path: Path) -> Article:
    """The article of one file; ``BadContent`` names the file and what is wrong in it."""
    tree = read_tree(path)
    try:
        return Article.from_tree(tree)
    except BadContent as error:
        raise BadContent(f"{path}: {error}") from error


def read_articles(folder: Path = CONTENT) -> list[Article]:
    """Every article of the folder; ``BadContent`` at the first file that cannot be used."""
    return [read_article(path) for path in article_files(folder)]


class _Loader(yaml.CSafeLoader):
    """The safe loader, but a key written twice is an error: the second would silently win."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a mapping with a key twice, naming the line of the second."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key}' stands here twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)
