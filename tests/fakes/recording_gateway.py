"""A gateway that keeps what it was handed and fails as it was told."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deliveries.ports import GatewayRefusal


@dataclass
class RecordingGateway:
    """Remembers every message; raises the queued refusals first, one a call."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    calls: int = 0
    _refusals: list[GatewayRefusal] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refuses_with(self, refusals: Iterable[GatewayRefusal]) -> None:
        """Fail the next calls so."""
        self._refusals.extend(refusals)

    def send_text(self, openid: str, text: str) -> None:
        """Keep a text."""
        self._keep(openid, text)

    def send_image(self, openid: str, media_id: str) -> None:
        """Keep a picture."""
        self._keep(openid, media_id)

    def send_template(
        self, openid: str, template_id: str, data: Mapping[str, str], *, url: str, client_id: str
    ) -> None:
        """Keep the name of the template."""
        self._keep(openid, template_id)

    def send_subscription(self, openid: str, template_id: str, data: Mapping[str, str], *, url: str) -> None:
        """Keep the name of the template."""
        self._keep(openid, template_id)

    def _keep(self, openid: str, said: str) -> None:
        with self._lock:
            self.calls += 1
            if self._refusals:
                raise self._refusals.pop(0)
            self.sent.append((openid, said))
