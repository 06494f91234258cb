"""An objection to what the county itself found: handed over, decided outside, entered with its document."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from staff.actors import NotPermitted
from tests.integration.tip_office import INTAKE, SUPERVISOR, TipOffice, reporter
from tipoffs.tips import refusals
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Objection
from tipoffs.tips.next_steps import next_steps
from tipoffs.tips.outside import MOST_PAPER_BYTES, Authority, Decision
from tipoffs.tips.status import TipAction, TipState

CITY = Authority("某某市应急管理局", "公文交换")
PAPER = b"%PDF-1.4 decision"


@pytest.fixture
def objected(office: TipOffice, session: Session) -> str:
    """The number of a tip that the county's own office answered, and whose reporter objects."""
    object.__setattr__(office.tips.office, "beyond", lambda _session: CITY)
    tip = office.answered()
    tip.department = "committee"
    session.flush()
    office.tips.object(session, tip.number, "没有看二楼", reporter(tip.number), office.now)
    return tip.number


def decision(office: TipOffice, **other: object) -> Decision:
    """What the city decided."""
    given = {"document": "某应急复〔2026〕3号", "decided_on": china_date(office.now), "paper": PAPER, **other}
    return Decision(**given)  # type: ignore[arg-type]


def test_the_county_does_not_decide_on_its_own_finding(
    office: TipOffice, session: Session, objected: str
) -> None:
    for told in (None, decision(office)):
        with pytest.raises(refusals.DecidedOutside, match=CITY.name):
            office.tips.re_review(session, objected, "upheld", SUPERVISOR, office.now, "维持", decision=told)
    handed = office.tips.hand_up(session, objected, SUPERVISOR, office.now)
    assert (handed.authority, handed.how) == (CITY.name, CITY.how)
    assert office.tips.hand_up(session, objected, SUPERVISOR, office.now, "又一次") is handed
    with pytest.raises(refusals.DecidedOutside):
        office.tips.re_review(session, objected, "upheld", SUPERVISOR, office.now, "维持")


def test_the_decision_is_entered_with_number_day_and_document(
    office: TipOffice, session: Session, objected: str
) -> None:
    office.tips.hand_up(session, objected, SUPERVISOR, office.now)
    office.clock.advance(days=20)
    day = china_date(office.now)
    for wrong, refusal in (
        ({"document": " "}, refusals.NoDocument),
        ({"decided_on": day + timedelta(days=1)}, refusals.NoDocument),
        ({"decided_on": day - timedelta(days=21)}, refusals.NoDocument),
        ({"paper": b""}, refusals.NoPaper),
        ({"paper": b"MZ" + PAPER}, refusals.NoPaper),
        ({"paper": PAPER + bytes(MOST_PAPER_BYTES)}, refusals.NoPaper),
    ):
        told = decision(office, **wrong)
        with pytest.raises(refusal):
            office.tips.re_review(session, objected, "upheld", SUPERVISOR, office.now, "维持", decision=told)
    told = decision(office)
    tip = office.tips.re_review(
        session, objected, "upheld", SUPERVISOR, office.now, "材料充分", decision=told
    )
    assert tip.state is TipState.CLOSED
    objection = session.scalars(select(Objection)).one()
    assert objection.decided_at is not None
    assert objection.decided_at < objection.decide_by
    assert office.tips.outside_paper(session, objected, INTAKE, office.now) == ("pdf", PAPER)
    with pytest.raises(NotPermitted):
        office.tips.outside_paper(session, objected, SUPERVISOR, office.now)


def test_what_the_county_can_decide_goes_nowhere_and_nobody_is_made_up(
    office: TipOffice, session: Session, objected: str
) -> None:
    below = office.answered()
    office.tips.object(session, below.number, "没有看", reporter(below.number), office.now)
    with pytest.raises(refusals.AboveIsHere):
        office.tips.hand_up(session, below.number, SUPERVISOR, office.now)
    object.__setattr__(office.tips.office, "beyond", lambda _session: None)
    with pytest.raises(refusals.NoAuthority):
        office.tips.hand_up(session, objected, SUPERVISOR, office.now)
    # Until it is filled in, people without a part decide as before.
    office.tips.re_review(session, objected, "upheld", SUPERVISOR, office.now, "维持")


def test_the_page_is_told_what_is_lacking(office: TipOffice, session: Session, objected: str) -> None:
    def obstacle() -> str:
        tip = get_tip(session, objected)
        found = next_steps(session, office.tips.office, tip, SUPERVISOR, office.now)
        return next(one.obstacle for one in found if one.action is TipAction.UPHOLD)

    assert CITY.name in obstacle()
    office.tips.hand_up(session, objected, SUPERVISOR, office.now)
    assert obstacle() == ""
