"""What is owed to reporters and what came in time, where a case does not go straight to its answer."""

from datetime import timedelta

from sqlalchemy.orm import Session

from core.clock import china_date
from tests.integration.tip_office import SUPERVISOR, TipOffice, reporter
from tipoffs.figures import Line, figures
from tipoffs.tips.models import Tip


def line(office: TipOffice) -> Line:
    """The figures of everything that has come in."""
    today = china_date(office.now)
    return figures(office.session, today - timedelta(days=400), today, office.now).total


def withdrawn(office: TipOffice, tip: Tip) -> None:
    """Its reporter takes it back."""
    office.tips.withdraw(office.session, tip.number, reporter(tip.number), office.now)
    office.session.flush()


def test_what_is_taken_back_before_its_day_is_not_late(office: TipOffice, session: Session) -> None:
    early, late, waiting = office.accepted(), office.accepted(), office.accepted()
    withdrawn(office, early)
    office.clock.advance(days=120)
    withdrawn(office, late)

    assert waiting.answer_by is not None
    assert waiting.answer_by < office.now
    told = line(office)
    assert (told.received, told.accepted, told.owed, told.on_time) == (3, 3, 2, 0)


def test_an_answer_is_no_answer_to_the_promise_after_it(office: TipOffice, session: Session) -> None:
    tip = office.answered()
    assert (line(office).owed, line(office).on_time) == (1, 1)
    office.tips.object(session, tip.number, "二楼没有看", reporter(tip.number), office.now)
    office.tips.re_review(session, tip.number, "redone", SUPERVISOR, office.now, "再看二楼")
    session.flush()
    assert (line(office).owed, line(office).on_time) == (0, 0)
    office.clock.advance(days=120)
    assert (line(office).owed, line(office).on_time) == (1, 0)
