"""Somebody leaves: the page of their account names what is open and hands over what is bound to them.

What belongs to a post is named with the colleagues who can go on. Closing is never refused for good: somebody
may have to be kept out at once. But it asks once more where something would stand still.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin.needs import Needs
from admin.waiting import Waiting, waiting
from campaigns import leaving as campaigns
from core.errors import RuleViolation
from knowledge import leaving as knowledge
from places.services import load_tree
from quizzes import leaving as quizzes
from staff.actors import Actor
from staff.leaving import OpenWork, others_with, posts_left_empty
from staff.models import StaffUser
from staff.services import StaffService
from tipoffs import leaving as tipoffs

MOST_NAMED = 8
"""How many pieces are named; the others are only counted."""


class StillOpen(RuleViolation):
    """Something would stand still, and nobody said that they know."""

    sentence = "还有没交接完的事项，没有停用。请先交接；确实要马上停用的，勾上“没交接完的我知道”。"
    about = "known"


@dataclass(frozen=True, slots=True)
class NamedWork:
    """Open work in somebody's name, and who can go on with it or take it over."""

    work: OpenWork
    others: Sequence[StaffUser]

    @property
    def is_cut(self) -> bool:
        """Whether not every piece is named on the screen."""
        return len(self.work.names) > MOST_NAMED

    @property
    def shown(self) -> str:
        """The first pieces by name, and how many there are."""
        names = "、".join(self.work.names[:MOST_NAMED])
        return f"{names}等{len(self.work.names)}件" if self.is_cut else names


@dataclass(frozen=True, slots=True)
class Leaving:
    """All that is open: in somebody's name, at their post, and what nobody could do any more without them."""

    named: Sequence[NamedWork]
    posts: Sequence[tuple[Waiting, Sequence[StaffUser]]]
    empty: Sequence[str]

    @property
    def stands_still(self) -> bool:
        """Whether closing the account would leave something that nobody can go on with."""
        return bool(self.empty) or any(one.work.bound for one in self.named)


def in_name_of(
    session: Session, staff: StaffService, user: StaffUser, actor: Actor, now: datetime
) -> list[NamedWork]:
    """What is open in somebody's name; what waits for handing over first."""
    found = [
        *tipoffs.in_name_of(session, user.login, actor),
        *knowledge.in_name_of(session, user.login),
        *campaigns.in_name_of(session, user),
        *quizzes.in_name_of(session, user.login, now),
    ]
    tree = load_tree(session)
    return [
        NamedWork(one, others_with(session, staff, tree, one.permission, user))
        for one in sorted(found, key=lambda one: one.bound is None)
    ]


def leaving(session: Session, needs: Needs, user: StaffUser, actor: Actor, now: datetime) -> Leaving:
    """What to look at before an account is closed; of a closed one, what was not handed over."""
    named = in_name_of(session, needs.staff, user, actor, now)
    if not user.active:
        return Leaving([one for one in named if one.work.bound], (), ())
    tree, theirs = load_tree(session), needs.staff.actor_of(session, user.login)
    posts = [
        (one, others_with(session, needs.staff, tree, one.permission, user))
        for one in waiting(session, needs, theirs, now)
        if one.permission is not None
    ]
    empty = [needs.labels[word] for word in posts_left_empty(session, needs.staff, user)]
    return Leaving(named, posts, empty)


def require_settled(session: Session, needs: Needs, user: StaffUser, actor: Actor, now: datetime) -> None:
    """Go on only if nothing would stand still without them; ``StillOpen`` otherwise."""
    if leaving(session, needs, user, actor, now).stands_still:
        raise StillOpen
