"""The plan of a list counts what the list shows and nothing else, square for square, on both engines."""

import random
from dataclasses import replace

import pytest

from admin.cases.drawing import WIDTH, draw
from admin.cases.plans import by_town
from places.geometry import Point
from places.regions import Level, Region
from staff.actors import Scope
from tests.integration.tip_office import INTAKE, LEADER, UNIT, TipOffice, a_hazard
from tipoffs.hazards.models import Hazard
from tipoffs.permissions import Permission
from tipoffs.squares import SIDES, Spread, spread
from tipoffs.tips.models import Tip
from tipoffs.worklists import Wanted, newest_tips, urgent_hazards

TOWNS = ("331081001", "331081002")
# Edges of squares too: times a hundred these are not what one would think (28.29 × 100 = 2828.99…).
LATITUDES = (28.29, 28.57, 28.3, 28.31, 28.305)


def _tips(office: TipOffice, count: int = 24) -> None:
    chance = random.Random(7)
    for number in range(count):
        office.arrives(
            region=f"{chance.choice(TOWNS)}{number % 3:03}", latitude=chance.choice(LATITUDES),
            longitude=121.3 + chance.randrange(9) / 100,
        )  # fmt: skip
    office.arrives(region=TOWNS[0])


def test_each_square_leads_to_as_many_lines_as_it_counts(office: TipOffice) -> None:
    _tips(office)
    named = office.arrives(latitude=28.3, longitude=121.3, named_officers=(INTAKE.id,))

    found = spread(office.session, Tip, INTAKE, Wanted())

    assert (found.placed, found.unplaced) == (24, {TOWNS[0]: 1})
    for one in found.clusters:
        lines = newest_tips(office.session, INTAKE, Wanted(square=one.square))
        assert len(lines) == one.count, one
        assert named.number not in {line.number for line in lines}
    # Somebody else sees the one that names this officer, in the same square as in the list.
    assert spread(office.session, Tip, LEADER, Wanted()).placed == 25


def test_a_scope_counts_its_own_and_a_unit_nothing(office: TipOffice) -> None:
    _tips(office)
    town = replace(INTAKE, scope=Scope(regions=frozenset({TOWNS[1]})))

    own = spread(office.session, Tip, town, Wanted())

    lines = newest_tips(office.session, town, Wanted(), limit=100)
    assert 0 < own.placed == len(lines) < 24
    assert {one.town for one in own.clusters} == {TOWNS[1]}
    narrowed = spread(office.session, Tip, INTAKE, Wanted(region=TOWNS[1]))
    assert narrowed == own
    with pytest.raises(Exception, match="权限"):
        spread(office.session, Tip, UNIT, Wanted())


def test_hazards_are_counted_by_the_same_filter(office: TipOffice) -> None:
    actor = replace(LEADER, permissions=LEADER.permissions | {Permission.HAZARDS_SEE})
    for number in range(6):
        new = a_hazard(latitude=28.3, longitude=121.3 + number / 100)
        office.hazards.register(office.session, new, ("hecha2",), INTAKE, office.now)
    office.hazard()

    found = spread(office.session, Hazard, actor, Wanted())

    assert (found.placed, sum(found.unplaced.values())) == (6, 1)
    square = found.clusters[0].square
    assert len(urgent_hazards(office.session, actor, Wanted(square=square))) == 1


def test_the_drawing_keeps_everything_on_the_sheet_and_apart(office: TipOffice) -> None:
    _tips(office)
    found = spread(office.session, Tip, INTAKE, Wanted())
    ring = [
        Point(121.2, 28.2),
        Point(121.6, 28.2),
        Point(121.6, 28.7),
        Point(121.2, 28.7),
        Point(121.2, 28.2),
    ]
    town = Region(TOWNS[0], "太平街道", "331081", Level.TOWN, polygons=((ring,),))

    bare, outlined = draw(found, []), draw(found, [town])

    assert draw(Spread((), {}), []) is None
    assert bare is not None
    assert outlined is not None
    assert outlined.outlines[0][1].startswith("M")
    assert len(outlined.labels) == 1
    for drawing in (bare, outlined):
        assert sum(one.count for one in drawing.spots) == found.placed
        assert all(0 < one.x < WIDTH and 0 < one.y < drawing.height for one in drawing.spots)
        assert {one.square.side for one in drawing.spots} <= set(SIDES)
    # The name of a town stands in its land and on no number; a handful of cases is no red spot.
    name = outlined.labels[0]
    assert all(abs(name.x - one.x) > one.radius or abs(name.y - one.y) > one.radius for one in outlined.spots)
    assert {one.tone for one in outlined.spots if one.count == 1} == {1}
    lines = by_town(found, outlined.spots)
    assert sum(one.count for one in lines) == found.placed + sum(found.unplaced.values())
    assert [one.count for one in lines] == sorted((one.count for one in lines), reverse=True)
    # North is up.
    north, south = (pick(bare.spots, key=lambda one: one.square.south) for pick in (max, min))
    assert north.y < south.y
