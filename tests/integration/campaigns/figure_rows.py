"""Generated databases for figures: rows of every table that one counts, many of them at the edge of June."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Enum, insert

from campaigns.content.fates import PublicationState
from campaigns.content.models import ContentItem, ContentPublication, ContentVersion
from campaigns.content.rules import ContentKind
from campaigns.content.status import ContentState
from campaigns.library.kinds import TraineeKind
from campaigns.library.models import QrCode, Scan, SignIn, TrainingRecord
from campaigns.planning.kinds import UNITS, ActivityKind, Basis, CampaignKind, Measure
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.models import Activity, ActivityMaterial, ActivityVenue, Campaign, Headcount
from campaigns.planning.status import ActivityState, CampaignState, LectureState
from core.db import Base
from core.statements import table_of
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import MailingState, MailingWay, Purpose
from deliveries.masses.models import ArticleDay, ArticleRead, MassSend
from deliveries.masses.status import MassState
from deliveries.models import Delivery
from deliveries.status import Channel, Lane, State
from followers.models import Follower, FollowState
from followers.roster_models import FollowerPull, PullStage
from knowledge.answering import Decision
from knowledge.models import Feedback, LoggedQuestion, QuestionDay, QuestionState, StaffQuestion
from places.models import Venue, VenueKind, VenueList, VenueListing
from quizzes.models import (
    QuizAnswer,
    QuizAttempt,
    QuizCertificate,
    QuizContest,
    QuizCourse,
    QuizEnrolment,
)
from quizzes.status import AttemptState, Origin, PlanState

TOWN, VILLAGE, OTHER = "999001100", "999001100001", "999001101"
REGIONS = (TOWN, VILLAGE, OTHER)
JUNE_BEGINS, JUNE_ENDS = datetime(2026, 5, 31, 16, tzinfo=UTC), datetime(2026, 6, 30, 16, tzinfo=UTC)
_EDGES = tuple(edge + timedelta(seconds=by) for edge in (JUNE_BEGINS, JUNE_ENDS) for by in (-1, 0, 1))
_PEOPLE = [f"{n:032x}" for n in range(6)]
_FILLINGS: dict[type, Any] = {int: 0, bool: False, bytes: b"", dict: {}, float: 0.0, list: []}

Rows = dict[type[Base], list[dict[str, Any]]]


def written(connection: Connection, rows: Rows) -> None:
    """Insert them, table by table, so that what is referred to is there."""
    by_table = {table_of(model): found for model, found in rows.items() if found}
    for table in Base.metadata.sorted_tables:
        if table in by_table:
            connection.execute(insert(table), by_table[table])


def row(model: type[Base], **given: Any) -> dict[str, Any]:
    """A row with every column: what is not given is NULL where it may be, else empty."""
    found: dict[str, Any] = {}
    for column in table_of(model).columns:
        if column.key in given:
            found[column.key] = given.pop(column.key)
        elif column.nullable or column.autoincrement is True:
            found[column.key] = None
        else:
            found[column.key] = _filling(column.type)
    assert not given, given
    return {key: value for key, value in found.items() if not (key == "id" and value is None)}


def _filling(kind: Any) -> Any:
    if isinstance(kind, Enum):
        assert kind.enum_class is not None
        return next(iter(kind.enum_class))
    python = kind.python_type if not hasattr(kind, "impl") else kind.impl.python_type
    if python is datetime:
        return JUNE_BEGINS
    if python is date:
        return date(2026, 1, 1)
    return _FILLINGS.get(python, "")


class County:
    """One generated database."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.rows: Rows = {}
        self._ground()
        self._codes()
        self._schooling()
        self._quizzes()
        self._telling()
        self._people()

    def of(self, model: type[Base]) -> list[SimpleNamespace]:
        """The rows of a table, to be read by name."""
        return [SimpleNamespace(**one) for one in self.rows.get(model, [])]

    def _add(self, model: type[Base], **given: Any) -> dict[str, Any]:
        rows = self.rows.setdefault(model, [])
        if "id" in table_of(model).columns and "id" not in given:
            given["id"] = len(rows) + 1
        rows.append(row(model, **given))
        return rows[-1]

    def _some(self, most: int) -> range:
        return range(self._random.randint(0, most))

    def _any(self, choices: Iterable[Any]) -> Any:
        return self._random.choice(list(choices))

    def _maybe(self, value: Any) -> Any:
        return self._any((value, None))

    def _moment(self) -> datetime:
        if self._random.random() < 0.4:
            return self._any(_EDGES)  # type: ignore[no-any-return]
        return JUNE_BEGINS + timedelta(minutes=self._random.randint(-20_000, 63_200))

    def _day(self) -> date:
        near = (date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1))
        return self._any((*near, date(2026, 6, 1) + timedelta(days=self._random.randint(-200, 240))))  # type: ignore[no-any-return]

    def _ground(self) -> None:
        for _ in range(self._random.randint(1, 4)):
            first = self._day()
            last = first + timedelta(days=self._random.randint(0, 60))
            state, kind = self._any(CampaignState), self._any(CampaignKind)
            self._add(
                Campaign, state=state, kind=kind, region=self._any(REGIONS), starts_on=first, ends_on=last
            )
        for _ in self._some(12):
            at = self._moment()
            self._add(
                Activity,
                campaign_id=self._any(self.rows[Campaign])["id"],
                state=self._any([*ActivityState, *[ActivityState.VERIFIED] * 6]),
                kind=self._any(ActivityKind),
                audience=self._any([*VenueKind, None]),
                film=self._any(("", "", "警示片甲", "警示片乙")),
                region=self._any(REGIONS),
                starts_at=at,
                ends_at=at + timedelta(hours=2),
            )
        for activity in self.rows.get(Activity, []):
            self._counted(activity["id"])
        self._venues()

    def _counted(self, activity: int) -> None:
        for measure in Measure:
            for unit in UNITS[measure]:
                if self._random.random() < 0.5:
                    value = self._any((0, 1, 7, 120, 12_043))
                    about = {"measure": measure, "unit": unit, "basis": self._any(Basis), "value": value}
                    self._add(Headcount, activity_id=activity, **about)
        for number in self._some(3):
            taken = self._random.randint(0, 500)
            self._add(
                ActivityMaterial,
                activity_id=activity,
                name=f"资料{number}",
                unit=self._any(("份", "份", "件", "张", "面")),
                taken=taken,
                returned=self._random.randint(0, taken),
            )
        for person in self._random.sample(_PEOPLE, self._random.randint(0, 4)):
            self._add(SignIn, activity_id=activity, person=person, number=1)

    def _venues(self) -> None:
        for number in range(self._random.randint(0, 14)):
            kind = self._any((VenueKind.SCHOOL, VenueKind.VILLAGE, VenueKind.PUBLIC_PLACE))
            self._add(Venue, kind=kind, key=f"{number}", region=self._any(REGIONS))
        venues = self.rows.get(Venue, [])
        for kind in (VenueKind.SCHOOL, VenueKind.PUBLIC_PLACE, VenueKind.FAMILY):
            for day in {self._day() for _ in self._some(3)}:
                found = self._add(VenueList, kind=kind, dated_on=day)
                for venue in venues:
                    if venue["kind"] is kind and self._random.random() < 0.7:
                        self._add(VenueListing, list_id=found["id"], venue_id=venue["id"])
        for activity in self.rows.get(Activity, []):
            for venue in self._random.sample(venues, self._random.randint(0, min(4, len(venues)))):
                self._add(ActivityVenue, activity_id=activity["id"], venue_id=venue["id"])

    def _codes(self) -> None:
        for number in self._some(4):
            self._add(
                QrCode,
                scene=f"s{number}",
                audience=self._any([*VenueKind, None]),
                region=self._any((*REGIONS, "")),
                printed=self._random.randint(0, 900),
                added_at=self._moment(),
            )
        for code in self.rows.get(QrCode, []):
            for _ in self._some(8):
                follows = self._any((True, False))
                new = follows and self._any((True, False))
                person, at = self._any(_PEOPLE), self._moment()
                self._add(Scan, code_id=code["id"], person=person, follows=follows, is_new=new, at=at)

    def _schooling(self) -> None:
        for number in self._some(10):
            self._add(
                TrainingRecord,
                kind=self._any(TraineeKind),
                name=f"姓名{number}",
                unit_name=self._any(("甲厂", "乙厂", "丙厂")),
                region=self._any(REGIONS),
                hours=self._random.randint(1, 48),
                passed=self._any((True, False)),
                held_on=self._day(),
                verified_at=self._maybe(self._moment()),
            )
        for _ in self._some(6):
            about = {"state": self._any(LectureState), "region": self._any(REGIONS)}
            ended = self._maybe(self._moment())
            lecture = self._add(LectureRequest, asked_at=self._moment(), ended_at=ended, **about)
            for person in self._random.sample(_PEOPLE, self._random.randint(0, 3)):
                stars, at = self._random.randint(1, 5), self._moment()
                self._add(LectureRating, lecture_id=lecture["id"], rater=person, stars=stars, rated_at=at)

    def _quizzes(self) -> None:
        for _ in self._some(15):
            person, right = self._maybe(self._any(_PEOPLE)), self._any((True, False))
            self._add(QuizAnswer, origin=self._any(Origin), person=person, right=right, day=self._day())
        self._add(QuizContest, opens_at=self._moment(), state=self._any(PlanState), closes_at=JUNE_ENDS)
        self._add(QuizCourse, slug="home", state=PlanState.PUBLISHED)
        for person in self._random.sample(_PEOPLE, 4):
            finished = self._maybe(self._moment())
            about = {"person": person, "begun_at": self._moment(), "finished_at": finished}
            self._add(QuizEnrolment, course="home", **about)
        for number in self._some(10):
            contest = self._any((True, False))
            scored = self._any((True, True, False))
            self._add(
                QuizAttempt,
                contest_id=1 if contest else None,
                enrolment_id=None if contest else self._random.randint(1, 4),
                once=f"{number}",
                person=self._any(_PEOPLE),
                state=AttemptState.SCORED if scored else self._any((AttemptState.RUNNING, AttemptState.VOID)),
                started_at=self._moment(),
                passed=self._any((True, False)) if scored else None,
            )
        for number in self._some(5):
            self._add(
                QuizCertificate,
                code=f"c{number}",
                once=f"{number}",
                is_course=self._any((True, False)),
                issued_at=self._moment(),
                revoked_at=self._maybe(self._moment()),
            )

    def _telling(self) -> None:
        self._add(ContentItem)
        for number in range(self._random.randint(1, 5)):
            issued = self._maybe(self._moment())
            kind = self._any(ContentKind)
            about = {"state": ContentState.DRAFT, "kind": kind, "number": number, "issued_at": issued}
            self._add(ContentVersion, item_id=1, **about)
        for _ in self._some(4):
            about = {"state": self._any(PublicationState), "submitted_at": self._maybe(self._moment())}
            self._add(ContentPublication, version_id=1, **about)
        openids = [f"o{n}" for n in range(8)]
        for number in range(self._random.randint(2, 6)):
            gone = self._any((True, *[False] * 3))
            mailing = self._add(
                Mailing,
                name=f"m{number}",
                purpose=self._any((*Purpose, *[Purpose.CAMPAIGN] * 4)),
                way=self._any(MailingWay),
                state=self._any(MailingState),
                due_at=self._moment(),
                frozen_at=self._any((*[JUNE_BEGINS] * 4, None)),
                tally=self._tally() if gone else None,
            )
            for openid in [] if gone else self._random.sample(openids, self._random.randint(0, 8)):
                self._sent(mailing["id"], openid)
        for _ in self._some(8):
            ours = self._any((True, False))
            self._add(
                MassSend,
                mailing_id=self._any(self.rows[Mailing])["id"] if ours else None,
                number=len(self.rows.get(MassSend, [])) + 1,
                state=self._any(MassState),
                accepted_at=self._maybe(self._moment()),
                reported_at=self._maybe(self._moment()),
                sent=self._maybe(self._random.randint(0, 30)),
                disagrees=self._any((True, False, False)),
            )

    def _sent(self, mailing: int | None, openid: str) -> None:
        """The platform's and the people's word come late, early or never: no one follows from the state."""
        self._add(
            Delivery,
            openid=openid,
            mailing_id=mailing,
            state=self._any(State),
            lane=Lane.CAMPAIGN,
            channel=Channel.ANY,
            delivered_at=self._maybe(self._moment()),
            read_at=self._maybe(self._moment()),
            acted_at=self._maybe(self._moment()),
        )

    def _tally(self) -> dict[str, int]:
        ends = ("accepted", "failed", "skipped", "unknown", "pending")
        counts = {name: self._random.randint(0, 40) for name in (*ends, "delivered", "read", "acted")}
        return {"planned": sum(counts[name] for name in ends), **counts}

    def _people(self) -> None:
        for number in self._some(10):
            self._add(
                Follower,
                openid=f"o{number}",
                state=self._any(FollowState),
                followed_at=self._maybe(self._moment()),
                left_at=self._maybe(self._moment()),
                first_seen_at=self._moment(),
            )
        for day in {self._day() for _ in self._some(5)}:
            finished = self._maybe(self._moment())
            about = {"stage": PullStage.FINISHED, "total": self._random.randint(0, 9999)}
            self._add(FollowerPull, on=day, finished_at=finished, **about)
        for day in {self._day() for _ in self._some(8)}:
            self._add(ArticleDay, on=day, is_complete=self._random.random() < 0.7)
            for number in range(self._random.randint(0, 3)):
                self._add(ArticleRead, on=day, article=f"265{number}_1", readers=self._random.randint(0, 900))
        for _ in self._some(15):
            self._add(
                LoggedQuestion,
                at=self._moment(),
                decision=self._any((*[one.value for one in Decision], "page")),
                asker=self._any(_PEOPLE),
                feedback=self._any([*Feedback, None]),
            )
        for _ in self._some(5):
            about = {"left_at": self._moment(), "answered_at": self._maybe(self._moment())}
            self._add(StaffQuestion, state=QuestionState.OPEN, **about)
        for day in {self._day() for _ in self._some(6)}:
            for word in self._random.sample([*Decision, *Feedback, "left", "replied"], 5):
                self._add(QuestionDay, on=day, word=word, count=self._random.randint(1, 400))
