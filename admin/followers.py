"""Followers: how many, what they chose, one by one with most of the openid hidden; the pull."""

from collections.abc import Collection

from flask import request
from flask.typing import ResponseReturnValue

from admin.addresses import word_of
from admin.done import send_on
from admin.doors import Doors
from admin.keeper import Visitor
from admin.marks import PAGE, after_number, cut, first_page
from admin.needs import Needs
from admin.sending.typed import typed
from admin.showing import page
from campaigns.audiences.permissions import Permission
from campaigns.audiences.rosters import ask_for_pull
from campaigns.planning.permissions import Permission as PlanningPermission
from core.text import short_openid
from deliveries.masses.ledger import mass_counts
from followers.choice_models import Wish
from followers.models import FollowState
from followers.queries import Sought, follower_lines, roll, tags, wishes
from followers.roster import last_pull
from followers.topics import EVERYTHING, Topics
from places.regions import Level, RegionTree
from staff.actors import Actor

FILTERS = ("state", "region", "topic", "wish")


class Followers:
    """Figures, the list, the pull."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        see = PlanningPermission.SEE
        doors.add("/followers", self.figures, name="followers", permission=see, menu="关注者", icon="heart")
        doors.add("/followers/list", self.listed, name="follower_list", permission=Permission.SEGMENTS)
        doors.add("/followers/pull", self.progress, name="follower_pull", permission=see)
        doors.add(
            "/followers/pull/ask",
            self.ask,
            name="follower_pull_ask",
            permission=Permission.ROSTER,
            methods=("POST",),
        )

    def figures(self, visitor: Visitor) -> ResponseReturnValue:
        """How many follow, what they chose, how the last pull went."""
        topics = self._needs.sending().topics
        with self._needs.database.reading() as session:
            found, said, known, pull = roll(session), wishes(session), tags(session), last_pull(session)
        counts = {(topic, wish): people for topic, wish, people in said}
        names = [(one.code, one.name, one.is_setting) for one in topics]
        return page(
            "followers",
            roll=found, tags=known, pull=pull, wanted=Wish.WANTED, stopped=Wish.STOPPED, counts=counts,
            topics=names, everything=counts.get((EVERYTHING, Wish.STOPPED), 0),
            may_list=visitor.actor.may(Permission.SEGMENTS), may_pull=visitor.actor.may(Permission.ROSTER),
        )  # fmt: skip

    def progress(self, visitor: Visitor) -> ResponseReturnValue:
        """Only how the pull goes; the page asks for it again while it runs."""
        with self._needs.database.reading() as session:
            pull = last_pull(session)
        return page("follower_pull", pull=pull, may_pull=visitor.actor.may(Permission.ROSTER))

    def ask(self, visitor: Visitor) -> ResponseReturnValue:
        """Have the worker do it now."""
        needs, believe = self._needs, typed().is_ticked("believe")
        with needs.database.writing() as session:
            ask_for_pull(session, visitor.actor, needs.clock.now(), believe=believe)
        return send_on("followers", "pull_asked")

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """One line a person."""
        offices = self._needs.sending()
        tree, topics = offices.tree(), offices.topics
        towns = [(one.code, one.name) for one in tree.at_level(Level.TOWN)]
        region = request.args.get("region", "")
        regions = tree.within(region) if region in tree else None
        topic = request.args.get("topic", "")
        sought = Sought(
            word_of(FollowState, "state"),
            _within(visitor.actor, tree, regions),
            topic if topic in topics else "",
            word_of(Wish, "wish"),
        )
        with self._needs.database.reading() as session:
            rows = follower_lines(session, sought, before=after_number(), limit=PAGE + 1)
            got = mass_counts(session, [one.follower.openid for one in rows], self._needs.clock.now())
        lines, further = cut(rows, lambda one: one.follower.id)
        return page(
            "follower_list",
            got=got,
            lines=[(one, short_openid(one.follower.openid)) for one in lines], further=further,
            first=first_page(), states=FollowState, wishes=Wish, towns=towns,
            topics=[(one.code, one.name) for one in topics], named=_named(topics), region_of=tree.full_name,
            shown={name: request.args.get(name, "") for name in FILTERS},
            is_narrowed=any(request.args.get(name) for name in FILTERS),
        )  # fmt: skip


def _within(actor: Actor, tree: RegionTree, regions: Collection[str] | None) -> Collection[str] | None:
    """Who works for some regions sees who chose one of these; None for everybody."""
    if actor.scope.everywhere:
        return regions
    own = {code for region in actor.scope.regions if region in tree for code in tree.within(region)}
    return own if regions is None else own.intersection(regions)


def _named(topics: Topics) -> dict[str, str]:
    return {EVERYTHING: "全部"} | {one.code: one.name for one in topics}
