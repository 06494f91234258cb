"""The page of an article, as a phone opens it."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, render_template

from simulator.article_reading import PICTURE
from simulator.clock import china_day
from simulator.world import World

GONE = {
    "deleted": "该内容已被发布者删除",
    "banned": "此内容因违规无法查看",
    "unknown": "没有这篇文章，或者它只是一份已经删掉的草稿",
}
# The platform lets no script of an article run; neither does the browser here.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src * data:; media-src *; "
    "base-uri 'none'; form-action 'none'"
)

SOURCE = re.compile(r"""\s(?:data-)?src\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.I)
OWN_PICTURE = re.compile(r"/_sim/media/[\w-]+")


def seen(content: str) -> str:
    """The content with the pictures that are kept here as a phone loads them.

    The platform serves its pictures by http and https, and loads what stands in `data-src` as well; here they
    are all loaded from where the page came from.
    """
    return PICTURE.sub(_seen_picture, content)


def _seen_picture(found: re.Match[str]) -> str:
    tag = found.group()
    own = OWN_PICTURE.search(" ".join(SOURCE.findall(tag)))
    return tag if own is None else f'<img src="{own.group()}"{SOURCE.sub("", tag)[4:]}'


def make_article_page(world: World) -> Blueprint:
    """`/mp/s/<key>`, and `/s/<key>` for clients that know one host only."""
    pages = Blueprint("article_page", __name__)

    @pages.get("/s/<key>")
    @pages.get("/mp/s/<key>")
    def article(key: str) -> Response:
        with world.lock:
            page = world.pages.find(key)
            gone = "unknown" if page is None else page.gone
            html = render_template(
                "article.html",
                account=world.settings.account_name,
                article=page.article if page and not gone else None,
                content=seen(page.article.content) if page and not gone else "",
                pictures=[f"/_sim/media/{one}" for one in page.article.pictures] if page else [],
                day=china_day(page.at) if page else "",
                preview=bool(page and page.preview),
                gone=GONE.get(gone, ""),
            )
        response = make_response(html, 404 if gone == "unknown" else 200)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return pages
