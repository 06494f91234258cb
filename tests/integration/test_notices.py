"""Notices that find their way days later, through the real outbox and courier, on both databases."""

from datetime import timedelta

import pytest

from core.db import Database
from deliveries.consents import record_answer, record_change
from deliveries.messages import Notice
from deliveries.models import NoticeConsent
from deliveries.notice_templates import Binding, ListedTemplate, bind
from deliveries.status import Channel, Reason, State
from deliveries.terms import Terms
from deliveries.upkeep import forget_person
from jobs.courier import Courier, send
from tests.conftest import StandingClock
from tests.fakes.customer_service import FakeCustomerService
from tests.integration.outbox_office import Office

CONTENT = (
    "受理编号:{{character_string1.DATA}}\n当前进度:{{thing2.DATA}}\n"
    "更新时间:{{time3.DATA}}\n温馨提示:{{thing4.DATA}}"
)
FIELDS = ("character_string1", "thing2", "time3", "thing4")


class Bureau:
    """An outbox and a courier, a platform with people, and the verbs of both."""

    def __init__(self, database: Database, clock: StandingClock) -> None:
        self.office = Office(database, clock)
        self.platform = FakeCustomerService(clock)
        self.courier = Courier(database, self.office.queue, self.platform, clock, sleep=lambda _: None)
        self.clock = clock
        self.openid = self.platform.follows()

    def chooses(self, channel: Channel, *, lasting: bool = False) -> ListedTemplate:
        """The account has a template."""
        name = self.platform.chooses_template(*FIELDS)
        return ListedTemplate(name, channel, "办理进度通知", CONTENT, is_long_term=lasting)

    def binds(self, *listed: ListedTemplate) -> list[Binding]:
        with self.office.database.writing() as session:
            return bind(session, listed, self.clock.now())

    def hears_agreement(self, template: ListedTemplate, answer: str = "accept") -> None:
        """The popup was answered, and its event came."""
        if answer == "accept":
            self.platform.agrees(self.openid, template.template_id)
        with self.office.database.writing() as session:
            record_answer(session, self.openid, template.template_id, answer, self.clock.now())

    def hears_message(self) -> None:
        self.platform.writes(self.openid)
        self.office.hears_from(self.openid)

    def consent(self, template: ListedTemplate) -> NoticeConsent | None:
        with self.office.database.reading() as session:
            return session.get(NoticeConsent, (self.openid, template.template_id))

    def notifies(self) -> tuple[State | None, Channel, Reason | None]:
        """Post a notice and carry it."""
        now = self.clock.now()
        notice = Notice(
            "case_progress",
            {"number": "R2611000123", "progress": "已受理", "at": now, "hint": "点击查看办理情况"},
            "您有一条办理进度，请到“我的举报”查看。",
            "https://anwen.example/h5/mine",
        )
        self.office.cipher.ensure_key(now)
        with self.office.database.writing() as session:
            number = self.office.outbox.post(session, self.openid, notice, now)
        state = self.courier.deliver(number)
        while state is State.WAITING:
            state = self.courier.deliver(number)
        row = self.office.row(number)
        return row.state, row.channel, row.reason

    def heard(self) -> list[tuple[str, str]]:
        return self.platform.heard(self.openid)


@pytest.fixture
def bureau(database: Database, clock: StandingClock) -> Bureau:
    return Bureau(database, clock)


def test_inside_the_window_it_is_a_sentence_in_the_chat(bureau: Bureau) -> None:
    bureau.binds(bureau.chooses(Channel.TEMPLATE))
    bureau.hears_message()

    assert bureau.notifies() == (State.SENT, Channel.CUSTOMER_SERVICE, None)
    assert bureau.heard() == [("text", "您有一条办理进度，请到“我的举报”查看。")]


def test_days_later_it_is_a_template_message(bureau: Bureau) -> None:
    bureau.binds(bureau.chooses(Channel.TEMPLATE))
    bureau.hears_message()
    bureau.clock.advance(days=3)

    assert bureau.notifies() == (State.SENT, Channel.TEMPLATE, None)
    [(kind, words)] = bureau.heard()
    assert kind == "template"
    assert {"R2611000123", "已受理", "点击查看办理情况"} < set(words.split())


def test_a_consent_is_used_once_and_then_there_is_no_way(bureau: Bureau) -> None:
    template = bureau.chooses(Channel.SUBSCRIPTION)
    bureau.binds(template)
    bureau.hears_agreement(template)

    assert bureau.notifies() == (State.SENT, Channel.SUBSCRIPTION, None)
    assert bureau.notifies() == (State.SKIPPED, Channel.CUSTOMER_SERVICE, Reason.NO_CONSENT)
    assert [kind for kind, _ in bureau.heard()] == ["subscribe"]


def test_a_lasting_consent_stays_until_it_is_taken_back(bureau: Bureau) -> None:
    template = bureau.chooses(Channel.SUBSCRIPTION, lasting=True)
    bureau.binds(template)
    for _ in range(3):
        bureau.platform.agrees(bureau.openid, template.template_id)
    bureau.hears_agreement(template)
    assert [bureau.notifies()[0] for _ in range(3)] == [State.SENT] * 3

    with bureau.office.database.writing() as session:
        record_change(session, bureau.openid, template.template_id, "reject", bureau.clock.now())
    assert bureau.notifies()[2] is Reason.NO_CONSENT


def test_a_consent_that_the_platform_does_not_know_gives_way_to_the_next(bureau: Bureau) -> None:
    lasting = bureau.chooses(Channel.SUBSCRIPTION, lasting=True)
    bureau.binds(lasting, bureau.chooses(Channel.TEMPLATE))
    with bureau.office.database.writing() as session:
        record_answer(session, bureau.openid, lasting.template_id, "accept", bureau.clock.now())

    assert bureau.notifies() == (State.SENT, Channel.TEMPLATE, None)
    consent = bureau.consent(lasting)
    assert consent is not None
    assert (consent.remaining, consent.is_lasting) == (0, False)


def test_a_refused_popup_is_no_consent_and_takes_none_away(bureau: Bureau) -> None:
    template = bureau.chooses(Channel.SUBSCRIPTION)
    bureau.binds(template)
    bureau.hears_agreement(template, "reject")
    assert bureau.consent(template) is None

    bureau.hears_agreement(template)
    bureau.hears_agreement(template, "reject")
    bureau.hears_agreement(template)
    consent = bureau.consent(template)
    assert consent is not None
    assert consent.remaining == 2


def test_a_template_with_a_label_that_is_not_ours_is_left_out(bureau: Bureau) -> None:
    name = bureau.platform.chooses_template("thing9")
    strange = ListedTemplate(name, Channel.TEMPLATE, "办理进度通知", CONTENT + "\n经办人:{{thing9.DATA}}")

    bindings = bureau.binds(strange)

    assert all(one.template is None for one in bindings)
    assert bureau.notifies()[2] is Reason.NO_CONSENT


def test_binding_again_replaces_what_was_bound(bureau: Bureau) -> None:
    old, new = bureau.chooses(Channel.TEMPLATE), bureau.chooses(Channel.TEMPLATE)
    bureau.binds(old)
    bindings = bureau.binds(new)

    assert [one.template for one in bindings if one.template] == [new]
    bureau.clock.advance(days=3)
    assert bureau.notifies() == (State.SENT, Channel.TEMPLATE, None)


def test_who_asks_to_be_forgotten_is_forgotten_here_too(bureau: Bureau) -> None:
    template = bureau.chooses(Channel.SUBSCRIPTION)
    bureau.binds(template)
    bureau.hears_agreement(template)
    with bureau.office.database.writing() as session:
        forget_person(session, bureau.openid)
    assert bureau.consent(template) is None


def test_a_notice_is_not_sent_twice_when_the_worker_was_lost(bureau: Bureau) -> None:
    bureau.binds(bureau.chooses(Channel.TEMPLATE))
    now = bureau.clock.now()
    bureau.office.cipher.ensure_key(now)
    with bureau.office.database.writing() as session:
        notice, terms = Notice("case_progress", {}, "请查看。"), Terms(resend_when_unknown=True)
        number = bureau.office.outbox.post(session, bureau.openid, notice, now, terms)
    claim = bureau.office.takes(number)
    send(bureau.courier._gateway, claim)
    bureau.clock.advance(seconds=timedelta(seconds=61).total_seconds())
    bureau.office.recovers()
    bureau.clock.advance(seconds=5)

    assert bureau.courier.deliver(number) is State.SENT
    assert [kind for kind, _ in bureau.heard()] == ["template"]
