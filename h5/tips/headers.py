"""The headers of the pages on which a tip is filed."""

from flask import make_response
from flask.typing import ResponseReturnValue


def with_form_headers(shown: tuple[str, int]) -> ResponseReturnValue:
    """A page that may ask where it is and show what was chosen; kept nowhere."""
    response = make_response(shown)
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"
    response.headers["Cache-Control"] = "no-store"
    return response
