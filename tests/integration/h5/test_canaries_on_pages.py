"""Made-up people through every page there is; none of them stands on a page, in a log or an export.

What one types into a form comes back in no page: not on a shared phone, not to others, not to staff.
"""

import io
import json
import logging
import re

import pytest
from flask import Flask

from app.wiring import Container
from tests import samples
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import NEW, Phone, filed, tips
from tests.integration.intake.canaries import INTAKE, UNIT, Canary
from tests.integration.intake.staff import Staff
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.rewards.office import PAYER
from tests.integration.waiting_reward import notified
from tipoffs.figures import figures, shown
from tipoffs.rewards.payment.sheets import LEDGER_HEADS, written_csv, written_xlsx
from tipoffs.tips.queries import tip_file
from tipoffs.tips.views import unit_list
from tipoffs.worklists import Wanted, newest_tips

PAGES = ("", "/identity", "/employment", "/reward")


class Person(Canary):
    """One who also works there and writes more than once."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.proof = f"金丝雀证明{number:02}号车间钳工"
        self.letter = f"金丝雀留言{number:02}号请快点"
        self.objection = f"金丝雀异议{number:02}号不同意"

    @property
    def secrets(self) -> list[str]:
        return [*super().secrets, self.proof, self.letter, self.objection, self.openid]


def known(app: Flask, platform: SimulatedPlatform, number: int) -> tuple[Browser, Person]:
    """A follower who is recognised, and the words that only they use."""
    one = Person(number)
    browser = Browser(app.test_client(), platform.follower(f"canary{number}"))
    one.openid = browser.openid
    browser.logs_in()
    return browser, one


def files(browser: Browser, one: Person, mode: str) -> str:
    """A tip by the form, with name, proof and a letter; its number."""
    draft = browser.opens(NEW).text.partition('name="draft" value="')[2][:32]
    fields = {"draft": draft, "facts": one.words, "object_name": "鑫源厂", "address": "建设路1号"}
    assert browser.sends(f"{NEW}/submit", **fields, mode=mode, agreed="yes").status_code == 303
    found = re.search(r"R\d{10}", browser.opens("/h5/tips/done").text)
    assert found
    base = f"/h5/tips/{found[0]}"
    if mode == "real_name":
        told = {"name": one.name, "phone": one.phone, "id_number": one.id_number}
        assert browser.sends(f"{base}/step/identity", **told).status_code == 303
    photo = (io.BytesIO(samples.photo()), f"{one.name}.jpg")
    proof = {"employment": one.proof, "agreed": "yes", "employment_photo": photo}
    assert browser.sends(f"{base}/employment", **proof).status_code == 303  # type: ignore[arg-type]
    assert browser.sends(f"{base}/step/write", words=one.letter).status_code == 303
    return found[0]


def pages_of(browser: Browser | Phone, numbers: list[str]) -> str:
    """Everything that this browser is shown, its headers and cookies too."""
    paths = ["/h5/tips/mine", "/h5/tips/code", NEW, "/h5/tips/done", "/h5/notices", "/h5/mine"]
    paths += [f"/h5/tips/{number}{page}" for number in numbers for page in PAGES]
    responses = [browser.opens(path) for path in paths]
    return "\n".join(f"{one.status} {one.headers} {one.text}" for one in responses)


def test_no_page_and_no_export_shows_a_person(
    app: Flask,
    platform: SimulatedPlatform,
    container: Container,
    clock: StandingClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    staff = Staff(container, clock)
    people: list[Person] = []
    browsers: list[Browser] = []
    numbers: list[str] = []
    for number, mode in enumerate(("real_name", "confidential", "confidential"), 60):
        browser, one = known(app, platform, number)
        numbers.append(files(browser, one, mode))
        people.append(one)
        browsers.append(browser)
    stranger, _ = known(app, platform, 70)
    phone = Phone(app.test_client())
    nameless, _ = filed(phone)

    staff.answers(numbers[0])
    assert (
        browsers[0].sends(f"/h5/tips/{numbers[0]}/step/object", words=people[0].objection).status_code == 303
    )
    notified(container, clock, numbers[1])
    payee = {
        "name": people[1].name,
        "id_number": people[1].id_number,
        "account": people[1].account,
        "bank": "农商行",
    }
    claimed = browsers[1].sends(f"/h5/tips/{numbers[1]}/reward/claim", **payee, agreed="yes")
    assert claimed.status_code == 303

    shown_to: list[Browser | Phone] = [*browsers, stranger, phone]
    everything = [pages_of(one, [*numbers, nameless]) for one in shown_to]
    for page in everything:
        assert [secret for one in people for secret in one.secrets if secret in page] == []
    # Their own cases were really shown, once more where there is nothing to claim; those of others were not.
    assert [page.count("办到哪里了") for page in everything] == [2, 2, 2, 0, 2]
    assert [secret for one in people for secret in one.secrets if secret in caplog.text] == []
    assert [secret for one in people for secret in one.secrets if secret in exported(container, clock)] == []
    assert len(tips(container)) == 4


def exported(container: Container, clock: StandingClock) -> str:
    """What leaves the system for staff, units, finance and figures; the payout file alone has a payee."""
    rewards = container.casework.rewards
    with container.database.reading() as session:
        rows = rewards.reconciling.ledger_rows(session, PAYER)
        today = clock.now().date()
        counted = figures(session, today.replace(day=1), today, clock.now())
        told = [
            written_csv(LEDGER_HEADS, rows).decode("utf-8-sig"),
            written_xlsx(LEDGER_HEADS, rows).decode("latin-1"),
            json.dumps(shown(counted.by_industry), ensure_ascii=False, default=str),
            repr(unit_list(session, UNIT)),
            repr(newest_tips(session, INTAKE, Wanted(), limit=50)),
        ]
        for tip in tips(container):
            file = tip_file(session, container.casework.tips.office, tip.number, INTAKE)
            told += [str(vars(row)) for row in (file.tip, *file.steps)]
            told.append(repr(container.casework.similar.similar(session, tip.number, INTAKE, clock.now())))
    return "\n".join(told)
