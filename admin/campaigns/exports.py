"""What is taken to a meeting: plans, and the activities of one with their numbers, as workbooks."""

import io
from collections.abc import Iterable, Sequence

from flask import Response, send_file
from flask.typing import ResponseReturnValue

from admin.doors import Doors
from admin.keeper import Visitor
from admin.needs import Needs
from admin.sheets import EXCEL
from admin.showing import moment
from campaigns.planning.models import Activity, Headcount
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import activities, campaigns, get_campaign, headcounts_of
from core.clock import china_date
from core.workbooks import Sheet, write_xlsx

MOST = 20_000
_PLANS = ("名称", "状态", "类别", "主题", "范围", "开始", "结束", "牵头单位", "配合单位")
_HELD = ("活动", "状态", "形式", "面向", "区划", "地点", "开始", "结束", "牵头单位", "人数和依据", "开展情况")
_WIDTHS = {"名称": 30, "主题": 30, "活动": 30, "地点": 24, "人数和依据": 36, "开展情况": 50}


class Exports:
    """Two workbooks; whoever may see the pages may take them along."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the addresses."""
        see = Permission.SEE
        doors.add("/campaigns/list.xlsx", self.plans, name="campaign_export", permission=see)
        doors.add(
            "/campaigns/<int:campaign_id>/activities.xlsx",
            self.held,
            name="activity_export",
            permission=see,
        )

    def plans(self, visitor: Visitor) -> ResponseReturnValue:
        """Every plan, the latest first."""
        region = self._needs.campaigns().tree().full_name
        with self._needs.database.reading() as session:
            rows = [
                [one.name, one.state.label, one.kind.label, one.theme, region(one.region) or one.region,
                 one.starts_on.isoformat(), one.ends_on.isoformat(), one.lead_unit, "、".join(one.co_units)]
                for one in campaigns(session, limit=MOST)
            ]  # fmt: skip
        return self._book("宣传计划", _PLANS, rows)

    def held(self, visitor: Visitor, campaign_id: int) -> ResponseReturnValue:
        """The activities of one plan, each with its numbers, their units and what they rest on."""
        region = self._needs.campaigns().tree().full_name
        with self._needs.database.reading() as session:
            campaign = get_campaign(session, campaign_id)
            counts: dict[int, list[Headcount]] = {}
            for count in headcounts_of(session, campaign_id):
                counts.setdefault(count.activity_id, []).append(count)
            rows = [
                _row(one, region(one.region) or one.region, counts.get(one.id, ()))
                for one in activities(session, campaign_id, limit=MOST)
            ]
        return self._book(f"{campaign.name}活动台账", _HELD, rows)

    def _book(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
        file = io.BytesIO()
        write_xlsx(file, [Sheet("台账", heads, list(rows), _WIDTHS, frozen=1)])
        file.seek(0)
        name = f"{title}{china_date(self._needs.clock.now()):%Y%m%d}.xlsx"
        return send_file(file, EXCEL, as_attachment=True, download_name=name)


def _row(one: Activity, region: str, counts: Sequence[Headcount]) -> list[str]:
    numbers = "；".join(
        f"{count.measure.label}{count.value}{count.unit.label}（{count.basis.label}）" for count in counts
    )
    audience = one.audience.label if one.audience else "所有人"
    return [
        one.title, one.state.label, one.kind.label, audience, region, one.place,
        moment(one.starts_at), moment(one.ends_at), one.lead_unit, numbers, one.summary,
    ]  # fmt: skip
