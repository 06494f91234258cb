"""Targets as data, and how a figure is rounded: never up."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from campaigns.planning.counters import Counter
from campaigns.planning.coverage import Coverage
from campaigns.planning.kinds import ONLINE, UNITS, Measure, Unit
from campaigns.planning.queries import Rated
from campaigns.planning.refusals import Incomplete
from campaigns.planning.targets import How, load_targets
from core.errors import BadContent, NotFound
from places.models import VenueKind

TARGETS = load_targets()


def counter(code: str, numerator: int, denominator: int | None, goal: int) -> Counter:
    """Where a target stands."""
    return Counter(TARGETS.target(code), goal, numerator, denominator, 0, 0, date(2026, 1, 1), "query")


@pytest.mark.parametrize(
    ("touched", "listed", "permille", "seventy"),
    [
        (7, 10, 700, True),
        (699, 1000, 699, False),
        (6999, 10000, 699, False),
        (0, 0, 0, False),
        (2, 3, 666, False),
    ],
)
def test_a_coverage_is_rounded_down_and_its_goal_is_not_rounded(
    touched: int, listed: int, permille: int, seventy: bool
) -> None:
    one = Coverage(VenueKind.PUBLIC_PLACE, touched, 0, listed, "名录", date(2026, 1, 1))
    assert one.permille == permille
    same = counter("public_place_coverage", touched, listed, 70)
    # Without a list nothing is known, which is not the same as nothing reached.
    assert (same.value, same.is_reached) == ((permille / 10, seventy) if listed else (None, None))


def test_a_count_reaches_its_goal_and_no_goal_is_none() -> None:
    assert counter("films", 9, None, 10).is_reached is False
    assert counter("films", 10, None, 10).is_reached is True
    assert counter("films", 10, None, 0).is_reached is None


def test_the_goals_of_365_stand_in_the_data() -> None:
    goals = {code: TARGETS.target(code).goal for code in ("public_place_coverage", "films", "events")}
    assert goals == {"public_place_coverage": 70, "films": 10, "events": 100}
    assert all(one.source for one in TARGETS.by_code.values())
    assert {one.unit for one in TARGETS.by_code.values()} == {"%", "部", "场", "人次"}
    with pytest.raises(NotFound, match="films（安全生产警示教育片）"):
        TARGETS.target("stars")
    with pytest.raises(Incomplete):
        TARGETS.require_goal("films", -1)


@pytest.mark.parametrize(
    "row",
    [
        {"measure": "coverage"},
        {"measure": "coverage", "venues": ["moon"]},
        {"measure": "coverage", "venues": ["school"], "goal": 101},
        {"measure": "stars"},
        {"measure": "headcount"},
        {"measure": "headcount", "measures": ["attended", "found"]},
        {"measure": "activities", "kinds": ["party"]},
        {"measure": "films", "source": None, "code": None, "goal": "many"},
    ],
)
def test_faulty_targets_are_refused_when_they_are_read(tmp_path: Path, row: dict[str, object]) -> None:
    file = tmp_path / "targets.yaml"
    whole = {"code": "own", "name": "本地指标", "goal": 5, "source": "本局"} | row
    file.write_text(yaml.safe_dump({"targets": [whole]}), "utf-8")
    with pytest.raises(BadContent, match=r"targets\.yaml"):
        load_targets(file)


def test_a_target_stands_there_once(tmp_path: Path) -> None:
    file = tmp_path / "targets.yaml"
    one = {"code": "own", "name": "本地指标", "measure": How.FILMS.value, "goal": 5, "source": "本局"}
    file.write_text(yaml.safe_dump({"targets": [one, one]}), "utf-8")
    with pytest.raises(BadContent, match="twice"):
        load_targets(file)


def test_people_and_attendances_are_units_of_people_only() -> None:
    assert UNITS.keys() == set(Measure)
    souls = {Unit.PEOPLE, Unit.ATTENDANCES}
    assert all(units == souls or not units & souls for units in UNITS.values())
    assert {Measure.ONLINE} == ONLINE


def test_stars_are_rounded_down() -> None:
    assert Rated(3, 14).mean == 4.6
    assert Rated(0, 0).mean is None
