"""The draft of somebody nobody knows: a token in a cookie of the anonymous form alone."""

import re

from flask import Response, request, url_for

from h5.needs import Needs
from tipoffs.intake.drafts import KEPT

COOKIE = "tip_draft"
TOKEN = re.compile(r"[0-9a-f]{32}")


def token_kept() -> str:
    """The token that came along; empty for none."""
    token = request.cookies.get(COOKIE, "")
    return token if TOKEN.fullmatch(token) else ""


def keep_token(response: Response, token: str, needs: Needs) -> Response:
    """Have the browser keep the token as long as the draft lasts; with an empty one, forget it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(KEPT.total_seconds()) if token else 0,
        path=url_for("h5.tips_anonymous"),
        secure=needs.public_url.startswith("https"),
        httponly=True,
        samesite="Strict",
    )
    return response
