"""What people took part in says who is meant; what does not exist cannot be meant, nor what is forgotten."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from campaigns.audiences.histories import HISTORIES
from campaigns.audiences.known_deeds import known_deeds
from campaigns.audiences.services import AudienceService
from campaigns.audiences.spec import BadSpec, read_spec
from campaigns.library.models import QrCode
from campaigns.library.scanning import ScanService
from core.db import Database
from followers.deeds import Deed, forget_deeds, forget_deeds_before, note_deed
from followers.models import Follower, FollowState
from followers.topics import load_topics
from quizzes.models import QuizCourse
from quizzes.status import PlanState
from tests.fakes.campaigns import CountyRegions
from tests.integration.campaigns.planning_office import PlanningOffice, china

NOW = china("2026-06-16 09:30")
ANN, BOB, CAI, GONE = (f"oDeed_{name:>020}" for name in ("ann", "bob", "cai", "gone"))
AUDIENCES = AudienceService(load_topics(), CountyRegions(), HISTORIES)


@pytest.fixture
def activity_id(database: Database) -> int:
    """A consultation day with a scene, a poster, four followers of whom one has left; some scanned."""
    office, scans = PlanningOffice(NOW), ScanService(b"s" * 32)
    with database.writing() as session:
        activity = office.arranges(session, office.approved_june(session), scene="zixun616")
        for openid in (ANN, BOB, CAI, GONE):
            state = FollowState.LEFT if openid == GONE else FollowState.FOLLOWING
            session.add(Follower(openid=openid, state=state, state_event_at=NOW, first_seen_at=NOW))
        session.add(
            QrCode(
                scene="poster-7", title="海报", region="", place="", printed=0, added_by="cehua",
                added_at=NOW, url="", ticket="",
            )
        )  # fmt: skip
        session.flush()
        for openid, scene, ago in ((ANN, "poster-7", 40), (BOB, "poster-7", 3), (GONE, "poster-7", 1)):
            at = NOW - timedelta(days=ago)
            assert scans.scan(session, scene, openid, at, follows=False, is_new=False) is not None
        scans.scan(session, "zixun616", BOB, NOW, follows=False, is_new=False)
        scans.scan(session, "zixun616", CAI, NOW + timedelta(days=3), follows=False, is_new=False)
        note_deed(session, CAI, Deed.DAILY, "daily", NOW)
        session.add(
            QuizCourse(
                slug="home_basics", title="家庭安全入门", content={}, state=PlanState.PUBLISHED,
                created_by="cehua", created_at=NOW,
            )
        )  # fmt: skip
        note_deed(session, ANN, Deed.COURSE, "home_basics", NOW)
        return activity.id


def meant(session: Session, *done: Mapping[str, object]) -> set[str]:
    spec = read_spec({"done": list(done)})
    AUDIENCES.check(session, spec, NOW)
    return set(session.scalars(AUDIENCES.openids(spec, NOW)))


def test_who_took_part_and_who_did_not(database: Database, activity_id: int) -> None:
    poster = {"history": "scan", "code": "poster-7"}
    with database.reading() as session:
        assert meant(session, poster) == {ANN, BOB}
        assert meant(session, {**poster, "within_days": 30}) == {BOB}
        assert meant(session, {**poster, "did": False}) == {CAI}
        assert meant(session, {"history": "sign_in", "code": str(activity_id)}) == {BOB}, (
            "too late is no sign-in"
        )
        assert meant(session, {"history": "scan", "code": "zixun616"}) == {BOB, CAI}
        assert meant(session, {"history": "daily", "code": "daily"}) == {CAI}
        course = {"history": "course", "code": "home_basics"}
        assert (meant(session, course), meant(session, {**course, "did": False})) == ({ANN}, {BOB, CAI})
        known = {(one.kind, one.code): one.title for one in known_deeds(session)}
        assert known[Deed.COURSE, "home_basics"] == "家庭安全入门"
        assert {kind for kind, _ in known} == {Deed.DAILY, Deed.COURSE, Deed.SIGN_IN, Deed.SCAN}
        scenes = AUDIENCES.openids(read_spec({"scenes": ["poster-7"]}), NOW)
        assert set(session.scalars(scenes)) == {ANN, BOB}, "the code by which somebody came, and any scan"
        for history, code in (
            ("scan", "no-such"),
            ("contest", "7"),
            ("sign_in", "x"),
            ("course", "none"),
            ("daily", "weekly"),
        ):
            with pytest.raises(BadSpec, match=f"{history}:{code}"):
                meant(session, {"history": history, "code": code})
        with pytest.raises(BadSpec, match="course、daily、scan、sign_in"):
            meant(session, {"history": "vote", "code": "1"})


def test_deeds_are_forgotten_at_ones_wish_and_by_age(database: Database, activity_id: int) -> None:
    poster = {"history": "scan", "code": "poster-7"}
    with database.writing() as session:
        forget_deeds(session, BOB)
        assert meant(session, poster) == {ANN}
        forget_deeds_before(session, (NOW - timedelta(days=39)).date())
        assert meant(session, poster) == set()
