"""Maps of addresses that applications share: each finds its own pages all the same."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule

from app.addresses import App


def application(*rules: str, kind: type[Flask] = App, method: str = "GET") -> Flask:
    app = kind("test", static_folder=None)
    for rule in rules:
        app.add_url_rule(rule, rule, lambda rule=rule, **_: f"{id(app)} {rule}", methods=[method])
    return app


def says(app: Flask, path: str) -> str:
    return app.test_client().get(path).text


def test_two_with_the_same_rules_share_them_and_answer_for_themselves() -> None:
    rules = ("/shared/a", "/shared/<int:number>", "/shared/<name>/b")
    first, second = application(*rules), application(*rules)
    for path, rule in {"/shared/a": rules[0], "/shared/7": rules[1], "/shared/x/b": rules[2]}.items():
        assert says(first, path) == f"{id(first)} {rule}"
        assert says(second, path) == f"{id(second)} {rule}"
    assert second.url_map._matcher is first.url_map._matcher
    assert second.url_map.bind("localhost").build(rules[1], {"number": 3}) == "/shared/3"


def test_one_that_has_more_or_other_rules_finds_them_and_no_other() -> None:
    first = application("/parts/a", "/parts/b")
    assert says(first, "/parts/b")
    more, fewer, turned = (application(*(f"/parts/{name}" for name in names)) for names in ("abc", "a", "ba"))
    assert says(more, "/parts/c") == f"{id(more)} /parts/c"
    for app in (first, fewer, turned):
        with pytest.raises(NotFound):
            app.url_map.bind("localhost").match("/parts/c")
    with pytest.raises(NotFound):
        fewer.url_map.bind("localhost").match("/parts/b")
    assert says(turned, "/parts/a") == f"{id(turned)} /parts/a"


def test_a_rule_that_comes_late_changes_nobody_elses() -> None:
    first, second, third = (application("/late/a") for _ in range(3))
    assert says(first, "/late/a")
    assert says(second, "/late/a")
    second.url_map.add(Rule("/late/b", endpoint="b"))
    assert second.url_map.bind("localhost").match("/late/b") == ("b", {})
    assert second.url_map.bind("localhost").match("/late/a") == ("/late/a", {})
    first.url_map.add(Rule("/late/c", endpoint="c"))
    for app, paths in ((first, "b"), (second, "c"), (third, "bc")):
        for path in paths:
            with pytest.raises(NotFound):
                app.url_map.bind("localhost").match(f"/late/{path}")
    assert says(third, "/late/a") == f"{id(third)} /late/a"


def test_the_same_words_with_another_method_or_another_kind_of_rule_are_other_rules() -> None:
    asked, sent = (
        application("/kinds/<int:a>", method="GET"),
        application("/kinds/<int:a>", method="POST"),
    )
    plain = application("/kinds/<int:a>", kind=Flask, method="GET")
    long = "/kinds/12345678901"
    assert says(asked, "/kinds/1")
    assert asked.test_client().post("/kinds/1").status_code == 405
    assert sent.test_client().get("/kinds/1").status_code == 405
    assert asked.test_client().get(long).status_code == 404
    assert plain.test_client().get(long).status_code == 200


def test_a_rule_that_is_not_understood_is_refused_where_it_is_added() -> None:
    for _ in range(2):
        with pytest.raises(LookupError):
            application("/bad/<nothing_of_the_kind:a>")
