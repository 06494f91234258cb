"""A docstring names what there is: a parameter, class or file that was renamed is renamed there too."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.checkout import MODULES, ROOT, tracked

_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_NAMED = re.compile(r"``([A-Za-z_.]+)``")
# Of numpy, of Python, and of WeChat's script in the browser.
OF_OTHERS = {"memmap", "marshal", "translateVoice"}
# Each names things of its own, some of them on purpose ones that are not there.
NOT_OURS_TO_NAME = ("tests/", "migrations/")


def docstrings(tree: ast.AST) -> Iterator[str]:
    """Every docstring of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


def without_docstrings(source: str) -> str:
    """What a module says in code."""
    return re.sub(r'"""(?s:.*?)"""', "", source)


def test_what_a_docstring_names_is_there() -> None:
    sources = {name: (ROOT / name).read_text("utf-8") for name in MODULES}
    known = OF_OTHERS | {
        word for source in sources.values() for word in _WORD.findall(without_docstrings(source))
    }
    known |= {word for name in tracked() for word in _WORD.findall(name)}
    known |= {word for name in tracked("*.html") for word in _WORD.findall((ROOT / name).read_text("utf-8"))}
    known |= set(_WORD.findall((ROOT / "requirements.in").read_text("utf-8")))
    gone = {
        (name, named)
        for name, source in sources.items()
        if not name.startswith(NOT_OURS_TO_NAME)
        for text in docstrings(ast.parse(source))
        for named in _NAMED.findall(text)
        if not known.issuperset(_WORD.findall(named))
    }
    assert not gone
