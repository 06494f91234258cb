"""隐私说明 as a page: it names the periods by which the account really deletes; nobody has to sign in."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.factory import create_app
from app.page_families import retention_periods
from app.wiring import Container
from h5.addresses import HOME, PRIVACY
from h5.privacy import period_words
from knowledge.library import Library, LibraryHolder
from tests.conftest import StandingClock
from tests.integration.h5.conftest import PUBLIC_URL, Browser
from tests.integration.one_engine import database_url  # noqa: F401
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.retention import load_periods

OTHER = {"words_hours": 36, "receipt_days": 17, "question_log_days": 61}
OTHER |= {"scan_log_days": 211, "quiz_people_days": 97}


def untils(page: str) -> list[str]:
    """What the page says of how long, entry by entry."""
    found = re.findall(r'class="kept__until">(.*?)</dd>', page, re.DOTALL)
    return [re.sub(r"<[^>]*>|\s", "", one).removeprefix("保存：") for one in found]


def test_it_tells_the_periods_that_are_set(
    container: Container, clock: StandingClock, library: Library
) -> None:
    other = Container(container.settings.model_copy(update=OTHER), clock)
    other.library_holder = LibraryHolder(library)
    page = create_app(other.settings, other).test_client().get(PRIVACY, base_url=PUBLIC_URL)
    other.close()
    assert page.status_code == 200
    told = untils(page.text)
    assert told[:8] == [
        "36小时后删除",
        "17天后删除",
        "61天后删除",
        "答复61天后删除",
        "您要求删除为止；取消关注的，乡镇和标签61天后删除",
        "最后一次211天后，代号换成随机的",
        "97天没再答题，就和您断开",
        "办完61天后删除",
    ]
    cases = load_periods()
    assert told[-3:] == [
        f"办结{period_words(cases[each])}后销毁"
        for each in (SecretClass.WORDS, SecretClass.IDENTITY, SecretClass.PAYEE)
    ]


def test_every_page_leads_there_and_nobody_signs_in(browser: Browser, app: Flask) -> None:
    assert f'href="{PRIVACY}"' in browser.opens(HOME).text
    page = app.test_client().get(PRIVACY, base_url=PUBLIC_URL)
    assert page.status_code == 200
    for address in re.findall(r"<main.*</main>", page.text, re.DOTALL)[0].split('href="')[1:]:
        path = address.partition('"')[0]
        assert browser.opens(path).status_code in {200, 302}, path


def test_the_periods_come_from_where_they_are_decided(container: Container) -> None:
    periods, settings = retention_periods(container.settings), container.settings
    assert periods.words == timedelta(hours=settings.words_hours)
    assert periods.questions == timedelta(days=settings.question_log_days)
    assert periods.identity == load_periods()[SecretClass.IDENTITY]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (timedelta(hours=1), "1小时"),
        (timedelta(hours=71), "71小时"),
        (timedelta(days=3), "3天"),
        (timedelta(days=366), "366天"),
        (timedelta(days=1095), "3年"),
    ],
)
def test_a_period_is_told_as_people_say_it(period: timedelta, words: str) -> None:
    assert period_words(period) == words
