"""Addresses of pages whose builders are compiled when the first link to them is written.

Werkzeug compiles two functions for each of our more than four hundred rules when the application is made,
which is most of what making it costs; a process writes links to a few of them. A rule that is not understood
is still refused at once: only the way back, from an endpoint to its address, waits.

A number in an address names a row, a year, a place in a list. One of ten digits and more is an address that
does not exist: no table of a county gets so long, and a database or a calendar would only say that it is
too large.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule


class LazyRule(Rule):
    """A rule that finds its page as any other, and learns to write its address when somebody asks for it."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            # What was compiled takes the place of this function. Two threads at once make the same twice.
            builder = compiled(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", builder)
            written: tuple[str, str] = builder(**values)
            return written

        return build


class RowNumber(IntegerConverter):
    """The ``<int:…>`` of our rules: up to nine digits, which an INTEGER column of any database holds.

    By its form and not by a largest value: so a page of ours answers the rest, and not the router.
    """

    regex = "[0-9]{1,9}"


class App(Flask):
    """A Flask that is made quickly."""

    url_rule_class = LazyRule

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.url_map.converters["int"] = RowNumber
