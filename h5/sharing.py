"""What the JS-SDK is configured with, so that a page sent to a friend has a title and a picture."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from core.errors import Unavailable
from h5.addresses import HOME
from h5.needs import Needs
from h5.throttle import SIGNATURES, Throttle

LONGEST_URL = 1000


class Sharing:
    """Signs our own pages and no others: a signature lends our account's name."""

    def __init__(self, needs: Needs, throttle: Throttle) -> None:
        self._needs = needs
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the address on the blueprint."""
        blueprint.add_url_rule("/jssdk", "jssdk", self.configuration)

    def configuration(self) -> ResponseReturnValue:
        """``wx.config`` for the page in ``url``; 503 while there is no ticket, and the page goes without."""
        self._throttle.count(SIGNATURES, "jssdk")
        url = request.args.get("url", "").split("#", 1)[0]
        if not self._is_ours(url):
            abort(400)
        try:
            signed = self._needs.gateway.sign_page(url)
        except Unavailable:
            return jsonify(error="no ticket yet"), 503
        return jsonify(
            appId=signed.appid,
            timestamp=signed.timestamp,
            nonceStr=signed.nonce,
            signature=signed.signature,
        )

    def _is_ours(self, url: str) -> bool:
        """Whether it is a page below our public address: same scheme, host and port, no user, no tricks."""
        if len(url) > LONGEST_URL or not url.isprintable() or "\\" in url:
            return False
        try:
            given, ours = urlsplit(url), urlsplit(self._needs.public_url)
        except ValueError:
            return False
        path = given.path.removeprefix(ours.path) if given.path.startswith(ours.path) else ""
        return (given.scheme, given.netloc) == (ours.scheme, ours.netloc) and path.startswith(HOME)
