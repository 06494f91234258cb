"""An article as a phone will show it: the HTML for WeChat itself, its styles told by classes.

Our policy forbids styles inside pages, and WeChat takes nothing else. Every tag and attribute of that HTML
is ours (``campaigns.content.markup``), so each style is taken out of it word for word and handed over in a
sheet of its own: what is seen here is what comes out there.
"""

import hashlib
import re
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from campaigns.content.refusals import UnknownPicture
from campaigns.content.renderings import source_words
from campaigns.content.rules import Manuscript, complaints, is_picture_reference
from campaigns.content.wechat_html import TAGS, article_html
from core.errors import RuleViolation

_STYLE = re.compile(r' style="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Look:
    """What a phone shows, and what is still wrong."""

    manuscript: Manuscript
    html: Markup
    cover: str
    faults: list[str]


def look(manuscript: Manuscript) -> Look:
    """The phone with this manuscript on it; a picture that there is none of is left out."""
    faults = [one.words for one in complaints(manuscript)]
    try:
        html = article_html(manuscript.body, source_words(manuscript), picture_address)
    except RuleViolation as refusal:
        faults, html = [*faults, refusal.sentence.rstrip("。")], ""
    cover = manuscript.cover
    address = url_for("admin.content_cover", reference=cover) if is_picture_reference(cover) else ""
    # Safe: every tag is ours and the author's words are escaped; only the way of saying a style changes.
    return Look(manuscript, Markup(_classed(html)), address, faults)  # noqa: S704


def picture_address(reference: str) -> str:
    """Where the office shows a picture."""
    if not is_picture_reference(reference):
        raise UnknownPicture(reference)
    return url_for("admin.content_picture", reference=reference)


def stylesheet() -> str:
    """The styles of every part, each under its class."""
    found = (_STYLE.search(tag.attributes) for tag in TAGS.values())
    rules = {one[1] for one in found if one}
    return "\n".join(f".phone__page .{_name(one)} {{ {one} }}" for one in sorted(rules))


def _classed(html: str) -> str:
    return _STYLE.sub(lambda found: f' class="{_name(found[1])}"', html)


def _name(rules: str) -> str:
    return f"w-{hashlib.sha256(rules.encode()).hexdigest()[:10]}"
