"""What somebody typed outlives the session, the case that moved on, and a step that is refused."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from admin.routes import FORM_BYTES
from admin.visitors import COOKIE
from app.wiring import Container
from core.errors import DoesNotFit
from places.models import CalendarDay, DaySource
from tests.conftest import StandingClock
from tests.insiders import let_in_again
from tests.integration.admin.conftest import Clerk, Hiring
from tests.samples import CALL
from tests.sendable import sendable

WORDS = "南门三号仓库的消防通道被货架堵住了，\r\n钥匙在门卫手里，晚上八点以后才有人。"
HERE = {"Sec-Fetch-Site": "same-origin"}


def test_who_is_signed_out_while_writing_signs_in_and_goes_on(hiring: Hiring, clock: StandingClock) -> None:
    clerk = hiring.insider("chen", "intake_officer")
    form = CALL | {"facts": WORDS}
    token = clerk.token("/admin/tips/new")
    clock.advance(minutes=40)

    ended = _posts(clerk, "/admin/tips/new", {**form, "csrf_token": token})

    assert ended.status_code == 403
    assert "登录到期了" in ended.text
    assert "钥匙在门卫手里" in _shown(ended.text)
    assert re.search(r'href="/admin/sign-in"\s+target="_blank"', ended.text)
    # Signed in again in another window: a new session, whose token is another one.
    clerk._client.set_cookie(COOKIE, let_in_again(hiring._container, "chen"), path="/admin")
    once_more = _posts(clerk, "/admin/tips/new", _hidden(ended.text))
    assert once_more.status_code == 403
    assert "核对" in once_more.text
    assert "钥匙在门卫手里" in _shown(once_more.text)
    taken = _posts(clerk, "/admin/tips/new", _hidden(once_more.text))
    assert taken.status_code == 200
    number = re.search(r"R\d{10}", taken.text)
    assert number
    told = _posts(
        clerk, f"/admin/tips/{number[0]}/words", {"csrf_token": clerk.token(f"/admin/tips/{number[0]}")}
    )
    assert "钥匙在门卫手里" in told.text


def test_a_form_of_another_site_is_neither_shown_nor_offered(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")

    for site in ({"Sec-Fetch-Site": "cross-site"}, {}):
        answer = _posts(clerk, "/admin/tips/new", CALL | {"facts": WORDS}, site)

        assert answer.status_code == 403
        assert "钥匙在门卫手里" not in answer.text
        assert "<form" not in answer.text


def test_a_step_that_another_took_meanwhile_gives_the_words_back(hiring: Hiring) -> None:
    clerk, other = hiring.insider("chen", "intake_officer"), hiring.insider("li", "intake_officer")
    recorded = clerk.sends("/admin/tips/new", **CALL)
    found = re.search(r"R\d{10}", recorded.text)
    assert found
    page = f"/admin/tips/{found[0]}"
    token = clerk.token(page)
    other.sends(f"{page}/step/transfer", page=page, to="住建局", reason="属于房屋安全")

    late = _posts(clerk, f"{page}/step/ask-more", {"csrf_token": token, "question": WORDS})

    assert late.status_code == 409
    assert "钥匙在门卫手里" in _shown(late.text)


@pytest.mark.parametrize("has_file", [False, True], ids=["words", "words and a file"])
def test_a_form_that_is_too_large_gives_the_words_back(hiring: Hiring, has_file: bool) -> None:
    clerk = hiring.insider("chen", "intake_officer")
    fields: dict[str, Any] = {
        "csrf_token": clerk.token("/admin/tips/new"),
        "facts": WORDS,
        "pad": "x" * 100_000,
    }
    if has_file:
        photo = FileStorage(BytesIO(b"0" * FORM_BYTES), "photo.jpg")
        # Whole: what the client spools into a file it leaves open.
        boundary, body = encode_multipart(fields | {"photo": photo})
        kind = f"multipart/form-data; boundary={boundary}"
        answer = sendable(clerk._client.post("/admin/tips/new", data=body, content_type=kind, headers=HERE))
    else:
        answer = _posts(clerk, "/admin/tips/new", fields | {"longer": "长" * (FORM_BYTES // 9)})

    assert answer.status_code == 413
    assert "钥匙在门卫手里" in _shown(answer.text)


def test_a_form_that_is_too_large_and_of_nobody_is_not_read(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")
    form = CALL | {"facts": WORDS, "longer": "长" * (FORM_BYTES // 9)}

    assert (
        "钥匙在门卫手里" not in _posts(clerk, "/admin/tips/new", form, {"Sec-Fetch-Site": "cross-site"}).text
    )
    clerk._client.delete_cookie(COOKIE, path="/admin")
    assert "钥匙在门卫手里" not in _posts(clerk, "/admin/tips/new", form).text


def test_a_contest_takes_as_many_units_as_its_form_lets_in(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "planner")
    page = clerk._client.get("/admin/quizzes/contests/new")
    most = re.search(r'<textarea[^>]*name="units"[^>]*maxlength="(\d+)"', page.text, re.DOTALL)
    assert most
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    form = {"csrf_token": token[1], "units": ("县教育局 300\r\n" * 6000)[: int(most[1])]}

    assert _posts(clerk, "/admin/quizzes/contests/new", form).status_code != 413


def test_what_stands_in_the_form_again_is_not_shown_twice(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")

    refused = clerk.sends("/admin/tips/new", **(CALL | {"facts": WORDS, "mode": "nonsense"}))

    assert refused.status_code == 409
    assert refused.text.count("钥匙在门卫手里") == 1


@pytest.mark.parametrize("secret", ["password", "code", "again"])
def test_secrets_are_never_given_back(hiring: Hiring, secret: str) -> None:
    clerk = hiring.insider("chen", "intake_officer")

    answer = _posts(clerk, "/admin/password", {secret: "秘密秘密秘密"})

    assert answer.status_code == 403
    assert "秘密秘密" not in answer.text


def test_an_old_page_of_signing_in_is_shown_anew(hiring: Hiring) -> None:
    visitor = hiring.visitor()

    answer = visitor.posts("/admin/sign-in", login="chen", password="秘密秘密秘密", back="/admin/tips")

    assert answer.status_code == 403
    assert 'value="chen"' in answer.text
    assert 'value="/admin/tips"' in answer.text
    assert "秘密" not in answer.text
    assert 'name="csrf_token"' in answer.text


def test_the_address_of_a_step_leads_to_its_page(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")

    led = clerk.asks("/admin/tips/R2611000001/step/accept")

    assert (led.status_code, led.headers["Location"]) == (302, "/admin/tips/R2611000001")


def test_a_filter_that_was_not_kept_can_be_named_anew_or_left(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")
    name = "城东快到期的和南门那几件一起看还有别的好多好多"

    refused = clerk.sends(
        "/admin/me/views/keep", page="/admin/hazards", route="hazards", query="due=late", name=name
    )

    assert refused.status_code == 409
    assert name in _shown(refused.text)
    assert 'action="/admin/me/views/keep"' in refused.text
    assert 'href="/admin/hazards?due=late"' in refused.text


def test_a_sheet_sent_twice_is_one_call(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")
    found = re.search(r'name="sheet" value="(\w+)"', clerk.opens("/admin/tips/new").text)
    assert found
    first = clerk.sends("/admin/tips/new", sheet=found[1], **CALL)
    number = re.search(r"R\d{10}", first.text)
    assert number

    again = clerk.sends("/admin/tips/new", sheet=found[1], **(CALL | {"happened": "今天早上，又看了一遍"}))
    other = hiring.insider("li", "intake_officer").sends("/admin/tips/new", sheet=found[1], **CALL)
    fresh = clerk.sends("/admin/tips/new", sheet="another", **CALL)

    assert (first.status_code, again.status_code) == (200, 409)
    assert number[0] in again.text
    assert "没有再登记一遍" in again.text
    assert "今天早上，又看了一遍" in again.text
    for one in (other, fresh):
        assert one.status_code == 200
        assert number[0] not in one.text


def test_two_taps_at_once_are_one_call(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")
    token = clerk.token("/admin/tips/new")
    twins = [hiring.visitor("chen") for _ in range(2)]
    cookie = clerk._client.get_cookie(COOKIE, path="/admin")
    assert cookie
    for twin in twins:
        twin._client.set_cookie(COOKIE, cookie.value, path="/admin")

    with ThreadPoolExecutor(2) as pool:
        sent = {"csrf_token": token, "sheet": "one", **CALL}
        answers = list(pool.map(lambda twin: _posts(twin, "/admin/tips/new", sent), twins))

    assert sorted(one.status_code for one in answers) == [200, 409]
    numbers = [re.findall(r"R\d{10}", one.text)[0] for one in answers]
    assert len(set(numbers)) == 1


def test_a_call_that_is_too_long_is_not_cut(hiring: Hiring) -> None:
    clerk = hiring.insider("chen", "intake_officer")

    refused = clerk.sends("/admin/tips/new", **(CALL | {"facts": "长" * 1001}))

    assert refused.status_code == 409
    assert "“反映的情况”最多1000个字，现在有1001个" in refused.text
    assert "长" * 1001 in refused.text


def test_a_text_longer_than_its_column_is_told_as_a_refusal(container: Container) -> None:
    day = CalendarDay(
        day=date(2027, 1, 4), is_workday=True, name="调" * 65, source=DaySource.STAFF, edited_by="chen",
        edited_at=container.clock.now(),
    )  # fmt: skip
    # The embedded engine knows no lengths.
    told = nullcontext() if container.database.is_sqlite else pytest.raises(DoesNotFit, match="最多64个字")

    with told, container.database.writing() as session:
        session.add(day)


def _posts(
    clerk: Clerk, path: str, fields: dict[str, Any], headers: dict[str, str] | None = None
) -> TestResponse:
    client: FlaskClient = clerk._client
    return sendable(client.post(path, data=fields, headers=HERE if headers is None else headers))


def _hidden(page: str) -> dict[str, str]:
    form = re.search(r"<form.*?</form>", page, re.DOTALL)
    assert form
    fields = re.findall(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in fields}


def _shown(page: str) -> str:
    return re.sub(r'<input type="hidden"[^>]*>', "", page)
