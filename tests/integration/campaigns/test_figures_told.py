"""Figures as staff are told them: scope, year before, what is not kept, and tips through their guard."""

import itertools
import random
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from campaigns.figures import services, tips
from campaigns.figures.coverage import NO_LIST
from campaigns.figures.figure import Chapter, Kept, Line, Report
from campaigns.figures.figure import Scope as FigureScope
from campaigns.figures.periods import campaign_period
from campaigns.figures.register import register
from campaigns.figures.services import FigureService, Teller
from campaigns.figures.words import remark
from campaigns.figures.workbook import change_of
from campaigns.library.models import SignIn
from campaigns.planning.coverage import Span, coverage
from campaigns.planning.kinds import Basis, Counted, Measure, Unit
from core.clock import SHANGHAI
from core.db import Database
from core.errors import NotFound
from core.periods import Period, month_of, quarter_of, year_of
from core.statements import table_of
from deliveries.mailings.models import Mailing
from knowledge.asked.querylog import delete_older_than, question_write
from knowledge.models import QuestionDay
from places.models import VenueKind
from staff.actors import Actor, ActorKind, NotPermitted, Scope
from staff.reach import OutOfScope
from tests.conftest import StandingClock
from tests.fakes.campaigns import CountyRegions
from tests.integration.campaigns.conftest import INFO
from tests.integration.campaigns.figure_rows import Rows, row, written
from tests.integration.campaigns.planning_office import (
    COUNTY,
    OTHER_TOWN,
    READER,
    REVIEWER,
    SECOND_PLANNER,
    TOWN,
    TOWN_PLANNER,
    PlanningOffice,
    china,
)
from tipoffs.figures_guard import HIDDEN_LABEL, LEAST
from tipoffs.figures_told import ONLY_PAST
from tipoffs.rewards.models import RewardClaim, RewardPayment
from tipoffs.tips.models import Finding, Tip, TipAnswer

LATER = datetime(2027, 2, 1, tzinfo=UTC)
JUNE = campaign_period("2026安全生产月")
SERVICE = FigureService(CountyRegions(), {Kept.QUESTIONS: 90})


def by_key(report: Report) -> Mapping[str, Line]:
    """Lines by the key of their figure."""
    return {line.told.figure.key: line for line in report.lines}


def told(
    session: Session, *chapters: Chapter, actor: Actor = READER, at: datetime = LATER, **more: Any
) -> Report:
    """The figures of some chapters of June."""
    return SERVICE.report(session, JUNE, actor, at, chapters=chapters, **more)


def value(report: Report, key: str) -> float | None:
    """What is told of a figure."""
    return by_key(report)[key].told.value


def value_in(lines: Mapping[str, Line], key: str) -> float | None:
    """The same among lines."""
    return lines[key].told.value


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """SQLite alone: the statements have their tests on both engines."""
    shutil.copy(sqlite_template, tmp_path / "anwen.db")
    found = Database(f"sqlite:///{tmp_path / 'anwen.db'}", info=INFO)
    yield found
    found.close()


def test_the_same_person_twice_is_two_attendances_and_one_person(
    database: Database, clock: StandingClock
) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        campaign = office.approved_june(session)
        here = office.lists_venues(session, VenueKind.PUBLIC_PLACE, 7, date(2026, 3, 1))
        for venues in (here[:2], here[1:3]):
            one = office.arranges(session, campaign, venues=tuple(venues))
            office.holds(session, one, people=300)
            about = Counted(Measure.ATTENDED, 280, Unit.PEOPLE, Basis.ESTIMATED, "目测")
            later = one.ends_at + timedelta(hours=1)
            office.activities.count(session, one.id, about, SECOND_PLANNER, later)
            for person in ("a" * 32, "b" * 32):
                session.add(SignIn(activity_id=one.id, person=person, number=1, is_new=False, at=later))
            office.activities.verify(session, one.id, REVIEWER, one.ends_at + timedelta(days=1))
        found = told(session, Chapter.HEADS, Chapter.CODES, Chapter.SETTINGS)
        assert value(found, "heads.attended.attendances") == 600
        assert value(found, "heads.attended.people") == 560
        assert by_key(found)["heads.attended.people"].told.estimated == 560
        assert (value(found, "sign_ins"), value(found, "sign_ins.people")) == (4, 2)
        # One statement here, four there: the same coverage.
        other = coverage(session, VenueKind.PUBLIC_PLACE, Span(JUNE.first, JUNE.last))
        share = by_key(found)["coverage.public_place"].told
        assert other is not None
        assert (share.numerator, share.denominator, share.dated_on) == (3, 7, other.dated_on)
        assert (other.touched, other.listed, other.permille / 10) == (3, 7, share.value)


def test_each_sees_their_regions_and_what_can_be_told_of_them(
    database: Database, clock: StandingClock
) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        campaign = office.approved_june(session)
        office.verified(session, office.arranges(session, campaign, region=TOWN), people=10)
        office.verified(session, office.arranges(session, campaign, region=OTHER_TOWN), people=20)
        whole = told(session, Chapter.GROUND)
        assert (whole.region, value(whole, "activities")) == ("全县", 2)
        assert told(session, region=COUNTY).region == "全县"
        for actor, region in ((READER, TOWN), (TOWN_PLANNER, None)):
            chapters = (Chapter.HEADS, Chapter.PUSHES, Chapter.TIPS)
            town = told(session, *chapters, actor=actor, region=region)
            assert (town.region, value(town, "heads.attended.attendances")) == ("安文县清溪镇", 10)
            line = by_key(town)["pushes.planned"].told
            assert (line.value, line.why_not) == (None, services.NOT_BY_REGION)
            assert by_key(town)["tips.received"].told.why_not == tips.ONLY_COUNTY
        with pytest.raises(OutOfScope):
            told(session, actor=TOWN_PLANNER, region=OTHER_TOWN)
        with pytest.raises(NotFound):
            told(session, region="999009")
        stranger = Actor(ActorKind.STAFF, "luren", scope=Scope(everywhere=True))
        with pytest.raises(NotPermitted):
            SERVICE.query(session, "activities", JUNE, stranger, LATER)


def test_the_year_before_stands_beside_it_where_it_can(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        campaign = office.approved_june(session)
        for at, people in (("2025-06-16 09:00", 100), ("2026-06-16 09:00", 90), ("2026-06-17 09:00", 45)):
            one = office.verified(session, office.arranges(session, campaign), people=people)
            one.starts_at = china(at)
        session.flush()
        chapters = (Chapter.GROUND, Chapter.HEADS, Chapter.SETTINGS, Chapter.QUESTIONS)
        found = by_key(told(session, *chapters, compare=True))
        heads = found["heads.attended.attendances"].year_before
        assert heads is not None
        assert heads.before is not None
        assert (heads.before.value, heads.change) == (100, 35.0)
        assert found["films"].year_before.why_not == services.NOTHING_BEFORE  # type: ignore[union-attr]
        assert found["coverage.school"].year_before.why_not == NO_LIST  # type: ignore[union-attr]
        for day in ("2026-06-20", "2026-06-30"):
            early = told(session, Chapter.GROUND, at=china(f"{day} 09:00"), compare=True)
            running = by_key(early)["activities"].year_before
            assert running is not None
            assert (running.change, running.why_not) == (None, services.NOT_OVER), day
        # Who asked in June is gone by autumn; those who are left are no figure of June.
        gone = found["questions.people"].told
        assert (gone.value, gone.numerator) == (None, None)
        assert "90天" in gone.why_not
        for late, is_whole in ((timedelta(), True), (timedelta(seconds=1), False)):
            report = told(session, Chapter.QUESTIONS, at=JUNE.begin + timedelta(days=90) + late)
            assert (value(report, "questions.people") == 0) is is_whole
        july = told(session, Chapter.QUESTIONS, at=china("2026-07-02 09:00"))
        assert value(july, "questions") == 0


def test_the_questions_of_a_year_are_told_though_their_words_are_gone(database: Database) -> None:
    year, decisions = campaign_period("2026"), ("answer", "answer", "fallback", "emergency")
    with database.writing() as session:
        for month in range(3, 13):
            at = china(f"2026-{month:02}-01 00:00")
            for number, decision in enumerate(decisions):
                question_write(
                    question="灭火器怎么用", decision=decision, article=None, topics=(), score=None,
                    asker=f"{number:032x}", now=at,
                ).run(session)  # fmt: skip
            delete_older_than(session, at - timedelta(days=90))
        tellers = (SERVICE.report(session, one, READER, LATER, compare=True, chapters=[Chapter.QUESTIONS])
                   for one in (year, campaign_period("2026Q3"), campaign_period("2025")))  # fmt: skip
        whole, quarter, before = map(by_key, tellers)
    told = whole["questions"].told
    assert (told.value, remark(told)) == (40, "从2026年3月1日起有记录")
    assert (value_in(whole, "questions.answered"), value_in(whole, "questions.emergency")) == (20, 10)
    share = whole["questions.answered_share"].told
    assert (share.value, share.numerator, share.denominator) == (66.6, 20, 30)
    assert (value_in(quarter, "questions"), remark(quarter["questions"].told)) == (12, "")
    # How many people they were, nobody knows any more; and nothing was there the year before.
    assert "90天" in whole["questions.people"].told.why_not
    assert before["questions"].told.why_not == "最早的记录是2026年3月1日的"
    assert before["questions"].told.value is None
    assert change_of(whole["questions.people"]) == "", "why there is none stands beside it already"


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (date(2026, 6, 1), ""),
        (date(2026, 6, 2), "从2026年6月2日起有记录"),
        (date(2026, 6, 30), "从2026年6月30日起有记录"),
        (date(2026, 7, 1), "最早的记录是2026年7月1日的"),
    ],
)
def test_a_month_tells_from_which_day_on_there_are_records(
    database: Database, first: date, said: str
) -> None:
    with database.writing() as session:
        session.add(QuestionDay(on=first, word="answer", count=3))
        session.flush()
        found = by_key(told(session, Chapter.QUESTIONS))["questions"].told
    assert (found.value, remark(found)) == (3 if first.month == 6 else None, said)


def test_a_year_of_which_a_part_is_missing_is_compared_with_none(database: Database) -> None:
    with database.writing() as session:
        for on, count in ((date(2025, 6, 10), 50), (date(2026, 6, 10), 80)):
            session.add(QuestionDay(on=on, word="answer", count=count))
        session.flush()
        line = by_key(told(session, Chapter.QUESTIONS, compare=True))["questions"]
        assert line.year_before is not None
        assert (line.year_before.change, line.year_before.why_not) == (None, services.NOT_WHOLE)
        session.add(QuestionDay(on=date(2025, 5, 31), word="answer", count=1))
        session.flush()
        line = by_key(told(session, Chapter.QUESTIONS, compare=True))["questions"]
        assert line.year_before is not None
        assert line.year_before.change == 60.0


def test_a_mailing_without_rows_and_without_a_tally_counts_nothing(database: Database) -> None:
    with database.writing() as session:
        given = row(Mailing, name="m", purpose="campaign", due_at=JUNE.begin, frozen_at=JUNE.begin)
        # NULL, as the system writes it; a JSON null is another thing.
        given.pop("tally")
        session.execute(insert(table_of(Mailing)), [given])
        found = told(session, Chapter.PUSHES)
        assert (value(found, "pushes"), value(found, "pushes.planned")) == (1, 0)


class TipYear:
    """A year of tips, so many a month; some accepted, some answered in time, some true; and rewards."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.months = {month: self._month() for month in range(1, 13)}
        self.paid = {month: self._few_or_many() for month in range(1, 13)}

    def _few_or_many(self) -> int:
        return self._random.choice((0, 3, 9, 10, 14, 31))

    def _month(self) -> tuple[int, int, int, int]:
        received = self._random.choice((0, 2, 9, 10, 25, 60))
        return received, *(self._random.randint(0, received) for _ in range(3))  # type: ignore[return-value]

    def count(self, period: Period, number: int | None) -> int:
        """One of the four, or how many rewards were paid."""
        if number is not None:
            return self.of(period)[number]
        return sum(self.paid[month] for month in range(period.first.month, period.last.month + 1))

    def rows(self) -> Rows:
        """Everything."""
        tips_, payments = list(self._tips()), list(self._payments())
        answers = [row(TipAnswer, tip=one["number"], round=1) for one in tips_]
        claims = [row(RewardClaim, id=1)]
        return {Tip: tips_, TipAnswer: answers, RewardClaim: claims, RewardPayment: payments}

    def _tips(self) -> Iterator[dict[str, Any]]:
        for month, (received, accepted, in_time, true) in self.months.items():
            at = datetime(2026, month, 10, 9, tzinfo=SHANGHAI)
            for number in range(received):
                yield row(
                    Tip,
                    number=f"R26{month:02}{number:06}",
                    round=1,
                    intake_key=f"{month}-{number}",
                    region=TOWN,
                    category="c",
                    submitted_at=at,
                    accepted_at=at if number < accepted else None,
                    answer_by=at + timedelta(days=9),
                    answered_at=at + timedelta(days=5 if number < in_time else 11),
                    finding=Finding.VERIFIED if number < true else Finding.UNFOUNDED,
                )

    def _payments(self) -> Iterator[dict[str, Any]]:
        """Rewards that were paid, 3000.15 each."""
        for month, count in self.paid.items():
            at = datetime(2026, month, 20, tzinfo=SHANGHAI)
            for name in (f"{month}-{number}" for number in range(count)):
                about = {"voucher": name, "reward_number": name, "claim_id": 1, "attempt": 1}
                paid = {"amount_fen": 300_015, "succeeded": True, "settled_at": at}
                yield row(RewardPayment, **about, **paid)

    def of(self, period: Period) -> tuple[int, int, int, int]:
        """Received, accepted, in time, true: of all its months."""
        months = range(period.first.month, period.last.month + 1)
        return tuple(map(sum, zip(*(self.months[month] for month in months), strict=True)))  # type: ignore[return-value]


def test_no_small_figure_of_tips_is_told_nor_follows_from_those_that_are(database: Database) -> None:
    quarters = {quarter_of(2026, n): [month_of(2026, 3 * n - m) for m in (2, 1, 0)] for n in range(1, 5)}
    periods = [year_of(2026), *quarters, *itertools.chain(*quarters.values())]
    told_at_all = 0
    for seed in range(4):
        year = TipYear(seed)
        with database.engine.connect() as connection, connection.begin() as transaction:
            written(connection, year.rows())
            teller = Teller(Session(connection), {}, {})
            found = {period: _tips(teller, period) for period in periods}
            transaction.rollback()
        for period, figures in found.items():
            received, accepted, in_time, true = year.of(period)
            truth = {"tips.received": received, "tips.accepted": accepted}
            for key, number in truth.items():
                assert figures[key] in (None, number)
                assert figures[key] is None or number >= LEAST
                told_at_all += figures[key] is not None
            for key, part in (("accepted", accepted), ("on_time", in_time), ("substantiated", true)):
                share = figures[f"tips.{key}_share"]
                assert share is None or share == part * 1000 // received / 10
                # Neither the part nor the rest may be so few that they point at somebody.
                assert share is None or min(part, received - part) >= LEAST or part in (0, received)
            paid = year.count(period, None)
            assert figures["rewards.paid"] in (None, paid)
            assert figures["rewards.amount"] in (None, pytest.approx(paid * 3000.15))
        which: dict[str, int | None] = {"tips.received": 0, "tips.accepted": 1, "rewards.paid": None}
        for key, column in which.items():
            for whole, parts in ((year_of(2026), list(quarters)), *quarters.items()):
                hidden = [part for part in parts if found[part][key] is None]
                if found[whole][key] is not None and hidden:
                    together = sum(year.count(part, column) for part in hidden)
                    assert (len(hidden) > 1, together >= LEAST) == (True, True), (seed, key, whole.name)
    assert told_at_all > 20


def test_a_year_that_goes_on_hides_nothing_of_what_is_over(database: Database) -> None:
    with database.engine.connect() as connection, connection.begin() as transaction:
        year = TipYear(0)
        year.months = dict.fromkeys(range(1, 9), (30, 15, 30, 15))
        written(connection, year.rows())
        august = china("2026-08-20 09:00")
        teller = Teller(Session(connection), {}, {})
        figure = register()["tips.received"]
        told_then = [
            teller.told(figure, FigureScope(period, None, august)).value
            for period in (month_of(2026, 7), quarter_of(2026, 2), quarter_of(2026, 3), year_of(2026))
        ]
        transaction.rollback()
    assert told_then == [30, 90, None, None]


def test_tips_are_told_of_whole_periods_that_are_over(database: Database) -> None:
    with database.writing() as session:
        for words, now, why_not in (
            ("2026-06-01..2026-06-30", LATER, tips.ONLY_WHOLE),
            ("2026-06", china("2026-06-30 23:00"), ONLY_PAST),
            ("2026-06", china("2026-07-01 00:00"), HIDDEN_LABEL),
        ):
            line, query = SERVICE.query(session, "tips.received", campaign_period(words), READER, now)
            assert (line.told.value, line.told.why_not) == (None, why_not)
            assert "FROM tips" in query.sql


def _tips(teller: Teller, period: Period) -> dict[str, float | None]:
    scope = FigureScope(period, None, LATER)
    return {key: teller.told(one, scope).value for key, one in register().items() if one.is_guarded}
