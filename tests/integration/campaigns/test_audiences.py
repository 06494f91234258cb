"""Segments against a county of people: each statement equals a plain recomputation, on both engines."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Select, insert, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from campaigns.audiences.permissions import Permission
from campaigns.audiences.segments import BadName, SegmentService, segments
from campaigns.audiences.services import AudienceService
from campaigns.audiences.spec import BadSpec, Done, Spec, read_spec
from core.clock import SHANGHAI
from core.db import Database
from core.errors import NotFound
from followers.choice_models import FollowerTopic, FollowerTown, Wish
from followers.choices import forget_choices
from followers.models import Follower, FollowState
from followers.queries import wishes
from followers.roster_models import FollowerTag, PlatformTag
from followers.services import record_unfollow
from followers.topics import EVERYTHING, load_topics
from staff.actors import NotPermitted
from staff.models import AuditEntry
from staff.reach import OutOfScope
from tests.fakes.campaigns import CountyRegions
from tests.integration.campaigns.planning_office import (
    OTHER_TOWN,
    PLANNER,
    READER,
    TOWN,
    TOWN_PLANNER,
    china,
)

NOW = china("2026-06-16 09:00")
VILLAGE = f"{TOWN}000"


@dataclass
class Person:
    """Somebody as the test knows them."""

    openid: str
    follows: bool
    followed_at: datetime | None
    seen_at: datetime | None
    scene: str | None
    region: str | None
    wishes: dict[str, Wish] = field(default_factory=dict)
    tags: set[int] = field(default_factory=set)
    passed: bool = False


class Passed:
    """A history of those who passed; a table of its own would be no different: it is a Select of openids."""

    def people(self, code: str, since: datetime | None) -> Select[str]:
        """See ``campaigns.audiences.ports.History``."""
        query = select(FollowerTag.openid).where(FollowerTag.tag_id == 103)
        assert code == "june"
        return query if since is None else query.where(FollowerTag.openid.like("%"))

    def knows(self, session: Session, code: str) -> bool:
        """See ``campaigns.audiences.ports.History``."""
        return code == "june"


TAGS = {100: "网格员", 101: "企业", 103: "通过"}


def people() -> list[Person]:
    """Eighty of them, the same every time."""
    rng = random.Random(616)

    def ago(most: int) -> datetime | None:
        return (
            NOW - timedelta(days=rng.randrange(most), minutes=rng.randrange(1440))
            if rng.random() < 0.9
            else None
        )

    found = []
    for n in range(80):
        topics = rng.sample(["typhoon", "gas", "school", "fire", EVERYTHING], rng.randrange(4))
        wishes = {
            one: Wish.STOPPED if one == EVERYTHING or rng.random() < 0.4 else Wish.WANTED for one in topics
        }
        tags = set(rng.sample(sorted(TAGS), rng.randrange(3)))
        found.append(
            Person(
                f"oCitizen_{n:019}",
                rng.random() < 0.8,
                ago(400),
                ago(200),
                rng.choice([None, "poster-7", "school-1"]),
                rng.choice([None, TOWN, VILLAGE, OTHER_TOWN]),
                wishes,
                tags,
                103 in tags,
            )
        )
    return found


COUNTY = people()


def move_in(session: Session) -> None:
    """Write all of them."""
    session.execute(
        insert(PlatformTag), [{"id": n, "name": name, "count": 0, "seen_at": NOW} for n, name in TAGS.items()]
    )
    for one in COUNTY:
        state = FollowState.FOLLOWING if one.follows else FollowState.LEFT
        moments = {"state_event_at": NOW, "first_seen_at": NOW}
        session.add(
            Follower(
                openid=one.openid,
                state=state,
                followed_at=one.followed_at,
                last_seen_at=one.seen_at,
                scene=one.scene,
                **moments,
            )
        )
        if one.region:
            session.add(FollowerTown(openid=one.openid, region=one.region, chosen_at=NOW))
        for topic, wish in one.wishes.items():
            session.add(FollowerTopic(openid=one.openid, topic=topic, wish=wish, chosen_at=NOW))
        for tag in one.tags:
            session.add(FollowerTag(openid=one.openid, tag_id=tag))
    session.flush()


def is_meant(one: Person, spec: Spec) -> bool:
    """The same rule, told in another way."""
    if not one.follows or one.wishes.get(EVERYTHING) is Wish.STOPPED:
        return False
    if any(one.wishes.get(topic) is Wish.STOPPED for topic in spec.topics):
        return False
    asked = [
        not spec.regions or any((one.region or "-").startswith(code) for code in spec.regions),
        not spec.settings or any(one.wishes.get(code) is Wish.WANTED for code in spec.settings),
        not spec.interests or any(one.wishes.get(code) is Wish.WANTED for code in spec.interests),
        not spec.tags or bool({TAGS[tag] for tag in one.tags} & set(spec.tags)),
        not spec.scenes or one.scene in spec.scenes,
    ]
    if spec.followed_since:
        start = datetime.combine(spec.followed_since, time(), SHANGHAI)
        asked.append(one.followed_at is not None and one.followed_at >= start)
    if spec.followed_until:
        end = datetime.combine(spec.followed_until, time(), SHANGHAI) + timedelta(days=1)
        asked.append(one.followed_at is not None and one.followed_at < end)
    if spec.seen_within_days:
        asked.append(one.seen_at is not None and NOW - one.seen_at <= timedelta(days=spec.seen_within_days))
    if spec.not_seen_for_days:
        asked.append(one.seen_at is None or NOW - one.seen_at > timedelta(days=spec.not_seen_for_days))
    asked += [one.passed == done.did for done in spec.done]
    return all(asked)


SPECS = [
    Spec(),
    Spec(regions=("999001",)),
    Spec(regions=(TOWN,)),
    Spec(regions=(VILLAGE, OTHER_TOWN)),
    Spec(settings=("school",)),
    Spec(interests=("typhoon", "gas")),
    Spec(settings=("school",), interests=("gas",)),
    Spec(tags=("网格员", "企业")),
    Spec(scenes=("poster-7",)),
    Spec(followed_since=date(2026, 1, 1)),
    Spec(followed_until=date(2026, 1, 1)),
    Spec(seen_within_days=30),
    Spec(not_seen_for_days=90),
    Spec(done=(Done("quiz", "june"),)),
    Spec(done=(Done("quiz", "june", 30, did=False),)),
    Spec(topics=("fire", "gas")),
    Spec(regions=(TOWN,), interests=("typhoon",), seen_within_days=150, topics=("gas",)),
]


def service() -> AudienceService:
    """The office, with one history."""
    return AudienceService(load_topics(), CountyRegions(), {"quiz": Passed()})


def test_each_statement_finds_exactly_the_people_who_are_meant(database: Database) -> None:
    with database.writing() as session:
        move_in(session)
        for spec in SPECS:
            found = session.scalars(service().openids(spec, NOW)).all()
            wanted = {one.openid for one in COUNTY if is_meant(one, spec)}
            assert 0 < len(wanted) < len(COUNTY), spec
            assert (len(found), set(found)) == (len(wanted), wanted), spec
            preview = service().preview(session, spec, PLANNER, NOW)
            assert preview.count == len(wanted)
            assert preview.following == sum(one.follows for one in COUNTY)
            assert len(preview.examples) == min(10, len(wanted))
            assert all("…" in one.masked and len(one.masked) == 9 for one in preview.examples)


def test_wishes_are_counted_of_those_who_follow(database: Database) -> None:
    said = Counter((topic, wish) for one in COUNTY if one.follows for topic, wish in one.wishes.items())
    with database.writing() as session:
        move_in(session)
        session.add(FollowerTopic(openid="oNobodyKnows", topic="gas", wish=Wish.WANTED, chosen_at=NOW))
        session.flush()
        assert Counter({(topic, wish): count for topic, wish, count in wishes(session)}) == said


def test_a_warning_reaches_those_who_stopped_campaigns_but_not_who_left(database: Database) -> None:
    spec = Spec(topics=("fire",))
    with database.writing() as session:
        move_in(session)
        found = session.scalars(service().openids(spec, NOW, despite_stops=True)).all()
    assert set(found) == {one.openid for one in COUNTY if one.follows}


def test_who_leaves_is_out_at_once(database: Database) -> None:
    first = next(one.openid for one in COUNTY if is_meant(one, Spec()))
    with database.writing() as session:
        move_in(session)
        record_unfollow(session, first, NOW, NOW)
        assert first not in session.scalars(service().openids(Spec(), NOW)).all()
        forget_choices(session, first)
        for model in (FollowerTown, FollowerTopic, FollowerTag):
            assert session.scalar(select(model.openid).where(model.openid == first)) is None


def test_a_segment_is_kept_replaced_and_retired_on_record(database: Database) -> None:
    book = SegmentService(service())
    with database.writing() as session:
        move_in(session)
        book.save(session, "清溪台风", Spec(regions=(TOWN,)), PLANNER, NOW, note="六月")
        kept = book.save(session, "清溪台风", Spec(regions=(TOWN,), interests=("typhoon",)), PLANNER, NOW)
        assert read_spec(kept.spec) == Spec(regions=(TOWN,), interests=("typhoon",))
        assert [one.name for one in segments(session)] == ["清溪台风"]
        assert set(session.scalars(book.openids(session, "清溪台风", NOW))) == {
            one.openid for one in COUNTY if is_meant(one, read_spec(kept.spec))
        }
        book.retire(session, "清溪台风", PLANNER, NOW)
        assert segments(session) == []
        with pytest.raises(NotFound):
            book.openids(session, "清溪台风", NOW)
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
        assert actions == [
            "campaigns.save_segment",
            "campaigns.save_segment",
            "campaigns.retire_segment",
        ]


def test_what_is_not_there_or_not_theirs_is_refused(database: Database) -> None:
    book, office = SegmentService(service()), service()
    with database.writing() as session:
        move_in(session)
        for spec in (
            Spec(regions=("888",)),
            Spec(interests=("ufo",)),
            Spec(settings=("gas",)),
            Spec(topics=("ufo",)),
            Spec(tags=("没有的",)),
            Spec(done=(Done("lottery", "x"),)),
        ):
            with pytest.raises(BadSpec):
                book.save(session, "不成立", spec, PLANNER, NOW)
        with pytest.raises(BadName):
            book.save(session, " ", Spec(), PLANNER, NOW)
        assert not READER.may(Permission.SEGMENTS)
        with pytest.raises(NotPermitted):
            book.save(session, "全县", Spec(), READER, NOW)
        with pytest.raises(NotPermitted):
            office.preview(session, Spec(), READER, NOW)
        for spec in (Spec(), Spec(regions=(TOWN, OTHER_TOWN))):
            with pytest.raises(OutOfScope):
                office.preview(session, spec, TOWN_PLANNER, NOW)
        assert office.preview(session, Spec(regions=(VILLAGE,)), TOWN_PLANNER, NOW).count > 0
        book.save(session, "全县", Spec(), PLANNER, NOW)
        with pytest.raises(OutOfScope):
            book.save(session, "全县", Spec(regions=(TOWN,)), TOWN_PLANNER, NOW)


def test_the_embedded_engine_goes_by_its_indexes(tmp_path: object, sqlite_template: object) -> None:
    database = Database(f"sqlite:///{sqlite_template}")
    with database.reading() as session:
        for spec in (
            Spec(regions=(TOWN,)),
            Spec(interests=("gas",)),
            Spec(tags=("网格员",)),
            Spec(scenes=("poster-7",)),
            Spec(followed_since=date(2026, 1, 1)),
        ):
            compiled = (
                service()
                .openids(spec, NOW)
                .compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
            )
            plan = [
                row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {compiled}".replace(":", "\\:")))
            ]
            assert not [line for line in plan if line.startswith("SCAN follower")], (spec, plan)
    database.close()
