"""Things with a code are picked by what they are called; who types the code is understood too.

A list beside a field (``datalist``) offers the names and needs no script; what comes back is a name.
"""

from collections.abc import Iterable, Mapping

MARKS = str.maketrans("，,；;\n", "、、、、、")


def code_of(typed: str, names: Mapping[str, str]) -> str:
    """The code of what is called ``typed``; anything else as it was typed, for a rule to judge."""
    words = typed.strip()
    return next((code for code, name in names.items() if name == words), words)


def codes_of(fields: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The codes of several fields, each once. A name may hold the mark that parts several in one field."""
    found: list[str] = []
    for one in fields:
        whole = code_of(one, names)
        parts = [whole] if whole in names else one.translate(MARKS).split("、")
        found += [code for part in parts if (code := code_of(part, names))]
    return list(dict.fromkeys(found))
