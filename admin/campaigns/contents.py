"""Content: the list, one item with its versions and readings, what a version changed, and the pictures."""

from collections.abc import Sequence

from flask import Response, request
from flask.typing import ResponseReturnValue

from admin.addresses import words_of
from admin.campaigns.content_steps import ContentSteps, forms_of
from admin.campaigns.lists import CampaignLists, is_not_out
from admin.campaigns.phone import look, stylesheet
from admin.marks import number_in
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.content.differences import differences
from campaigns.content.failures import failure_words
from campaigns.content.models import ContentVersion
from campaigns.content.permissions import ContentPermission as May
from campaigns.content.queries import ContentFile, content_file, previews_of
from campaigns.content.renderings import page_path
from campaigns.content.rules import is_picture_reference
from campaigns.content.status import STEPS, ContentState, ContentVerb
from campaigns.planning.models import Campaign
from core.errors import NotFound
from staff.services import list_staff, names_of

_HOUR = "private, max-age=3600"


class ContentPages:
    """Pages that change nothing, and the steps of an item."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._steps = ContentSteps(needs, self.show_again)
        self._list = CampaignLists(needs).contents()

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see, rule = May.SEE, "/campaigns/content"
        routes.add(rule, self.listed, name="content", permission=see)
        self._list.add_to(routes, rule, see)
        routes.add(f"{rule}/<int:item_id>", self.show, name="content_item", permission=see)
        routes.add(
            f"{rule}/<int:item_id>/versions/<int:number>",
            self.version,
            name="content_version",
            permission=see,
        )
        routes.add(f"{rule}/phone.css", self.sheet, name="content_phone", permission=see)
        routes.add(f"{rule}/pictures/<reference>", self.picture, name="content_picture", permission=see)
        routes.add(f"{rule}/covers/<reference>", self.cover, name="content_cover", permission=see)
        self._steps.add_to(routes)

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Items, each as its newest version has it."""
        campaign_id = number_in("campaign")
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            people = names_of(session, {one.written_by for one in leaf.lines})
            campaign = session.get(Campaign, campaign_id) if campaign_id else None
        return page(
            "campaigns/contents",
            leaf=leaf, people=people, states=ContentState, chosen=words_of(ContentState, "state"),
            campaign=campaign, not_out=is_not_out(),
        )  # fmt: skip

    def show(self, visitor: Visitor, item_id: int) -> ResponseReturnValue:
        """One content item: its versions, who read them, and where it was published."""
        return self.show_again(visitor, item_id)

    def show_again(
        self, visitor: Visitor, item_id: int, status: int = 200, **more: object
    ) -> ResponseReturnValue:
        """The same, with why a step was not taken."""
        needs, actor, services = self._needs, visitor.actor, self._needs.campaigns()
        with needs.database.reading() as session:
            file = content_file(session, item_id, actor)
            steps = services.content.next_steps(session, file.newest, actor)
            is_out = services.publishing.is_published(session, item_id)
            hindrances = services.publishing.hindrances(session, file.issued or file.newest)
            previews = previews_of(session, item_id)
            campaign = session.get(Campaign, file.item.campaign_id) if file.item.campaign_id else None
            may_publish = actor.may(May.PUBLISH)
            phones = (
                [(one.login, one.name) for one in list_staff(session) if one.active and one.openid]
                if may_publish
                else []
            )
            people = names_of(session, {one.by for one in file.steps} | {one.login or "" for one in previews})
        return page(
            "campaigns/content", status,
            file=file, newest=file.newest, campaign=campaign, people=people,
            forms=forms_of(file, steps, phones, is_out=is_out, may_publish=may_publish),
            blocked=[one for one in steps if one.obstacle], hindrances=hindrances, previews=previews,
            said=failure_words,
            readings=_readings(file), numbers={one.id: one.number for one in file.versions},
            look=look(file.newest.manuscript),
            address=f"{services.public_url}{page_path(file.issued)}" if file.issued else "",
            is_waiting=not steps, **more,
        )  # fmt: skip

    def version(self, visitor: Visitor, item_id: int, number: int) -> ResponseReturnValue:
        """One version, and what it changed."""
        with self._needs.database.reading() as session:
            file = content_file(session, item_id, visitor.actor)
            people = names_of(session, {one.by for one in file.steps})
        version = _numbered(file.versions, number)
        against = request.args.get("against", default=number - 1, type=int)
        before = next((one for one in file.versions if one.number == against), None)
        return page(
            "campaigns/version",
            file=file, version=version, before=before, look=look(version.manuscript), people=people,
            changes=differences(before.manuscript, version.manuscript) if before else [],
            steps=[one for one in file.steps if one.version_id == version.id],
        )  # fmt: skip

    def sheet(self, visitor: Visitor) -> ResponseReturnValue:
        """The styles of an article."""
        return Response(stylesheet(), mimetype="text/css", headers={"Cache-Control": _HOUR})

    def picture(self, visitor: Visitor, reference: str) -> ResponseReturnValue:
        """A picture of content, signed off or not."""
        self._require_picture(reference)
        found = self._needs.campaigns().pictures.read(reference)
        return Response(found.data, mimetype=found.mime, headers={"Cache-Control": _HOUR})

    def cover(self, visitor: Visitor, reference: str) -> ResponseReturnValue:
        """The picture of a reference, cut as the cover of an article."""
        self._require_picture(reference)
        data = self._needs.campaigns().showcase.cover_made_of(reference)
        return Response(data, mimetype="image/jpeg", headers={"Cache-Control": _HOUR})

    def _require_picture(self, reference: str) -> None:
        if not is_picture_reference(reference):
            raise NotFound
        with self._needs.database.reading() as session:
            if not self._needs.campaigns().pictures.has(session, reference):
                raise NotFound


def _numbered(versions: Sequence[ContentVersion], number: int) -> ContentVersion:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _readings(file: ContentFile) -> list[tuple[ContentVerb, object]]:
    """The three readings of the newest version, each with the step that was taken, or None."""
    taken = {one.verb: one for one in file.steps if one.version_id == file.newest.id}
    return [(verb, taken.get(verb)) for verb in STEPS]
