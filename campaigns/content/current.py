"""What the bureau tells the public just now: of a campaign that is on, else what was signed off lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from campaigns.content.models import ContentItem, ContentVersion
from campaigns.content.status import ContentState
from campaigns.planning.models import Campaign
from campaigns.planning.status import CampaignState
from core.clock import china_date

LATELY = timedelta(days=31)


def current_versions(session: Session, now: datetime, limit: int = 5) -> Sequence[ContentVersion]:
    """Issued versions, the first to be shown first; nothing of a campaign that is not approved or is over."""
    today = china_date(now)
    is_on = (
        (Campaign.state == CampaignState.APPROVED)
        & (Campaign.starts_on <= today)
        & (Campaign.ends_on >= today)
    )
    is_lately = ContentItem.campaign_id.is_(None) & (ContentVersion.issued_at > now - LATELY)
    return session.scalars(
        select(ContentVersion)
        .join(ContentItem, ContentItem.id == ContentVersion.item_id)
        .outerjoin(Campaign, Campaign.id == ContentItem.campaign_id)
        .where(ContentVersion.state == ContentState.ISSUED, is_on | is_lately)
        .order_by(case((is_on, 0), else_=1), ContentVersion.issued_at.desc(), ContentVersion.id.desc())
        .limit(limit)
    ).all()
