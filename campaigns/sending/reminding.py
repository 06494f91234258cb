"""An activity told as the subscription notice 活动开始提醒, to those who agreed to be reminded."""

from datetime import datetime

from sqlalchemy.orm import Session

from campaigns.planning.models import Activity
from campaigns.planning.status import ActivityState
from campaigns.sending import notices
from core.clock import SHANGHAI, day_words
from core.errors import NotFound, RuleViolation
from deliveries.messages import Notice

KIND = "activity_start"
"""Key in ``deliveries/notice_kinds.yaml``."""


class NothingToRemindOf(RuleViolation):
    """The activity has begun, or will not take place."""

    sentence = notices.ACTIVITY_OVER


def coming_activity(session: Session, activity_id: int, campaign_id: int | None, now: datetime) -> Activity:
    """The activity, if people can still come to it and it belongs to the campaign of the push."""
    activity = session.get(Activity, activity_id, populate_existing=True)
    if activity is None:
        raise NotFound(notices.NO_ACTIVITY)
    if campaign_id is not None and activity.campaign_id != campaign_id:
        raise RuleViolation(notices.OF_ANOTHER_CAMPAIGN)
    if activity.state is not ActivityState.PLANNED or activity.starts_at <= now:
        raise NothingToRemindOf
    return activity


def reminder(activity: Activity, url: str) -> Notice:
    """What is said: the name, when and where; ``url`` is the page that tells more."""
    at = activity.starts_at.astimezone(SHANGHAI)
    text = notices.REMINDER.format(
        title=activity.title, at=f"{day_words(at)}{at:%H:%M}", place=activity.place, url=url
    )
    slots: dict[str, str | datetime] = {
        "what": activity.title,
        "at": activity.starts_at,
        "where": activity.place,
        "hint": notices.REMINDER_HINT,
    }
    return Notice(KIND, slots, text, url)
