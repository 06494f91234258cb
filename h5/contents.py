"""The page of a content item: what the bureau tells the public, once it was signed off."""

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from campaigns.content.markup import Dress, Tag, as_text, html_of, plain_words
from campaigns.content.models import ContentVersion
from campaigns.content.pictures import DRAWING, PHOTO
from campaigns.content.refusals import NoSuchContent, UnknownPicture
from campaigns.content.renderings import PUSH, source_line
from campaigns.content.rules import ContentKind
from campaigns.sending.reactions import unread_mailing
from core.clock import china_date
from deliveries.mailings.counters import note_read
from h5.addresses import HOME
from h5.identity import Identity
from h5.needs import Needs
from h5.showing import page
from h5.telephones import calls_in, linked
from h5.visitors import Visitors

_DAY_SECONDS = 24 * 3600


def _classed(name: str, part: str, more: str = "") -> Tag:
    return Tag(name, f' class="told__{part}"{more}')


TAGS = {
    "paragraph": _classed("p", "words"),
    "last_paragraph": _classed("p", "words"),
    "heading1": _classed("h2", "heading"),
    "heading2": _classed("h2", "heading"),
    "heading3": _classed("h3", "subheading"),
    "strong": Tag("strong"),
    "em": _classed("em", "mark"),
    "s": Tag("del"),
    "bullets": _classed("ul", "bullets"),
    "bullet": Tag("li"),
    "steps": Tag("ol", ' class="steps"'),
    "step": Tag("li", ' class="step"'),
    "step_number": Tag("span", ' class="step__number" aria-hidden="true"'),
    "step_words": Tag("div", ' class="step__words"'),
    "quote": _classed("blockquote", "quote"),
    "phone": _classed("section", "box told__box_phone"),
    "phone_title": _classed("p", "title"),
    "danger": _classed("section", "box told__box_danger"),
    "danger_title": _classed("p", "title"),
    "tip": _classed("section", "box told__box_tip"),
    "tip_title": _classed("p", "title"),
    "table_box": _classed("div", "table", ' tabindex="0" role="region" aria-label="表格"'),
    "table": Tag("table"),
    "thead": Tag("thead"),
    "tbody": Tag("tbody"),
    "tr": Tag("tr"),
    "th": Tag("th", ' scope="col"'),
    "td": Tag("td"),
    "hr": _classed("hr", "line"),
    "code": Tag("code"),
    "pre": _classed("pre", "plain"),
    "figure": _classed("figure", "picture"),
    "image": Tag("img", ' loading="lazy"'),
    "caption": Tag("figcaption"),
    "break": Tag("br"),
}


class ContentPages:
    """Shows issued items; a draft and what never was read the same: not found."""

    def __init__(self, needs: Needs, visitors: Visitors, identity: Identity) -> None:
        self._needs = needs
        self._visitors = visitors
        self._identity = identity

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        blueprint.add_url_rule("/c/<int:item_id>", "content", self.show)
        blueprint.add_url_rule("/c/<int:item_id>/cover.jpg", "content_cover", self.cover)
        blueprint.add_url_rule("/c/<int:item_id>/<key>.jpg", "content_photo", self.photo)

    def show(self, item_id: int) -> ResponseReturnValue:
        """One content item that was signed off."""
        version = self._version(item_id)
        push_id = _number(request.args.get(PUSH, ""))
        asks = self._identity.glance(request.path) if push_id is not None else None
        if asks is not None:
            return asks
        self._visitors.greet()
        self._note_opened(item_id, push_id)
        assert version.issued_at is not None
        return page(
            "content",
            version=version,
            is_repost=version.kind is ContentKind.REPOST,
            issued_on=china_date(version.issued_at),
            body=Markup(html_of(version.body, _dress(version))),  # noqa: S704  escaped part by part, see markup.py
            calls=calls_in([plain_words(version.body)]),
            source=source_line(version),
        )

    def cover(self, item_id: int) -> ResponseReturnValue:
        """The cover, for cards in the chat and for sharing."""
        return _jpeg(self._needs.content.cover(self._version(item_id)))

    def photo(self, item_id: int, key: str) -> ResponseReturnValue:
        """A photo that the item shows."""
        version = self._version(item_id)
        try:
            return _jpeg(self._needs.content.photo(version, key))
        except NoSuchContent:
            abort(404)

    def _note_opened(self, item_id: int, push_id: int | None) -> None:
        """Whoever was sent this and opens it for the first time is counted as a reader of what was sent."""
        openid, now = self._visitors.openid(), self._needs.clock.now()
        if openid is None:
            return
        with self._needs.database.reading() as session:
            mailing_id = unread_mailing(session, item_id, push_id, openid)
        if mailing_id is not None:
            with self._needs.database.writing() as session:
                note_read(session, mailing_id, openid, now)

    def _version(self, item_id: int) -> ContentVersion:
        # Larger than any number of a row: the database would call it an error.
        if item_id >= 2**63:
            abort(404)
        with self._needs.database.reading() as session:
            try:
                version = self._needs.content.version(session, item_id)
            except NoSuchContent:
                abort(404)
            session.expunge(version)
            return version


def _number(given: str) -> int | None:
    """The number of a push as a link says it; whatever else stands there says none."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 12 else None


def _dress(version: ContentVersion) -> Dress:
    def picture(reference: str) -> str:
        if reference.startswith(DRAWING):
            return url_for("h5.picture", picture_id=reference.removeprefix(DRAWING))
        if reference.startswith(PHOTO):
            return url_for("h5.content_photo", item_id=version.item_id, key=reference.removeprefix(PHOTO))
        raise UnknownPicture(reference)

    return Dress(TAGS, picture, _link, lambda words: str(linked(words)))


def _link(address: str, words: str) -> str:
    """Links that lead out say so to the browser; what is neither a page nor a telephone stays words."""
    if address.startswith(("https://", "http://", HOME)):
        return f'<a href="{as_text(address)}" rel="noopener">{words}</a>'
    return words


def _jpeg(data: bytes) -> Response:
    response = Response(data, mimetype="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={_DAY_SECONDS}"
    return response
