"""What a reporter reads who gets no reward, objects, and waits for what comes of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import RuleViolation
from tests.integration.rewards.office import LEADER, PAYER, Office, clerk, reporter
from tipoffs.rewards.models import RewardPayment
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.telling import reward_news
from tipoffs.rewards.words import RefusedBecause

OTHER = clerk("other", RewardPermission.DENY)


def line(session: Session, now: datetime) -> str:
    """What the reporter reads of their reward."""
    news = reward_news(session, "R1", china_date(now))
    assert news
    return news.line


@pytest.mark.parametrize(("granted", "said"), [(True, "重新评定"), (False, "结论不变")])
def test_who_objected_is_not_asked_again_and_hears_what_came_of_it(
    office: Office, granted: bool, said: str
) -> None:
    number, now = office.opens(), office.clock.now()
    with office.database.writing() as session:
        office.refusing.deny(session, number, RefusedBecause.NOT_MAJOR, LEADER, "", now)
        assert "可以提出异议" in line(session, now)
        assert "可以提出异议" not in line(session, now + timedelta(days=13)), "the days are over"

        office.refusing.appeal(session, number, reporter("R1"), "不服", now)
        assert "您的异议收到了" in line(session, now)
        assert "可以提出异议" not in line(session, now)

        office.refusing.settle_appeal(session, number, granted=granted, actor=OTHER, reason="", now=now)
        assert said in office.letterbox.letters[-1][1]
        assert ("结论不变" in line(session, now)) is not granted


@pytest.mark.parametrize("granted", [True, False])
def test_an_objection_is_answered_once_and_none_is_made_up(office: Office, granted: bool) -> None:
    """The answer to an objection that nobody raised would end the days for a real one."""
    number, now = office.opens(), office.clock.now()
    with office.database.writing() as session:
        office.refusing.deny(session, number, RefusedBecause.NOT_MAJOR, LEADER, "", now)
        office.refusing.appeal(session, number, reporter("R1"), "不服", now)
        office.refusing.settle_appeal(session, number, granted=granted, actor=OTHER, reason="", now=now)
        if granted:
            office.refusing.deny(session, number, RefusedBecause.NO_PROOF, LEADER, "", now)
    heard = len(office.letterbox.letters)

    for again in (True, False):
        with pytest.raises(RuleViolation, match="没有提出异议"), office.database.writing() as session:
            office.refusing.settle_appeal(session, number, granted=again, actor=OTHER, reason="", now=now)

    assert len(office.letterbox.letters) == heard


def test_who_is_late_hears_both_halves_of_the_rule_and_who_came_gives_nothing_up(office: Office) -> None:
    number = office.reaches_approval()
    office.approves(number)
    office.notifies(number)
    with office.database.reading() as session:
        for said in (office.letterbox.letters[-1][1], line(session, office.clock.now())):
            assert "视为放弃" in said
            assert "能够说明理由的，可以申请延长" in said
    office.claims(number)
    voucher = office.sends(number).voucher
    with office.database.writing() as session:
        payment = session.scalars(select(RewardPayment).where(RewardPayment.voucher == voucher)).one()
        office.paying.settle(
            session, payment, succeeded=False, reference=None, note="户名不符", actor=PAYER,
            now=office.clock.now(),
        )  # fmt: skip
        assert "放弃" not in line(session, office.clock.now())
    office.clock.advance(days=80)

    assert office.lapses() == [number]

    with office.database.reading() as session:
        for said in (office.letterbox.letters[-1][1], line(session, office.clock.now())):
            assert "放弃" not in said
            assert "能够说明理由的，可以申请延长" in said
