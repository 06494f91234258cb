"""Materials with versions, codes on posters, who scanned them, and records of training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from app.demo.activities import SCENE
from app.demo.county import County
from app.demo.crew import Crew, Diary
from app.demo.plans import Plans
from app.demo.venues import Register
from app.wiring import Container
from campaigns.library.codes import CodePlan
from campaigns.library.kinds import TraineeKind
from campaigns.library.material_files import KeptMaterial
from campaigns.library.materials import Wording
from campaigns.library.models import QrCode
from campaigns.library.training import Training
from campaigns.planning.kinds import Basis, Counted, Measure, Unit
from core.clock import china_date
from places.models import VenueKind

_DRAWING = "ebike_charging"
_SCANS = 40
_SIGN_INS = 30
_CODES = (
    (VenueKind.ENTERPRISE, 0, 200),
    (VenueKind.SCHOOL, 1, 120),
    (VenueKind.VILLAGE, 1, 60),
    (VenueKind.COMMUNITY, 0, 300),
    (VenueKind.PUBLIC_PLACE, 2, 500),
    (VenueKind.PUBLIC_PLACE, 0, 80),
)
"""The kind of venue, which material, how many were printed; the last is not made at the platform yet."""
_COURSES = ("主要负责人安全培训", "电工复审培训", "新员工三级教育")


@dataclass(frozen=True, slots=True)
class _Made:
    """A code as the platform would have made it; this address leads nowhere, on paper too."""

    ticket: str
    url: str


class LibraryMaker:
    """Takes every step through the real services."""

    def __init__(
        self, container: Container, crew: Crew, diary: Diary, plans: Plans, register: Register
    ) -> None:
        self._library = container.campaigning.library
        self._activities = container.campaigning.activities
        self._container, self._crew, self._diary = container, crew, diary
        self._plans, self._register = plans, register

    def make(
        self, county: County, items: Mapping[str, int], consultation: int, chance: Random, people: int
    ) -> None:
        """Files go into the store before the transaction that names them, as everywhere."""
        drawing = self._container.pictures.gallery[_DRAWING].read_png()
        file = self._library.material_files.keep("电动车充电要点.png", drawing)
        with self._container.database.writing() as session:
            materials = self._materials(session, file, items)
            scenes = self._codes(session, materials)
            self._scans(session, scenes, chance, people)
            self._consultation(session, consultation, people)
            self._training(session, county)

    def _materials(self, session: Session, file: KeptMaterial, items: Mapping[str, int]) -> Sequence[int]:
        service, writer, at = self._library.materials, self._crew.writer, self._diary.ago(100)
        wordings = (
            ("电动车充电要点（图）", VenueKind.COMMUNITY, Wording("电动车这样充，点开看图。", file=file)),
            ("有限空间作业提醒", VenueKind.ENTERPRISE,
             Wording("有人倒在里面，谁也别下去。", content_id=items["enterprise_confined_space"])),
            ("消防设施怎么认", VenueKind.SCHOOL, Wording("看见这些标志，跟着走。")),
            ("暑期防溺水告知", VenueKind.SCHOOL, Wording("暑期提醒。")),
        )  # fmt: skip
        made = []
        for title, audience, wording in wordings:
            material = service.add(session, title, audience, writer, at)
            version = service.write(session, material.id, wording, writer, at)
            service.release(session, material.id, version.number, self._crew.first, at)
            made.append(material.id)
        newer = Wording("电动车这样充才安全，新加了换电池一条。", file=file)
        service.write(session, made[0], newer, writer, self._diary.ago(2))
        service.withdraw(session, made[3], "暑期已过", self._crew.first, self._diary.ago(70))
        return made

    def _codes(self, session: Session, materials: Sequence[int]) -> Sequence[str]:
        service, writer = self._library.codes, self._crew.writer
        made: list[QrCode] = []
        for number, (kind, material, printed) in enumerate(_CODES, start=1):
            venue = self._register[kind][-1]
            plan = CodePlan(
                title=f"扫一扫，学安全（{kind.label}）",
                material_id=materials[material],
                campaign_id=self._plans.running,
                venue_id=venue.id,
                printed=printed,
                scene=f"demo-{number:02}",
            )
            made.append(service.add(session, plan, writer, self._diary.ago(90)))
        session.flush()
        for code in made[:-1]:
            self._platform_made(session, code)
        service.retire(session, made[2].id, writer, self._diary.ago(10))
        return [code.scene for code in made[:-1]]

    def _platform_made(self, session: Session, code: QrCode) -> None:
        made = _Made(f"demo-{code.scene}", f"https://demo.invalid/{code.scene}")
        self._library.codes.made(session, code.id, made, self._crew.writer, self._diary.ago(89))

    def _scans(self, session: Session, scenes: Sequence[str], chance: Random, people: int) -> None:
        for _ in range(_SCANS):
            openid, at = f"oDEMO{chance.randrange(people):023}", self._diary.ago(chance.randrange(12, 80), 15)
            is_new = chance.random() < 0.3
            self._library.scans.scan(
                session, chance.choice(scenes), openid, at, follows=is_new, is_new=is_new
            )

    def _consultation(self, session: Session, activity: int, people: int) -> None:
        """Its code on the table, people sign in, and the numbers are entered the same evening."""
        writer, begins = self._crew.writer, self._diary.ago(2, 9)
        plan = CodePlan("全县安全咨询日签到", campaign_id=self._plans.running, scene=SCENE, place="演示广场")
        code = self._library.codes.add(session, plan, writer, self._diary.ago(14))
        session.flush()
        self._platform_made(session, code)
        for number in range(min(_SIGN_INS, people)):
            at = begins + timedelta(minutes=2 * number)
            openid = f"oDEMO{number:023}"
            self._library.scans.scan(
                session, SCENE, openid, at, follows=number % 5 == 0, is_new=number % 5 == 0
            )
        over = begins + timedelta(hours=3)
        self._activities.hold(session, activity, "咨询台六个，发资料、教心肺复苏。", writer, over)
        present = Counted(Measure.ATTENDED, _SIGN_INS, Unit.PEOPLE, Basis.SIGNED_IN, "扫码签到")
        passing = Counted(Measure.CONSULTED, 420, Unit.ATTENDANCES, Basis.ESTIMATED, "")
        for counted in (present, passing):
            self._activities.count(session, activity, counted, writer, over)

    def _training(self, session: Session, county: County) -> None:
        service, entered = self._library.training, []
        kinds = list(TraineeKind)
        for number in range(12):
            town = county.towns[number % len(county.towns)]
            training = Training(
                kind=kinds[number % len(kinds)],
                name=f"演示学员{number + 1}",
                unit_name=f"{town.name}甲厂",
                region=town.code,
                course=_COURSES[number % len(_COURSES)],
                hours=8 + 4 * (number % 5),
                passed=number % 6 != 5,
                held_on=china_date(self._diary.ago(20 + number)),
            )
            entered.append(service.enter(session, training, self._crew.writer, self._diary.ago(15)).id)
        service.verify(session, entered[:8], self._crew.first, self._diary.ago(10))
