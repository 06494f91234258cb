"""A gateway whose messages outlive the process that sent them: each is a line of a file."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

CALL_SECONDS = 0.02


class JournalGateway:
    """Writes each message to a file, in the middle of a call that takes a while."""

    def __init__(self, journal: Path) -> None:
        self._file = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def send_text(self, openid: str, text: str) -> None:
        """Take a text; what one ``write`` added survives the death of the process."""
        time.sleep(CALL_SECONDS / 2)
        os.write(self._file, f"{openid} {text}\n".encode())
        time.sleep(CALL_SECONDS / 2)

    def send_image(self, openid: str, media_id: str) -> None:
        """Take a picture."""
        self.send_text(openid, media_id)

    def send_template(
        self, openid: str, template_id: str, data: Mapping[str, str], *, url: str, client_id: str
    ) -> None:
        """Take a template message."""
        self.send_text(openid, template_id)

    def send_subscription(self, openid: str, template_id: str, data: Mapping[str, str], *, url: str) -> None:
        """Take a subscription notice."""
        self.send_text(openid, template_id)
