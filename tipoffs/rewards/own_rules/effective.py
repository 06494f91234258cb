"""Which set holds on which day, once the bureau has put sets of its own in force."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cache import cached
from core.errors import BadContent
from tipoffs.rewards.own_rules.models import OwnRules
from tipoffs.rewards.own_rules.status import DraftState
from tipoffs.rewards.reckoning.reading import read_draft
from tipoffs.rewards.reckoning.rulebook import RuleBook, RuleSet, Standing

OWN_RULES = "own_rules"
"""The edition of what was confirmed."""


class EffectiveRuleBook:
    """The sets of the files and the confirmed sets of the bureau, read anew after each confirmation."""

    def __init__(self, files: RuleBook) -> None:
        self._files = files

    def __call__(self, session: Session) -> RuleBook:
        """The book as it stands."""
        return cached(session, OWN_RULES, (OWN_RULES,), self._load)

    def _load(self, session: Session) -> RuleBook:
        rows = session.scalars(
            select(OwnRules)
            .where(OwnRules.state == DraftState.CONFIRMED)
            .order_by(OwnRules.confirmed_at, OwnRules.id)
        )
        return RuleBook(succeeding([*self._files.sets, *(_confirmed(one) for one in rows)]))


def succeeding(sets: Iterable[RuleSet]) -> list[RuleSet]:
    """The sets, each ending the day before the next one of its place and branch begins.

    Of two that begin on one day the later in the row holds. Sets for reference end nothing. Pure.
    """
    made: list[RuleSet] = []
    for one in sets:
        for place, other in enumerate(made):
            if not _rivals(one, other):
                continue
            if other.begins <= one.begins:
                made[place] = _until(other, one.begins)
            else:
                one = _until(one, other.begins)
        made.append(one)
    return made


def overlapped(sets: Sequence[RuleSet], rules: RuleSet, before: date) -> RuleSet | None:
    """A set in force that ``rules`` would replace on days before this one, which are over."""
    return next(
        (
            one
            for one in sets
            if _rivals(one, rules) and one.begins < before and (one.ends is None or one.ends >= rules.begins)
        ),
        None,
    )


def _rivals(one: RuleSet, other: RuleSet) -> bool:
    both = one.standing is other.standing is Standing.IN_FORCE
    return both and (one.locality, one.domain) == (other.locality, other.domain)


def _until(one: RuleSet, successor: date) -> RuleSet:
    last = successor - timedelta(days=1)
    return one if one.ends is not None and one.ends <= last else replace(one, ends=last)


def _confirmed(row: OwnRules) -> RuleSet:
    rules, faults = read_draft(row.text)
    if rules is None:
        # What was confirmed could be read then: our own reading has changed, and no rule is a silent guess.
        raise BadContent("\n".join(faults))
    return replace(rules, id=row.set_id)
