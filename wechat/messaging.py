"""Writing to followers, and the menu below the chat."""

from collections.abc import Mapping
from typing import Any

from deliveries.ports import GatewayRefusal
from wechat.calls import Calls
from wechat.errcodes import MENU_MISSING
from wechat.replies import clean_text


class Messaging(Calls):
    """Customer-service messages and the menu."""

    def send_text(self, openid: str, text: str) -> None:
        """Send plain text, at most 2,048 bytes of UTF-8 (else errcode 45002)."""
        self._client.message.send_text(openid, clean_text(text))

    def send_image(self, openid: str, media_id: str) -> None:
        """Send a picture that was uploaded before."""
        self._client.message.send_image(openid, media_id)

    def publish_menu(self, menu: Mapping[str, Any]) -> None:
        """Replace the menu with ``{"button": […]}``; phones show it within five minutes."""
        self._client.menu.create(dict(menu))

    def get_menu(self) -> dict[str, Any] | None:
        """The published menu as ``{"button": […]}``; None if there is none."""
        try:
            found = self._client.call("GET", "menu/get")
        except GatewayRefusal as refused:
            if refused.errcode == MENU_MISSING:
                return None
            raise
        menu = found.get("menu")
        return menu if isinstance(menu, dict) else None
