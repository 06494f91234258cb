"""The page of who may not be rewarded: entered, looked up and struck off, and nobody shown."""

import re

import pytest
from sqlalchemy import func, select

from app.wiring import Container
from staff.models import AuditEntry
from tests.integration.admin.conftest import Clerk, Hiring
from tipoffs.vault.models import BlindIndex, ExcludedPerson

CARD, PHONE = "11010519491231002X", "13800138000"
LIST, NEW = "/admin/rewards/excluded", "/admin/rewards/excluded/new"
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def lawyer(hiring: Hiring) -> Clerk:
    """Who keeps the list."""
    return hiring.insider("law", "legal_officer")


def _enters(lawyer: Clerk, status: int = 303, **typed: str) -> str:
    sent = lawyer.sends(NEW, **typed)
    assert sent.status_code == status, sent.text
    return str(sent.text) if status != 303 else lawyer.opens(sent.headers["Location"]).text


def _looks_up(lawyer: Clerk, number: str) -> str:
    return str(lawyer.sends(f"{LIST}/look-up", page=LIST, number=number).text)


def _noted(container: Container) -> list[str]:
    with container.database.reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.actor == "law").order_by(AuditEntry.number)
        return [one for one in session.scalars(query) if one.startswith("vault.")]


def test_somebody_is_listed_found_and_struck_off_without_being_shown(
    container: Container, lawyer: Clerk
) -> None:
    assert "名单是空的" in lawyer.opens(LIST).text

    page = _enters(lawyer, id_number=CARD, phone=PHONE, why="relative")

    assert "<strong>第1号</strong>上述工作人员的近亲属" in page
    assert "陈力，" in page
    _enters(lawyer, phone="13900139000", why="agency")
    assert "这个号码不在名单上" in _looks_up(lawyer, "13700137000")
    for number in (CARD, CARD.lower(), PHONE, "+86 138-0013-8000"):
        found = _looks_up(lawyer, number).partition("号码在名单上</h2>")[2].partition("</section>")[0]
        assert re.findall("第.号</strong>", found) == ["第1号</strong>"], number
    pages = lawyer.opens(LIST).text
    # Whoever is told something by a form keeps the help of the page on which it stands.
    assert "这里不存姓名，也看不到号码" in _looks_up(lawyer, "13700137000")
    assert CARD not in pages
    assert PHONE not in pages
    entry = re.findall(r'name="entry" value="(\w+)"', pages)[-1]
    sent = lawyer.sends(f"{LIST}/strike-off", page=LIST, entry=entry)
    assert "已从名单去掉" in lawyer.opens(sent.headers["Location"]).text
    assert "不在名单上" in _looks_up(lawyer, CARD)
    again = lawyer.sends(f"{LIST}/strike-off", page=LIST, entry=entry)
    assert (again.status_code, "已经不在名单上" in again.text) == (409, True)
    assert _noted(container) == ["vault.exclude"] * 2 + ["vault.look_up"] * 6 + [
        "vault.strike_off", "vault.look_up",
    ]  # fmt: skip
    with container.database.reading() as session:
        assert session.scalars(select(ExcludedPerson.id)).all() == [2]
        # The one telephone that is left, and nothing of who was struck off.
        assert session.scalar(select(func.count()).select_from(BlindIndex)) == 1
        written = " ".join(f"{one.reason} {one.detail}" for one in session.scalars(select(AuditEntry)))
        assert CARD not in written
        assert PHONE not in written


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"why": "duty"}, "至少一项"),
        ({"phone": PHONE}, "哪一种情形"),
        ({"phone": PHONE, "why": MARKUP}, "哪一种情形"),
        ({"phone": "1380013800", "why": "duty"}, "电话号码的位数不对"),
        ({"id_number": "110105194912310021", "why": "duty"}, "最后一位对不上"),
        ({"id_number": CARD[:-1], "why": "duty"}, "证件号码的位数不对"),
        ({"id_number": MARKUP, "why": "duty"}, "证件号码的位数不对"),
    ],
)
def test_a_slip_is_told_and_what_was_typed_stays(lawyer: Clerk, typed: dict[str, str], said: str) -> None:
    page = _enters(lawyer, 409, **typed)

    assert said in page
    assert MARKUP not in page
    for name in ("phone", "id_number"):
        if typed.get(name) not in (None, MARKUP):
            assert f'value="{typed[name]}"' in page
    assert "名单是空的" in lawyer.opens(LIST).text


def test_nobody_is_listed_twice_for_the_same_reason(lawyer: Clerk) -> None:
    _enters(lawyer, id_number=CARD, why="duty")

    assert "已经在名单上了：第1号" in _enters(lawyer, 409, id_number=CARD.lower(), phone=PHONE, why="duty")
    # For another reason, and by the number of a passport, it is another entry.
    assert "第2号" in _enters(lawyer, id_number=CARD, why="instructed")
    assert "第3号" in _enters(lawyer, id_number="E12345678", why="duty")
    assert "第3号" in _looks_up(lawyer, "e12345678").partition("在名单上</h2>")[2].partition("</section>")[0]
    assert "位数不对" in _looks_up(lawyer, "12345")


def test_who_may_not_keep_the_list_does_not_see_it(hiring: Hiring) -> None:
    payer = hiring.insider("pay", "payout_officer")
    for path in (LIST, NEW):
        assert payer.asks(path).status_code == 404
    assert (
        payer.posts(f"{LIST}/strike-off", csrf_token=payer.token("/admin/me"), entry="X").status_code == 404
    )
    assert "不予奖励名单" not in payer.opens("/admin/").text
