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
class OAuthDesk:
    """Codes, access tokens and refresh tokens of web visits; none of them is an API access_token."""

    _codes: dict[str, Visit] = field(default_factory=dict)
    _tokens: dict[str, Visit] = field(default_factory=dict)
    _refreshers: dict[str, Visit] = field(default_factory=dict)

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
        return self._issue(visit, now)

    def refresh(self, refresh_token: str, now: float) -> tuple[Visit, str, str]:
        """Raises errcode 40030 or 42002."""
        visit = self._refreshers.get(refresh_token)
        if visit is None:
            raise ApiError(40030)
        if now >= visit.until:
            raise ApiError(42002)
        return self._issue(visit, now)

    def _issue(self, visit: Visit, now: float) -> tuple[Visit, str, str]:
        token, refresher = identity.access_token(), identity.access_token()
        self._tokens[token] = replace(visit, until=now + OAUTH_TOKEN_SECONDS)
        self._refreshers[refresher] = replace(visit, until=now + OAUTH_REFRESH_SECONDS)
        return visit, token, refresher

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
