"""The mobile pages inside the test process, and a browser that follows the way to WeChat and back."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.factory import create_app
from app.settings_loading import load_settings
from app.wiring import Container
from knowledge.library import Library, LibraryHolder
from tests.conftest import StandingClock
from tests.contract.wechat_platform import CONFIG, SimulatedPlatform
from tests.sendable import sendable

PUBLIC_URL = "http://anwen.test"


@pytest.fixture
def container(
    database_url: str, tmp_path: Path, clock: StandingClock, library: Library, platform: SimulatedPlatform
) -> Iterator[Container]:
    """The system, with the simulated WeChat as its platform."""
    settings = load_settings(
        _env_file=None,
        var_dir=tmp_path / "var",
        database_url=database_url,
        public_url=PUBLIC_URL,
        wechat_appid=CONFIG.appid,
        wechat_secret=CONFIG.secret,
        wechat_original_id=CONFIG.original_id,
        wechat_api_host=f"{platform.address}/api",
        wechat_mp_host=f"{platform.address}/mp",
        wechat_open_host=f"{platform.address}/open",
        secret_key="s" * 40,
        vault_key="v" * 40,
    )
    container = Container(settings, clock)
    container.library_holder = LibraryHolder(library)
    yield container
    container.close()


class Browser:
    """Somebody's browser inside WeChat: keeps cookies, fills in forms, comes back from WeChat's own page."""

    def __init__(self, client: FlaskClient, openid: str) -> None:
        self._client = client
        self.openid = openid

    def opens(self, path: str, **more: str) -> TestResponse:
        """Open a page of ours."""
        return sendable(self._client.get(path, base_url=PUBLIC_URL, query_string=more or None))

    def leaves_for_wechat(self, path: str) -> str:
        """Open a page that asks who is there; the address that WeChat sends one back to."""
        return self.comes_back_from(self.opens(path))

    def comes_back_from(self, response: TestResponse) -> str:
        """The address that WeChat sends one back to whom a page sent there."""
        assert response.status_code == 302, response.text
        authorize = response.headers["Location"].removesuffix("#wechat_redirect")
        back = requests.get(f"{authorize}&_openid={self.openid}", allow_redirects=False, timeout=30)
        return back.headers["Location"]

    def returns(self, address: str) -> TestResponse:
        """Come back from WeChat."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == PUBLIC_URL
        return self.opens(f"{parts.path}?{parts.query}")

    def cookie(self) -> str:
        """What the browser keeps of its session."""
        kept = self._client.get_cookie("h5_session", domain="anwen.test", path="/h5/")
        assert kept is not None
        return kept.value

    def keeps(self, cookie: str) -> None:
        """Keep another."""
        self._client.set_cookie("h5_session", cookie, domain="anwen.test", path="/h5/")

    def logs_in(self) -> None:
        """Be recognised on the way to 我的留言."""
        response = self.returns(self.leaves_for_wechat("/h5/mine"))
        assert (response.status_code, response.headers["Location"]) == (303, "/h5/mine")

    def token(self, path: str = "/h5/") -> str:
        """The token of this session's forms."""
        found = re.search(r'name="csrf_token"\s+value="([^"]+)"', self.opens(path).text)
        assert found
        return found[1]

    def sends(self, path: str, **fields: str) -> TestResponse:
        """Send a form as it stands in a page."""
        return self.posts(path, csrf_token=self.token(), **fields)

    def posts(self, path: str, **fields: str) -> TestResponse:
        """Send any form."""
        return self._client.post(path, base_url=PUBLIC_URL, data=fields)


@pytest.fixture
def app(container: Container) -> Flask:
    """The web application."""
    return create_app(container.settings, container)


@pytest.fixture
def browser(app: Flask, platform: SimulatedPlatform) -> Browser:
    """A follower's browser."""
    return Browser(app.test_client(), platform.follower("amy"))


@pytest.fixture
def stranger(app: Flask, platform: SimulatedPlatform) -> Browser:
    """Somebody else's browser."""
    return Browser(app.test_client(), platform.follower("bao"))
