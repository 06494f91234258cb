"""The code by which people sign in to an activity: one scene for both, registered when it is first wanted."""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from campaigns.library.codes import CodePlan, CodeService, find_code
from campaigns.library.models import QrCode
from campaigns.planning.activities import ActivityService
from campaigns.planning.arranging import activity_plan_of
from campaigns.planning.models import Activity
from core.errors import NotFound
from staff.actors import Actor

LONGEST_TITLE = 60


class SignInCodes:
    """Brings an activity and a code together."""

    def __init__(self, codes: CodeService, activities: ActivityService) -> None:
        self._codes = codes
        self._activities = activities

    def prepare(self, session: Session, activity_id: int, actor: Actor, now: datetime) -> QrCode:
        """The code of an activity, registered; the platform may still have to make it.

        An activity without a scene gets one, which is a change of its plan.
        """
        activity = session.get(Activity, activity_id)
        if activity is None:
            raise NotFound
        if activity.scene is None:
            changed = replace(activity_plan_of(session, activity), scene=f"qd{secrets.token_hex(6)}")
            activity = self._activities.change(session, activity_id, changed, actor, now)
        assert activity.scene is not None
        found = find_code(session, activity.scene)
        if found is not None:
            return found
        plan = CodePlan(
            title=activity.title[:LONGEST_TITLE],
            campaign_id=activity.campaign_id,
            audience=activity.audience,
            region=activity.region,
            place=activity.place[:100],
            scene=activity.scene,
        )
        code = self._codes.add(session, plan, actor, now)
        session.flush()
        return code
