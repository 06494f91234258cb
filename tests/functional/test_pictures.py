"""A picture's way: published, uploaded by the worker, tapped, seen on the phone; lost, and there again."""

import re
import time
from typing import Any

import requests

from knowledge.gallery import read_gallery
from tests.account import Account, Citizen

QUESTION = "灭火器怎么用"
PICTURE = "extinguisher_use"
SECONDS = 90.0


def tapped(citizen: Citizen, answer: str) -> dict[str, Any]:
    """What comes when 看图 below an answer is tapped: at once, or later on a machine out of breath."""
    found = re.search(r"msgmenuid=(picture:[^\"]+)\">看图</a>", answer)
    assert found, answer
    before = len(citizen.inbox())
    reply: dict[str, Any] | None = citizen.sends(type="text", content="看图", menu_id=found[1])["reply"]
    deadline = time.monotonic() + SECONDS
    while reply is None:
        assert time.monotonic() < deadline
        time.sleep(0.2)
        reply = next(iter(citizen.inbox()[before:]), None)
    return reply


def seen(citizen: Citizen, answer: str) -> dict[str, Any]:
    """The image, tapped for again and again until the worker has uploaded it; words come until then."""
    deadline = time.monotonic() + SECONDS
    while (reply := tapped(citizen, answer))["type"] != "image":
        assert "图还没传好" in reply["content"]
        assert "拔掉保险销" in reply["content"]
        assert time.monotonic() < deadline
        time.sleep(0.5)
    return reply


def deleted_at_the_platform(account: Account, media_id: str) -> None:
    """Somebody deletes material in the console of the platform."""
    api = f"{account.simulator}/api/cgi-bin"
    credentials = {
        "grant_type": "client_credential",
        "appid": account.environment["ANWEN_WECHAT_APPID"],
        "secret": account.environment["ANWEN_WECHAT_SECRET"],
    }
    token = requests.post(f"{api}/stable_token", json=credentials, timeout=10).json()["access_token"]
    answer = requests.post(
        f"{api}/material/del_material",
        params={"access_token": token},
        json={"media_id": media_id},
        timeout=10,
    )
    assert answer.json()["errcode"] == 0


def test_a_published_picture_is_uploaded_tapped_seen_lost_and_uploaded_again(
    account: Account, citizen: Citizen
) -> None:
    png = read_gallery()[PICTURE].read_png()
    answer = citizen.says(QUESTION)
    assert "提、拔、握、压" in answer

    first = seen(citizen, answer)
    assert requests.get(first["url"], timeout=10).content == png
    assert tapped(citizen, answer)["media_id"] == first["media_id"]

    deleted_at_the_platform(account, first["media_id"])
    assert "丢失 1 张" in account.types("pictures", "verify")
    second = seen(citizen, answer)
    assert second["media_id"] != first["media_id"]
    assert requests.get(second["url"], timeout=10).content == png
    assert f"已上传  {PICTURE}" in account.types("pictures", "list")


def test_nothing_is_asked_of_the_platform_while_a_picture_is_shown(
    account: Account, citizen: Citizen
) -> None:
    answer = citizen.says(QUESTION)
    name = seen(citizen, answer)["media_id"]
    last = max(row["id"] for row in account.control("GET", "journal"))

    assert tapped(citizen, answer)["media_id"] == name

    asked = [row for row in account.control("GET", f"journal?since={last}") if name in str(row)]
    assert [row["api"] for row in asked] == []
