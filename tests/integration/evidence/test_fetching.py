"""Evidence from the chat: each thing once, in the order it came, fetched before the platform forgets it."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from core.crypto import BadSeal
from deliveries.ports import FailureClass, GatewayRefusal
from storage.content import StoreUnavailable
from tests.fakes.evidence import KeyDestroyed
from tests.integration.evidence.evidence_office import CASE, Office
from tests.samples import SECRET, photo, picture, saved, video, voice, zip_archive
from tipoffs.evidence.queue import LEASE, EvidenceClaim
from tipoffs.evidence.services import EnoughEvidence, StillComing
from tipoffs.evidence.status import MOST, PLATFORM_KEEPS, Kind, Refusal, State


def spoilt_png() -> bytes:
    """A whole PNG with one wrong byte in the middle: its checksum says so."""
    data = bytearray(saved(picture(), "PNG"))
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


BUSY = GatewayRefusal(FailureClass.BUSY, "system busy", errcode=-1)


def test_a_photo_is_kept_sealed_with_its_hash_and_shown_without_metadata(office: Office) -> None:
    original = photo()
    office.receives("m1", original)
    assert len(office.works()) == 1
    (row,) = office.rows()
    assert (row.state, row.mime, row.size, row.media_id) == (State.KEPT, "image/jpeg", len(original), None)
    assert row.digest == hashlib.sha256(original).hexdigest()
    assert office.original(row) == original
    assert office.copy(row).startswith(b"\xff\xd8\xff")
    assert SECRET not in office.copy(row)
    assert office.works() == []


def test_nothing_readable_leaves_the_process(office: Office) -> None:
    office.receives("m1", photo())
    office.receives("m2", video() + b"", Kind.VIDEO)
    office.works()
    stored = office.everything_stored()
    assert len(office.files()) == 3
    # Three bytes of a photo (ff d8 ff) would stand in one ciphertext of some hundred by chance.
    for trace in (SECRET, b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"JFIF", b"Exif", b"ftyp", b"moov"):
        assert trace not in stored
    assert all(len(name) == 64 for name in office.files())


def test_a_video_and_a_voice_are_kept_as_they_came_without_a_copy(office: Office) -> None:
    office.receives("film", video(500_000), Kind.VIDEO)
    office.receives("words", voice(), Kind.VOICE)
    office.works()
    film, words = office.rows()
    assert (film.mime, words.mime) == ("video/mp4", "audio/amr")
    assert film.copy_file is None
    assert words.copy_file is None
    assert office.original(film) == video(500_000)


def test_a_message_pushed_three_times_makes_one_row(office: Office) -> None:
    numbers = {office.receives("m1", photo()) for _ in range(3)}
    office.works()
    assert numbers == {office.receives("m1")}
    assert len(office.rows()) == 1
    assert office.platform.asked == ["m1"]


def test_nine_photos_of_one_burst_with_retries_make_nine_rows_and_no_more(office: Office) -> None:
    pushes = [f"m{number}" for number in range(12)] * 3
    start = threading.Barrier(12)

    def push(number: int) -> int:
        start.wait()
        refused = 0
        for media_id in pushes[number::12]:
            try:
                office.receives(media_id, saved(picture(40, 30)))
            except EnoughEvidence:
                refused += 1
        return refused

    with ThreadPoolExecutor(12) as pool:
        refused = sum(pool.map(push, range(12)))
    rows = office.rows()
    assert len(rows) == MOST[Kind.PHOTO] == 9
    assert refused == 9
    assert [row.place for row in rows] == list(range(1, 10))
    office.works()
    assert {row.state for row in office.rows()} == {State.KEPT}


def test_each_kind_has_its_own_places_and_each_case(office: Office) -> None:
    office.receives("film", video(), Kind.VIDEO)
    with pytest.raises(EnoughEvidence, match="最多1份视频"):
        office.receives("film2", video(), Kind.VIDEO)
    office.receives("film2", video(), Kind.VIDEO, case="R2611000999")
    office.receives("m1", photo())
    assert [row.kind for row in office.rows()] == [Kind.VIDEO, Kind.PHOTO]


def test_a_refused_photo_frees_its_place(office: Office) -> None:
    for number in range(8):
        office.receives(f"m{number}", saved(picture(40, 30)))
    office.receives("bad", photo() + zip_archive())
    office.works()
    assert office.rows()[-1].refusal is Refusal.HIDES_SOMETHING
    office.receives("better", saved(picture(40, 30)))
    with pytest.raises(EnoughEvidence):
        office.receives("tenth")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (b"<svg onload=alert(1)>", Refusal.OTHER_KIND),
        (video(), Refusal.OTHER_KIND),
        (photo()[:5000], Refusal.CUT_SHORT),
        (spoilt_png(), Refusal.BROKEN),
    ],
)
def test_what_cannot_be_used_is_refused_and_leaves_no_file(
    office: Office, data: bytes, refusal: Refusal
) -> None:
    office.receives("m1", data)
    office.works()
    (row,) = office.rows()
    assert (row.state, row.refusal, row.media_id) == (State.REFUSED, refusal, None)
    assert office.files() == set()
    assert office.works() == []


@pytest.mark.parametrize("ended", [State.KEPT, State.REFUSED, State.LOST])
def test_what_has_ended_is_never_claimed_again(office: Office, ended: State) -> None:
    data = {State.KEPT: photo(), State.REFUSED: b"text", State.LOST: None}[ended]
    number = office.receives("m1", data)
    office.works()
    assert office.rows()[0].state is ended
    office.clock.advance(days=1)
    with office.database.writing() as session:
        assert office.service.queue.claim(session, number, office.clock.now()) is None
    assert office.rows()[0].attempts == 1


def test_two_workers_do_not_fetch_the_same(office: Office) -> None:
    number = office.receives("m1", photo())
    due = office.fetcher.job().due(office.clock.now(), 10)
    for _ in range(2):
        for key in due:
            office.fetcher.fetch(key)
    office.fetcher.fetch(str(number))
    assert office.platform.asked == ["m1"]


def test_a_busy_platform_is_asked_again_later_and_later(office: Office) -> None:
    office.receives("m1", photo())
    office.platform.refuses_with([BUSY] * 4)
    waits = []
    for _ in range(4):
        assert len(office.works()) == 1
        seconds = 0
        while not office.fetcher.job().due(office.clock.now(), 10):
            office.clock.advance(seconds=1)
            seconds += 1
        waits.append(seconds)
    assert waits == [5, 10, 20, 40]
    office.works()
    assert office.rows()[0].state is State.KEPT


def test_an_interface_that_rests_is_left_alone_until_then(office: Office) -> None:
    office.receives("m1", photo())
    resting = GatewayRefusal(FailureClass.QUOTA, "resting")
    resting.until = office.clock.now() + timedelta(hours=5)
    office.platform.refuses_with([resting])
    office.works()
    office.clock.advance(hours=4.9)
    assert office.works() == []
    office.clock.advance(hours=0.2)
    office.works()
    assert office.rows()[0].state is State.KEPT


def test_what_the_platform_does_not_know_any_more_is_lost(office: Office) -> None:
    office.receives("gone")
    office.works()
    assert (office.rows()[0].state, office.rows()[0].media_id) == (State.LOST, None)
    assert office.works() == []


def test_after_three_days_of_failures_it_is_given_up(office: Office) -> None:
    office.receives("m1", photo())
    begun = office.clock.now()
    office.platform.refuses_with([BUSY] * 10_000)
    while office.rows()[0].state is not State.LOST:
        office.works()
        office.clock.advance(minutes=10)
        assert office.clock.now() < begun + timedelta(days=4)
    assert office.clock.now() >= begun + PLATFORM_KEEPS


def test_more_than_we_read_is_too_large(office: Office) -> None:
    office.receives("m1")
    office.platform.refuses_with([GatewayRefusal(FailureClass.CONTENT, "media/get: more than 20 MB")])
    office.works()
    assert office.rows()[0].refusal is Refusal.TOO_LARGE


def test_a_worker_killed_before_it_settled_loses_and_doubles_nothing(office: Office) -> None:
    original = photo()
    number = office.receives("m1", original)
    with office.database.writing() as session:
        claim = office.service.queue.claim(session, number, office.clock.now())
    assert claim
    stray = office.evidence_store.keep(original, claim.kind, claim.name, claim.key)
    assert not isinstance(stray, Refusal)
    assert office.works() == []
    office.clock.advance(seconds=LEASE.total_seconds())
    assert len(office.works()) == 1
    with office.database.writing() as session:
        assert not office.service.queue.kept(session, claim, stray, office.clock.now())
        assert not office.service.queue.refused(session, claim, Refusal.BROKEN, office.clock.now())
        assert not office.service.queue.lost(session, claim, office.clock.now())
        assert office.service.queue.put_off(session, claim, office.clock.now()) is None
    (row,) = office.rows()
    assert (row.state, row.attempts) == (State.KEPT, 2)
    assert row.original_file != stray.original_file
    assert office.original(row) == original


def test_a_store_that_does_not_answer_is_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.receives("m1", photo())

    def silent(*_: object) -> None:
        raise StoreUnavailable("down")

    with monkeypatch.context() as patch:
        patch.setattr(office.store, "put", silent)
        office.works()
    assert office.rows()[0].state is State.WAITING
    office.clock.advance(seconds=5)
    office.works()
    assert office.rows()[0].state is State.KEPT


def test_an_upload_is_kept_and_a_double_tap_is_one_row(office: Office) -> None:
    data, now = photo(), office.clock.now()
    with office.database.writing() as session:
        claim = office.service.take_upload(session, CASE, Kind.PHOTO, data, now)
    assert isinstance(claim, EvidenceClaim)
    with office.database.writing() as session, pytest.raises(StillComing):
        office.service.take_upload(session, CASE, Kind.PHOTO, data, now)
    kept = office.evidence_store.keep(data, Kind.PHOTO, claim.name, claim.key)
    assert not isinstance(kept, Refusal)
    with office.database.writing() as session:
        assert office.service.queue.kept(session, claim, kept, now)
    with office.database.writing() as session:
        again = office.service.take_upload(session, CASE, Kind.PHOTO, data, now)
    assert not isinstance(again, EvidenceClaim)
    assert again.state is State.KEPT
    assert len(office.rows()) == 1


def test_an_upload_whose_request_died_may_be_sent_again(office: Office) -> None:
    data = photo()
    with office.database.writing() as session:
        office.service.take_upload(session, CASE, Kind.PHOTO, data, office.clock.now())
    office.clock.advance(seconds=LEASE.total_seconds())
    office.works()
    assert office.rows()[0].state is State.LOST
    with office.database.writing() as session:
        claim = office.service.take_upload(session, CASE, Kind.PHOTO, data, office.clock.now())
    assert isinstance(claim, EvidenceClaim)
    assert [row.state for row in office.rows()] == [State.FETCHING]


def test_the_evidence_of_a_draft_becomes_that_of_the_tip_even_while_it_is_fetched(office: Office) -> None:
    first, second = photo(), saved(picture(50, 40))
    office.receives("m1", first, case="draft-1")
    office.works()
    number = office.receives("m2", second, case="draft-1")
    with office.database.writing() as session:
        claim = office.service.queue.claim(session, number, office.clock.now())
    with office.database.writing() as session:
        assert office.service.move(session, "draft-1", CASE, office.clock.now()) == 2
    assert claim
    kept = office.evidence_store.keep(second, claim.kind, claim.name, claim.key)
    assert not isinstance(kept, Refusal)
    with office.database.writing() as session:
        assert office.service.queue.kept(session, claim, kept, office.clock.now())
    office.keys.shreds("draft-1")
    assert [office.original(row) for row in office.rows()] == [first, second]
    assert office.rows("draft-1") == []
    office.receives("m3", saved(picture(20, 20)))
    assert [row.place for row in office.rows()] == [1, 2, 3]


def test_a_shredded_case_can_never_be_opened_again(office: Office) -> None:
    office.receives("m1", photo())
    office.receives("m2", photo(), case="R2611000999")
    office.works()
    office.keys.shreds(CASE)
    with pytest.raises(KeyDestroyed):
        office.original(office.rows()[0])
    assert office.original(office.rows("R2611000999")[0]) == photo()


def test_a_row_that_was_moved_in_the_database_does_not_open(office: Office) -> None:
    office.receives("m1", photo())
    office.receives("m2", saved(picture(50, 40)))
    office.works()
    first, second = office.rows()
    with office.database.writing() as session:
        row = office.service.get(session, first.name)
        row.original_file, row.copy_file = second.copy_file, None
        other = office.service.get(session, second.name)
        other.copy_file = None
        session.flush()
    with pytest.raises(BadSeal):
        office.original(office.rows()[0])


def test_sweeping_removes_what_no_row_names_and_nothing_else(office: Office) -> None:
    number = office.receives("m1", photo())
    with office.database.writing() as session:
        claim = office.service.queue.claim(session, number, office.clock.now())
    assert claim
    office.evidence_store.keep(photo(), claim.kind, claim.name, claim.key)
    office.clock.advance(seconds=LEASE.total_seconds())
    office.works()
    office.receives("m2", photo(), case="R2611000999")
    office.works()
    with office.database.writing() as session:
        office.service.forget(session, "R2611000999")
    assert len(office.files()) == 6
    # The files were written now by the clock of the machine, whatever the clock of the test says.
    written = max(file.changed_at for file in office.store.listed() if file.changed_at)
    assert office.sweeper.sweep(written + timedelta(hours=23)) == 0
    assert office.sweeper.sweep(written + timedelta(hours=25)) == 4
    (row,) = office.rows()
    assert office.files() == {row.original_file, row.copy_file}
    assert office.original(row) == photo()
