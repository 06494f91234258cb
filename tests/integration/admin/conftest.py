"""The back office inside the test process, and clerks with browsers of their own."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from admin.visitors import COOKIE, FORM_SECRET, PREFIX
from app.factory import create_app
from app.library_holder import ReloadingLibraryHolder
from app.settings_loading import load_settings
from app.wiring import Container
from knowledge.editorial.importing import store_articles
from knowledge.library import Library, LibraryHolder
from knowledge.search.artifact_cache import ArtifactCache
from staff.actors import Scope
from staff.services import OPERATOR, find_staff
from tests.conftest import StandingClock
from tests.insiders import EVERYWHERE, let_in
from tests.integration.editors import hire
from tests.sendable import sendable
from tests.unit.knowledge.samples import FEW

PASSWORD = "shanhong2026ok"


@pytest.fixture
def container(
    database_url: str, tmp_path: Path, clock: StandingClock, library: Library
) -> Iterator[Container]:
    """The system; no platform is needed here."""
    settings = load_settings(
        _env_file=None,
        var_dir=tmp_path / "var",
        database_url=database_url,
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


_TOKEN = re.compile(r'name="csrf_token"\s+value="([^"]+)"')
_Seen = tuple[str | datetime | None, ...]
"""A page, the cookies that its forms belong to, and when."""


class Clerk:
    """Somebody at a browser of the office."""

    def __init__(self, client: FlaskClient, container: Container, login: str) -> None:
        self._client, self._container, self.login = client, container, login
        self._tokens: dict[_Seen, str] = {}

    def opens(self, path: str) -> TestResponse:
        """Open a page, following where it sends one."""
        page = sendable(self._client.get(path, follow_redirects=True))
        if page.mimetype == "text/html" and (found := _TOKEN.search(page.text)):
            self._tokens[self._seen(path)] = found[1]
        return page

    def asks(self, path: str, **headers: str) -> TestResponse:
        """Open a page and stay there."""
        return sendable(self._client.get(path, headers=headers))

    def sends(self, path: str, *, page: str | None = None, **fields: str) -> TestResponse:
        """Send a form with the token of the page it stands on."""
        return self.posts(path, csrf_token=self.token(page or path), **fields)

    def posts(self, path: str, **fields: str) -> TestResponse:
        """Send any form."""
        return sendable(self._client.post(path, data=fields))

    def token(self, path: str) -> str:
        """The token of the forms on a page; opened now unless it was in this session and at this moment."""
        if self._seen(path) not in self._tokens:
            self.opens(path)
        return self._tokens[self._seen(path)]

    def _seen(self, path: str) -> _Seen:
        cookies = (self._client.get_cookie(name, path=PREFIX) for name in (COOKIE, FORM_SECRET))
        values = (cookie.value if cookie else None for cookie in cookies)
        return path, *values, self._container.clock.now()

    def signs_in(self, password: str = PASSWORD) -> TestResponse:
        """Type login and password."""
        return self.sends("/admin/sign-in", login=self.login, password=password)

    def types_code(self) -> TestResponse:
        """Type what the telephone shows; it is bound at the first time."""
        container = self._container
        with container.database.writing() as session:
            user = find_staff(session, self.login)
            assert user
            factors = container.personnel.sign_in._factors
            codes = pyotp.TOTP(pyotp.parse_uri(factors.begin(session, user)).secret)
            page = "/admin/code" if factors.is_confirmed(session, user) else "/admin/factor"
        return self.sends(page, code=codes.at(container.clock.now()))


class Hiring:
    """Makes accounts, and clerks who are in."""

    def __init__(self, app: Flask, container: Container) -> None:
        self._app, self._container = app, container

    def visitor(self, login: str = "nobody") -> Clerk:
        """Somebody without an account."""
        return Clerk(self._app.test_client(), self._container, login)

    def account(self, login: str, *roles: str, scope: Scope = EVERYWHERE) -> str:
        """An account; its first password."""
        container, now = self._container, self._container.clock.now()
        with container.database.writing() as session:
            _, password = container.personnel.service.add(
                session, login=login, name="陈力", scope=scope, actor=OPERATOR, now=now
            )
            for role in roles:
                container.personnel.service.grant(session, login, role, actor=OPERATOR, now=now)
        return password

    def insider(self, login: str, *roles: str, scope: Scope = EVERYWHERE) -> Clerk:
        """Somebody inside without the steps of signing in, which cost half a second of argon2 each."""
        token = let_in(self._container, login, *roles, scope=scope)
        clerk = self.visitor(login)
        clerk._client.set_cookie(COOKIE, token, path="/admin")
        return clerk

    def clerk(self, login: str, *roles: str, scope: Scope = EVERYWHERE) -> Clerk:
        """Somebody who is inside, through every step of signing in."""
        first = self.account(login, *roles, scope=scope)
        clerk = self.visitor(login)
        clerk.signs_in(first)
        clerk.sends("/admin/password", old=first, new=PASSWORD, again=PASSWORD)
        if self._container.personnel.roles.needs_second_factor(roles):
            clerk.types_code()
        assert clerk.asks("/admin/").status_code == 200
        return clerk


@pytest.fixture
def hiring(app: Flask, container: Container) -> Hiring:
    """Whoever gives out accounts."""
    return Hiring(app, container)


@pytest.fixture
def library_holder(container: Container, clock: StandingClock, few_strangers: None) -> ReloadingLibraryHolder:
    """A few published articles, in a container that reloads them when its database changes."""
    with container.database.writing() as session:
        store_articles(session, FEW, clock.now())
    container.library_holder = ReloadingLibraryHolder(
        container.database, {}, artifact_cache=ArtifactCache(container.settings.index_dir)
    )
    return container.library_holder


Enter = Callable[..., Clerk]


@pytest.fixture
def enter(
    library_holder: ReloadingLibraryHolder, container: Container, app: Flask, clock: StandingClock
) -> Enter:
    """Lets somebody with these roles in, without the route: that has tests of its own and takes its time."""
    assert library_holder is container.library_holder

    def enter(login: str, *roles: str) -> Clerk:
        client = app.test_client()
        with container.database.writing() as session:
            hire(session, login, login, clock.now(), *roles)
            user = find_staff(session, login)
            assert user
            user.must_change = False
            token = container.personnel.sign_in.sessions.open(
                session, user, device="", address="", now=clock.now()
            )
        client.set_cookie(COOKIE, token, path=PREFIX)
        return Clerk(client, container, login)

    return enter


@pytest.fixture
def editor(enter: Enter) -> Clerk:
    """Somebody who writes."""
    return enter("zhang.san", "knowledge_editor")
