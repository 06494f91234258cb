"""Which way, and the sentence that says why: every ledger, every purpose, to one and to many."""

import itertools

import pytest

from deliveries.channels import (
    NO_TEMPLATE_FOR_CAMPAIGNS,
    Audience,
    ManyWay,
    Person,
    Route,
    for_many,
    for_person,
    why_not,
)
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.status import Purpose
from deliveries.status import Channel, Reason

RULES = SendingRules()
CLOSED = Reason.WINDOW_CLOSED


@pytest.mark.parametrize(
    ("person", "route"),
    [
        (Person(Purpose.SERVICE, Channel.CUSTOMER_SERVICE, is_asking=True), Route.PASSIVE),
        (Person(Purpose.CAMPAIGN, Channel.CUSTOMER_SERVICE), Route.CUSTOMER_SERVICE),
        (Person(Purpose.CAMPAIGN, CLOSED, has_lasting_consent=True), Route.SUBSCRIPTION),
        (Person(Purpose.CAMPAIGN, CLOSED, consents=1, has_template=True), Route.SUBSCRIPTION),
        (Person(Purpose.SERVICE, CLOSED, has_template=True), Route.TEMPLATE),
        (Person(Purpose.CAMPAIGN, CLOSED, has_template=True), Route.MASS_LIST),
        (Person(Purpose.CAMPAIGN, CLOSED, mass_this_month=2), Route.MASS_LIST),
        (Person(Purpose.CAMPAIGN, CLOSED, mass_this_month=3), None),
        (Person(Purpose.DISASTER, CLOSED, mass_this_month=3), Route.MASS_LIST),
        (Person(Purpose.DISASTER, CLOSED, mass_this_month=4), None),
        (Person(Purpose.SERVICE, CLOSED), None),
        (Person(Purpose.CAMPAIGN, Reason.LEFT), None),
        (Person(Purpose.SERVICE, Reason.LEFT, has_template=True), None),
        (Person(Purpose.CAMPAIGN, Reason.LEFT, consents=1), Route.SUBSCRIPTION),
    ],
)
def test_the_way_to_one_person(person: Person, route: Route | None) -> None:
    choice = for_person(person, RULES)
    assert choice.route is route
    assert choice.why.endswith("。")
    assert all(one.why.endswith("。") for one in choice.refused)


def test_a_template_never_carries_what_is_not_the_persons_own_business() -> None:
    windows: list[Channel | Reason] = [Channel.CUSTOMER_SERVICE, *Reason]
    for purpose, window, asking, lasting, consents, got in itertools.product(
        (Purpose.CAMPAIGN, Purpose.DISASTER), windows, (True, False), (True, False), (0, 1), range(6)
    ):
        person = Person(purpose, window, asking, lasting, consents, has_template=True, mass_this_month=got)
        choice = for_person(person, RULES)
        assert choice.route is not Route.TEMPLATE
        if choice.route in (Route.MASS_LIST, None):
            whys = {one.route: one.why for one in choice.refused}
            assert whys[Route.TEMPLATE] == f"{NO_TEMPLATE_FOR_CAMPAIGNS}。"


def test_no_fifth_mass_send_whatever_the_reserve() -> None:
    for purpose, got, reserve in itertools.product(Purpose, range(8), range(5)):
        rules = SendingRules(mass_reserve=reserve)
        choice = for_person(Person(purpose, CLOSED, mass_this_month=got), rules)
        if choice.route is Route.MASS_LIST:
            assert got < 4 - (0 if purpose is Purpose.DISASTER else reserve)


@pytest.mark.parametrize(
    ("audience", "way"),
    [
        (Audience(Purpose.CAMPAIGN, 100, talking=60, fresh=100, has_article=True), ManyWay.EACH),
        (Audience(Purpose.CAMPAIGN, 100, talking=10, fresh=100, has_article=True), ManyWay.MASS_LIST),
        (
            Audience(Purpose.CAMPAIGN, 100, talking=10, fresh=100, tag_id=3, has_article=True),
            ManyWay.MASS_TAG,
        ),
        (Audience(Purpose.CAMPAIGN, 100, fresh=90, tag_id=3, has_article=True), ManyWay.MASS_LIST),
        (Audience(Purpose.CAMPAIGN, 100, fresh=1, has_article=True), ManyWay.PUBLISH),
        (Audience(Purpose.CAMPAIGN, 100, fresh=0, has_article=True), ManyWay.PUBLISH),
        (Audience(Purpose.CAMPAIGN, 100, talking=10, fresh=0, has_article=False), None),
        (Audience(Purpose.DISASTER, 100, talking=10, fresh=100), ManyWay.EACH),
        (Audience(Purpose.DISASTER, 100, fresh=100), ManyWay.MASS_LIST),
        (Audience(Purpose.DISASTER, 100, fresh=0, has_article=True), None),
        (Audience(Purpose.SERVICE, 100, talking=1, fresh=100, has_article=True), ManyWay.EACH),
        (Audience(Purpose.CAMPAIGN, 0, has_article=True), None),
    ],
)
def test_the_way_to_many(audience: Audience, way: ManyWay | None) -> None:
    choice = for_many(audience)
    assert choice.way is way
    assert choice.why.endswith("。")


def test_everybody_is_never_chosen_by_itself_and_a_wish_is_never_replaced() -> None:
    for purpose, people, talking, fresh, tag, article in itertools.product(
        Purpose, (0, 1, 2, 50), (0, 1, 50), (0, 1, 50), (None, 3), (True, False)
    ):
        audience = Audience(purpose, people, talking, 0, fresh, tag, is_everybody=True, has_article=article)
        assert for_many(audience).way is not ManyWay.MASS_ALL
        for wish in ManyWay:
            choice = for_many(audience, wish)
            reason = why_not(wish, audience)
            assert choice.way is (None if reason else wish)
            assert reason in choice.why
