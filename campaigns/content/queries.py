"""Reading content: items, their newest and issued versions, the steps that were taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from campaigns.content.fates import NOT_OUT
from campaigns.content.models import (
    ContentItem,
    ContentPreview,
    ContentPublication,
    ContentStep,
    ContentVersion,
)
from campaigns.content.permissions import ContentPermission
from campaigns.content.refusals import NoSuchContent
from campaigns.content.status import ContentState, ContentVerb
from core.sort_orders import Page, both_ways
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One item in a list, as its newest version has it."""

    item_id: int
    version: int
    state: ContentState
    title: str
    campaign_id: int | None
    written_by: str
    is_issued: bool


@dataclass(frozen=True, slots=True)
class ContentFile:
    """Everything about one item."""

    item: ContentItem
    newest: ContentVersion
    issued: ContentVersion | None
    versions: Sequence[ContentVersion]
    steps: Sequence[ContentStep]
    publications: Sequence[ContentPublication]

    @property
    def sent_back(self) -> ContentStep | None:
        """Who sent it back and why, until it is handed in again."""
        asked = (ContentVerb.SUBMIT, ContentVerb.SEND_BACK)
        last = next((one for one in reversed(self.steps) if one.verb in asked), None)
        return last if last is not None and last.verb is ContentVerb.SEND_BACK else None


def newest_version(session: Session, item_id: int) -> ContentVersion:
    """The version with the highest number; ``NoSuchContent`` for no such item."""
    found = session.scalar(
        select(ContentVersion)
        .where(ContentVersion.item_id == item_id)
        .order_by(ContentVersion.number.desc())
        .limit(1)
    )
    if found is None:
        raise NoSuchContent
    return found


def campaign_of(session: Session, item_id: int) -> int | None:
    """The campaign that an item belongs to, if any."""
    return session.scalar(select(ContentItem.campaign_id).where(ContentItem.id == item_id))


def find_issued(session: Session, item_id: int) -> ContentVersion | None:
    """The version that was signed off and holds; None where there is none."""
    return session.scalar(
        select(ContentVersion).where(
            ContentVersion.item_id == item_id, ContentVersion.state == ContentState.ISSUED
        )
    )


def issued_versions(
    session: Session, actor: Actor, limit: int = 100
) -> Sequence[tuple[ContentVersion, int | None]]:
    """What was signed off and holds, the latest first, each with the campaign it belongs to."""
    actor.require(ContentPermission.SEE)
    query = (
        select(ContentVersion, ContentItem.campaign_id)
        .join(ContentItem, ContentItem.id == ContentVersion.item_id)
        .where(ContentVersion.state == ContentState.ISSUED)
        .order_by(ContentVersion.issued_at.desc(), ContentVersion.id.desc())
        .limit(limit)
    )
    return [(version, campaign) for version, campaign in session.execute(query)]


def content_file(session: Session, item_id: int, actor: Actor) -> ContentFile:
    """One item with all its versions; ``NoSuchContent`` if there is none."""
    actor.require(ContentPermission.SEE)
    newest = newest_version(session, item_id)
    versions = session.scalars(
        select(ContentVersion).where(ContentVersion.item_id == item_id).order_by(ContentVersion.number)
    ).all()
    ids = [one.id for one in versions]
    steps = session.scalars(
        select(ContentStep).where(ContentStep.version_id.in_(ids)).order_by(ContentStep.id)
    ).all()
    publications = session.scalars(
        select(ContentPublication)
        .where(ContentPublication.version_id.in_(ids))
        .order_by(ContentPublication.id)
    ).all()
    item = session.get_one(ContentItem, item_id)
    return ContentFile(item, newest, find_issued(session, item_id), versions, steps, publications)


@dataclass(frozen=True, slots=True)
class ContentWanted:
    """What a list of content is narrowed to; what is empty or None asks nothing.

    ``not_out``: only what the platform keeps from the public.
    """

    states: Collection[ContentState] = ()
    campaign_id: int | None = None
    not_out: bool = False


CONTENT_ORDERS = both_ways(ContentVersion.item_id)


def content_lines(
    session: Session,
    actor: Actor,
    wanted: ContentWanted = ContentWanted(),
    *,
    page: Page = Page(CONTENT_ORDERS[0]),
) -> list[ContentLine]:
    """Items in one of ``CONTENT_ORDERS``, each as its newest version has it."""
    actor.require(ContentPermission.SEE)
    rows = session.execute(page.of(_newest_of(wanted))).all()
    issued = _issued_among(session, [version.item_id for version, _ in rows])
    return [
        ContentLine(
            version.item_id,
            version.number,
            version.state,
            version.title,
            campaign,
            version.written_by,
            version.item_id in issued,
        )
        for version, campaign in rows
    ]


def _newest_of(wanted: ContentWanted) -> Select[ContentVersion, int | None]:
    """The newest version of each item that is wanted, and the campaign of the item."""
    newest = (
        select(ContentVersion.item_id, func.max(ContentVersion.number).label("number"))
        .group_by(ContentVersion.item_id)
        .subquery()
    )
    is_newest = (newest.c.item_id == ContentVersion.item_id) & (newest.c.number == ContentVersion.number)
    query = (
        select(ContentVersion, ContentItem.campaign_id)
        .join(newest, is_newest)
        .join(ContentItem, ContentItem.id == ContentVersion.item_id)
    )
    if wanted.states:
        query = query.where(ContentVersion.state.in_(wanted.states))
    if wanted.campaign_id is not None:
        query = query.where(ContentItem.campaign_id == wanted.campaign_id)
    if wanted.not_out:
        query = query.where(ContentItem.id.in_(_not_out()))
    return query


def _issued_among(session: Session, item_ids: Collection[int]) -> set[int]:
    """Those of the items of which a version was signed off and holds."""
    query = select(ContentVersion.item_id).where(
        ContentVersion.item_id.in_(item_ids), ContentVersion.state == ContentState.ISSUED
    )
    return set(session.scalars(query))


def previews_of(session: Session, item_id: int, limit: int = 20) -> Sequence[ContentPreview]:
    """The previews of an item, the latest first."""
    return session.scalars(
        select(ContentPreview)
        .join(ContentVersion, ContentVersion.id == ContentPreview.version_id)
        .where(ContentVersion.item_id == item_id)
        .order_by(ContentPreview.id.desc())
        .limit(limit)
    ).all()


def count_not_out(session: Session) -> int:
    """How many items the platform keeps from the public."""
    return session.scalar(select(func.count()).select_from(_not_out().subquery())) or 0


def _not_out() -> Select[int]:
    """The items whose issued version was last refused or banned by the platform."""
    last = select(func.max(ContentPublication.id)).group_by(ContentPublication.version_id)
    return (
        select(ContentVersion.item_id)
        .join(ContentPublication, ContentPublication.version_id == ContentVersion.id)
        .where(
            ContentVersion.state == ContentState.ISSUED,
            ContentPublication.id.in_(last),
            ContentPublication.state.in_(NOT_OUT),
        )
    )


def count_waiting(session: Session, states: Collection[ContentState]) -> Mapping[ContentState, int]:
    """How many versions stand at each of these steps."""
    query = select(ContentVersion.state, func.count()).where(ContentVersion.state.in_(states))
    return dict(session.execute(query.group_by(ContentVersion.state)).all())
