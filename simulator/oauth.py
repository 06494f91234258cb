"""Web authorisation: one-use codes and the tokens they buy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from simulator import identity
from simulator.errcodes import ApiError
from simulator.limits import OAUTH_CODE_SECONDS, OAUTH_REFRESH_SECONDS, OAUTH_TOKEN_SECONDS

SCOPES = ("snsapi_base", "snsapi_userinfo")


@dataclass(frozen=True)
class Visit:
    """Who opened the page, and what the account may ask; `snapshot` marks a stand-in openid."""

    openid: str
    scope: str
    snapshot: bool
    until: float
    used: bool = False


@dataclass
class Consent:
    """What a refresh token stands for: a visit until its 30 days are over, and its newest access token."""

    visit: Visit
    token: str


@dataclass
class OAuthService:
    """Codes, access tokens and refresh tokens of web visits; none of them is an API access_token."""

    _codes: dict[str, Visit] = field(default_factory=dict)
    _tokens: dict[str, Visit] = field(default_factory=dict)
    _refreshers: dict[str, Consent] = field(default_factory=dict)

    def code_for(self, openid: str, scope: str, now: float, *, snapshot: bool) -> str:
        code = "0" + identity.short_secret(31)
        self._codes[code] = Visit(openid, scope, snapshot, now + OAUTH_CODE_SECONDS)
        return code

    def redeem(self, code: str, now: float) -> tuple[Visit, str, str]:
        """(visit, access token, refresh token) for a code; raises errcode 40029, or 40163 the second time."""
        visit = self._codes.get(code)
        if visit is None or now >= visit.until:
            raise ApiError(40029)
        if visit.used:
            raise ApiError(40163)
        self._codes[code] = replace(visit, used=True)
        refresher = identity.access_token()
        token = self._issue(visit, now)
        self._refreshers[refresher] = Consent(replace(visit, until=now + OAUTH_REFRESH_SECONDS), token)
        return visit, token, refresher

    def refresh(self, refresh_token: str, now: float) -> tuple[Visit, str, str]:
        """Raises errcode 40030 or 42002.

        An access token that is still good stays and lasts two hours from now; a refresh token is never
        renewed, after 30 days the visitor must agree again [O, the page of web sites].
        """
        consent = self._refreshers.get(refresh_token)
        if consent is None:
            raise ApiError(40030)
        if now >= consent.visit.until:
            raise ApiError(42002)
        kept = consent.token if now < self._tokens[consent.token].until else ""
        consent.token = self._issue(consent.visit, now, kept)
        return consent.visit, consent.token, refresh_token

    def _issue(self, visit: Visit, now: float, token: str = "") -> str:
        """An access token for two hours: a new one, or `token` once more."""
        token = token or identity.access_token()
        self._tokens[token] = replace(visit, until=now + OAUTH_TOKEN_SECONDS)
        return token

    def visit_of(self, token: str, openid: str, now: float) -> Visit:
        """The visit a web access token belongs to; raises errcode 41001, 41009, 40001, 42001 or 40003."""
        if not token:
            raise ApiError(41001)
        if not openid:
            raise ApiError(41009)
        visit = self._tokens.get(token)
        if visit is None:
            raise ApiError(40001)
        if now >= visit.until:
            raise ApiError(42001)
        if visit.openid != openid:
            raise ApiError(40003)
        return visit
