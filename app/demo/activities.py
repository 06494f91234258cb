"""Activities of a year, taken through the real verbs: planned, held with numbers, verified, sent back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from random import Random

from sqlalchemy.orm import Session

from app.demo.county import COUNTY
from app.demo.crew import Crew, Diary
from app.demo.plans import BUREAU, Plans
from app.demo.venues import Register
from app.wiring import Container
from campaigns.planning.album import KeptPhoto
from campaigns.planning.arranging import ActivityPlan
from campaigns.planning.kinds import ActivityKind, Basis, Counted, HandedOut, Measure, Unit
from places.models import Venue, VenueKind

SCENE = "demo-qd"
"""The code by which people sign in to the consultation day."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of activity, and what is counted at it."""

    kind: ActivityKind
    at: VenueKind
    title: str
    measure: Measure
    summary: str


SORTS = (
    Sort(ActivityKind.LECTURE, VenueKind.ENTERPRISE, "{}安全宣讲", Measure.ATTENDED, "讲动火和用电。"),
    Sort(ActivityKind.DRILL, VenueKind.SCHOOL, "{}疏散演练", Measure.DRILLED, "全校疏散到操场，查清了人数。"),
    Sort(ActivityKind.FILM, VenueKind.VILLAGE, "{}放映警示教育片", Measure.WATCHED, "晚饭后在文化礼堂放映。"),
    Sort(ActivityKind.VISIT, VenueKind.COMMUNITY, "走进{}", Measure.CONSULTED, "看了充电和燃气软管。"),
    Sort(ActivityKind.CONSULTATION, VenueKind.PUBLIC_PLACE, "{}安全咨询日", Measure.CONSULTED, "摆台咨询。"),
    Sort(ActivityKind.TRAINING, VenueKind.ENTERPRISE, "{}新员工安全培训", Measure.TRAINED, "合格后上岗。"),
    Sort(ActivityKind.VISIT, VenueKind.VILLAGE, "走进{}", Measure.CONSULTED, "查看了老人独居户的取暖。"),
)  # fmt: skip


class ActivityMaker:
    """Makes activities of the running plan and of the month that is over."""

    def __init__(
        self, container: Container, crew: Crew, diary: Diary, plans: Plans, register: Register, chance: Random
    ) -> None:
        self._service = container.campaigning.activities
        self._container, self._crew, self._diary = container, crew, diary
        self._plans, self._register, self._chance = plans, register, chance

    def make(self, count: int) -> int:
        """``count`` activities besides those of the safety month; the number of the consultation day.

        The photo is decoded before the transaction that names it, as everywhere.
        """
        photo = self._container.campaigning.album.keep(_picture())
        with self._container.database.writing() as session:
            self._month(session)
            for number in range(count):
                self._one(session, number, count, photo if number == 1 else None)
            return self._consultation(session)

    def close_the_month(self) -> None:
        """All of it is verified, so the plan can be closed."""
        with self._container.database.writing() as session:
            at = self._plans.month_at + timedelta(days=40)
            self._container.campaigning.plans.close(session, self._plans.month, self._crew.writer, at)

    def _month(self, session: Session) -> None:
        for day, sort in enumerate(SORTS[:3], start=5):
            venue = self._register[sort.at][0]
            plan = self._plan(sort, venue, self._plans.month_at + timedelta(days=day))
            made = self._service.plan(
                session, self._plans.month, plan, self._crew.writer, self._plans.month_at
            ).id
            self._hold(session, made, sort, plan.ends_at, 120)
            self._service.verify(session, made, self._crew.first, plan.ends_at + timedelta(days=2))

    def _one(self, session: Session, number: int, count: int, photo: KeptPhoto | None) -> None:
        """Spread over the last 180 days and the next 21; what is over went one way or another."""
        sort = SORTS[number % len(SORTS)]
        venues = self._register[sort.at]
        venue = venues[number // len(SORTS) % len(venues)]
        days = 180 - number * 201 // count
        plan = self._plan(sort, venue, self._diary.ago(days, 14), number=number)
        writer, at = self._crew.writer, self._diary.ago(max(days, 0) + 12)
        made = self._service.plan(session, self._plans.running, plan, writer, at).id
        if number % 11 == 7:
            self._service.cancel(session, made, "当天台风蓝色预警，改期另行安排", writer, at)
            return
        if plan.ends_at > self._diary.until:
            return
        self._hold(session, made, sort, plan.ends_at, self._chance.randrange(30, 260))
        if photo is not None:
            caption = "活动现场（演示图片）"
            self._service.photograph(session, made, photo, caption, writer, plan.ends_at)
        later = min(plan.ends_at + timedelta(days=3), self._diary.until)
        if number % 9 == 4:
            self._service.send_back(session, made, "请补签到表照片", self._crew.first, later)
        elif number % 5 != 3:
            self._service.verify(session, made, self._crew.first, later)

    def _hold(self, session: Session, made: int, sort: Sort, at: datetime, people: int) -> None:
        writer = self._crew.writer
        self._service.issue(session, made, HandedOut("宣传折页", "份", people, people // 6), writer, at)
        self._service.hold(session, made, sort.summary, writer, at)
        by_list = Counted(sort.measure, people, Unit.ATTENDANCES, Basis.SIGNED_IN, "现场签到表")
        self._service.count(session, made, by_list, writer, at)
        if sort.kind is ActivityKind.CONSULTATION:
            guess = Counted(Measure.ATTENDED, people * 3, Unit.ATTENDANCES, Basis.ESTIMATED, "")
            self._service.count(session, made, guess, writer, at)

    def _plan(self, sort: Sort, venue: Venue, starts_at: datetime, number: int = 0) -> ActivityPlan:
        is_film = sort.kind is ActivityKind.FILM
        return ActivityPlan(
            kind=sort.kind,
            title=sort.title.format(venue.name),
            region=venue.region,
            place=venue.name,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            lead_unit=BUREAU,
            audience=sort.at,
            film=f"演示警示片{number // len(SORTS) + 1}" if is_film else "",
            target=150,
            venues=(venue.id,),
        )

    def _consultation(self, session: Session) -> int:
        """The day before yesterday, for the whole county, with a code to sign in by."""
        sort, venue = SORTS[4], self._register[VenueKind.PUBLIC_PLACE][0]
        plan = replace(
            self._plan(sort, venue, self._diary.ago(2, 9)),
            title="全县安全咨询日",
            region=COUNTY,
            place="演示广场",
            audience=None,
            quota=400,
            scene=SCENE,
        )
        return self._service.plan(
            session, self._plans.running, plan, self._crew.writer, self._diary.ago(15)
        ).id


def _picture() -> bytes:
    """Coloured stalls under a sky: nobody could take it for a photograph."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (960, 640), (198, 222, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 430, 960, 640), fill=(203, 196, 178))
    colours: Sequence[tuple[int, int, int]] = ((176, 58, 46), (33, 97, 140), (20, 117, 82))
    for place, colour in enumerate(colours):
        left = 90 + 280 * place
        draw.polygon(((left - 20, 300), (left + 110, 220), (left + 240, 300)), fill=colour)
        draw.rectangle((left, 300, left + 220, 470), fill=(250, 248, 242), outline=colour, width=6)
    file = BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()
