"""Maps of addresses that are made once in a test process, for all applications with the same rules.

An application of ours has five hundred rules. Binding each to a map of its own was half of what making the
application cost, and most tests of pages make one. A rule names its page by a word and no application, so
that what finds a page by its address, and an address by its page, is the same for all of them.
"""

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher

_Key = tuple[Any, ...]


@dataclass(slots=True)
class _Filled:
    """What a map finds by: pages by their addresses, and addresses by their pages."""

    matcher: StateMachineMatcher
    rules: dict[Any, list[Rule]]


@dataclass(slots=True)
class _Step:
    """What all maps have in common that were given the same rules in the same order."""

    next: dict[_Key, "_Step"] = field(default_factory=dict)
    filled: _Filled | None = None


@dataclass(slots=True)
class _Given:
    """The rules of one map, and whether they are bound to it."""

    step: _Step
    rules: list[Rule] = field(default_factory=list)
    is_bound: bool = False


def keep_addresses(patch: pytest.MonkeyPatch) -> None:
    """All maps use what the first with the same rules in the same order has made of them.

    A rule that was never seen at its place is bound at once, as ever, so that one that is not understood is
    refused where it is added. So are all rules of a map that is given one more after it was asked.
    """
    update, none, lock = Map.update, _Step(), threading.RLock()

    def given(found: Map) -> _Given:
        kept: _Given = vars(found).setdefault("_given", _Given(none))
        return kept

    def add(found: Map, factory: RuleFactory) -> None:
        mine = given(found)
        for rule in factory.get_rules(found):
            key = _key(found, rule)
            if mine.is_bound or key not in mine.step.next:
                if not mine.is_bound or not found._remap:
                    _bind(found, mine)
                _take(found, rule)
            mine.step = mine.step.next.setdefault(key, _Step())
            mine.rules.append(rule)
            found._remap = True

    def bring_up_to_date(found: Map) -> None:
        if not found._remap:
            return
        with lock:
            mine = given(found)
            if not mine.is_bound and mine.step.filled:
                found._matcher, found._rules_by_endpoint = mine.step.filled.matcher, mine.step.filled.rules
                found._remap = False
                return
            if not mine.is_bound:
                _bind(found, mine)
            update(found)
            mine.step.filled = _Filled(found._matcher, found._rules_by_endpoint)

    patch.setattr(Map, "add", add)
    patch.setattr(Map, "update", bring_up_to_date)


def _key(found: Map, rule: Rule) -> _Key:
    """Everything that tells one rule at its place from another."""
    return (
        type(rule),
        rule.rule,
        rule.endpoint,
        frozenset(rule.methods or ()),
        repr(rule.defaults),
        (rule.subdomain, rule.host, rule.redirect_to, rule.build_only, rule.alias, rule.websocket),
        (rule.strict_slashes, rule.merge_slashes, getattr(rule, "provide_automatic_options", None)),
        (found.strict_slashes, found.merge_slashes, found.host_matching, found.default_subdomain),
        (found.redirect_defaults, found.sort_parameters, found.sort_key),
        *found.converters.values(),
    )


def _bind(found: Map, given: _Given) -> None:
    """Bind all rules to a map that shares nothing with others; rules that they share stay what they were."""
    found._matcher, found._rules_by_endpoint = StateMachineMatcher(found.merge_slashes), {}
    given.is_bound = True
    for rule in given.rules:
        _take(found, rule)


def _take(found: Map, rule: Rule) -> None:
    rule.bind(found, rebind=rule.map is found)
    if not rule.build_only:
        found._matcher.add(rule)
    found._rules_by_endpoint.setdefault(rule.endpoint, []).append(rule)
