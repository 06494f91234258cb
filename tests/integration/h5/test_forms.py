"""No form is taken from anywhere but our own pages, and what is taken is kept once."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from app.factory import create_app
from app.wiring import Container
from knowledge.models import Feedback, LoggedQuestion
from tests.contract.wechat_platform import SimulatedPlatform
from tests.integration.h5.conftest import PUBLIC_URL, Browser

SAFE = {"GET", "HEAD", "OPTIONS"}
# Signed by WeChat, which no page can do.
BY_THE_PLATFORM = {"wechat.receive"}
EXAMPLES = {
    "rest": "anything",
    "filename": "share.js",
    "article_id": "fire.oil_pan",
    "number": "R2611000001",
    "name": "write",
    "token": "0123456789abcdef",
    "kind": "course",
    "contest_id": 1,
    "attempt_id": 1,
    "nth": 1,
    "of": 1,
    "slug": "home_basics",
    "code": "2" * 12,
}


def changing(app: Flask) -> list[tuple[Rule, str]]:
    """Every route and method that may change something."""
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - SAFE)
        if rule.endpoint not in BY_THE_PLATFORM
    ]


def path_of(app: Flask, rule: Rule) -> str:
    with app.test_request_context(base_url=PUBLIC_URL):
        values = {
            name: 1 if isinstance(rule._converters[name], IntegerConverter) else EXAMPLES.get(name, "none")
            for name in rule.arguments
        }
        return app.url_map.bind("anwen.test").build(rule.endpoint, values)


def logged(container: Container) -> list[LoggedQuestion]:
    with container.database.reading() as session:
        return list(session.scalars(select(LoggedQuestion).order_by(LoggedQuestion.id)))


def test_every_route_that_changes_something_refuses_a_foreign_form(app: Flask, browser: Browser) -> None:
    client = app.test_client()
    token = browser.token()
    routes = changing(app)
    assert {rule.endpoint for rule, _ in routes} >= {
        "h5.feedback",
        "h5.letters",
        "h5.delete_mine",
        "h5.nothing",
    }

    for rule, method in routes:
        path = path_of(app, rule)
        bare = client.open(path, base_url=PUBLIC_URL, method=method)
        assert bare.status_code == 403, path
        # Another session's token is as good as none.
        foreign = client.open(path, base_url=PUBLIC_URL, method=method, data={"csrf_token": token})
        assert foreign.status_code == 403, path


def test_a_browser_that_tells_of_a_foreign_page_is_believed(app: Flask, browser: Browser) -> None:
    token = browser.token()
    answer = browser._client.post(
        "/h5/size",
        base_url=PUBLIC_URL,
        data={"csrf_token": token, "size": "large"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert "请重新打开再试" in answer.text


def test_a_token_looks_different_on_every_page_and_fits_all_the_same(browser: Browser) -> None:
    first, second = browser.token(), browser.token()

    assert first != second
    assert browser.posts("/h5/size", csrf_token=first, size="large").status_code == 303
    assert browser.posts("/h5/size", csrf_token=second, size="large").status_code == 303


@pytest.mark.parametrize("token", ["", "0" * 96, "0" * 95, "g" * 96, "é" * 48])
def test_what_is_no_token_is_refused(browser: Browser, token: str) -> None:
    browser.opens("/h5/")

    assert browser.posts("/h5/size", csrf_token=token, size="large").status_code == 403


def test_letters_grow_and_one_is_back_where_one_was(browser: Browser) -> None:
    response = browser.sends("/h5/size", size="huge", back="/h5/a/fire.oil_pan")

    assert (response.status_code, response.headers["Location"]) == (303, "/h5/a/fire.oil_pan")
    assert 'class="size-huge"' in browser.opens("/h5/").text


def test_nobody_is_sent_elsewhere_by_the_form_of_letters(browser: Browser) -> None:
    assert browser.sends("/h5/size", size="x", back="//evil.example").headers["Location"] == "/h5/"
    assert 'class="size-standard"' in browser.opens("/h5/").text


def test_an_opinion_is_kept_and_the_last_word_stands(browser: Browser, container: Container) -> None:
    browser.opens("/h5/a/fire.oil_pan")
    first = browser.sends("/h5/feedback", article="fire.oil_pan", opinion="useful")
    second = browser.sends("/h5/feedback", article="fire.oil_pan", opinion="useless")

    assert "能帮上忙就好" in first.text
    assert "会改好" in second.text
    assert [(row.article, row.decision, row.feedback) for row in logged(container)] == [
        ("fire.oil_pan", "page", Feedback.USELESS)
    ]


def test_an_opinion_of_a_known_person_is_deleted_with_their_records(
    browser: Browser, container: Container
) -> None:
    browser.logs_in()
    browser.sends("/h5/feedback", article="fire.oil_pan", opinion="useful")
    assert logged(container)[0].asker == container.question_log.asker(browser.openid)


@pytest.mark.parametrize(
    "fields",
    [{"article": "no.such", "opinion": "useful"}, {"article": "fire.oil_pan", "opinion": "maybe"}, {}],
)
def test_an_opinion_on_nothing_is_refused(
    browser: Browser, container: Container, fields: dict[str, str]
) -> None:
    assert browser.sends("/h5/feedback", **fields).status_code == 400
    assert logged(container) == []


# What is read of a form asks no database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("mime", "body"),
    [
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="\xd5\xd5\xc6\xac.jpg"\r\n\r\n'
            b"\xff\xd8\r\n--b--\r\n",
        ),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data"),
        ("multipart/form-data", b"--b--"),
        ("application/x-www-form-urlencoded", b"words=\xd5\xd5\xc6\xac"),
    ],
)
def test_a_form_that_cannot_be_read_is_not_called_too_old(browser: Browser, mime: str, body: bytes) -> None:
    token = browser.token()

    answer = browser._client.post(
        "/h5/size",
        base_url=PUBLIC_URL,
        data=body,
        content_type=mime,
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 400
    assert "没有看懂" in answer.text
    assert "放得太久" not in answer.text
    assert browser.posts("/h5/size", csrf_token=token, size="large").status_code == 303


def test_a_form_that_is_far_too_long_is_not_read(browser: Browser) -> None:
    assert browser.posts("/h5/feedback", article="x" * 40_000).status_code == 413


def test_forms_are_counted(browser: Browser, app: Flask) -> None:
    token = browser.token()
    answers = {browser.posts("/h5/size", csrf_token=token, size="large").status_code for _ in range(61)}
    last = browser.posts("/h5/size", csrf_token=token, size="large")

    assert answers == {303, 429}
    assert last.headers["Retry-After"] == "60"
    assert "119" in last.text


@pytest.mark.parametrize(("proxies", "counted_apart"), [(0, False), (1, True)])
def test_an_address_is_believed_of_our_proxies_only(
    container: Container, platform: SimulatedPlatform, proxies: int, counted_apart: bool
) -> None:
    container.settings = container.settings.model_copy(update={"proxies": proxies})
    client = create_app(container.settings, container).test_client()

    def search(address: str) -> int:
        # What a caller claims stands first; what nginx saw stands last.
        claimed = {"X-Forwarded-For": f"10.9.9.9, {address}"}
        return client.get("/h5/search?q=x", base_url=PUBLIC_URL, headers=claimed).status_code

    assert {search("10.0.0.1") for _ in range(120)} == {200}
    assert search("10.0.0.1") == 429
    assert search("10.0.0.2") == (200 if counted_apart else 429)
