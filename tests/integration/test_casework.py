"""The offices of tip-offs on the real vault, clocks, evidence and outbox, through the container."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.settings_loading import load_settings
from app.wiring import Container
from core.clock import china_date
from core.db import Database
from deliveries.messages import Notice, unpacked
from deliveries.models import Delivery
from deliveries.status import State
from places.calendar import clear_day, set_day
from staff.actors import Actor, ActorKind, Scope
from tests.conftest import StandingClock
from tipoffs.clocks.models import CaseClock
from tipoffs.evidence.status import Kind
from tipoffs.permissions import Permission
from tipoffs.ports import ClockKind
from tipoffs.recounting import recount_all
from tipoffs.timeline import steps_of_reporter
from tipoffs.tips.models import Channel, Mode, Tip, TipKind
from tipoffs.tips.status import TipAction, TipState
from tipoffs.tips.taking import NewTip

AMY = "oAmy00000000000000000000000"
REPORTER = Actor(ActorKind.REPORTER, "-")
INTAKE = Actor(
    ActorKind.STAFF,
    "intake",
    frozenset({"intake_officer"}),
    frozenset(permission.value for permission in Permission) | {"vault.words"},
    Scope(everywhere=True),
)
NEW = NewTip(
    channel=Channel.CHAT,
    mode=Mode.CONFIDENTIAL,
    kind=TipKind.GENERAL_HAZARD,
    category="fire_exit",
    region="",
    address="城东路",
    object_name="鑫源超市",
    words="后门的安全出口天天锁着",
    openid=AMY,
)


@pytest.fixture
def container(database: Database, clock: StandingClock) -> Iterator[Container]:
    """A whole system on the database of the test."""
    container = Container(
        load_settings(database_url=database.url.render_as_string(hide_password=False)), clock
    )
    container.cipher.ensure_key(clock.now())
    yield container
    container.close()


def submitted(container: Container, clock: StandingClock, key: str = "draft-1", new: NewTip = NEW) -> str:
    with container.database.writing() as session:
        return container.casework.tips.submit(session, new, key, REPORTER, clock.now()).number


def clocks_of(container: Container, number: str) -> list[str]:
    with container.database.reading() as session:
        rows = session.scalars(
            select(CaseClock.kind)
            .where(CaseClock.case_number == number, CaseClock.stopped_at.is_(None))
            .order_by(CaseClock.kind)
        )
        return list(rows)


def test_a_tip_lies_sealed_and_its_clock_runs(container: Container, clock: StandingClock) -> None:
    number = submitted(container, clock)

    assert clocks_of(container, number) == ["accept"]
    with container.database.reading() as session:
        assert container.casework.vault.cases_of(session, AMY) == [number]
        words = container.casework.vault.open_field(session, number, "words", INTAKE)
    assert words == "后门的安全出口天天锁着"


def test_the_same_submission_is_one_tip(container: Container, clock: StandingClock) -> None:
    assert {submitted(container, clock) for _ in range(3)} == {submitted(container, clock)}


def test_the_reporter_hears_of_news_and_not_what_it_is(container: Container, clock: StandingClock) -> None:
    number = submitted(container, clock)
    with container.database.reading() as session:
        assert session.scalars(select(Delivery)).all() == []
    with container.database.writing() as session:
        tip = container.casework.tips.accept(session, number, INTAKE, clock.now())
        assert tip.state is TipState.ACCEPTED

    with container.database.reading() as session:
        [delivery] = session.scalars(select(Delivery)).all()
        assert delivery.openid == AMY
        assert delivery.payload is not None
        said = unpacked(container.cipher.open(delivery.payload))
    assert isinstance(said, Notice)
    assert "超市" not in str(said)
    assert said.url.endswith("/h5/tips/mine")


def test_a_holiday_on_the_last_day_leaves_the_reporter_another(
    container: Container, clock: StandingClock
) -> None:
    number = submitted(container, clock)
    with container.database.writing() as session:
        told = container.casework.tips.decline(session, number, "no_facts", INTAKE, clock.now()).object_until
        assert told is not None
        last = china_date(told - timedelta(seconds=1))
        set_day(session, last, is_workday=False, name="放假", editor="wang", now=clock.now())
        assert recount_all(session, container.casework.clocks.service) == 1

    with container.database.reading() as session:
        tip = session.get_one(Tip, number)
        assert tip.object_until is not None
        assert tip.object_until > told
        assert TipAction.OBJECT in steps_of_reporter(tip, told)

    with container.database.writing() as session:
        clear_day(session, last)
        recount_all(session, container.casework.clocks.service)
        # What was told is never shortened.
        assert session.get_one(Tip, number).object_until == tip.object_until


def news_of(container: Container) -> list[Delivery]:
    with container.database.reading() as session:
        return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def test_steps_within_a_minute_ring_together_after_the_first(
    container: Container, clock: StandingClock
) -> None:
    number, other = submitted(container, clock), submitted(container, clock, "draft-2")
    began = clock.now()
    with container.database.writing() as session:
        container.casework.tips.accept(session, number, INTAKE, clock.now())
    [first] = news_of(container)
    assert first.due_at == began, "the first is not kept waiting"
    with container.database.writing() as session:
        session.get_one(Delivery, first.id).state = State.SENT

    for words in ("明天上午就来。", "改到明天下午。"):
        clock.advance(seconds=20)
        with container.database.writing() as session:
            container.casework.tips.reply(session, number, words, INTAKE, clock.now())
    [_, second] = news_of(container)
    assert second.due_at == began + timedelta(seconds=60)
    said = unpacked(container.cipher.open(second.payload or b""))
    assert isinstance(said, Notice)
    assert said.slots["at"] == clock.now(), "it tells of the latest step"

    with container.database.writing() as session:
        container.casework.tips.accept(session, other, INTAKE, clock.now())
    assert len(news_of(container)) == 3, "another case is other news"


def test_accepting_ends_one_time_and_begins_the_sixty_days(
    container: Container, clock: StandingClock
) -> None:
    number = submitted(container, clock)
    with container.database.writing() as session:
        container.casework.tips.accept(session, number, INTAKE, clock.now())
    assert clocks_of(container, number) == ["verify"]
    with container.database.reading() as session:
        tip = session.get_one(Tip, number)
        assert tip.answer_by is not None
        assert tip.answer_by - clock.now() > timedelta(days=60)


def test_a_question_stops_the_clock_and_an_answer_lets_it_run_on(
    container: Container, clock: StandingClock
) -> None:
    number = submitted(container, clock)
    with container.database.writing() as session:
        container.casework.tips.ask_more(session, number, "是哪个门？", INTAKE, clock.now())
    assert clocks_of(container, number) == ["accept", "supplement"]
    clock.advance(days=2)
    with container.database.writing() as session:
        reporter = Actor(ActorKind.REPORTER, number)
        container.casework.tips.supply(session, number, "东边那个", reporter, clock.now())
    assert clocks_of(container, number) == ["accept"]
    with container.database.reading() as session:
        running = session.scalars(select(CaseClock).where(CaseClock.kind == "accept")).one()
        assert running.paused_at is None
        assert running.due_at is not None


def test_the_day_of_a_fire_exit_is_a_day(container: Container, clock: StandingClock) -> None:
    keeper = container.casework.tips.office.clocks
    with container.database.writing() as session:
        due = keeper.start(session, "R1", ClockKind.VERIFY, clock.now(), category="fire_exit")
        assert due == clock.now() + timedelta(hours=24)
        keeper.stop(session, "R1", ClockKind.VERIFY, clock.now())
    assert clocks_of(container, "R1") == []


def test_evidence_hangs_on_the_key_of_the_words(container: Container, clock: StandingClock) -> None:
    number = submitted(container, clock)
    book = container.casework.evidence.service
    with container.database.writing() as session:
        book.attach(session, number, Kind.PHOTO, "media-1", clock.now())
    with container.database.reading() as session:
        [row] = book.of_case(session, number)
        assert len(book.key_of(session, row, clock.now())) == 32


def test_an_anonymous_tip_has_no_openid_and_hears_nothing(container: Container, clock: StandingClock) -> None:
    number = submitted(container, clock, new=replace(NEW, mode=Mode.ANONYMOUS, channel=Channel.BROWSER))
    with container.database.writing() as session:
        container.casework.tips.accept(session, number, INTAKE, clock.now())
    with container.database.reading() as session:
        assert session.scalars(select(Delivery)).all() == []
        assert container.casework.vault.cases_of(session, AMY) == []


def test_the_summary_for_a_unit_has_no_number_of_a_person(container: Container, clock: StandingClock) -> None:
    number = submitted(container, clock)
    with container.database.writing() as session:
        container.casework.tips.accept(session, number, INTAKE, clock.now())
    with container.database.writing() as session:
        summary = "有车（浙J·8K123）挡住出口，报料人邮箱 amy.chen@example.com，微信号：chenamy88"
        tip = container.casework.tips.summarise(session, number, summary, "超市后门", INTAKE, clock.now())
        shared = tip.shared_summary or ""
    assert "挡住出口" in shared
    assert not any(told in shared for told in ("8K123", "amy.chen", "chenamy88"))
