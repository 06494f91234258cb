"""A refused form comes back on its own page, with the reason at the field and what was written in it."""

import re

import pytest
from flask import Flask

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.fields import told_at
from tests.integration.h5.tip_phone import ANONYMOUS, FACTS, NEW, Phone, filed, tips
from tests.integration.intake.staff import Staff
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.tip_office import INTAKE, TOWN
from tipoffs.tips.talking import MOST_CHARACTERS

WORDS = "班长今天把我调去守仓库，还扣了我的工资"


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's own browser."""
    return Phone(app.test_client())


@pytest.fixture
def staff(container: Container, clock: StandingClock) -> Staff:
    """Who handles tips."""
    return Staff(container, clock)


def opened(page: str) -> str:
    """The one step that is open on the page of a case."""
    (found,) = re.findall(r'<details class="card act"\s+open>(.*?)</details>', page, re.DOTALL)
    return str(found)


@pytest.mark.parametrize(
    ("step", "said"),
    [("write", "要说的话"), ("suffers", "发生了什么"), ("object", "哪里不同意"), ("supply", "您知道的")],
)
def test_a_step_without_words_stays_open_and_says_what_is_missing(
    phone: Phone, staff: Staff, step: str, said: str
) -> None:
    number, _ = filed(phone)
    (staff.asks if step == "supply" else staff.answers)(number)

    refused = phone.sends(f"/h5/tips/{number}/step/{step}", words=" \n")

    assert refused.status_code == 422
    assert f"/h5/tips/{number}/step/{step}" in opened(refused.text)
    assert said in told_at(refused.text, "words")


def test_too_many_words_still_stand_in_the_step(phone: Phone) -> None:
    number, _ = filed(phone)
    long = "字" * MOST_CHARACTERS + "多"

    refused = phone.sends(f"/h5/tips/{number}/step/write", words=long)

    assert "最多1000个字" in told_at(refused.text, "words")
    assert long in opened(refused.text)


def test_stars_and_files_are_asked_for_where_they_are_given(phone: Phone, staff: Staff) -> None:
    number, _ = filed(phone)
    staff.answers(number)

    unrated = phone.sends(f"/h5/tips/{number}/step/rate", rating="")
    no_file = phone.sends(f"/h5/tips/{number}/files", files=(b"", ""))

    assert (unrated.status_code, no_file.status_code) == (422, 422)
    assert "先选一个" in told_at(unrated.text, "rating")
    assert "先选照片" in told_at(no_file.text, "files")
    assert "提交评价" in opened(unrated.text)


def test_a_step_that_is_not_to_be_had_is_told_on_the_page_of_the_case(phone: Phone) -> None:
    number, _ = filed(phone)

    early = phone.sends(f"/h5/tips/{number}/step/object", words=WORDS)
    unnamed = phone.sends(f"/h5/tips/{number}/disclose", mode="nothing")
    nothing = phone.sends(f"/h5/tips/{number}/reward/secret")

    for page in (early, nothing):
        assert page.status_code == 422
        assert "办到哪里了" in page.text
        assert "没有办成" in page.text
    assert WORDS in early.text
    assert unnamed.status_code == 422
    assert "改为" in unnamed.text
    assert "请选一种署名方式" in unnamed.text


def test_a_wrong_code_is_told_at_its_field_and_not_shown_again(phone: Phone) -> None:
    refused = phone.sends("/h5/tips/code", code="ABCDEF-12345")

    assert refused.status_code == 403
    assert "核对查询码" in told_at(refused.text, "code")
    assert "ABCDEF" not in refused.text.replace("ABCDEF-12345-…", "")


@pytest.mark.parametrize("step", ["submit", "save", "drop"])
def test_a_draft_that_has_ended_begins_again_with_what_was_typed(
    phone: Phone, container: Container, clock: StandingClock, step: str
) -> None:
    phone.begins()
    phone.opens(ANONYMOUS)
    phone.client.delete_cookie("tip_draft", domain="anwen.test", path=ANONYMOUS)

    again = phone.sends(f"{ANONYMOUS}/{step}", facts=FACTS, address="城东路8号", agreed="yes")

    assert again.status_code == 422
    assert "原来的草稿已经不在了" in again.text
    assert FACTS in again.text
    assert "城东路8号" in again.text
    assert tips(container) == []
    assert phone.submits().status_code == 303
    assert len(tips(container)) == 1


def test_a_draft_of_a_follower_that_has_ended_does_too(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    browser.logs_in()
    draft = browser.opens(NEW).text.partition('name="draft" value="')[2][:32]
    clock.advance(days=8)
    form = {"draft": draft, "facts": FACTS, "mode": "confidential", "agreed": "yes"}

    again = browser.sends(f"{NEW}/submit", **form)

    assert again.status_code == 422
    assert FACTS in again.text
    fresh = again.text.partition('name="draft" value="')[2][:32]
    assert fresh != draft
    assert browser.sends(f"{NEW}/submit", **{**form, "draft": fresh}).status_code == 303
    assert len(tips(container)) == 1


def test_forms_of_an_enterprise_come_back_too(
    phone: Phone, container: Container, clock: StandingClock
) -> None:
    with container.database.writing() as session:
        made, key = container.casework.internal.open_channel(
            session, "鑫源冲压厂", "万寿路8号", TOWN, "machinery", INTAKE, clock.now(), 15
        )
        page = f"/h5/internal/{made.token}"

    untapped = phone.sends(page, words=WORDS)

    assert untapped.status_code == 422
    assert WORDS in untapped.text
    tap = re.search(r'name="tap" value="(\w{32})"', untapped.text)
    assert tap
    number = re.search(r"N[0-9a-f]{12}", phone.sends(page, words=WORDS, tap=tap[1]).text)
    assert number
    unknown = phone.sends(f"{page}/result", number="N00000000000f")
    assert unknown.status_code == 404
    assert "没有查到" in told_at(unknown.text, "number")
    assert 'value="N00000000000f"' in unknown.text
    wrong = phone.sends(f"{page}/enterprise", key="wrong")
    assert (wrong.status_code, "钥匙不对" in told_at(wrong.text, "key")) == (403, True)
    bare = phone.sends(f"{page}/enterprise", key=key, number=number[0], measures=" ")
    assert bare.status_code == 422
    assert WORDS in bare.text
    assert told_at(bare.text, "measures")
    fixed = {"key": key, "number": number[0], "measures": "护罩已经装回，班前检查"}
    assert "没有要整改的" in phone.sends(f"{page}/enterprise", **fixed).text
    twice = phone.sends(f"{page}/enterprise", **{**fixed, "measures": "护罩又换了一个新的，装得更牢"})
    assert twice.status_code == 422
    assert "装得更牢" in twice.text
