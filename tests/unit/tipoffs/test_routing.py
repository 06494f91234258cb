"""Who is proposed, and what the lint finds."""

import itertools

import pytest

from staff.actors import Actor, ActorKind, Scope
from tests.unit.tipoffs.small_county import TREE
from tipoffs.clocks.rules import read_rules
from tipoffs.routing.above import Above, above
from tipoffs.routing.categories import CategoryKind, categories, usual_departments
from tipoffs.routing.matrix import (
    Cell,
    Department,
    Gap,
    Matrix,
    Rule,
    lint,
    route,
)

DEPARTMENTS = [
    *(Department(code, name) for code, name in usual_departments().items()),
    Department("town11", "清溪镇人民政府", "11"),
    Department("town12", "石塘镇人民政府", "12"),
]
USUAL = [Cell(one.code, "", one.lead, one.co_handlers) for one in categories().values()]


def matrix(*cells: Cell, departments: list[Department] | None = None) -> Matrix:
    """A table over the small county."""
    return Matrix(cells, DEPARTMENTS if departments is None else departments, categories(), TREE)


def test_the_national_list_is_there_and_every_industry_is_whole() -> None:
    accepted = [one.name for one in categories().values() if one.kind is CategoryKind.ACCEPTED]
    assert len(accepted) == 15
    assert len(categories()) >= 17
    sent_away = {
        "road",
        "construction",
        "gas",
        "shipping",
        "fishing",
        "aviation",
        "railway",
        "civil_explosives",
        "power",
        "pollution",
    }
    assert {code for code in sent_away if categories()[code].kind is CategoryKind.LED_BY_OTHERS} == sent_away
    clocks = read_rules()
    for one in categories().values():
        assert {one.lead, *one.co_handlers} <= set(usual_departments()), one.code
        assert one.lead not in one.co_handlers
        assert one.clock in clocks
        assert one.source


def test_the_department_in_charge_leads() -> None:
    found = route(matrix(*USUAL), "gas", "111")
    assert (found.lead, found.rule) == ("housing", Rule.IN_CHARGE)
    assert found.co_handlers == ("market", "urban", "town11")
    assert found.reason == "谁主管谁牵头：城镇燃气（安文县清溪镇石桥村）由住房和城乡建设局主管。"


def test_the_narrowest_region_decides() -> None:
    table = matrix(*USUAL, Cell("gas", "11", "urban", ("housing",)))
    assert route(table, "gas", "111").lead == "urban"
    assert route(table, "gas", "121").lead == "housing"


def test_who_is_named_is_passed_over_step_by_step() -> None:
    table = matrix(Cell("gas", "", "housing", ("market", "urban")))
    seen = []
    excluded: list[str] = []
    while (found := route(table, "gas", "111", excluded)).lead:
        seen.append((found.lead, found.rule))
        excluded.append(found.lead)
    assert seen == [
        ("housing", Rule.IN_CHARGE),
        ("market", Rule.MAIN),
        ("urban", Rule.MAIN),
        ("town11", Rule.NEAREST),
        ("committee", Rule.COMMITTEE),
    ]
    assert found.rule is Rule.LEADER
    assert "回避" in route(table, "gas", "111", ["housing"]).reason


def test_an_industry_without_a_line_goes_to_the_nearest() -> None:
    assert route(matrix(), "gas", "121").lead == "town12"
    assert route(matrix(), "gas", "").lead == "committee"
    assert route(matrix(), "nonsense", "nowhere").lead == "committee"


def test_two_leads_go_to_the_committee_unless_one_is_named() -> None:
    table = matrix(Cell("gas", "", "housing"), Cell("gas", "", "urban"))
    found = route(table, "gas", "111")
    assert (found.lead, found.rule) == ("committee", Rule.COMMITTEE)
    assert set(found.co_handlers) >= {"housing", "urban"}
    assert route(table, "gas", "111", ["urban"]).lead == "housing"


def test_no_named_department_is_ever_proposed() -> None:
    table = matrix(*USUAL, Cell("gas", "11", "urban", ("housing",)), Cell("gas", "11", "market"))
    codes = ["housing", "urban", "market", "fire", "police", "emergency", "committee", "town11", "town12"]
    for category, region in itertools.product(categories(), ["", "1", "11", "111", "121", "unknown"]):
        for size in range(4):
            for excluded in itertools.combinations(codes, size):
                found = route(table, category, region, excluded)
                assert found.lead not in excluded
                assert not set(found.co_handlers) & set(excluded)
                assert found.lead not in found.co_handlers
                assert len(set(found.co_handlers)) == len(found.co_handlers)
                assert (found.lead is None) == (found.rule is Rule.LEADER)
                assert found.reason.startswith(found.rule.label)


def gaps(table: Matrix) -> list[tuple[Gap, str, str]]:
    """What the lint says, without the departments."""
    return [(one.gap, one.category, one.region) for one in lint(table)]


def test_the_usual_division_of_duties_has_no_hole() -> None:
    assert lint(matrix(*USUAL)) == []


def test_an_uncovered_town_is_found_once_not_for_each_village() -> None:
    table = matrix(*(cell for cell in USUAL if cell.category != "gas"), Cell("gas", "11", "housing"))
    assert gaps(table) == [
        (Gap.UNCOVERED, "gas", "1"),
        (Gap.UNCOVERED, "gas", "12"),
    ]


def test_an_uncovered_industry_is_found_once() -> None:
    assert gaps(matrix(*(cell for cell in USUAL if cell.category != "gas"))) == [(Gap.UNCOVERED, "gas", "1")]


def test_two_leads_are_found_with_both_names() -> None:
    found = lint(matrix(*USUAL, Cell("gas", "", "urban")))
    assert [(one.gap, one.category, one.departments) for one in found] == [
        (Gap.TWO_LEADS, "gas", ("housing", "urban"))
    ]


def test_the_same_lead_twice_is_no_quarrel() -> None:
    assert lint(matrix(*USUAL, Cell("gas", "", "housing", ("fire",)))) == []


def test_words_that_mean_nothing_are_found() -> None:
    table = matrix(
        *USUAL, Cell("magic", "11", "housing"), Cell("gas", "99", "housing"), Cell("gas", "12", "nobody")
    )
    assert set(gaps(table)) == {
        (Gap.UNKNOWN_CATEGORY, "magic", "11"),
        (Gap.UNKNOWN_REGION, "gas", "99"),
        (Gap.UNKNOWN_DEPARTMENT, "gas", "12"),
        (Gap.UNCOVERED, "gas", "12"),
    }


def test_missing_offices_are_found() -> None:
    few = [one for one in DEPARTMENTS if one.code not in ("town12", "committee")]
    cells = [cell for cell in USUAL if "committee" not in (cell.lead, *cell.co_handlers)]
    table = matrix(*cells, Cell("other", "", "emergency"), departments=few)
    assert set(gaps(table)) == {(Gap.NO_COMMITTEE, "", ""), (Gap.NO_TOWN_OFFICE, "", "12")}


def test_every_cell_the_lint_lets_pass_gets_one_lead() -> None:
    table = matrix(*USUAL)
    for category, region in itertools.product(categories(), TREE):
        assert route(table, category, region.code).rule is Rule.IN_CHARGE


def test_above_a_town_stand_the_leading_departments_and_the_committee() -> None:
    own = matrix(*USUAL, Cell("gas", "11", "urban"))
    found = above(own, "town11", "gas", "111")
    assert found == Above("town11", frozenset({"urban", "committee"}), "1")
    elsewhere = above(own, "town12", "gas", "121")
    assert elsewhere is not None
    assert elsewhere.departments == {"housing", "committee"}


def test_above_a_department_of_the_county_stands_the_committee_and_above_that_nobody_we_know() -> None:
    own = matrix(*USUAL)
    assert above(own, "housing", "gas", "111") == Above("housing", frozenset({"committee"}), "1")
    assert above(own, "committee", "gas", "111") is None
    assert above(own, "unknown", "gas", "111") is None


@pytest.mark.parametrize(
    ("scope", "stands_above"),
    [
        (Scope(everywhere=True), True),
        (Scope(regions=frozenset({"1"})), True),
        (Scope(departments=frozenset({"housing"})), True),
        (Scope(departments=frozenset({"committee"})), True),
        (Scope(regions=frozenset({"11"})), False),
        (Scope(regions=frozenset({"12"})), False),
        (Scope(departments=frozenset({"town11"})), False),
        (Scope(everywhere=True, departments=frozenset({"town11"})), False),
        (Scope(departments=frozenset({"fire"})), False),
        (Scope(), False),
    ],
)
def test_who_stands_above_an_office_of_a_town(scope: Scope, stands_above: bool) -> None:
    found = above(matrix(*USUAL), "town11", "gas", "111")
    assert found is not None
    assert found.includes(Actor(ActorKind.STAFF, "who", scope=scope), TREE) is stands_above
