"""Materials and their files: written by one person, released by another, given until their last day."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from campaigns.library.material_files import MaterialFiles
from campaigns.library.materials import Wording, version_in_force
from campaigns.library.refusals import (
    AlreadyReleased,
    NotGiven,
    NotShown,
    OneTarget,
)
from campaigns.planning.refusals import Incomplete, SameHand
from core.db import Database
from core.errors import NotFound
from staff.actors import NotPermitted
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.fakes.campaigns import MemoryStore
from tests.integration.campaigns.library_office import LibraryOffice
from tests.integration.campaigns.planning_office import (
    PLANNER,
    READER,
    REVIEWER,
    SECOND_PLANNER,
)
from tests.samples import SECRET, bomb_png, photo, picture, saved
from tipoffs.evidence.photo_decoder import PhotoDecoder

PDF = b"%PDF-1.7 leaflet"


def test_a_material_is_given_once_another_person_released_it_and_until_its_last_day(
    database: Database, clock: StandingClock
) -> None:
    office, now = LibraryOffice(clock), clock.now()
    with database.writing() as session:
        with pytest.raises(NotPermitted):
            office.materials.add(session, "折页", None, READER, now)
        one = office.materials.add(session, "折页", None, PLANNER, now).id
        kept = office.material_files.keep("a/折页.pdf", PDF)
        office.materials.write(session, one, Wording("第一版", file=kept), PLANNER, now)
        assert version_in_force(session, one, now) is None
        with pytest.raises(NotPermitted):
            office.materials.release(session, one, 1, SECOND_PLANNER, now)
        office.materials.release(session, one, 1, REVIEWER, now)
        with pytest.raises(AlreadyReleased):
            office.materials.release(session, one, 1, REVIEWER, now)
        last = (now + timedelta(days=3)).date()
        office.materials.write(
            session, one, Wording("第二版", page="https://a.gov.cn/x", last_day_on=last), PLANNER, now
        )
        first = version_in_force(session, one, now)
        assert first is not None
        assert (first.words, first.file_name, b"".join(office.material_files.read(first))) == (
            "第一版",
            "折页.pdf",
            PDF,
        )
        office.materials.release(session, one, 2, REVIEWER, now)
        second = version_in_force(session, one, now + timedelta(days=2))
        assert second is not None
        assert second.number == 2
        # The newer one is over: the older one, which it replaced, does not come back.
        assert version_in_force(session, one, now + timedelta(days=5)) is None
        office.materials.withdraw(session, one, "内容有变", REVIEWER, now)
        assert version_in_force(session, one, now) is None
        verbs = set(session.scalars(select(AuditEntry.action)))
        assert {"materials.add", "materials.write", "materials.release", "materials.withdraw"} <= verbs


def test_what_a_material_may_not_be(database: Database, clock: StandingClock) -> None:
    office, now = LibraryOffice(clock), clock.now()
    for name, data in (("a.exe", PDF), ("a.pdf", b"MZ"), ("a.png", PDF), ("x" * 120, PDF)):
        with pytest.raises(NotGiven):
            office.material_files.keep(name, data)
    with database.writing() as session:
        one = office.materials.add(session, "折页", None, PLANNER, now).id
        write = office.materials.write
        with pytest.raises(OneTarget):
            write(session, one, Wording("话", article="a", page="https://a.gov.cn/x"), PLANNER, now)
        for wrong in (Wording(""), Wording("话", page="javascript:alert(1)"), Wording("字" * 301)):
            with pytest.raises(Incomplete):
                write(session, one, wrong, PLANNER, now)
        with pytest.raises(NotFound):
            write(session, 999, Wording("话"), PLANNER, now)


def test_the_reviewer_who_wrote_does_not_release(database: Database, clock: StandingClock) -> None:
    office, now = LibraryOffice(clock), clock.now()
    both = type(PLANNER)(
        PLANNER.kind, "both", PLANNER.roles, PLANNER.permissions | REVIEWER.permissions, PLANNER.scope
    )
    with database.writing() as session:
        one = office.materials.add(session, "折页", None, both, now).id
        office.materials.write(session, one, Wording("话"), both, now)
        with pytest.raises(SameHand):
            office.materials.release(session, one, 1, both, now)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("开门\u202efdp.exe.pdf", "开门fdp.exe.pdf"),
        ("\u200b折页\u2066.pdf ", "折页.pdf"),
        ("..\\..\\折\x00页.pdf", "折页.pdf"),
        ("长" * 255 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_the_name_of_a_file_is_what_it_looks_like(given: str, kept: str, now: datetime) -> None:
    assert MaterialFiles(MemoryStore(now), PhotoDecoder()).keep(given, PDF).name == kept


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", bomb_png(), saved(picture()) + b"<script>alert(1)</script>"],
    ids=["eight bytes", "three bytes", "2.5 gigapixels", "page behind it"],
)
def test_a_picture_that_no_phone_can_show_is_no_material(data: bytes, now: datetime) -> None:
    name = "a.png" if data.startswith(b"\x89") else "a.jpg"

    with pytest.raises(NotShown):
        MaterialFiles(MemoryStore(now), PhotoDecoder()).keep(name, data)


def test_a_poster_stays_as_it_is_and_a_photo_does_not_tell_where_it_was_taken(now: datetime) -> None:
    files = MaterialFiles(MemoryStore(now), PhotoDecoder())
    poster, taken = saved(picture(900, 5000), "PNG"), photo()

    kept = files.keep("长图.png", poster)
    assert (kept.name, kept.media_type, kept.size) == ("长图.png", "image/png", len(poster))
    copied = files.keep("现场.jpg", taken)
    assert copied.size != len(taken)
    assert SECRET not in b"".join(files._store.read(copied.file))


def test_files_that_no_version_names_are_swept(database: Database, clock: StandingClock) -> None:
    office, now = LibraryOffice(clock), clock.now()
    store = MemoryStore(now - timedelta(days=2))
    material_files = MaterialFiles(store, PhotoDecoder())
    named, loose = material_files.keep("a.pdf", PDF), material_files.keep("b.pdf", PDF + b"2")
    with database.writing() as session:
        office.gives(session, file=named)
        assert material_files.sweep(session, now) == 1
    assert named.file in store.files
    assert loose.file not in store.files
