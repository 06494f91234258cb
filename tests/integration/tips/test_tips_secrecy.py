"""What a handling unit gets to see: the summary, and not a byte of the reporter."""

from dataclasses import asdict

import pytest
from sqlalchemy.orm import Session

from core.errors import NotFound
from staff.actors import NotPermitted
from tests.fakes.audit import AuditLine
from tests.integration.tip_office import (
    ADDRESS,
    INTAKE,
    OBJECT,
    OPENID,
    OTHER_UNIT,
    UNIT,
    WORDS,
    TipOffice,
    person,
    reporter,
)
from tipoffs.conflicts import Excluded
from tipoffs.permissions import Permission as May
from tipoffs.tips.models import Mode
from tipoffs.tips.views import unit_list, unit_view


@pytest.mark.parametrize("mode", Mode)
def test_not_a_byte_of_the_reporter_reaches_the_unit(office: TipOffice, session: Session, mode: Mode) -> None:
    tip = office.arrives(mode=mode, latitude=28.371234, longitude=121.385678)
    office.tips.ask_more(session, tip.number, "是几楼？", INTAKE, office.now)
    office.tips.supply(session, tip.number, "二楼，我工号9527", reporter(tip.number), office.now)
    office.tips.accept(session, tip.number, INTAKE, office.now)
    office.tips.summarise(
        session, tip.number, "反映疏散通道被占用，电话13812345678", "城东", INTAKE, office.now
    )
    office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)

    payload = repr([asdict(unit_view(session, tip.number, UNIT)), *map(asdict, unit_list(session, UNIT))])

    assert "疏散通道被占用" in payload
    hidden = [OPENID, tip.reporter or OPENID, ADDRESS, OBJECT, "9527", "13812345678", "28.37", "121.38"]
    hidden += [WORDS[at : at + 6] for at in range(len(WORDS) - 6)]
    hidden += [mode.value, mode.label, tip.channel.label, tip.intake_key]
    assert [secret for secret in hidden if secret in payload] == []


def test_the_point_is_shown_only_where_intake_says_so(office: TipOffice, session: Session) -> None:
    tip = office.accepted(latitude=28.37, longitude=121.38)
    office.tips.summarise(session, tip.number, "通道", "城东", INTAKE, office.now, shares_point=True)
    office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)

    assert unit_view(session, tip.number, UNIT).latitude == 28.37


def test_a_unit_sees_a_tip_only_while_it_has_it(office: TipOffice, session: Session) -> None:
    tip = office.accepted()
    with pytest.raises(NotFound):
        unit_view(session, tip.number, UNIT)
    office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)
    with pytest.raises(NotFound):
        unit_view(session, tip.number, OTHER_UNIT)
    office.tips.return_(session, tip.number, UNIT, office.now, "不归我们管")

    with pytest.raises(NotFound):
        unit_view(session, tip.number, UNIT)
    assert unit_list(session, UNIT) == []


def test_an_officer_who_is_named_sees_nothing(office: TipOffice, session: Session) -> None:
    tip = office.accepted(named_officers=(UNIT.id,))
    office.tips.dispatch(session, tip.number, "fire", INTAKE, office.now)

    with pytest.raises(Excluded):
        unit_view(session, tip.number, UNIT)
    assert unit_list(session, UNIT) == []


def test_words_are_read_by_who_may_and_each_reading_is_recorded(office: TipOffice, session: Session) -> None:
    tip = office.at_the_unit()
    for who in (UNIT, person("x", May.TIPS_READ_WORDS), person("y", "vault.words")):
        with pytest.raises(NotPermitted):
            office.tips.read_words(session, tip.number, who, office.now)

    office.tips.read_words(session, tip.number, INTAKE, office.now)
    assert office.audit.lines[-1] == AuditLine(INTAKE.id, "tips.read_words", f"tip:{tip.number}", "", {})


def test_the_audit_log_holds_no_word_of_the_reporter(office: TipOffice, session: Session) -> None:
    tip = office.answered()
    office.tips.object(session, tip.number, "我住三楼的老李看得很清楚", reporter(tip.number), office.now)

    lines = repr(office.audit.lines)
    assert f"tip:{tip.number}" in lines
    assert not any(secret in lines for secret in (OPENID, WORDS[:8], "老李", ADDRESS))
