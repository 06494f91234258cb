"""When a clock speaks the right people hear it once, and the system does what has lapsed; on both engines."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from app.wiring import Container
from deliveries.models import Delivery, DutyNotice
from jobs.ports import Job
from staff.actors import CLOCK
from staff.services import find_staff
from tests.conftest import StandingClock
from tests.integration.bureau import Bureau
from tests.integration.statements import statements_on
from tipoffs.clocks.reminders import Recipient
from tipoffs.clocks.rules import Whose, read_rules
from tipoffs.evidence.status import Kind
from tipoffs.permissions import Permission as May
from tipoffs.tips.models import Tip
from tipoffs.tips.status import TipState
from tipoffs.vault.contents import SecretClass
from tipoffs.watching import Audience, audience_of

UNIT_PHONE = "oUnitPhone000000000000000000"

FOUND = {
    "region": "331081002", "category": "fire", "level": "general", "source": "inspection",
    "address": "万寿路18号", "object_name": "鑫源服装厂", "description": "安全出口被锁闭",
}  # fmt: skip


@pytest.fixture
def bureau(container: Container, tmp_path: Path) -> Bureau:
    """A bureau of people with accounts."""
    return Bureau(container, tmp_path)


class Worker:
    """The worker of the system, as far as clocks go."""

    def __init__(self, container: Container, clock: StandingClock) -> None:
        self.container, self.clock = container, clock
        self.job: Job = container.casework.jobs()[0]
        self.scheduled_jobs = {one.name: one for one in container.casework.scheduled_jobs()}

    def works(self, **later: float) -> None:
        """Time passes, and what is due is said, until nothing is."""
        self.clock.advance(**later)
        for key in self.job.due(self.clock.now(), 100):
            self.job.do(key)

    def keeps(self, name: str) -> None:
        """A scheduled job comes round."""
        self.scheduled_jobs[name].task(self.clock.now())

    def told(self, login: str) -> list[str]:
        """What is on somebody's list."""
        with self.container.database.reading() as session:
            actor = self.container.personnel.service.actor_of(session, login)
            return [one.sentence for one in self.container.duty.notices.open_notices(session, actor)]

    def state(self, number: str) -> TipState:
        """Where a tip stands."""
        with self.container.database.reading() as session:
            return session.get_one(Tip, number).state


@pytest.fixture
def worker(container: Container, clock: StandingClock) -> Worker:
    """Somebody who looks at the clocks."""
    return Worker(container, clock)


def test_a_unit_hears_of_its_own_case_and_the_ladder_climbs(bureau: Bureau, worker: Worker) -> None:
    number, _ = bureau.takes_a_call()
    bureau.reaches_the_unit(number)
    bureau.hires("bieren", "handling_unit", "--department", "another")
    with bureau.container.database.writing() as session:
        unit = find_staff(session, "danwei")
        assert unit is not None
        unit.openid = UNIT_PHONE
    worker.works(hours=23)
    assert [number in one for one in worker.told("danwei")] == [True]
    assert worker.told("bieren") == []
    worker.works()
    worker.works(hours=2)
    assert any("已超期" in one for one in worker.told("danwei"))
    assert not any("分管领导" in one for one in worker.told("lingdao"))
    worker.works(hours=2)
    assert any("分管领导" in one for one in worker.told("lingdao"))
    worker.works(hours=12)
    assert any("安委办" in one for one in worker.told("duban"))
    worker.works(hours=60)
    assert any("督办函" in one for one in worker.told("duban"))
    with bureau.container.database.reading() as session:
        keys = session.scalars(select(DutyNotice.key)).all()
        assert len(keys) == len(set(keys))
        posted = session.scalars(select(Delivery).where(Delivery.openid == UNIT_PHONE)).all()
        assert len(posted) == len([one for one in worker.told("danwei") if one])


class Phones:
    """The unit's people have phones, and the bureau says who of them is called first."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau

    def dispatched(self, contacts: str) -> str:
        """A case goes to the unit, which has not signed for it; its number."""
        bureau, people = self.bureau, ("danwei", "lianluo")
        number, _ = bureau.takes_a_call()
        bureau.does("shouli", "tips", "accept", number)
        bureau.does("shouli", "tips", "summarise", number, "--summary", "疏散通道不畅", "--place", "城东片区")
        lead = str(bureau.does("shouli", "tips", "propose", number)[0]["lead"])
        for login in people:
            bureau.hires(login, "handling_unit", "--department", lead)
        with bureau.container.database.writing() as session:
            for login in people:
                user = find_staff(session, login)
                assert user is not None
                user.openid = f"o{login}".ljust(28, "0")
        row = f'- {{部门代码: {lead}, 部门名称: 承办部门, 联系人: "{contacts}"}}'
        bureau.types(
            "tipoffs", "router", "departments", bureau.file("departments.yaml", row), "--as", "duban"
        )
        bureau.does("shouli", "tips", "dispatch", number)
        return number

    def rang(self) -> list[str]:
        """Whose phones of the unit rang, in order."""
        with self.bureau.container.database.reading() as session:
            openids = session.scalars(select(Delivery.openid).order_by(Delivery.id)).all()
        return [one[1:].rstrip("0") for one in openids]

    def told(self) -> dict[str, int]:
        """Each sentence for a department, and at how many phones it rang."""
        with self.bureau.container.database.reading() as session:
            said = select(DutyNotice.sentence, DutyNotice.told).where(DutyNotice.department.is_not(None))
            return dict(session.execute(said).all())


def test_a_new_case_rings_at_its_contact_and_a_late_one_at_everybody(bureau: Bureau, worker: Worker) -> None:
    phones = Phones(bureau)
    number = phones.dispatched("lianluo、lingdao、nobody@331081002")
    worker.works()
    assert phones.rang() == ["lianluo"]
    [told] = worker.told("danwei")
    assert number in told
    assert "交到您这里了" in told
    worker.works()
    assert phones.rang() == ["lianluo"]
    worker.works(days=5)
    late = {told: rings for told, rings in phones.told().items() if "超期" in told and number in told}
    assert set(late.values()) == {2}
    assert set(phones.rang()) == {"danwei", "lianluo"}


def test_a_unit_that_gets_more_time_hears_the_new_end(bureau: Bureau, worker: Worker) -> None:
    bureau.hires("danwei", "handling_unit", "--department", "fire")
    found = json.dumps(FOUND, ensure_ascii=False)
    code = str(bureau.does("hecha1", "hazards", "register", "--hazard", found)[0]["code"])
    bureau.does("hecha1", "hazards", "grade", code, "--level", "major", "--clause", "第三条")
    plan = ["--responsible", "厂长", "--measures", "拆除", "--due", "2027-01-20", "--contingency", "停用"]
    bureau.does("hecha1", "hazards", "order", code, *plan, "--unit", "fire", "--fixer", "danwei")
    bureau.does("lingdao", "hazards", "sign-order", code)
    worker.works(hours=1)
    [told] = worker.told("danwei")
    assert "交到您这里了，最迟2027年1月20日" in told

    bureau.does("danwei", "hazards", "ask-extension", code, "--until", "2027-02-10", "--reason", "设备未到")
    bureau.does("lingdao", "hazards", "extend", code, "--grant", "--reason", "同意")
    worker.works(hours=1)

    [told] = [one for one in worker.told("danwei") if "2027年2月10日" in one]
    assert f"{code}号事项“重大隐患整改”同意延期了" in told
    assert "交到您这里了" not in told


@pytest.mark.parametrize(
    ("contacts", "rings"),
    [
        ("", ["danwei", "lianluo"]),
        ("lianluo@331081002", ["lianluo"]),
        ("lianluo@331081001", ["danwei", "lianluo"]),
        ("nobody", ["danwei", "lianluo"]),
        ("lingdao", ["danwei", "lianluo"]),
    ],
)
def test_who_hears_of_a_new_case(bureau: Bureau, worker: Worker, contacts: str, rings: list[str]) -> None:
    phones = Phones(bureau)
    phones.dispatched(contacts)
    worker.works()
    assert phones.rang() == rings


def test_the_daily_list_names_the_cases_once_a_day(bureau: Bureau, worker: Worker) -> None:
    number, _ = bureau.takes_a_call()
    worker.clock.advance(days=6)
    worker.keeps("daily_list")
    worker.keeps("daily_list")
    [listed] = [one for one in worker.told("shouli") if "今日待办" in one]
    assert number in listed


def test_the_daily_list_asks_as_often_for_many_cases_as_for_one(bureau: Bureau, worker: Worker) -> None:
    counts = []
    for cases in (1, 3):
        for _ in range(cases):
            bureau.takes_a_call()
        worker.clock.advance(days=6)
        with statements_on(bureau.container.database.engine) as asked:
            worker.keeps("daily_list")
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_a_lapsed_objection_closes_the_case_and_time_archives_it(bureau: Bureau, worker: Worker) -> None:
    number, _ = bureau.takes_a_call()
    bureau.reaches_the_unit(number)
    record = ("--finding", "unfounded", "--record", "两人到现场，出口畅通。", "--second", "hecha2")
    bureau.does("hecha1", "tips", "verify", number, *record)
    bureau.does("hecha2", "tips", "co-sign", number)
    bureau.does("lingdao", "tips", "sign-off", number)
    parts = ("--account", "现场查看。", "--decision", "不予处理。", "--reward", "不符合。")
    bureau.does("shouli", "tips", "answer", number, *parts)
    worker.works(days=9)
    assert worker.state(number) is TipState.ANSWERED
    worker.works(days=4)
    assert worker.state(number) is TipState.CLOSED
    worker.keeps("archive_tips")
    assert worker.state(number) is TipState.CLOSED
    worker.clock.advance(days=90)
    worker.keeps("archive_tips")
    assert worker.state(number) is TipState.ARCHIVED


def test_a_reporter_who_sends_nothing_holds_nothing_up(bureau: Bureau, worker: Worker) -> None:
    number, _ = bureau.takes_a_call()
    bureau.does("shouli", "tips", "ask", number, "--question", "几楼？")
    worker.works(days=5)
    assert worker.state(number) is TipState.NEED_INFO
    worker.works(days=4)
    assert worker.state(number) is TipState.SUBMITTED


def test_a_transfer_that_nobody_objects_to_stands(bureau: Bureau, worker: Worker) -> None:
    number, _ = bureau.takes_a_call()
    bureau.does("shouli", "tips", "transfer", number, "--to", "住建局", "--reason", "职责")
    worker.works(days=4)
    assert worker.state(number) is TipState.TRANSFERRED
    worker.works(days=8)
    assert worker.state(number) is TipState.CLOSED


def test_evidence_goes_with_the_key_of_the_words(
    bureau: Bureau, worker: Worker, clock: StandingClock
) -> None:
    number, _ = bureau.takes_a_call()
    casework = bureau.container.casework
    with bureau.container.database.writing() as session:
        casework.evidence.service.attach(session, number, Kind.PHOTO, "m1", clock.now())
    worker.keeps("forget_ended_evidence")
    with bureau.container.database.writing() as session:
        assert casework.evidence.service.of_case(session, number) != []
        casework.vault.retention.shred(session, number, SecretClass.WORDS, CLOCK, clock.now())
    for _ in range(2):
        worker.keeps("forget_ended_evidence")
        with bureau.container.database.reading() as session:
            assert casework.evidence.service.of_case(session, number) == []


def test_every_clock_of_the_bureau_has_somebody_to_mind_it() -> None:
    for kind, rule in read_rules().items():
        if rule.whose is Whose.BUREAU:
            for department in ("", "fire"):
                found = audience_of(kind, Recipient.HANDLER, department, is_hazard=False)
                assert found.department in ("", department)
    assert audience_of("verify_fire", Recipient.HANDLER, "fire", is_hazard=False) == Audience(
        May.TIPS_HANDLE, "fire"
    )
    assert audience_of("verify_fire", Recipient.HANDLER, "", is_hazard=False) == Audience(May.TIPS_DISPATCH)
    assert audience_of("hazard_major", Recipient.COMMITTEE, "fire", is_hazard=True) == Audience(
        May.HAZARDS_LIST
    )
