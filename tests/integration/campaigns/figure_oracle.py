"""Every figure worked out again in plain Python, row by row, from what its definition says alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaigns.content.models import ContentPublication, ContentVersion
from campaigns.library.models import QrCode, Scan, SignIn, TrainingRecord
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.models import Activity, ActivityMaterial, ActivityVenue, Campaign, Headcount
from core.clock import SHANGHAI
from deliveries.mailings.models import Mailing
from deliveries.masses.models import ArticleDay, ArticleRead, MassSend
from deliveries.models import Delivery
from followers.models import Follower
from followers.roster_models import FollowerPull
from knowledge.models import LoggedQuestion, QuestionDay, StaffQuestion
from places.models import Venue, VenueList, VenueListing
from quizzes.models import QuizAnswer, QuizAttempt, QuizCertificate, QuizContest, QuizEnrolment
from tests.integration.campaigns.figure_rows import County

KINDS = [
    "consultation",
    "lecture",
    "film",
    "drill",
    "contest",
    "screens",
    "open_day",
    "snapshot",
    "training",
    "visit",
]
SETTINGS = ["enterprise", "village", "community", "school", "family", "agency", "public_place"]
BASES = ["counted", "signed_in", "estimated", "system"]
SOULS = ["attended", "consulted", "trained", "drilled", "watched", "online"]
EVERYBODY = "everybody"

Row = Any


@dataclass(frozen=True)
class Expected:
    """What a figure's SELECT must give; None altogether where it gives no row."""

    numerator: int
    denominator: int | None = None
    estimated: int | None = None
    dated_on: str | None = None


class Recount:
    """All figures of one county for some days and some regions."""

    def __init__(self, county: County, first: date, last: date, regions: frozenset[str] | None) -> None:
        self._county, self._first, self._last, self._regions = county, first, last, regions
        self.found: dict[str, Expected | None] = {}
        self._activities = [one for one in county.of(Activity) if self._at(one.starts_at) and self._in(one)]
        self._verified = [one for one in self._activities if one.state == "verified"]
        self._ground()
        self._heads()
        self._coverage()
        self._supplies()
        self._codes()
        self._quizzes()
        self._schooling()
        self._telling()
        self._articles()
        self._people()

    def _at(self, moment: datetime | None) -> bool:
        return moment is not None and self._on(moment.astimezone(SHANGHAI).date())

    def _on(self, day: date) -> bool:
        return self._first <= day <= self._last

    def _in(self, one: Row) -> bool:
        return self._regions is None or one.region in self._regions

    def _count(self, key: str, rows: Iterable[Row]) -> None:
        self.found[key] = Expected(sum(1 for _ in rows))

    def _people_of(self, key: str, people: Iterable[str | None]) -> None:
        self.found[key] = Expected(len({one for one in people if one is not None}))

    def _share(self, key: str, rows: list[Row], is_part: Callable[[Row], bool]) -> None:
        self.found[key] = Expected(sum(1 for one in rows if is_part(one)), len(rows))

    def _ground(self) -> None:
        self._count(
            "campaigns",
            (
                one
                for one in self._county.of(Campaign)
                if one.state in ("approved", "closed")
                and self._in(one)
                and one.starts_on <= self._last
                and one.ends_on >= self._first
            ),
        )
        self._count("activities", self._verified)
        for kind in KINDS:
            self._count(f"activities.kind.{kind}", (one for one in self._verified if one.kind == kind))
        for setting, rows in self._by_setting(self._verified):
            self._count(f"activities.setting.{setting}", rows)
        self._count("activities.waiting", (one for one in self._activities if one.state == "held"))
        self._people_of("films", (one.film or None for one in self._verified))

    def _by_setting(self, rows: list[Row]) -> Iterable[tuple[str, list[Row]]]:
        for setting in (*SETTINGS, EVERYBODY):
            meant = None if setting == EVERYBODY else setting
            yield setting, [one for one in rows if one.audience == meant]

    def _heads(self) -> None:
        for measure in SOULS:
            self._measure(measure, "attendances")
            self._measure(measure, "people")
        self._measure("screens", "screens")
        self._measure("found", "pieces")
        for setting, activities in self._by_setting(self._verified):
            rows = self._headcounts(activities, "attended", "attendances")
            self.found[f"heads.attended.attendances.{setting}"] = _sum_of_heads(rows)

    def _measure(self, measure: str, unit: str) -> None:
        rows = self._headcounts(self._verified, measure, unit)
        self.found[f"heads.{measure}.{unit}"] = _sum_of_heads(rows)
        for basis in BASES:
            of = [one for one in rows if one.basis == basis]
            self.found[f"heads.{measure}.{unit}.{basis}"] = _sum_of_heads(of)

    def _headcounts(self, activities: list[Row], measure: str, unit: str) -> list[Row]:
        ids = {one.id for one in activities}
        return [
            one
            for one in self._county.of(Headcount)
            if one.activity_id in ids and one.measure == measure and one.unit == unit
        ]

    def _coverage(self) -> None:
        lists, listings = self._county.of(VenueList), self._county.of(VenueListing)
        venues = {one.id: one for one in self._county.of(Venue)}
        # Reached is reached, wherever the activity was planned.
        everywhere = {
            one.id for one in self._county.of(Activity) if one.state == "verified" and self._at(one.starts_at)
        }
        reached = {one.venue_id for one in self._county.of(ActivityVenue) if one.activity_id in everywhere}
        for kind in SETTINGS:
            known = [one for one in lists if one.kind == kind and one.dated_on <= self._last]
            newest = max(known, key=lambda one: one.dated_on, default=None)
            listed = [
                one.venue_id
                for one in listings
                if newest and one.list_id == newest.id and self._in(venues[one.venue_id])
            ]
            self.found[f"coverage.{kind}"] = (
                Expected(len(set(listed) & reached), len(listed), dated_on=str(newest.dated_on))
                if newest and listed
                else None
            )

    def _supplies(self) -> None:
        ids = {one.id: one for one in self._verified}
        rows = [one for one in self._county.of(ActivityMaterial) if one.activity_id in ids]
        for code, unit in (("copies", "份"), ("pieces", "件"), ("sheets", "张")):
            mine = [one for one in rows if one.unit == unit]
            taken, back = sum(one.taken for one in mine), sum(one.returned for one in mine)
            self.found[f"supplies.{code}.taken"] = Expected(taken)
            self.found[f"supplies.{code}.returned"] = Expected(back)
            self.found[f"supplies.{code}.handed_out"] = Expected(taken - back)
        for setting, activities in self._by_setting(self._verified):
            of = {one.id for one in activities}
            handed = sum(
                one.taken - one.returned for one in rows if one.activity_id in of and one.unit == "份"
            )
            self.found[f"supplies.copies.handed_out.{setting}"] = Expected(handed)
        self._count("supplies.other_units", (one for one in rows if one.unit not in "份件张"))

    def _codes(self) -> None:
        codes = {one.id: one for one in self._county.of(QrCode) if self._in(one)}
        new = [one for one in codes.values() if self._at(one.added_at)]
        self._count("codes", new)
        self.found["codes.printed"] = Expected(sum(one.printed for one in new))
        scans = [one for one in self._county.of(Scan) if one.code_id in codes and self._at(one.at)]
        self._count("scans", scans)
        for setting in (*SETTINGS, EVERYBODY):
            meant = None if setting == EVERYBODY else setting
            of = (one for one in scans if codes[one.code_id].audience == meant)
            self._count(f"scans.setting.{setting}", of)
        self._people_of("scans.people", (one.person for one in scans))
        self._people_of("scans.followed", (one.person for one in scans if one.follows))
        self._people_of("scans.new", (one.person for one in scans if one.is_new))
        ids = {one.id for one in self._verified}
        signed = [one for one in self._county.of(SignIn) if one.activity_id in ids]
        self._count("sign_ins", signed)
        self._people_of("sign_ins.people", (one.person for one in signed))

    def _quizzes(self) -> None:
        answers = [one for one in self._county.of(QuizAnswer) if self._on(one.day)]
        self._count("answers", answers)
        for origin in ("daily", "practice", "contest", "course"):
            self._count(f"answers.{origin}", (one for one in answers if one.origin == origin))
        self._people_of("answers.people", (one.person for one in answers))
        self._share("answers.right", answers, lambda one: one.right)
        self._count(
            "contests",
            (
                one
                for one in self._county.of(QuizContest)
                if one.state == "published" and self._at(one.opens_at)
            ),
        )
        papers = [
            one for one in self._county.of(QuizAttempt) if one.state == "scored" and self._at(one.started_at)
        ]
        self._count("papers", papers)
        contests = [one for one in papers if one.contest_id]
        for key, of in (("contests", contests), ("courses", [one for one in papers if one.enrolment_id])):
            self._count(f"papers.{key}", of)
            self._people_of(f"papers.{key}.people", (one.person for one in of))
            self._share(f"papers.{key}.passed", of, lambda one: one.passed is True)
        enrolled = self._county.of(QuizEnrolment)
        begun = [one for one in enrolled if self._at(one.begun_at)]
        self._count("courses.begun", begun)
        self._people_of("courses.people", (one.person for one in begun))
        self._count("courses.finished", (one for one in enrolled if self._at(one.finished_at)))
        issued = [
            one
            for one in self._county.of(QuizCertificate)
            if self._at(one.issued_at) and one.revoked_at is None
        ]
        self._count("certificates", issued)
        self._count("certificates.courses", (one for one in issued if one.is_course))
        self._count("certificates.contests", (one for one in issued if not one.is_course))

    def _schooling(self) -> None:
        every = [one for one in self._county.of(TrainingRecord) if self._on(one.held_on) and self._in(one)]
        checked = [one for one in every if one.verified_at]
        self._count("training.records", checked)
        self.found["training.hours"] = Expected(sum(one.hours for one in checked))
        for kind in ("principal", "safety_manager", "special_operator", "employee"):
            of = [one for one in checked if one.kind == kind]
            self._count(f"training.records.{kind}", of)
            self.found[f"training.hours.{kind}"] = Expected(sum(one.hours for one in of))
        self._share("training.passed", checked, lambda one: one.passed)
        self._people_of("training.units", (one.unit_name for one in checked))
        self._count("training.waiting", (one for one in every if not one.verified_at))
        lectures = {one.id: one for one in self._county.of(LectureRequest) if self._in(one)}
        asked = [one for one in lectures.values() if self._at(one.asked_at)]
        self._count("lectures.asked", asked)
        for state in ("asked", "scheduled", "held", "declined", "withdrawn"):
            self._count(f"lectures.asked.{state}", (one for one in asked if one.state == state))
        self._count(
            "lectures.held",
            (one for one in lectures.values() if one.state == "held" and self._at(one.ended_at)),
        )
        stars = [
            one.stars
            for one in self._county.of(LectureRating)
            if one.lecture_id in lectures and self._at(one.rated_at)
        ]
        self.found["lectures.stars"] = Expected(sum(stars), len(stars))

    def _telling(self) -> None:
        issued = [one for one in self._county.of(ContentVersion) if self._at(one.issued_at)]
        self._count("content.issued", issued)
        for kind in ("original", "repost"):
            self._count(f"content.issued.{kind}", (one for one in issued if one.kind == kind))
        self._share("content.original", issued, lambda one: one.kind == "original")
        there = {"published", "taking_down", "taken_down"}
        self._count(
            "content.published",
            (
                one
                for one in self._county.of(ContentPublication)
                if one.state in there and self._at(one.submitted_at)
            ),
        )
        self._pushes()
        taken = [
            one
            for one in self._county.of(MassSend)
            if one.state in ("accepted", "finished", "deleted")
            and self._at(one.accepted_at or one.reported_at)
        ]
        self._count("mass_sends", taken)
        self._count("mass_sends.ours", (one for one in taken if one.mailing_id))
        self._count("mass_sends.console", (one for one in taken if not one.mailing_id))

    def _pushes(self) -> None:
        mailings = [
            one
            for one in self._county.of(Mailing)
            if one.purpose == "campaign" and one.frozen_at and self._at(one.due_at)
        ]
        self._count("pushes", mailings)
        ends = {"sent": "accepted", "failed": "failed", "skipped": "skipped", "unknown": "unknown"}
        names = ("planned", *ends.values(), "pending", "delivered", "read", "acted")
        sums = dict.fromkeys(names, 0)
        for mailing in mailings:
            rows = [one for one in self._county.of(Delivery) if one.mailing_id == mailing.id]
            if not rows:
                for name in names:
                    sums[name] += (mailing.tally or {}).get(name, 0)
                continue
            for one in rows:
                sums["planned"] += 1
                sums[ends.get(one.state, "pending")] += 1
                for name in ("delivered", "read", "acted"):
                    sums[name] += getattr(one, f"{name}_at") is not None
            reports = (one for one in self._county.of(MassSend) if one.mailing_id == mailing.id)
            sums["delivered"] += sum(one.sent or 0 for one in reports if _is_believed(one))
        for name in names:
            self.found[f"pushes.{name}"] = Expected(sums[name])
        self.found["pushes.accepted_share"] = Expected(sums["accepted"], sums["planned"])

    def _articles(self) -> None:
        days = [one.on for one in self._county.of(ArticleDay) if self._on(one.on) and one.is_complete]
        reads = [one for one in self._county.of(ArticleRead) if one.on in days]
        readers = sum(one.readers for one in reads)
        known = Expected(readers, dated_on=str(max(days))) if days else None
        self.found["articles.reads"] = known
        self.found["articles.reads_mean"] = Expected(readers, len({one.article for one in reads}))
        length = (self._last - self._first).days + 1
        self.found["articles.days"] = Expected(len(days), length)

    def _people(self) -> None:
        pulls = [one for one in self._county.of(FollowerPull) if self._on(one.on) and one.finished_at]
        last = max(pulls, key=lambda one: one.on, default=None)
        self.found["followers.total"] = Expected(last.total, dated_on=str(last.on)) if last else None
        followers = self._county.of(Follower)
        self._count("followers.new", (one for one in followers if self._at(one.first_seen_at)))
        now = [one for one in followers if one.state == "following"]
        self._count("followers.gained", (one for one in now if self._at(one.followed_at)))
        gone = [one for one in followers if one.state == "left"]
        self._count("followers.lost", (one for one in gone if self._at(one.left_at)))
        asked = [
            one for one in self._county.of(LoggedQuestion) if one.decision != "page" and self._at(one.at)
        ]
        tallies = [one for one in self._county.of(QuestionDay) if self._on(one.on)]
        decisions = {"answer", "suggest", "fallback", "emergency", "redirect", "smalltalk", "refuse", "flow"}

        def kept(*which: str) -> int:
            return sum(one.count for one in tallies if one.word in which)

        self.found["questions"] = Expected(len(asked) + kept(*decisions))
        words = {
            "answer": "answered",
            "suggest": "suggested",
            "fallback": "unanswered",
            "emergency": "emergency",
        }
        for code in (*words.values(), "others"):
            of = [one for one in asked if words.get(one.decision, "others") == code]
            which = [one for one in decisions if words.get(one, "others") == code]
            self.found[f"questions.{code}"] = Expected(len(of) + kept(*which))
        self._people_of("questions.people", (one.asker for one in asked))
        safety = [one for one in asked if one.decision in ("answer", "suggest", "fallback")]
        self.found["questions.answered_share"] = Expected(
            sum(one.decision == "answer" for one in safety) + kept("answer"),
            len(safety) + kept("answer", "suggest", "fallback"),
        )
        judged = [one.feedback for one in asked if one.feedback is not None]
        self.found["questions.useful"] = Expected(
            judged.count("useful") + kept("useful"), len(judged) + kept("useful", "useless")
        )
        left = self._county.of(StaffQuestion)
        came, answered = ([getattr(one, at) for one in left] for at in ("left_at", "answered_at"))
        self.found["questions.left"] = Expected(sum(map(self._at, came)) + kept("left"))
        self.found["questions.replied"] = Expected(sum(map(self._at, answered)) + kept("replied"))


def _is_believed(report: Row) -> bool:
    """Counts of a send that did not go out, or that contradict, tell nobody's number."""
    return bool(report.state in ("finished", "deleted") and not report.disagrees)


def _sum_of_heads(rows: list[Row]) -> Expected:
    guessed = sum(one.value for one in rows if one.basis == "estimated")
    return Expected(sum(one.value for one in rows), estimated=guessed)
