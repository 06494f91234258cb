"""Pictures on their way to the platform: once, again when they change or are lost, never twice at a time."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.db import Database
from deliveries.ports import FailureClass, GatewayRefusal
from jobs.picture_loader import PictureLoader
from knowledge.gallery import Picture
from tests.conftest import StandingClock
from tests.fakes.material_store import FakeMaterialStore
from tests.integration.dying import DyingCaller, DyingDatabase, Life, deaths
from wechat.picture_materials import CHECK_EVERY, LEASE, PictureMaterials

APPID = "wx0123456789abcdef"
BUSY = GatewayRefusal(FailureClass.BUSY, "system busy", errcode=-1)


class Office:
    """Some pictures, a worker and a platform; the verbs of the tests."""

    def __init__(self, database: Database, clock: StandingClock, folder: Path) -> None:
        self.database, self.clock, self.folder = database, clock, folder
        self.store = FakeMaterialStore()
        self.wanted = [self.draws("cpr", b"one"), self.draws("burn", b"two")]
        self.materials = PictureMaterials(APPID)
        self.loader = self.starts_worker()

    def draws(self, name: str, content: bytes) -> Picture:
        """A picture of this content."""
        path = self.folder / f"{name}-{content.decode()}.png"
        path.write_bytes(b"\x89PNG" + content)
        return Picture(name, path.with_suffix(".svg"), path)

    def starts_worker(self, appid: str = APPID) -> PictureLoader:
        """A worker that begins now."""
        self.materials = PictureMaterials(appid)
        return PictureLoader(self.database, self.materials, self.store, lambda: self.wanted, self.clock)

    def works(self, loader: PictureLoader | None = None) -> list[str]:
        """Do what is due once; the keys that were due, uploads first."""
        keys: list[str] = []
        for job in (loader or self.loader).jobs():
            due = list(job.due(self.clock.now(), 100))
            for key in due:
                job.do(key)
            keys += due
        return keys

    def media_id(self, picture: Picture) -> str | None:
        """What the account would show."""
        with self.database.reading() as session:
            return self.materials.find_media_id(session, picture)

    def shown(self) -> list[bytes | None]:
        """The content that people would see of each wanted picture."""
        names = [self.media_id(picture) for picture in self.wanted]
        return [self.store.files.get(name) if name else None for name in names]


@pytest.fixture
def office(database: Database, clock: StandingClock, tmp_path: Path) -> Office:
    """An office with two pictures that nobody has uploaded."""
    return Office(database, clock, tmp_path)


def test_published_pictures_are_uploaded_once(office: Office) -> None:
    assert office.shown() == [None, None]
    assert len(office.works()) == 2
    assert office.shown() == [b"\x89PNGone", b"\x89PNGtwo"]
    assert office.works() == []
    assert office.store.uploads == 2


def test_a_worker_that_dies_at_any_moment_leaves_no_picture_out(office: Office) -> None:
    drawn = 0

    def works(life: Life) -> None:
        nonlocal drawn
        drawn += 1
        office.wanted, office.store.uploads = [office.draws("cpr", str(drawn).encode())], 0
        dying, store = DyingDatabase(office.database, life), DyingCaller(office.store, life)
        office.works(PictureLoader(dying, office.materials, store, lambda: office.wanted, office.clock))

    for moment in deaths(works):
        office.clock.advance(seconds=LEASE.total_seconds() + 1)
        office.works()
        assert office.shown() == [b"\x89PNG" + str(drawn).encode()], moment
        again = moment in ("after upload_permanent_image", "before a commit")
        assert office.store.uploads <= 1 + again, moment
    assert drawn > 5


def test_two_workers_do_not_upload_the_same_picture(office: Office) -> None:
    upload = office.loader.jobs()[0]
    other = office.starts_worker().jobs()[0]
    keys = list(upload.due(office.clock.now(), 100))
    for key in keys:
        upload.do(key)
        other.do(key)
    assert office.store.uploads == 2


def test_a_picture_that_was_drawn_anew_is_uploaded_and_the_old_one_not_shown(office: Office) -> None:
    office.works()
    office.wanted[0] = office.draws("cpr", b"better")
    assert office.shown() == [None, b"\x89PNGtwo"]
    assert len(office.works()) == 1
    assert office.shown() == [b"\x89PNGbetter", b"\x89PNGtwo"]


def test_another_account_gets_its_own_material(office: Office) -> None:
    office.works()
    other = office.starts_worker("wxfedcba9876543210")
    assert office.shown() == [None, None]
    office.works(other)
    assert office.shown() == [b"\x89PNGone", b"\x89PNGtwo"]
    assert office.store.uploads == 4


def test_a_refused_upload_is_tried_again_later_and_later(office: Office) -> None:
    office.wanted.pop()
    office.store.refuses_with([BUSY] * 3)
    waits = []
    for _ in range(3):
        assert len(office.works()) == 1
        assert office.shown() == [None]
        minutes = 0
        while not office.loader.jobs()[0].due(office.clock.now(), 100):
            office.clock.advance(minutes=1)
            minutes += 1
        waits.append(minutes)
    assert waits == [1, 2, 4]
    office.works()
    assert office.shown() == [b"\x89PNGone"]


def test_an_interface_that_rests_is_left_alone_until_then(office: Office) -> None:
    office.wanted.pop()
    resting = GatewayRefusal(FailureClass.BUSY, "resting")
    resting.until = office.clock.now() + timedelta(minutes=30)
    office.store.refuses_with([resting])
    office.works()
    office.clock.advance(minutes=29)
    assert office.works() == []
    office.clock.advance(minutes=1)
    assert len(office.works()) == 1


def test_an_upload_whose_worker_was_killed_is_taken_over(office: Office) -> None:
    with office.database.writing() as session:
        assert office.materials.claim(session, office.wanted[0], office.clock.now()) == 1
    assert len(office.works()) == 1
    office.clock.advance(seconds=LEASE.total_seconds())
    assert len(office.works()) == 1
    assert office.shown() == [b"\x89PNGone", b"\x89PNGtwo"]


def test_a_picture_deleted_at_the_platform_is_noticed_and_uploaded_again(office: Office) -> None:
    office.works()
    name = office.media_id(office.wanted[0])
    assert name
    office.store.deletes(name)
    office.clock.advance(seconds=CHECK_EVERY.total_seconds() + 1)
    office.works()
    assert office.media_id(office.wanted[0]) is None
    office.works()
    assert office.shown() == [b"\x89PNGone", b"\x89PNGtwo"]
    assert office.store.uploads == 3


def test_a_refusal_of_the_platform_while_sending_has_it_uploaded_again(office: Office) -> None:
    office.works()
    name = office.media_id(office.wanted[1])
    assert name
    office.loader.lost(name)
    office.loader.lost("somebody else's")
    assert office.shown() == [b"\x89PNGone", None]
    office.works()
    assert office.shown() == [b"\x89PNGone", b"\x89PNGtwo"]


def test_a_worker_that_starts_looks_after_everything_once(office: Office) -> None:
    office.works()
    assert office.store.downloads == 0
    office.clock.advance(minutes=5)
    restarted = office.starts_worker()
    assert len(office.works(restarted)) == 2
    assert office.works(restarted) == []
    assert office.store.downloads == 2


def test_a_platform_that_cannot_be_asked_loses_nothing(office: Office) -> None:
    office.works()
    office.clock.advance(seconds=CHECK_EVERY.total_seconds() + 1)
    office.store.refuses_with([BUSY, BUSY])
    office.works()
    assert office.shown() == [b"\x89PNGone", b"\x89PNGtwo"]
    office.clock.advance(minutes=10, seconds=1)
    assert len(office.works()) == 2


def test_asking_for_all_counts_the_lost(office: Office) -> None:
    office.works()
    office.clock.advance(seconds=1)
    name = office.media_id(office.wanted[0])
    assert name
    office.store.deletes(name)
    assert office.loader.check_all() == 1
    office.works()
    office.clock.advance(seconds=1)
    assert office.loader.check_all() == 0
