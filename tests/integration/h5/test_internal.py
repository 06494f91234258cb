"""The code of an enterprise: an employee tells, the enterprise fixes, or the bureau hears of it."""

import re

import pytest
from flask import Flask

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.h5.tip_phone import Phone, tips
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.tip_office import INTAKE, TOWN
from tipoffs.tips.models import Mode

WORDS = "三号冲床的护罩拆了半年没有装回去"


@pytest.fixture
def phone(app: Flask) -> Phone:
    """An employee's browser."""
    return Phone(app.test_client())


@pytest.fixture
def boss(app: Flask) -> Phone:
    """The browser of whoever answers for the enterprise."""
    return Phone(app.test_client())


@pytest.fixture
def channel(container: Container, clock: StandingClock) -> tuple[str, str]:
    """Where the code leads, and the key."""
    with container.database.writing() as session:
        made, key = container.casework.internal.open_channel(
            session, "鑫源冲压厂", "万寿路8号", TOWN, "machinery", INTAKE, clock.now(), 15
        )
        return f"/h5/internal/{made.token}", key


def reported(phone: Phone, page: str) -> str:
    """Tell by the form, tapping twice; the number."""
    tap = re.search(r'name="tap" value="(\w+)"', phone.opens(page).text)
    assert tap
    numbers = set()
    for _ in range(2):
        done = phone.sends(page, tap=tap[1], words=WORDS)
        numbers |= set(re.findall(r'data-testid="number">(N[0-9a-f]{12})<', done.text))
    (number,) = numbers
    return str(number)


@pytest.mark.parametrize("sign", ["械", "𠮷"])
def test_a_report_may_be_as_long_as_the_form_says(phone: Phone, channel: tuple[str, str], sign: str) -> None:
    """Sent in a form, each sign takes nine bytes, a rare one twelve."""
    page, _ = channel
    shown = phone.opens(page).text
    tap, most = re.search(r'name="tap" value="(\w+)"', shown), re.search(r'maxlength="(\d+)"', shown)
    assert tap
    assert most

    done = phone.sends(page, tap=tap[1], words=sign * int(most[1]))

    assert done.status_code == 200
    assert 'data-testid="number"' in done.text


def test_an_internal_report_is_fixed_by_the_enterprise_and_its_reporter_sees_it(
    phone: Phone, boss: Phone, channel: tuple[str, str], container: Container
) -> None:
    page, key = channel
    assert "鑫源冲压厂" in phone.opens(page).text
    number = reported(phone, page)
    assert "单位正在整改" in phone.sends(f"{page}/result", number=f" {number.upper()} ").text
    assert boss.sends(f"{page}/enterprise", key="wrong").status_code == 403
    waiting = boss.sends(f"{page}/enterprise", key=key).text
    assert waiting.count(WORDS) == 1
    fix = {"key": key, "number": number, "measures": "护罩已装回，班前检查"}
    assert "没有要整改的" in boss.sends(f"{page}/enterprise", **fix).text
    seen = phone.sends(f"{page}/result", number=number).text
    assert "单位说已经改好" in seen
    assert "班前检查" in seen
    assert WORDS not in seen
    assert tips(container) == []


def test_what_is_not_fixed_goes_to_the_bureau_and_its_teller_can_follow(
    phone: Phone, boss: Phone, channel: tuple[str, str], container: Container, clock: StandingClock
) -> None:
    page, key = channel
    number = reported(phone, page)
    clock.advance(days=17)
    scheduled_job = next(
        one for one in container.casework.scheduled_jobs() if one.name == "escalate_internal_reports"
    )
    scheduled_job.task(clock.now())
    (tip,) = tips(container)
    assert (tip.mode, tip.reporter) == (Mode.ANONYMOUS, None)
    seen = phone.sends(f"{page}/result", number=number).text
    assert "已转应急管理部门" in seen
    assert tip.number in seen
    assert "没有要整改的" in boss.sends(f"{page}/enterprise", key=key).text


def test_nobody_is_asked_who_they_are_and_nothing_wrong_gets_in(
    phone: Phone, channel: tuple[str, str], container: Container, clock: StandingClock
) -> None:
    page, _ = channel
    assert phone.sends(page, words=WORDS).status_code == 422
    short = phone.sends(page, tap="a" * 32, words=" ")
    assert short.status_code == 422
    assert "请写明看到的情况" in short.text
    assert phone.sends(f"{page}/result", number="N000000000000").status_code == 404
    assert "<svg" in phone.opens(f"{page}/poster").text
    none = "/h5/internal/0000000000000000"
    assert [phone.opens(path).status_code for path in (none, f"{none}/poster")] == [404, 404]
    with container.database.writing() as session:
        token = page.rpartition("/")[2]
        container.casework.internal.close_channel(session, token, INTAKE, clock.now())
    assert "已经停用" in phone.opens(page).text
