"""The editor: a manuscript with its cover and pictures, and the phone beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import notices
from admin.campaigns.phone import look
from admin.done import send_on
from admin.forms import NOT_SENT_YET, Choices, NotSaved, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.content.differences import differences
from campaigns.content.permissions import ContentPermission as May
from campaigns.content.pictures import DRAWING, PHOTO
from campaigns.content.queries import content_file
from campaigns.content.refusals import BadPhoto
from campaigns.content.rules import (
    AUTHOR_CHARACTERS,
    BODY_CHARACTERS,
    DIGEST_CHARACTERS,
    SOURCE_CHARACTERS,
    TITLE_CHARACTERS,
    ContentKind,
    Manuscript,
)
from campaigns.content.status import ContentState
from campaigns.planning.models import Campaign
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import CAMPAIGN_ORDERS, campaigns
from core.errors import RuleViolation
from core.optimistic_locking import ChangedMeanwhile, fingerprint_of
from core.sort_orders import Page
from knowledge.editorial.differences import Change
from staff.services import names_of

FILE_BYTES = 20 * 1024 * 1024
MOST_CAMPAIGNS = 50
_MOST = {
    "title": TITLE_CHARACTERS,
    "author": AUTHOR_CHARACTERS,
    "digest": DIGEST_CHARACTERS,
    "body": BODY_CHARACTERS,
    "source_title": SOURCE_CHARACTERS,
    "source_from": SOURCE_CHARACTERS,
    "source_url": 2 * SOURCE_CHARACTERS,
}


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is being written: of which item, none for a new one, and after which version of it.

    ``base`` is the fingerprint of that version, ``state`` where it stands.
    """

    manuscript: Manuscript
    item_id: int | None = None
    base: str | None = None
    state: ContentState | None = None
    picture_words: str = ""


class ContentForms:
    """A new item, the next words of one, and the phone alone."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        both, rule = ("GET", "POST"), "/campaigns/content"
        routes.add_new(
            f"{rule}/new", self.new, name="content_new", permission=May.WRITE, most_bytes=FILE_BYTES
        )
        routes.add(
            f"{rule}/<int:item_id>/edit",
            self.edit,
            name="content_edit",
            permission=May.WRITE,
            methods=both,
            most_bytes=FILE_BYTES,
        )
        routes.add(f"{rule}/look", self.look, name="content_look", permission=May.WRITE, methods=("POST",))

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Begin a content item: the empty form, or what was typed into it."""
        bureau = self._needs.bureau()[:AUTHOR_CHARACTERS]
        manuscript = Manuscript("", bureau, "", "", "", "", "")
        if request.method == "GET":
            return self._form(visitor, _Draft(manuscript))
        return self._take(visitor, None)

    def edit(self, visitor: Visitor, item_id: int) -> ResponseReturnValue:
        """Go on with the newest version."""
        with self._needs.database.reading() as session:
            newest = content_file(session, item_id, visitor.actor).newest
        if request.method == "GET":
            words = newest.manuscript
            return self._form(visitor, _Draft(words, item_id, fingerprint_of(words), newest.state))
        return self._take(visitor, item_id)

    def look(self, visitor: Visitor) -> ResponseReturnValue:
        """The phone alone, for the page that is being written."""
        return render_template("admin/campaigns/phone.html", look=look(_manuscript(Typed.sent())))

    def _take(self, visitor: Visitor, item_id: int | None) -> ResponseReturnValue:
        needs, services = self._needs, self._needs.campaigns()
        typed, base = Typed.sent(), request.form.get("base") or None
        written = _manuscript(typed)
        manuscript, unfit = self._with_files(visitor, written)
        # Words of a picture that has not been taken in wait for it.
        told = typed.text("picture_words") if manuscript.body == written.body else ""
        try:
            if unfit:
                raise unfit
            if request.form.get("look"):
                return self._form(visitor, _Draft(manuscript, item_id, base, picture_words=told))
            with needs.database.writing() as session:
                now, actor = needs.clock.now(), visitor.actor
                if item_id is None:
                    campaign_id = request.form.get("campaign", type=int)
                    saved = services.content.add(
                        session, manuscript, actor, now, campaign_id=campaign_id, is_unfinished=True
                    )
                else:
                    saved = services.content.edit(
                        session, item_id, manuscript, actor, now, base, is_unfinished=True
                    )
        except RuleViolation as refusal:
            theirs: Sequence[Change] = ()
            if isinstance(refusal, ChangedMeanwhile) and item_id is not None:
                with needs.database.reading() as session:
                    stands = content_file(session, item_id, visitor.actor).newest.manuscript
                theirs, base = differences(stands, manuscript), fingerprint_of(stands)
            why = NotSaved(typed.refused(refusal), typed.faults, theirs)
            return self._form(visitor, _Draft(manuscript, item_id, base, picture_words=told), why)
        return send_on("content_item", "content_saved", item_id=saved.item_id)

    def _with_files(
        self, visitor: Visitor, manuscript: Manuscript
    ) -> tuple[Manuscript, RuleViolation | None]:
        """The manuscript with what was handed in, kept at once so that nobody has to choose a file twice; and
        why one of the files is not in it."""
        unfit = None
        needs, services = self._needs, self._needs.campaigns()
        for name in ("cover_file", "picture_file"):
            given = request.files.get(name)
            if given is None or not given.filename:
                continue
            # Decoded at a distance, before the transaction begins.
            try:
                kept = services.pictures.keep(given.read())
            except BadPhoto:
                unfit = BadPhoto(about=name)
                continue
            with needs.database.writing() as session:
                services.content.add_photo(session, kept, visitor.actor, needs.clock.now())
            if name == "cover_file":
                manuscript = replace(manuscript, cover=kept.reference)
            else:
                told = request.form.get("picture_words", "").strip() or notices.PICTURE
                words = told.replace("[", "").replace("]", "")
                body = f"{manuscript.body.rstrip()}\n\n![{words}]({kept.reference})\n".lstrip()
                manuscript = replace(manuscript, body=body)
        return manuscript, unfit

    def _form(self, visitor: Visitor, draft: _Draft, refused: NotSaved = NOT_SENT_YET) -> ResponseReturnValue:
        manuscript, item_id = draft.manuscript, draft.item_id
        chosen = request.values.get("campaign", "")
        plans: Choices = []
        file, people = None, dict[str, str]()
        if item_id is not None:
            with self._needs.database.reading() as session:
                file = content_file(session, item_id, visitor.actor)
                people = names_of(session, {file.sent_back.by} if file.sent_back else ())
        elif visitor.actor.may(Permission.SEE):
            with self._needs.database.reading() as session:
                plans = _plans(campaigns(session, page=Page(CAMPAIGN_ORDERS[0], limit=MOST_CAMPAIGNS)))
        here = "content_edit" if item_id else "content_new"
        address = url_for(f"admin.{here}", item_id=item_id)
        return page(
            "campaigns/content_edit", refused.status, **refused.on_page,
            manuscript=manuscript, item_id=item_id, base=draft.base, state=draft.state,
            picture_words=draft.picture_words,
            kinds=ContentKind, most=_MOST, covers=self._covers(manuscript), plans=plans, chosen=chosen,
            look=look(manuscript), address=address, file=file, people=people,
        )  # fmt: skip

    def _covers(self, manuscript: Manuscript) -> Choices:
        gallery = self._needs.campaigns().gallery
        own = [(manuscript.cover, "上传的照片")] if manuscript.cover.startswith(PHOTO) else []
        return [
            ("", "请选择，或者在下面上传"),
            *own,
            *((f"{DRAWING}{one.id}", f"图：{one.title}") for one in gallery.values()),
        ]


def _plans(found: Sequence[Campaign]) -> Choices:
    return [("", "不属于哪个计划"), *((str(one.id), one.name) for one in found)]


def _manuscript(typed: Typed) -> Manuscript:
    return Manuscript(
        title=typed.text("title"),
        author=typed.text("author"),
        digest=typed.text("digest"),
        cover=typed.text("cover"),
        body=typed.text("body"),
        source_title=typed.text("source_title"),
        source_from=typed.text("source_from"),
        source_url=typed.text("source_url"),
        kind=next((one for one in ContentKind if one.value == typed.text("kind")), ContentKind.ORIGINAL),
    )
