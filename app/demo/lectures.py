"""Requests for a lecture in every state; those who asked are told nothing and no clerk is called."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

from sqlalchemy.orm import Session

from app.campaigns import CampaignContainer
from app.demo.county import County
from app.demo.crew import Crew, Diary
from app.demo.plans import BUREAU, Plans
from app.demo.sealing import Reporter
from app.wiring import Container
from campaigns.planning.kinds import Basis, Counted, Measure, Unit
from campaigns.planning.lecture_verbs import Asking, Slot, activity_of
from campaigns.planning.lectures import LectureService
from deliveries.duty import DutyNoticeService
from deliveries.services import Outbox
from places.models import VenueKind

_ASKED = (
    ("甲厂", VenueKind.ENTERPRISE, "车间会议室", "有限空间作业怎么防中毒", "下周二或者周四下午", 60),
    ("乙小学", VenueKind.SCHOOL, "报告厅", "火灾怎么逃生，带一次演练", "月底以前哪天都可以", 300),
    ("丙社区", VenueKind.COMMUNITY, "居民活动室", "电动车充电和燃气安全", "周末上午", 80),
    ("丁村", VenueKind.VILLAGE, "文化礼堂", "取暖防煤气中毒，请用方言讲", "晚饭以后", 120),
    ("戊厂", VenueKind.ENTERPRISE, "食堂", "粉尘清扫", "随时", 40),
    ("己社区", VenueKind.COMMUNITY, "社区学堂", "家里用电", "暂定下个月", 30),
)


class _Silence:
    """Posts nothing and calls nobody."""

    def post(self, *_told: object, **_more: object) -> None:
        """See ``deliveries.services.Outbox``."""

    def raise_duty(self, *_told: object) -> bool:
        """See ``deliveries.duty.DutyNoticeService``."""
        return False


class LectureMaker:
    """Takes every step through the real service, in a container that sends nothing."""

    def __init__(self, container: Container, county: County, crew: Crew, diary: Diary, plans: Plans) -> None:
        silence = _Silence()
        quiet: CampaignContainer = replace(
            container.campaigning, outbox=cast(Outbox, silence), duty=cast(DutyNoticeService, silence)
        )
        self._service: LectureService = quiet.lectures
        self._activities = container.campaigning.activities
        self._county, self._crew, self._diary, self._plans = county, crew, diary, plans

    def make(self, session: Session) -> None:
        """Six requests: one waits, two have a day, one was held and rated, one declined, one withdrawn."""
        clerk, diary, service = self._crew.writer, self._diary, self._service
        asked = [self._ask(session, place) for place in range(len(_ASKED))]
        service.schedule(session, asked[1], self._slot(-5), clerk, diary.ago(3))
        service.schedule(session, asked[2], self._slot(-9), clerk, diary.ago(2))
        self._hold(session, asked[3])
        reason = "这个月的宣讲员已经排满，建议先看公众号里的短片，下个月再约。"
        service.decline(session, asked[4], reason, clerk, diary.ago(6))
        service.withdraw_for(session, asked[5], clerk, diary.ago(5))

    def _ask(self, session: Session, place: int) -> int:
        name, audience, where, topic, wished, expected = _ASKED[place]
        town = self._county.towns[place % len(self._county.towns)]
        asking = Asking(
            unit_name=f"{town.name}{name}",
            contact=f"演示联系人{place + 1}",
            telephone=f"100{place:08}",
            region=town.code,
            place=where,
            topic=topic,
            wished=wished,
            audience=audience,
            expected=expected,
        )
        at = self._diary.ago(20 - 2 * place, 10)
        if place % 2:
            return self._service.ask(session, Reporter(f"oDEMO{place:023}", "", "").openid, asking, at).id
        return self._service.write_down(session, asking, self._crew.writer, at).id

    def _slot(self, days: int) -> Slot:
        begins = self._diary.ago(days, 14)
        return Slot(self._plans.running, begins, begins + timedelta(hours=1), "演示宣讲员", BUREAU)

    def _hold(self, session: Session, lecture: int) -> None:
        clerk, over = self._crew.writer, self._diary.ago(7, 16)
        self._service.schedule(session, lecture, self._slot(7), clerk, self._diary.ago(11))
        held = self._service.hold(session, lecture, "讲了一个小时，当场看了两户的煤炉。", clerk, over)
        by_list = Counted(Measure.ATTENDED, 96, Unit.ATTENDANCES, Basis.SIGNED_IN, "现场签到表")
        self._activities.count(session, activity_of(held), by_list, clerk, over)
        for number, (stars, words) in enumerate(((5, "听得懂，老人也记住了"), (4, ""), (5, "希望再来"))):
            self._service.rate(session, lecture, f"oDEMO{number + 20:023}", stars, words, over)
