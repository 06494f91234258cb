"""The account's QR codes with a scene."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator import identity
from simulator.errcodes import ApiError
from simulator.limits import QR_PERMANENT


@dataclass(frozen=True)
class QrCode:
    """`until` is None for a permanent code."""

    ticket: str
    scene: str
    url: str
    until: float | None


@dataclass
class QrCodes:
    """Codes by ticket; a permanent scene always has the same one."""

    _by_ticket: dict[str, QrCode] = field(default_factory=dict)
    _permanent: dict[str, QrCode] = field(default_factory=dict)

    def create(self, scene: str, until: float | None) -> QrCode:
        """Raises errcode 40053 when the account has used up its permanent codes."""
        if until is None and scene in self._permanent:
            return self._permanent[scene]
        if until is None and len(self._permanent) >= QR_PERMANENT:
            raise ApiError(40053)
        ticket = "g" + identity.short_secret(93) + "=="
        code = QrCode(ticket, scene, f"http://weixin.qq.com/q/02{identity.short_secret(22)}", until)
        self._by_ticket[ticket] = code
        if until is None:
            self._permanent[scene] = code
        return code

    def find(self, ticket: str) -> QrCode | None:
        return self._by_ticket.get(ticket)

    def of_scene(self, scene: str) -> list[QrCode]:
        """All codes ever made for a scene, the newest last."""
        return [code for code in self._by_ticket.values() if code.scene == scene]
