"""A phone that tells a tip on the pages."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.wiring import Container
from tests.integration.h5.conftest import PUBLIC_URL, Browser
from tipoffs.tips.models import Tip

FACTS = "后门的安全出口天天锁着，过道堆满纸箱"

ANONYMOUS, NEW = "/h5/tips/anonymous", "/h5/tips/new"


class Phone:
    """A plain browser: cookies and forms, no WeChat."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def opens(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=PUBLIC_URL)

    def token(self, path: str = "/h5/tips/code") -> str:
        found = re.search(r'name="csrf_token"\s+value="([^"]+)"', self.opens(path).text)
        assert found
        return found[1]

    def sends(self, path: str, **fields: object) -> TestResponse:
        return self.client.post(path, base_url=PUBLIC_URL, data={"csrf_token": self.token(), **fields})

    def uploads(self, data: bytes, mime: str = "image/jpeg", path: str = f"{ANONYMOUS}/file") -> TestResponse:
        headers = {"X-CSRF-Token": self.token()}
        return self.client.post(path, base_url=PUBLIC_URL, data=data, content_type=mime, headers=headers)

    def begins(self) -> None:
        assert self.sends(f"{ANONYMOUS}/begin").status_code == 303

    def submits(self, **fields: object) -> TestResponse:
        return self.sends(f"{ANONYMOUS}/submit", **{"facts": FACTS, "agreed": "yes", **fields})

    def code(self) -> str:
        found = re.search(r'data-testid="code">(.*?)</p>', self.opens("/h5/tips/done").text, re.DOTALL)
        assert found
        return re.sub(r"<[^>]+>|\s", "", found[1])


def tips(container: Container) -> list[Tip]:
    with container.database.reading() as session:
        return list(session.scalars(select(Tip).order_by(Tip.number)))


def filed(phone: Phone) -> tuple[str, str]:
    """Number and code of a tip that was filed without a name."""
    phone.begins()
    phone.submits()
    number = re.search(r"R\d{10}", phone.opens("/h5/tips/done").text)
    assert number
    return number[0], phone.code()


def told_by(browser: Browser, container: Container) -> str:
    """The number of a confidential tip of this follower."""
    browser.logs_in()
    draft = browser.opens(NEW).text.partition('name="draft" value="')[2][:32]
    fields = {"draft": draft, "facts": FACTS, "mode": "confidential", "agreed": "yes"}
    assert browser.sends(f"{NEW}/submit", **fields).status_code == 303
    assert "从业证明" in browser.opens("/h5/tips/done").text
    return tips(container)[-1].number
