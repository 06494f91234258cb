"""The account inside the test process: the real application, the platform played by other code."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import library_holder
from app.factory import create_app
from app.settings_loading import load_settings
from app.wiring import Container
from knowledge.articles import Article
from knowledge.building import load_library
from knowledge.library import Library, LibraryHolder
from knowledge.screening.emergencies import FIRST_LINE_CHARACTERS
from knowledge.search import index
from knowledge.search.entries import Entry, entries_of
from tests.conftest import StandingClock
from tests.index import KEPT
from tests.unit.wechat.pushes import AES_KEY, APPID, OPENID, ORIGINAL_ID, TOKEN, Platform, push, tag


@pytest.fixture(scope="session")
def library() -> Library:
    """The project's own articles, read once."""
    return load_library(artifact_cache=KEPT)


@pytest.fixture
def few_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is no business of ours an index holds three messages a theme instead of forty.

    It is then built in a twentieth of the time, for tests of how one edition follows another. What is
    answered and what is not has tests with all of them; in a proof all are there. Nor is memory given back to
    the machine after each: the next takes it again.
    """
    if os.environ.get("ANWEN_PROOF") != "1":

        def some(articles: Iterable[Article], strange: Mapping[str, Sequence[str]]) -> list[Entry]:
            return entries_of(articles, {theme: messages[:3] for theme, messages in strange.items()})

        monkeypatch.setattr(index, "entries_of", some)
        monkeypatch.setattr(library_holder, "release_memory", lambda: None)


@pytest.fixture
def container(
    database_url: str, tmp_path: Path, clock: StandingClock, library: Library
) -> Iterator[Container]:
    """The container on an empty database with a clock that obeys."""
    settings = load_settings(
        _env_file=None,
        var_dir=tmp_path / "var",
        database_url=database_url,
        wechat_token=TOKEN,
        wechat_aes_key=AES_KEY,
        wechat_appid=APPID,
        wechat_original_id=ORIGINAL_ID,
        secret_key="s" * 40,
        vault_key="v" * 40,
    )
    container = Container(settings, clock)
    container.library_holder = LibraryHolder(library)
    yield container
    container.close()


@pytest.fixture
def app(container: Container) -> Flask:
    """The web application."""
    return create_app(container.settings, container)


def read_first(reply: str) -> str:
    """What of the reply is read before anything else."""
    return reply.split("<Content><![CDATA[")[1][:FIRST_LINE_CHARACTERS]


class Line:
    """The wire between the platform and the account."""

    def __init__(self, client: FlaskClient, clock: StandingClock) -> None:
        self._client = client
        self._clock = clock
        self._numbers = iter(range(10**6))

    @property
    def platform(self) -> Platform:
        """The platform, at this moment."""
        return Platform(self._clock.now())

    def posts(self, query: dict[str, str], body: bytes) -> TestResponse:
        """Deliver anything."""
        return self._client.post("/wechat", query_string=query, data=body, content_type="text/xml")

    def gets(self, query: dict[str, str]) -> TestResponse:
        """Ask anything."""
        return self._client.get("/wechat", query_string=query)

    def delivers(self, xml: str | bytes) -> TestResponse:
        """Deliver one document as the platform does in secure mode."""
        return self.posts(*self.platform.encrypted(xml))

    def text(self, words: str, openid: str = OPENID) -> bytes:
        """The document of a text message with a number of its own, sent this second."""
        content = tag("Content", words.replace("]]>", "]]]]><![CDATA[>"))
        document = push("text", content, msg_id=str(7_000_000 + next(self._numbers)))
        second = str(int(self._clock.now().timestamp()))
        return document.replace(OPENID, openid).replace("1795309200", second).encode()

    def says(self, words: str, openid: str = OPENID) -> str:
        """Send a text; return the inner XML of the reply, or ``success``."""
        response = self.delivers(self.text(words, openid))
        assert response.status_code == 200
        return response.text if response.text == "success" else self.platform.reads(response.data)

    def taps(self, words: str, menu_id: str) -> str:
        """Tap a link of a text; return the inner XML of the reply."""
        tapped = f"</Content>{tag('bizmsgmenuid', menu_id)}".encode()
        response = self.delivers(self.text(words).replace(b"</Content>", tapped))
        return self.platform.reads(response.data)


@pytest.fixture
def line(app: Flask, clock: StandingClock) -> Line:
    """The wire between the platform and the account."""
    return Line(app.test_client(), clock)
