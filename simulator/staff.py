"""The account's customer-service staff (客服账号): accounts that wait for somebody's WeChat."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.errcodes import ApiError
from simulator.limits import STAFF, STAFF_INVITATION_SECONDS, STAFF_NICKNAME_CHARACTERS

# [O] 账号前缀@公众号微信号: at most ten letters, digits or underscores before it, thirty characters in all.
ACCOUNT = re.compile(r"(?=.{3,30}\Z)[A-Za-z0-9_]{1,10}@[A-Za-z0-9_-]+")


@dataclass
class Member:
    """One account of the staff. Nobody accepts an invitation here, so that none is ever online."""

    account: str
    nickname: str
    number: int
    picture: str = ""
    invited: str = ""
    invited_until: float = 0


class ServiceAccounts:
    """All members by account."""

    def __init__(self) -> None:
        self._members: dict[str, Member] = {}
        self._last = 1000

    def all(self) -> list[Member]:
        return list(self._members.values())

    def add(self, account: object, nickname: object) -> None:
        """Raises errcode 65404, 65403 (no such name possible), 65406 (there already), 65405 (too many)."""
        if not isinstance(account, str) or not ACCOUNT.fullmatch(account):
            raise ApiError(65404)
        name = _nickname(nickname)
        if account in self._members:
            raise ApiError(65406)
        if len(self._members) >= STAFF:
            raise ApiError(65405)
        self._last += 1
        self._members[account] = Member(account, name, self._last)

    def rename(self, account: object, nickname: object) -> None:
        """Raises errcode 65401 or 65403."""
        self.get(account).nickname = _nickname(nickname)

    def invite(self, account: object, wxname: object, now: float) -> None:
        """Raises errcode 65401, 65409 (no WeChat ID), 65411 or 65408 (an invitation waits already)."""
        member = self.get(account)
        if not isinstance(wxname, str) or not wxname:
            raise ApiError(65409)
        if member.invited and now < member.invited_until:
            raise ApiError(65411)
        if any(one.invited == wxname and now < one.invited_until for one in self._members.values()):
            raise ApiError(65408)
        member.invited, member.invited_until = wxname, now + STAFF_INVITATION_SECONDS

    def drop(self, account: object) -> None:
        """Raises errcode 65401."""
        del self._members[self.get(account).account]

    def get(self, account: object) -> Member:
        """Raises errcode 65401."""
        member = self._members.get(account) if isinstance(account, str) else None
        if member is None:
            raise ApiError(65401)
        return member


def _nickname(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= STAFF_NICKNAME_CHARACTERS:
        raise ApiError(65403)
    return value
