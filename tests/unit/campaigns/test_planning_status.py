"""The three machines of planning: every state × step × role, against tables written here by hand."""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from campaigns.planning.activities import ActivityService
from campaigns.planning.lecture_verbs import LectureVerbs
from campaigns.planning.occasions import load_calendar
from campaigns.planning.services import PlanService
from campaigns.planning.status import (
    ACTIVITY_MOVES,
    CAMPAIGN_MOVES,
    LECTURE_MOVES,
    ActivityAction,
    ActivityState,
    CampaignAction,
    CampaignState,
    Guard,
    LectureAction,
    LectureState,
)
from campaigns.planning.targets import load_targets
from campaigns.planning.themes import ThemeService
from core.types import Labelled
from staff.actors import Actor, ActorKind, NotPermitted, Scope
from staff.moves import IllegalMove, allowed
from staff.roles import Roles
from tests.fakes.campaigns import CountyRegions, KeptDuties, KeptPost

ROLES = Roles.load()

# state, step, where it leads, the roles that may, "R" the person who asked, "S" the system itself.
CAMPAIGN = """
planned   change  planned   planner
planned   approve approved  campaign_reviewer
planned   cancel  cancelled planner
approved  revise  planned   planner
approved  close   closed    planner
approved  cancel  cancelled campaign_reviewer
"""
ACTIVITY = """
planned   change     planned   planner
planned   issue      planned   planner
planned   photograph planned   planner
planned   hold       held      planner
planned   cancel     cancelled planner,S
held      issue      held      planner
held      photograph held      planner
held      count      held      planner,S
held      send_back  held      campaign_reviewer
held      verify     verified  campaign_reviewer
verified  reopen     held      campaign_reviewer
"""
LECTURE = """
asked     schedule   scheduled planner
asked     decline    declined  planner
asked     withdraw   withdrawn planner,R
scheduled reschedule scheduled planner
scheduled call_off   asked     planner
scheduled withdraw   withdrawn planner,R
scheduled hold       held      planner
scheduled rate       scheduled R
held      rate       held      R
"""
MACHINES: list[tuple[str, Mapping[Any, Any], type[Labelled], type[Labelled]]] = [
    (CAMPAIGN, CAMPAIGN_MOVES, CampaignState, CampaignAction),
    (ACTIVITY, ACTIVITY_MOVES, ActivityState, ActivityAction),
    (LECTURE, LECTURE_MOVES, LectureState, LectureAction),
]


def somebody(who: str) -> Actor:
    """The actor behind a word of the tables."""
    if who == "R":
        return Actor(ActorKind.REPORTER, "J000001")
    if who == "S":
        return Actor(ActorKind.SYSTEM, "house")
    return Actor(ActorKind.STAFF, who, frozenset({who}), ROLES.permissions_of([who]), Scope(everywhere=True))


@pytest.mark.parametrize(
    ("table", "moves", "states", "actions"), MACHINES, ids=["campaign", "activity", "lecture"]
)
def test_every_state_step_and_role(
    table: str, moves: Mapping[Any, Any], states: type[Labelled], actions: type[Labelled]
) -> None:
    wanted = {(line.split()[0], line.split()[1]): line.split()[2:] for line in table.strip().splitlines()}
    seen = set()
    for state, action, who in itertools.product(states, actions, [*ROLES.roles, "R", "S"]):
        row = wanted.get((state.value, action.value))
        if row is None:
            with pytest.raises(IllegalMove) as refused:
                allowed(moves, state, action, somebody(who))
            assert state.label in refused.value.sentence
            assert action.label in refused.value.sentence
        elif who in row[1].split(","):
            assert allowed(moves, state, action, somebody(who)).to == row[0]
            seen.add((state.value, action.value))
        else:
            with pytest.raises(NotPermitted):
                allowed(moves, state, action, somebody(who))
    assert seen == wanted.keys()
    assert len(moves) == len(wanted)


def test_what_is_over_stays_over() -> None:
    for state in (CampaignState.CLOSED, CampaignState.CANCELLED):
        assert not [one for one in CAMPAIGN_MOVES if one[0] is state]
    assert not [one for one in ACTIVITY_MOVES if one[0] is ActivityState.CANCELLED]
    for over in (LectureState.DECLINED, LectureState.WITHDRAWN):
        assert not [one for one in LECTURE_MOVES if one[0] is over]


def test_every_guard_is_used_and_every_office_checks_those_of_its_table() -> None:
    regions, calendar = CountyRegions(), load_calendar()
    activities = ActivityService(regions)
    lectures = LectureVerbs(b"k" * 32, activities, regions, KeptPost(), KeptDuties())
    plans = PlanService(calendar, ThemeService(calendar), load_targets(), regions)
    used = set()
    for office, moves in ((plans, CAMPAIGN_MOVES), (activities, ACTIVITY_MOVES), (lectures, LECTURE_MOVES)):
        wanted = {guard for move in moves.values() for guard in move.guards}
        assert wanted == office._guards.keys()
        used |= wanted
    assert used == set(Guard)
