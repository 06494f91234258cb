"""A picture's way: published, uploaded by the worker, tapped, seen on the phone; lost, and there again."""

import re
import time
from collections.abc import Callable
from typing import Any

import requests

from knowledge.gallery import read_gallery
from knowledge.reading import read_articles
from tests.account import Account, Citizen

QUESTION = "灭火器怎么用"
PICTURE = "extinguisher_use"
SECONDS = 60.0


def eventually(see: Callable[[], Any], wanted: Any) -> None:
    """Wait until ``see`` gives what is wanted."""
    deadline = time.monotonic() + SECONDS
    while (found := see()) != wanted:
        assert time.monotonic() < deadline, f"{found!r} is not {wanted!r}"
        time.sleep(0.2)


def uploaded(account: Account) -> int:
    """How many pictures the account says are at the platform."""
    return account.run("pictures", "list").stdout.count("已上传")


def tapped_picture(citizen: Citizen, answer: str) -> dict[str, Any]:
    """What comes when 看图 below an answer is tapped."""
    found = re.search(r"msgmenuid=(picture:[^\"]+)\">看图</a>", answer)
    assert found, answer
    reply: dict[str, Any] = citizen.sends(type="text", content="看图", menu_id=found[1])["reply"]
    return reply


def deleted_at_the_platform(account: Account, media_id: str) -> None:
    """Somebody deletes material in the console of the platform."""
    api = f"{account.simulator}/api/cgi-bin"
    account_words = {
        "grant_type": "client_credential",
        "appid": account.environment["ANWEN_WECHAT_APPID"],
        "secret": account.environment["ANWEN_WECHAT_SECRET"],
    }
    token = requests.post(f"{api}/stable_token", json=account_words, timeout=10).json()["access_token"]
    answer = requests.post(
        f"{api}/material/del_material",
        params={"access_token": token},
        json={"media_id": media_id},
        timeout=10,
    )
    assert answer.json()["errcode"] == 0


def test_a_published_picture_is_uploaded_tapped_seen_lost_and_uploaded_again(account: Account) -> None:
    wanted = {picture for article in read_articles() for picture in article.pictures}
    png = read_gallery()[PICTURE].read_png()
    citizen = account.citizen()

    account.run("pictures", "verify")
    eventually(lambda: uploaded(account), len(wanted))

    answer = citizen.says(QUESTION)
    assert "提、拔、握、压" in answer
    reply = tapped_picture(citizen, answer)
    assert reply["type"] == "image"
    assert requests.get(reply["url"], timeout=10).content == png
    assert citizen.sends(type="text", content="看图")["reply"]["media_id"] == reply["media_id"]

    deleted_at_the_platform(account, reply["media_id"])
    assert "丢失 1 张" in account.run("pictures", "verify").stdout
    eventually(lambda: uploaded(account), len(wanted))
    again = tapped_picture(citizen, citizen.says(QUESTION))
    assert again["media_id"] != reply["media_id"]
    assert requests.get(again["url"], timeout=10).content == png


def test_nothing_is_asked_of_the_platform_while_a_picture_is_shown(account: Account) -> None:
    citizen = account.citizen()
    eventually(lambda: uploaded(account), len(read_gallery()))
    last = max(row["id"] for row in account.control("GET", "journal"))

    assert tapped_picture(citizen, citizen.says(QUESTION))["type"] == "image"

    asked = {row["api"] for row in account.control("GET", f"journal?since={last}")}
    assert {api for api in asked if "material" in api or "media" in api or "custom" in api} == set()
