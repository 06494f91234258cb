"""Reads YAML, the language of our tables, rules and articles."""

from typing import Any

import yaml

MOST_LEVELS = 30


class Unsound(yaml.YAMLError):
    """No person writes YAML like this: it would exhaust the reader's stack, or unpack without limit."""


def parsed(text: str) -> Any:
    """The tree that ``text`` describes, of plain values only; ``yaml.YAMLError`` if it is not YAML.

    The C reader takes a tenth of the time of the Python one; a PyYAML built without it has only the other,
    and both give the same tree.
    """
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe


def parsed_from_outside(text: str) -> Any:
    """The same for a text that somebody typed or sent; every fault raises a ``yaml.YAMLError``.

    Nested brackets can crash the process (the C reader recurses once a level, without limit), and aliases
    that stand for lists of aliases can exceed any memory. Both are detected before anything is built.
    """
    level, loader = 0, getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise Unsound("文件里用了“*”开头的别名，请写出内容。")
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if level > MOST_LEVELS:
            raise Unsound(f"括号或者缩进超过{MOST_LEVELS}层。")
    try:
        return parsed(text)
    except ValueError as error:  # YAML has no error of its own for an impossible date.
        raise Unsound(f"有一个值读不了：{error}") from error
