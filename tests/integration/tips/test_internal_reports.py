"""An employee tells the own enterprise; what is not fixed in time reaches the bureau once; both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from staff.actors import NotPermitted
from tests.integration.tip_office import FIRE, INTAKE, TOWN, UNIT, TipOffice
from tipoffs.internal.models import InternalState
from tipoffs.internal.services import InternalReports, NoMeasures
from tipoffs.tips.models import Mode, Tip

WORDS = "三号冲床的护罩拆了半年没有装回去"


@pytest.fixture
def internal(office: TipOffice) -> InternalReports:
    """The channel."""
    return InternalReports(office.tips, office.safe, office.audit)


def opened(internal: InternalReports, office: TipOffice, days: int = 15) -> tuple[str, str]:
    channel, key = internal.open_channel(
        office.session, "鑫源冲压厂", "万寿路8号", TOWN, FIRE, INTAKE, office.now, days
    )
    return channel.token, key


def escalated(internal: InternalReports, office: TipOffice) -> list[str]:
    """The tips that the round of this night made."""
    due = internal.to_escalate(office.session, office.now, "", 50)
    made = [internal.escalate(office.session, number, office.now) for number in due]
    return [number for number in made if number is not None]


def test_what_is_not_fixed_in_time_becomes_one_anonymous_tip(
    internal: InternalReports, office: TipOffice, session: Session
) -> None:
    token, key = opened(internal, office)
    report = internal.report(session, token, WORDS, "tap-1", office.now)
    assert internal.report(session, token, WORDS, "tap-1", office.now) is report
    assert [words for _, words in internal.waiting(session, token, key)] == [WORDS]
    office.clock.advance(days=15)
    assert escalated(internal, office) == []
    office.clock.advance(days=2)
    [number] = escalated(internal, office)
    tip = session.get_one(Tip, number)
    assert (tip.mode, tip.object_name, tip.reporter) == (Mode.ANONYMOUS, "鑫源冲压厂", None)
    assert WORDS in [said.words for said in office.tips.read_words(session, number, INTAKE, office.now)]
    assert report.state is InternalState.ESCALATED
    assert escalated(internal, office) == []
    assert session.scalar(select(func.count()).select_from(Tip)) == 1


def test_what_is_fixed_in_time_stays_inside(
    internal: InternalReports, office: TipOffice, session: Session
) -> None:
    token, key = opened(internal, office)
    number = internal.report(session, token, WORDS, "tap-1", office.now).number
    with pytest.raises(NotFound):
        internal.mark_fixed(session, token, "wrong key", number, "已装护罩", office.now)
    with pytest.raises(NoMeasures):
        internal.mark_fixed(session, token, key, number, " ", office.now)
    other, other_key = opened(internal, office)
    with pytest.raises(NotFound):
        internal.mark_fixed(session, other, other_key, number, "已装护罩", office.now)
    fixed = internal.mark_fixed(session, token, key, number, "已装护罩", office.now)
    assert fixed.state is InternalState.FIXED
    assert internal.waiting(session, token, key) == []
    office.clock.advance(days=60)
    assert escalated(internal, office) == []
    with pytest.raises(RuleViolation):
        internal.mark_fixed(session, token, key, number, "再来一次", office.now)


def test_only_staff_open_channels_and_only_open_ones_take_reports(
    internal: InternalReports, office: TipOffice, session: Session
) -> None:
    with pytest.raises(NotPermitted):
        internal.open_channel(session, "某厂", "某路", TOWN, FIRE, UNIT, office.now)
    with pytest.raises(RuleViolation):
        opened(internal, office, days=0)
    with pytest.raises(NotFound):
        internal.report(session, "0" * 16, WORDS, "tap", office.now)
    token, _ = opened(internal, office, days=1)
    with pytest.raises(RuleViolation):
        internal.report(session, token, " ", "tap", office.now)
    made = internal.report(session, token, WORDS, "tap", office.now)
    assert made.fix_by > office.now + timedelta(days=1)
    assert WORDS not in str(made.__dict__)
