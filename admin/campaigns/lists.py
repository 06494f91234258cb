"""The lists of campaigns: plans, activities, content and lectures, on their pages and as files."""

from collections.abc import Iterator, Sequence

from flask import request
from sqlalchemy.orm import Session

from admin.addresses import word_of, words_of
from admin.listing import Listing
from admin.marks import number_in
from admin.needs import Needs
from admin.sheets import Cell, stamp
from admin.visitors import Visitor
from campaigns.content.queries import CONTENT_ORDERS, ContentLine, ContentWanted, content_lines
from campaigns.content.status import ContentState
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity, Campaign, Headcount
from campaigns.planning.queries import (
    ACTIVITY_ORDERS,
    CAMPAIGN_ORDERS,
    LECTURE_ORDERS,
    activities,
    campaigns,
    get_campaign,
    headcounts_of,
    lectures,
)
from campaigns.planning.status import ActivityState, CampaignState, LectureState
from core.sort_orders import Page
from staff.services import names_of

PLAN_HEADS = ("名称", "状态", "类别", "主题", "范围", "开始", "结束", "牵头单位", "配合单位")
ACTIVITY_HEADS = (
    "活动", "状态", "形式", "面向", "区划", "地点", "开始", "结束", "牵头单位", "人数和依据", "开展情况",
)  # fmt: skip
CONTENT_HEADS = ("编号", "标题", "状态", "第几稿", "谁写的")
LECTURE_HEADS = (
    "编号",
    "谁要请",
    "状态",
    "面向",
    "区划",
    "地点",
    "想听什么",
    "想什么时候",
    "预计人数",
    "申请",
    "讲师",
)
ACTIVITIES = 50
"""How many activities the page of a plan shows."""
_WIDTHS = {
    "名称": 30,
    "主题": 30,
    "活动": 30,
    "地点": 24,
    "人数和依据": 36,
    "开展情况": 50,
    "标题": 40,
    "想听什么": 40,
}


class CampaignLists:
    """The listings; each needs the names of regions."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def plans(self) -> Listing[Campaign]:
        """Plans, of a state or a year where the address names one."""
        return Listing(
            self._needs, "campaigns", "宣传计划", CAMPAIGN_ORDERS, _plans, PLAN_HEADS, self._plan_rows,
            widths=_WIDTHS,
        )  # fmt: skip

    def activities(self) -> Listing[Activity]:
        """Activities of all plans; first what is to come."""
        return Listing(
            self._needs, "activities", "宣传活动", ACTIVITY_ORDERS, _activities, ACTIVITY_HEADS,
            self._activity_rows, widths=_WIDTHS,
        )  # fmt: skip

    def held(self) -> Listing[Activity]:
        """The activities of one plan."""
        return Listing(
            self._needs, "campaign", "活动台账", ACTIVITY_ORDERS, _of_one, ACTIVITY_HEADS,
            self._activity_rows, widths=_WIDTHS, most=ACTIVITIES,
        )  # fmt: skip

    def contents(self) -> Listing[ContentLine]:
        """Content, of some states or of one plan where the address names them."""
        return Listing(
            self._needs, "content", "宣传内容", CONTENT_ORDERS, _contents, CONTENT_HEADS, _content_rows,
            widths=_WIDTHS,
        )  # fmt: skip

    def lectures(self) -> Listing[LectureRequest]:
        """Requests; those that wait, unless another state is asked for."""
        return Listing(
            self._needs, "lectures", "宣讲预约", LECTURE_ORDERS, _lectures, LECTURE_HEADS,
            self._lecture_rows, widths=_WIDTHS,
        )  # fmt: skip

    def _region(self, code: str) -> str:
        return self._needs.campaigns().tree().full_name(code) or code

    def _plan_rows(self, _session: Session, lines: Sequence[Campaign]) -> Iterator[Sequence[Cell]]:
        for one in lines:
            yield [
                one.name, one.state.label, one.kind.label, one.theme, self._region(one.region),
                one.starts_on.isoformat(), one.ends_on.isoformat(), one.lead_unit, "、".join(one.co_units),
            ]  # fmt: skip

    def _activity_rows(self, session: Session, lines: Sequence[Activity]) -> Iterator[Sequence[Cell]]:
        """Each with its numbers, their units and what they rest on."""
        counts: dict[int, list[Headcount]] = {}
        for plan in {one.campaign_id for one in lines}:
            for count in headcounts_of(session, plan):
                counts.setdefault(count.activity_id, []).append(count)
        for one in lines:
            numbers = "；".join(
                f"{count.measure.label}{count.value}{count.unit.label}（{count.basis.label}）"
                for count in counts.get(one.id, ())
            )
            yield [
                one.title, one.state.label, one.kind.label, one.audience.label if one.audience else "所有人",
                self._region(one.region), one.place, stamp(one.starts_at), stamp(one.ends_at),
                one.lead_unit, numbers, one.summary,
            ]  # fmt: skip

    def _lecture_rows(self, _session: Session, lines: Sequence[LectureRequest]) -> Iterator[Sequence[Cell]]:
        """Whom to call is sealed, and not in it."""
        for one in lines:
            yield [
                one.id, one.unit_name, one.state.label, one.audience.label if one.audience else "",
                self._region(one.region), one.place, one.topic, one.wished, one.expected or "",
                stamp(one.asked_at), one.speaker,
            ]  # fmt: skip


def activity_state() -> ActivityState | None:
    """The state that the address names; what is to come for none, None for all."""
    return None if _wants_all() else word_of(ActivityState, "state") or ActivityState.PLANNED


def lecture_state() -> LectureState | None:
    """The state that the address names; what waits for none, None for all."""
    return None if _wants_all() else word_of(LectureState, "state") or LectureState.ASKED


def _wants_all() -> bool:
    return request.args.get("state") == "all"


def _plans(session: Session, _visitor: Visitor, page: Page) -> Sequence[Campaign]:
    year = number_in("year")
    year = year if year and 1 <= year <= 9999 else None
    return campaigns(session, word_of(CampaignState, "state"), year, page)


def _activities(session: Session, _visitor: Visitor, page: Page) -> Sequence[Activity]:
    return activities(session, state=activity_state(), page=page)


def _of_one(session: Session, _visitor: Visitor, page: Page, *, campaign_id: int) -> Sequence[Activity]:
    get_campaign(session, campaign_id)
    return activities(session, campaign_id, page=page)


def _contents(session: Session, visitor: Visitor, page: Page) -> Sequence[ContentLine]:
    wanted = ContentWanted(words_of(ContentState, "state"), number_in("campaign"), is_not_out())
    return content_lines(session, visitor.actor, wanted, page=page)


def is_not_out() -> bool:
    """Whether the address asks for what the platform keeps from the public."""
    return request.args.get("not_out") == "1"


def _content_rows(session: Session, lines: Sequence[ContentLine]) -> Iterator[Sequence[Cell]]:
    people = names_of(session, {one.written_by for one in lines})
    for one in lines:
        yield [
            one.item_id, one.title, one.state.label, one.version,
            people.get(one.written_by, one.written_by),
        ]  # fmt: skip


def _lectures(session: Session, _visitor: Visitor, page: Page) -> Sequence[LectureRequest]:
    return lectures(session, lecture_state(), page)
