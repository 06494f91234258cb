"""Followers: how many, what they chose, one by one with most of the openid hidden; the pull."""

from collections.abc import Collection, Iterator, Sequence

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of
from admin.done import send_on
from admin.forms import Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from campaigns.audiences.permissions import Permission
from campaigns.audiences.rosters import ask_for_pull
from campaigns.planning.permissions import Permission as PlanningPermission
from core.sort_orders import Page
from core.text import short_openid
from deliveries.masses.ledger import mass_counts
from followers.choice_models import Wish
from followers.models import FollowState
from followers.queries import FOLLOWER_ORDERS, FollowerLine, Sought, follower_lines, roll, tags, wishes
from followers.roster import last_pull
from followers.topics import EVERYTHING, Topics
from places.regions import Level, RegionTree
from staff.actors import Actor

FILTERS = ("state", "region", "topic", "wish")

HEADS = ("关注者", "状态", "最近一次关注", "乡镇", "想收", "不收")


class FollowerPages:
    """Figures, the list, the pull."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[FollowerLine] = Listing(
            needs, "follower_list", "关注者", FOLLOWER_ORDERS, self._lines, HEADS, self._rows,
            row=lambda one: one.follower,
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see = PlanningPermission.SEE
        routes.add(
            "/followers", self.figures, name="followers", permission=see, menu=MenuItem("关注者", "heart")
        )
        routes.add("/followers/list", self.listed, name="follower_list", permission=Permission.SEGMENTS)
        self._list.add_to(routes, "/followers/list", Permission.SEGMENTS)
        routes.add("/followers/pull", self.progress, name="follower_pull", permission=see)
        routes.add(
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
        needs, believe = self._needs, Typed.sent().is_ticked("believe")
        with needs.database.writing() as session:
            ask_for_pull(session, visitor.actor, needs.clock.now(), believe=believe)
        return send_on("followers", "pull_asked")

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The list of followers, one line a person."""
        services = self._needs.sending()
        tree, topics = services.tree(), services.topics
        towns = [(one.code, one.name) for one in tree.at_level(Level.TOWN)]
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            openids = [one.follower.openid for one in leaf.lines]
            got = mass_counts(session, openids, self._needs.clock.now())
        return page(
            "follower_list",
            got=got,
            leaf=leaf, lines=[(one, short_openid(one.follower.openid)) for one in leaf.lines],
            states=FollowState, wishes=Wish, towns=towns,
            topics=[(one.code, one.name) for one in topics], named=_named(topics), region_of=tree.full_name,
            shown={name: request.args.get(name, "") for name in FILTERS},
            is_narrowed=any(request.args.get(name) for name in FILTERS),
        )  # fmt: skip

    def _lines(self, session: Session, visitor: Visitor, page: Page) -> Sequence[FollowerLine]:
        services, asked = self._needs.sending(), request.args
        tree, region, topic = services.tree(), asked.get("region", ""), asked.get("topic", "")
        sought = Sought(
            word_of(FollowState, "state"),
            _within(visitor.actor, tree, tree.within(region) if region in tree else None),
            topic if topic in services.topics else "",
            word_of(Wish, "wish"),
        )
        return follower_lines(session, sought, page=page)

    def _rows(self, session: Session, lines: Sequence[FollowerLine]) -> Iterator[Sequence[Cell]]:
        """What the page shows; never an openid that one could write to."""
        services = self._needs.sending()
        tree, named = services.tree(), _named(services.topics)
        for one in lines:
            yield [
                short_openid(one.follower.openid), one.follower.state.label, stamp(one.follower.followed_at),
                tree.full_name(one.region), *(
                    "、".join(named.get(code, code) for code in codes) for codes in (one.wanted, one.stopped)
                ),
            ]  # fmt: skip


def _within(actor: Actor, tree: RegionTree, regions: Collection[str] | None) -> Collection[str] | None:
    """Who works for some regions sees who chose one of these; None for everybody."""
    if actor.scope.everywhere:
        return regions
    own = {code for region in actor.scope.regions if region in tree for code in tree.within(region)}
    return own if regions is None else own.intersection(regions)


def _named(topics: Topics) -> dict[str, str]:
    return {EVERYTHING: "全部"} | {one.code: one.name for one in topics}
