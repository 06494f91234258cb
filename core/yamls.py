"""Reading YAML, which is what our tables, rules and articles are written in."""

from typing import Any

import yaml


def parsed(text: str) -> Any:
    """The tree that ``text`` describes, of plain values only; ``yaml.YAMLError`` where it is not YAML.

    The reader in C takes a tenth of the time of the one in Python; a PyYAML that was built without it has
    only the other, and both give the same tree.
    """
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe
