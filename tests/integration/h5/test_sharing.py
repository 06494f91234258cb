"""Signatures for share cards: of our own pages, from a ticket at hand."""

import pytest
import requests

from app.wiring import Container
from tests.contract.wechat_platform import CONFIG, SimulatedPlatform
from tests.integration.h5.conftest import PUBLIC_URL, Browser
from wechat.pages import page_signature


def test_our_page_is_signed_with_the_ticket_of_the_platform(
    browser: Browser, container: Container, platform: SimulatedPlatform
) -> None:
    container.gateway.renew_ticket()
    token = container.gateway.tokens.token()
    ticket = requests.get(
        f"{platform.address}/api/cgi-bin/ticket/getticket",
        params={"type": "jsapi", "access_token": token},
        timeout=30,
    ).json()["ticket"]
    url = f"{PUBLIC_URL}/h5/a/fire.oil_pan?from=singlemessage"

    signed = browser.opens("/h5/jssdk", url=f"{url}#top").get_json()

    assert signed["appId"] == CONFIG.appid
    assert signed["signature"] == page_signature(ticket, signed["nonceStr"], signed["timestamp"], url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://evil.example/h5/",
        "http://anwen.test.evil.example/h5/",
        "http://evil.example@anwen.test/h5/",
        "http://anwen.test@evil.example/h5/",
        "https://anwen.test/h5/",
        "http://anwen.test:81/h5/",
        "http://anwen.test/wechat",
        "http://anwen.test/h5",
        "//anwen.test/h5/",
        "http://anwen.test\\@e.example/h5/",
        "http://anwen.test/h5/\n",
        "http://[::1/h5/",
        "http://anwen.test/h5/" + "a" * 1000,
    ],
)
def test_no_foreign_page_is_signed(browser: Browser, container: Container, url: str) -> None:
    container.gateway.renew_ticket()

    assert browser.opens("/h5/jssdk", url=url).status_code == 400


def test_without_a_ticket_there_is_no_card_and_no_call(browser: Browser, platform: SimulatedPlatform) -> None:
    response = browser.opens("/h5/jssdk", url=f"{PUBLIC_URL}/h5/")

    assert response.status_code == 503
    assert platform.calls("ticket/getticket") == []


def test_the_worker_has_a_scheduled_job_to_renew_the_ticket(
    container: Container, platform: SimulatedPlatform, browser: Browser
) -> None:
    task = next(one.task for one in container.scheduled_jobs() if one.name == "renew_page_ticket")

    task(container.clock.now())
    task(container.clock.now())

    assert len(platform.calls("ticket/getticket")) == 1
    assert browser.opens("/h5/jssdk", url=f"{PUBLIC_URL}/h5/").status_code == 200


def test_an_account_without_the_right_is_asked_again_without_noise(
    container: Container, platform: SimulatedPlatform
) -> None:
    platform.fails("ticket/getticket", errcode=48001)
    task = next(one.task for one in container.scheduled_jobs() if one.name == "renew_page_ticket")

    task(container.clock.now())

    assert len(platform.calls("ticket/getticket")) == 1
