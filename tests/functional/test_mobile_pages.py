"""A citizen taps 大字网页 below an answer, reads, and looks after their questions: over real HTTP."""

import re
from collections.abc import Iterator

import pytest
import requests

from tests.account import Account, Citizen
from tests.phone import SECONDS, Phone


@pytest.fixture
def phone(account: Account, citizen: Citizen) -> Phone:
    """The phone of somebody who has just followed."""
    return Phone(account, citizen)


@pytest.fixture
def snapshot(account: Account) -> Iterator[None]:
    """WeChat shows pages as snapshots for a while."""
    account.control("POST", "settings", snapshot_user=True)
    yield
    account.control("POST", "settings", snapshot_user=False)


def test_an_answer_leads_to_its_page_which_says_the_same(citizen: Citizen, phone: Phone) -> None:
    answer = citizen.says("灭火器怎么用")
    link = re.search(r"大字网页：(\S+)", answer)
    assert link

    page = phone.opens(link[1])

    assert page.status_code == 200
    assert answer.splitlines()[0][:20] in re.sub(r"<[^>]+>", "", page.text)
    assert len(page.content) < 60_000


def test_an_opinion_needs_no_login(phone: Phone) -> None:
    page = phone.opens("/h5/a/fire.extinguisher_use")

    thanks = phone.sends(page, "/h5/feedback", article="fire.extinguisher_use", opinion="useful")

    assert "能帮上忙就好" in thanks.text


def test_a_question_left_in_the_chat_is_read_and_deleted_on_the_page(
    account: Account, citizen: Citizen, phone: Phone
) -> None:
    citizen.says("留言")
    number = "".join(filter(str.isdigit, citizen.says("村口的桥什么时候修？").split("编号")[1][:8]))
    account.types("questions", "answer", number, "交通局已经排上，下月开工。")

    page = phone.opens("/h5/mine")

    assert page.url.partition("#")[0] == f"{account.web}/h5/mine"
    assert "村口的桥" in page.text
    assert "下月开工" in page.text
    after = phone.sends(page, "/h5/mine/delete", question=number)
    assert "已经删除" in after.text
    assert "村口的桥" not in after.text
    assert "还没有留过言" in citizen.says("我的留言")


def test_a_form_without_its_token_is_refused(account: Account, phone: Phone) -> None:
    phone.opens("/h5/mine")
    response = requests.post(f"{account.web}/h5/mine/delete", data={"question": "1"}, timeout=SECONDS)

    assert response.status_code == 403
    assert "请重新打开再试" in response.text


@pytest.mark.usefixtures("snapshot")
def test_a_snapshot_page_reads_everything_and_keeps_nothing(phone: Phone) -> None:
    assert phone.opens("/h5/a/gas.leak").status_code == 200

    refused = phone.opens("/h5/mine")

    assert refused.status_code == 403
    assert "快照页" in refused.text


def test_a_state_that_was_made_up_is_refused(account: Account, phone: Phone) -> None:
    phone.opens("/h5/")

    response = phone.opens("/h5/login/back?code=abc&state=made-up")

    assert response.status_code == 400
    assert "重新打开" in response.text


def test_no_log_line_holds_code_state_or_openid(account: Account, citizen: Citizen, phone: Phone) -> None:
    visit = phone.opens("/h5/mine")
    code = re.search(r"code=([^&]+)", visit.history[-1].url)
    assert code

    log = account.log()

    assert code[1] not in log
    assert citizen.openid not in log


def test_pages_are_counted(account: Account, phone: Phone) -> None:
    phone.opens("/h5/category/fire")
    phone.opens("/h5/made/up")

    numbers = requests.get(f"{account.web}/metrics", timeout=SECONDS).text

    assert 'anwen_pages_total{page="category",status="200"}' in numbers
    assert 'anwen_pages_total{page="nothing",status="404"}' in numbers
    assert "made" not in numbers
