"""Reading YAML, which is what our tables, rules and articles are written in."""

from typing import Any

import yaml

MOST_LEVELS = 30


class Unsound(yaml.YAMLError):
    """No person writes it like this: it would take the reader's stack, or unpack to anything."""


def parsed(text: str) -> Any:
    """The tree that ``text`` describes, of plain values only; ``yaml.YAMLError`` where it is not YAML.

    The reader in C takes a tenth of the time of the one in Python; a PyYAML that was built without it has
    only the other, and both give the same tree.
    """
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe


def parsed_from_outside(text: str) -> Any:
    """The same of a text that somebody typed or sent; every fault of it is a ``yaml.YAMLError``.

    Brackets in brackets end the process (the reader in C has one call a level, and no limit), and names that
    stand for lists of names unpack to more than any memory. Both are seen before anything is built.
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
    except ValueError as error:  # a day that is none is no error of YAML's own
        raise Unsound(f"有一个值读不了：{error}") from error
