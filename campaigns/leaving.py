"""What of plans, activities, lectures, content and pushes is open in the name of somebody who leaves."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from campaigns.content.models import ContentVersion
from campaigns.content.permissions import ContentPermission
from campaigns.content.status import OPEN as CONTENT_OPEN
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity, Campaign
from campaigns.planning.permissions import Permission
from campaigns.planning.status import ActivityState, CampaignState, LectureState
from campaigns.sending.models import Push
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.status import PushState
from staff.leaving import OpenWork
from staff.models import StaffUser


def in_name_of(session: Session, user: StaffUser) -> list[OpenWork]:
    """What is open in their name; kinds without any are left out."""
    login = user.login
    plans = select(Campaign.name).where(
        Campaign.planned_by == login, Campaign.state.in_((CampaignState.PLANNED, CampaignState.APPROVED))
    )
    activities = select(Activity.title).where(
        Activity.entered_by == login, Activity.state.in_((ActivityState.PLANNED, ActivityState.HELD))
    )
    spoken = select(LectureRequest).where(
        LectureRequest.speaker == user.name, LectureRequest.state == LectureState.SCHEDULED
    )
    newest = select(func.max(ContentVersion.id)).group_by(ContentVersion.item_id)
    written = select(ContentVersion.title).where(
        ContentVersion.id.in_(newest),
        ContentVersion.written_by == login,
        ContentVersion.state.in_(CONTENT_OPEN),
    )
    pushes = (
        select(func.max(ContentVersion.title))
        .join(Push, Push.content_item == ContentVersion.item_id)
        .where(Push.created_by == login, Push.state.in_((PushState.DRAFT, PushState.APPROVED)))
        .group_by(Push.id)
        .order_by(Push.id)
    )
    lectures = session.scalars(spoken.order_by(LectureRequest.id))
    found = [
        OpenWork("没有结束的宣传计划", _all(session, plans.order_by(Campaign.id)), Permission.PLAN),
        OpenWork("没有核实的活动", _all(session, activities.order_by(Activity.id)), Permission.RECORD),
        OpenWork(
            "安排了主讲的宣讲",
            tuple(f"{one.number}（{one.unit_name}）" for one in lectures),
            Permission.LECTURES,
        ),
        OpenWork(
            "没有签发的宣传内容", _all(session, written.order_by(ContentVersion.id)), ContentPermission.WRITE
        ),
        OpenWork("没有发出的推送方案", _all(session, pushes), SendingPermission.PLAN),
    ]
    return [one for one in found if one.names]


def _all(session: Session, query: Select[str]) -> tuple[str, ...]:
    return tuple(session.scalars(query))
