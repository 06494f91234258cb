"""An application that a server of a test serves: pages as long as their address says, in bytes."""

from collections.abc import Callable, Iterable
from typing import Any

BLOCK = b"x" * 65536


def app(
    environment: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """Answer ``/8388608`` with so many bytes, and anything else with two."""
    length = int(environment["PATH_INFO"].strip("/") or 2)
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(length))])
    return (BLOCK[: length - at] for at in range(0, length, len(BLOCK)))
