"""Whether somebody waits for an activity: who asked for a lecture was told its day and place.

Such an activity is moved and called off at the request, which tells them; elsewhere nobody would.
"""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity
from campaigns.planning.refusals import SomebodyWaits
from campaigns.planning.status import ActivityState, LectureState


def require_nobody_waits(session: Session, which: ColumnElement[bool]) -> None:
    """``SomebodyWaits``, which names the requests, where one of these activities was asked for."""
    # A request that is being called off in this transaction waits no longer.
    session.flush()
    query = (
        select(LectureRequest)
        .join(Activity, Activity.id == LectureRequest.activity_id)
        .where(
            which,
            LectureRequest.state == LectureState.SCHEDULED,
            Activity.state == ActivityState.PLANNED,
        )
        .order_by(LectureRequest.id)
    )
    waiting = [f"{one.unit_name}（{one.number}）" for one in session.scalars(query)]
    if waiting:
        raise SomebodyWaits(
            f"这是应预约安排的宣讲：{'、'.join(waiting)}。"
            "改时间、改地点、取消，请到“宣讲”里办，预约的人才会收到消息。"
        )
