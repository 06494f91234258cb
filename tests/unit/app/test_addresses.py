"""Addresses: written as Werkzeug writes them, and compiled only when somebody asks for one."""

from typing import Any

import pytest
from werkzeug.routing import BuildError, Map, Rule

from app.addresses import App, LazyRule

RULES: list[tuple[str, dict[str, Any]]] = [
    ("/", {"endpoint": "home"}),
    ("/tips/<number>", {"endpoint": "tip"}),
    ("/tips/<number>/files/<int:index>.jpg", {"endpoint": "file"}),
    ("/list/", {"endpoint": "list", "defaults": {"page": 1}}),
    ("/list/<int:page>", {"endpoint": "list"}),
    ("/static/<path:name>", {"endpoint": "static"}),
]
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("home", {}),
    ("tip", {"number": "WL 2026/1"}),
    ("tip", {"number": "7", "from": "名单", "also": ["a", "b"]}),
    ("file", {"number": "7", "index": 3}),
    ("list", {"page": 1}),
    ("list", {"page": 2, "q": "煤气"}),
    ("static", {"name": "a/b.css"}),
]


def addresses(kind: type[Rule]) -> list[str]:
    adapter = Map([kind(rule, **more) for rule, more in RULES]).bind("example.org")
    return [
        adapter.build(endpoint, values, append_unknown=unknown)
        for endpoint, values in ASKED
        for unknown in (True, False)
    ]


def test_every_address_is_written_as_without_waiting() -> None:
    assert addresses(LazyRule) == addresses(Rule)


def test_an_address_that_lacks_a_value_is_still_refused() -> None:
    adapter = Map([LazyRule("/tips/<number>", endpoint="tip")]).bind("example.org")
    with pytest.raises(BuildError):
        adapter.build("tip", {})


def test_a_builder_is_compiled_once_and_only_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    compiled = Rule._compile_builder

    def counted(rule: Rule, append_unknown: bool = True) -> object:
        made.append(rule.rule)
        return compiled(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", counted)
    app = App("test", static_folder=None)
    app.add_url_rule("/a/<name>", "a")
    app.add_url_rule("/b", "b")
    assert made == []

    adapter = app.url_map.bind("example.org")
    assert [adapter.build("a", {"name": "x"}) for _ in range(3)] == ["/a/x"] * 3
    assert made == ["/a/<name>"]
