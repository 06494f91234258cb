"""What a reporter does on the page of a case: objects, rates, closes, reports again, claims, appeals."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.wiring import Container
from deliveries.models import DutyNotice
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import Phone, filed, tips, told_by
from tests.integration.intake.staff import Staff
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.rewards.office import clerk
from tests.integration.tip_office import PARTS
from tests.integration.waiting_reward import PAYEE, notified
from tipoffs.rewards.models import Reward, RewardClaim, RewardEvent
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.status import RewardState, Verb
from tipoffs.rewards.words import RefusedBecause
from tipoffs.tips.models import Statement, Tip, TipWords
from tipoffs.tips.status import TipState
from tipoffs.vault.models import SealedSecret, VaultHold
from tipoffs.vault.status import Hold

DENIER = clerk("lingdao", RewardPermission.DENY, RewardPermission.VIEW)


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's own browser."""
    return Phone(app.test_client())


@pytest.fixture
def other_phone(app: Flask) -> Phone:
    """Somebody else's browser, with a tip of its own."""
    other = Phone(app.test_client())
    filed(other)
    return other


@pytest.fixture
def staff(container: Container, clock: StandingClock) -> Staff:
    """Who handles tips."""
    return Staff(container, clock)


def state_of(container: Container, number: str) -> TipState:
    with container.database.reading() as session:
        return session.get_one(Tip, number).state


def said_on(container: Container, number: str, occasion: Statement) -> list[str]:
    with container.database.reading() as session:
        query = select(TipWords.field).where(TipWords.tip == number, TipWords.statement == occasion)
        vault = container.casework.vault
        return [vault.fields.take(session, number, field) for field in session.scalars(query)]


def test_an_objection_is_taken_in_time_and_from_its_reporter_alone(
    phone: Phone, other_phone: Phone, container: Container, staff: Staff
) -> None:
    number, _ = filed(phone)
    step = f"/h5/tips/{number}/step/object"
    assert "不同意，提出异议" not in phone.opens(f"/h5/tips/{number}").text
    assert phone.sends(step, words="早了").status_code == 422
    staff.answers(number)
    page = phone.opens(f"/h5/tips/{number}").text
    assert PARTS.account in page
    assert "不同意，提出异议" in page
    assert other_phone.sends(step, words="不是我的").status_code == 404
    assert phone.sends(step, words="").status_code == 422
    assert phone.sends(step, words="他们看的是前门").headers["Location"].endswith("done=object")
    assert state_of(container, number) is TipState.UNDER_REVIEW
    assert said_on(container, number, Statement.OBJECTED) == ["他们看的是前门"]
    after = phone.opens(f"/h5/tips/{number}?done=object").text
    assert "由没有参与原来办理的人员复查" in after
    assert "他们看的是前门" not in after


def test_after_ten_days_no_objection_is_taken(
    phone: Phone, container: Container, staff: Staff, clock: StandingClock
) -> None:
    number, code = filed(phone)
    staff.answers(number)
    clock.advance(days=12)
    phone.sends("/h5/tips/code", code=code)
    assert "不同意，提出异议" not in phone.opens(f"/h5/tips/{number}").text
    late = phone.sends(f"/h5/tips/{number}/step/object", words="晚了")
    assert late.status_code == 422
    assert state_of(container, number) is TipState.ANSWERED


def test_rated_closed_and_reported_again(
    phone: Phone, other_phone: Phone, container: Container, staff: Staff
) -> None:
    number, _ = filed(phone)
    staff.answers(number)
    base = f"/h5/tips/{number}/step"
    assert phone.sends(f"{base}/rate", rating="wonderful").status_code == 422
    assert other_phone.sends(f"{base}/rate", rating="satisfied").status_code == 404
    assert phone.sends(f"{base}/rate", rating="satisfied").status_code == 303
    assert "您的评价：满意" in phone.opens(f"/h5/tips/{number}").text
    assert "同样的危险又出现了" not in phone.opens(f"/h5/tips/{number}").text
    assert phone.sends(f"{base}/close").status_code == 303
    assert state_of(container, number) is TipState.CLOSED
    page = phone.opens(f"/h5/tips/{number}").text
    assert "同样的危险又出现了" in page
    assert "不同意，提出异议" not in page
    assert phone.sends(f"{base}/again", words="后门又锁上了").status_code == 303
    assert said_on(container, number, Statement.AGAIN) == ["后门又锁上了"]
    assert phone.sends(f"{base}/nothing").status_code == 404


def test_who_suffers_for_a_tip_is_heard_at_once(
    phone: Phone, other_phone: Phone, container: Container
) -> None:
    number, _ = filed(phone)
    step = f"/h5/tips/{number}/step/suffers"
    assert phone.sends(step, words="").status_code == 422
    assert other_phone.sends(step, words="不是我").status_code == 404
    for words in ("班长今天把我调去守仓库", "还扣了我的工资"):
        assert phone.sends(step, words=words).headers["Location"].endswith("done=suffers")
    with container.database.reading() as session:
        (duty,) = session.scalars(select(DutyNotice).where(DutyNotice.key.like("retaliation-told:%")))
        (hold,) = session.scalars(select(VaultHold).where(VaultHold.case == number))
    assert "仓库" not in duty.sentence
    assert hold.why is Hold.RETALIATION
    assert len(said_on(container, number, Statement.WROTE)) == 2


def test_claimed_by_who_wechat_says_it_is(
    browser: Browser, stranger: Browser, container: Container, clock: StandingClock
) -> None:
    number = told_by(browser, container)
    notified(container, clock, number)
    page = browser.opens(f"/h5/tips/{number}/reward").text
    assert "领奖密码" not in page
    claim = f"/h5/tips/{number}/reward/claim"
    stranger.logs_in()
    assert stranger.sends(claim, **PAYEE, agreed="yes").status_code == 404
    assert stranger.opens(f"/h5/tips/{number}/reward").status_code == 404
    assert browser.sends(claim, **PAYEE).status_code == 422
    assert browser.sends(claim, **{**PAYEE, "account": ""}, agreed="yes").status_code == 422
    assert browser.sends(claim, **PAYEE, agreed="yes").headers["Location"].endswith("done=claim")
    again = browser.sends(claim, **PAYEE, agreed="yes")
    assert (again.status_code, "您已经申领过了" in again.text) == (422, True)
    seen = browser.opens(f"/h5/tips/{number}").text + browser.opens("/h5/tips/mine").text
    assert "您已申领奖金" in seen
    for word in PAYEE.values():
        assert word not in seen
    with container.database.reading() as session:
        (kept,) = session.scalars(select(RewardClaim))
        cases = set(session.scalars(select(SealedSecret.case).where(SealedSecret.field == "payee_account")))
    assert (kept.by_code, cases) == (False, {"J26110001"})


def test_who_gets_no_reward_appeals_for_the_own_one_only(
    phone: Phone, other_phone: Phone, container: Container, clock: StandingClock
) -> None:
    number, _ = filed(phone)
    notified(container, clock, number)
    with container.database.writing() as session:
        session.get_one(Reward, 1).state = RewardState.ASSESSING
        session.flush()
        container.casework.rewards.refusing.deny(
            session, "J26110001", RefusedBecause.NOT_MAJOR, DENIER, "监管部门已经掌握", clock.now()
        )
    assert "对不发奖金有异议" in phone.opens(f"/h5/tips/{number}").text
    appeal = f"/h5/tips/{number}/reward/appeal"
    assert other_phone.sends(appeal, reward="J26110001", words="给我").status_code == 404
    theirs = next(tip.number for tip in tips(container) if tip.number != number)
    foreign = other_phone.sends(f"/h5/tips/{theirs}/reward/appeal", reward="J26110001", words="给我")
    assert foreign.status_code == 404
    assert phone.sends(appeal, reward="J26110001", words="举报时还没有整改").status_code == 303
    with container.database.reading() as session:
        steps = select(RewardEvent.verb).where(RewardEvent.reward_id == 1).order_by(RewardEvent.version)
        taken = session.scalars(steps).all()
    assert taken == [Verb.DENY, Verb.APPEAL]
    assert "对不发奖金有异议" not in phone.opens(f"/h5/tips/{number}").text
