"""Who opens what they were sent and takes part is counted for it; a school sits behind one address."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.factory import create_app
from app.wiring import Container
from campaigns.sending.models import Push
from campaigns.sending.status import PushState, PushWay
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import MailingState, MailingWay, Purpose
from deliveries.models import Delivery
from deliveries.status import Channel, Lane, State
from followers.deed_models import FollowerDeed
from quizzes.contests import NewContest, Team
from quizzes.loading import load
from quizzes.papers import Rule
from quizzes.reading import read_bank
from staff.actors import Actor, ActorKind
from staff.services import OPERATOR
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.integration.h5.conftest import PUBLIC_URL, Browser
from tests.integration.h5.contents import issue
from tests.integration.one_engine import database_url  # noqa: F401

WECHAT = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile MicroMessenger/8.0.50"}
CAMPAIGN = 7

PLANNER = Actor(ActorKind.SYSTEM, "cehua")


@pytest.fixture
def item(container: Container, clock: StandingClock) -> int:
    """Something that was signed off."""
    return issue(container, clock, "先**关火**")


def sent(container: Container, clock: StandingClock, item: int, *openids: str, hours: float = 1) -> int:
    """A push of the item that reached these people so long ago; its number, which is its mailing's too."""
    at = clock.now() - timedelta(hours=hours)
    with container.database.writing() as session:
        mailing = Mailing(
            name=f"push {item} {hours}", campaign_id=CAMPAIGN, purpose=Purpose.CAMPAIGN, lane=Lane.CAMPAIGN,
            way=MailingWay.EACH, why="", message={}, state=MailingState.FINISHED, due_at=at, created_by="x",
            created_at=at,
        )  # fmt: skip
        session.add(mailing)
        session.flush()
        session.add(
            Push(
                id=mailing.id, campaign_id=CAMPAIGN, content_item=item, purpose=Purpose.CAMPAIGN, audience={},
                wish=PushWay.EACH, due_at=at, state=PushState.HANDED_OVER, mailing_id=mailing.id,
                created_by="x", created_at=at,
            )
        )  # fmt: skip
        row = {
            "lane": Lane.CAMPAIGN, "channel": Channel.CUSTOMER_SERVICE, "state": State.SENT,
            "resend_when_unknown": False, "created_at": at, "due_at": at, "claimed_at": at,
            "mailing_id": mailing.id,
        }  # fmt: skip
        session.execute(insert(Delivery), [{**row, "openid": openid} for openid in openids])
        return mailing.id


def counted(container: Container, mailing_id: int) -> tuple[int, int]:
    """How many read, how many acted."""
    with container.database.reading() as session:
        rows = session.execute(
            select(Delivery.read_at, Delivery.acted_at).where(Delivery.mailing_id == mailing_id)
        ).all()
    return sum(row.read_at is not None for row in rows), sum(row.acted_at is not None for row in rows)


def test_who_opens_the_link_of_a_push_is_its_reader_once(
    container: Container, clock: StandingClock, item: int, browser: Browser, stranger: Browser
) -> None:
    older, newer = (sent(container, clock, item, browser.openid, hours=hours) for hours in (30, 2))
    for one in (browser, stranger):
        one.logs_in()
        assert one.opens(f"/h5/c/{item}", v="1", p=str(older)).status_code == 200
    assert (counted(container, older), counted(container, newer)) == ((1, 0), (0, 0)), "forwarded is not sent"
    browser.opens(f"/h5/c/{item}", v="1", p=str(older))
    assert counted(container, newer) == (0, 0)
    browser.opens(f"/h5/c/{item}")
    assert counted(container, newer) == (1, 0), "without a number it is the latest that told of it"
    for strange in ("x", "-1", "²", "9" * 13, str(older) + "0"):
        assert browser.opens(f"/h5/c/{item}", p=strange).status_code == 200


def test_inside_wechat_it_is_asked_once_who_reads_and_reading_never_fails(
    container: Container, clock: StandingClock, item: int, browser: Browser, platform: SimulatedPlatform
) -> None:
    push = sent(container, clock, item, browser.openid)
    path = f"/h5/c/{item}?v=1&p={push}"
    assert browser.opens(path).status_code == 200, "outside of WeChat nobody is asked"
    browser._client.environ_base["HTTP_USER_AGENT"] = WECHAT["User-Agent"]
    assert browser.opens(f"/h5/c/{item}").status_code == 200, "nor for a link of no push"

    platform.fails("sns/oauth2/access_token", status=502)
    back = browser.returns(browser.leaves_for_wechat(path))
    assert (back.status_code, back.headers["Location"]) == (303, f"/h5/c/{item}")
    assert browser.opens(back.headers["Location"]).status_code == 200
    assert counted(container, push) == (0, 0)

    platform.control("settings", {"snapshot_user": True})
    back = browser.returns(browser.leaves_for_wechat(path))
    assert (back.status_code, back.headers["Location"]) == (303, f"/h5/c/{item}")
    assert counted(container, push) == (0, 0)
    platform.control("settings", {"snapshot_user": False})

    back = browser.returns(browser.leaves_for_wechat(path))
    assert (back.status_code, back.headers["Location"]) == (303, path)
    assert browser.opens(path).status_code == 200
    assert counted(container, push) == (1, 0)


def test_who_takes_part_in_the_contest_of_a_campaign_acted_upon_its_latest_message(
    container: Container, clock: StandingClock, item: int, browser: Browser, stranger: Browser
) -> None:
    too_old = sent(container, clock, item, stranger.openid, hours=24 * 31)
    push = sent(container, clock, item, browser.openid)
    now = clock.now()
    new = NewContest(
        "安全生产月知识竞赛", "", now - timedelta(hours=1), now + timedelta(hours=1), Rule(3), 120, 60,
        (Team("u1", "甲厂", 40),), campaign_id=CAMPAIGN,
    )  # fmt: skip
    with container.database.writing() as session:
        load(session, read_bank(), PLANNER, now)
        contests = container.quizzes.contests
        contest = contests.publish(session, contests.create(session, new, PLANNER, now).id, OPERATOR, now).id
    entry = f"/h5/quiz/contests/{contest}/enter"
    for one in (browser, stranger):
        one.returns(one.leaves_for_wechat(entry))
        paper = one.sends(entry, unit="u1").headers["Location"]
        assert counted(container, push)[1] == (one is stranger), "to begin is not to take part"
        assert one.sends(paper.rsplit("/", 1)[0]).status_code == 303
    assert (counted(container, push), counted(container, too_old)) == ((0, 1), (0, 0))
    with container.database.reading() as session:
        deeds = session.execute(select(FollowerDeed.openid, FollowerDeed.deed)).all()
    assert {tuple(row) for row in deeds} == {
        (o, f"contest:{contest}") for o in (browser.openid, stranger.openid)
    }


def test_a_school_behind_one_address_comes_in_and_one_browser_cannot_try_for_ever(
    container: Container, app: Flask
) -> None:
    entry = "/h5/activities/mine"
    pupils = {app.test_client().get(entry, base_url=PUBLIC_URL).status_code for _ in range(90)}
    assert pupils == {302}
    program = app.test_client()
    tries = [program.get(entry, base_url=PUBLIC_URL).status_code for _ in range(62)]
    assert (tries[0], tries[-1]) == (302, 429)


def test_the_address_has_a_bound_that_the_bureau_sets(container: Container) -> None:
    container.settings = container.settings.model_copy(update={"address_requests_a_minute": 60})
    app = create_app(container.settings, container)
    answers = [
        app.test_client().get("/h5/activities/mine", base_url=PUBLIC_URL).status_code for _ in range(61)
    ]
    assert answers == [302] * 60 + [429]
