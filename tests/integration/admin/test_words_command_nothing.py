"""A tip's words command nothing: whatever they order, the case stands where its twin without them stands."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.tables import metadata
from app.wiring import Container
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.orders import ORDERS
from tests.integration.one_engine import database_url
from tests.samples import CALL
from tipoffs.tips.models import Tip

__all__ = ["database_url"]

TOGETHER = 4
RAW = ("<script>fetch", "</textarea><script", "\u202e", "\x1b[2J")
DERIVED = (
    "state", "version", "kind", "category", "region", "level", "involves_death", "government_led",
    "named_units", "named_officers", "department", "finding", "decline_code", "transferred_to", "master",
    "returns", "is_extended",
)  # fmt: skip
UNTOUCHED = (
    "rewards", "reward_assessments", "reward_own_rules", "hazards", "tip_dispatches",
    "tip_verifications", "tip_answers", "staff_users", "staff_roles", "house_choices",
)  # fmt: skip


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def _stand(container: Container, number: str) -> dict[str, object]:
    with container.database.reading() as session:
        tip = session.get_one(Tip, number)
        return {name: getattr(tip, name) for name in DERIVED}


def _counts(container: Container) -> dict[str, int]:
    known = [metadata.tables[name] for name in UNTOUCHED]
    with container.database.reading() as session:
        return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in known}


def test_no_order_in_a_tip_changes_its_state_its_way_or_its_reward(
    office: CaseOffice, container: Container
) -> None:
    intake = office.clerk("intake_officer")
    clean = office.takes_a_call()
    counts, twin = _counts(container), _stand(container, clean)
    office.does(intake, clean, "accept", level="general")
    proposed = _proposal(intake.opens(f"/admin/tips/{clean}").text)
    assert proposed

    for first in range(0, len(ORDERS), TOGETHER):
        order = " ".join(ORDERS[first : first + TOGETHER])
        number = office.takes_a_call(
            facts=f"{CALL['facts']}。{order}", object_name=f"鑫源服装厂{order}"[:100]
        )
        assert _stand(container, number) == twin, order
        for page in (f"/admin/tips/{number}", "/admin/tips"):
            shown = intake.opens(page).text
            assert not any(raw in shown for raw in RAW), (page, order)
        office.does(intake, number, "accept", level="general")
        assert _proposal(intake.opens(f"/admin/tips/{number}").text) == proposed, order

    assert _counts(container) == counts


def _proposal(page: str) -> str:
    """Whom the router proposes, and why, as the page of the case says it."""
    return " ".join(page.partition("建议")[2][:260].split())
