"""Who sees what: the copy, the original for a reason, the shared copy; each is written down."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from core.errors import NotFound
from staff.actors import Actor, ActorKind, NotPermitted
from tests.integration.evidence.evidence_office import CASE, INTAKE, Office
from tests.samples import SECRET, photo, saved, video
from tipoffs.evidence.keeping import NotTheOriginal
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.permissions import EvidencePermission
from tipoffs.evidence.ports import Area
from tipoffs.evidence.status import Kind, Refusal
from tipoffs.evidence.viewing import CannotBeBlackedOut, ReasonMissing

UNIT = Actor(ActorKind.STAFF, "unit", permissions=frozenset({EvidencePermission.SHARED}))


def with_only(*permissions: EvidencePermission) -> Actor:
    return replace(INTAKE, permissions=frozenset(permissions))


def blacks_out(office: Office, row: Evidence, *areas: Area, actor: Actor = INTAKE) -> Evidence:
    now = office.clock.now()
    with office.database.reading() as session:
        work = office.viewer.begin_blacking_out(session, row.name, actor, now)
    file = office.viewer.black_out(work, areas)
    assert not isinstance(file, Refusal)
    with office.database.writing() as session:
        return office.viewer.finish_blacking_out(session, row.name, file, areas, actor, now)


def shared(office: Office, row: Evidence) -> bytes:
    with office.database.writing() as session:
        return b"".join(office.viewer.open_shared(session, row.name, UNIT, office.clock.now()))


@pytest.fixture
def row(office: Office) -> Evidence:
    """A white photo that was kept."""
    office.receives("m1", saved(Image.new("RGB", (400, 200), "white"), comment=SECRET))
    office.works()
    return office.rows()[0]


def test_every_opening_is_written_down_with_its_case_and_reason(office: Office, row: Evidence) -> None:
    office.copy(row)
    office.original(row)
    blacks_out(office, row, Area(0, 0, 0.5, 0.5))
    shared(office, row)
    assert [(line.actor, line.action, line.reason) for line in office.log.lines] == [
        ("chen", "evidence.see", ""),
        ("chen", "evidence.original", "核对"),
        ("chen", "evidence.share", ""),
        ("unit", "evidence.shared", ""),
    ]
    assert {line.subject for line in office.log.lines} == {f"evidence:{row.name}"}
    assert all(line.detail["case"] == CASE for line in office.log.lines)


def test_an_original_needs_its_own_permission_and_a_reason(office: Office, row: Evidence) -> None:
    with office.database.writing() as session:
        for actor in (UNIT, with_only(EvidencePermission.SEE, EvidencePermission.SHARE)):
            with pytest.raises(NotPermitted):
                office.viewer.open_original(session, row.name, actor, "看看", office.clock.now())
        with pytest.raises(ReasonMissing):
            office.viewer.open_original(session, row.name, INTAKE, "  ", office.clock.now())
        with pytest.raises(NotPermitted):
            office.viewer.open_copy(session, row.name, UNIT, office.clock.now())
        with pytest.raises(NotPermitted):
            office.viewer.begin_blacking_out(
                session, row.name, with_only(EvidencePermission.SEE), office.clock.now()
            )
    assert office.log.lines == []


def test_there_is_no_shared_copy_until_somebody_decided(office: Office, row: Evidence) -> None:
    with pytest.raises(NotFound):
        shared(office, row)
    blacks_out(office, row)
    assert shared(office, row) == office.copy(row)


def test_the_shared_copy_is_black_where_staff_said_and_has_no_metadata(office: Office, row: Evidence) -> None:
    changed = blacks_out(office, row, Area(0.5, 0.0, 1.0, 1.0))
    assert changed.black_areas == [[0.5, 0.0, 1.0, 1.0]]
    with Image.open(BytesIO(shared(office, row))) as image:
        assert image.getpixel((390, 100)) == (0, 0, 0)
        assert image.getpixel((100, 100)) == (255, 255, 255)
    assert SECRET not in shared(office, row)
    with Image.open(BytesIO(office.copy(row))) as image:
        assert image.getpixel((390, 100)) == (255, 255, 255)


def test_blacking_out_again_starts_from_the_original_and_leaves_the_old_copy_to_nobody(
    office: Office, row: Evidence
) -> None:
    first = blacks_out(office, row, Area(0.5, 0.0, 1.0, 1.0)).shared_file
    second = blacks_out(office, row, Area(0.0, 0.0, 0.5, 1.0)).shared_file
    assert first != second
    with Image.open(BytesIO(shared(office, row))) as image:
        assert image.getpixel((390, 100)) == (255, 255, 255)
    assert first
    assert second
    with office.database.reading() as session:
        assert office.service.named_among(session, [first, second]) == {second}


def test_only_a_kept_photo_can_be_blacked_out(office: Office) -> None:
    office.receives("film", video(), Kind.VIDEO)
    office.receives("m9", photo())
    rows = office.rows()
    with office.database.reading() as session:
        for one in rows:
            with pytest.raises(CannotBeBlackedOut):
                office.viewer.begin_blacking_out(session, one.name, INTAKE, office.clock.now())


def test_an_original_with_another_hash_is_not_used(office: Office, row: Evidence) -> None:
    with office.database.reading() as session:
        work = office.viewer.begin_blacking_out(session, row.name, INTAKE, office.clock.now())
    with pytest.raises(NotTheOriginal):
        office.viewer.black_out(replace(work, digest="0" * 64), [])


def test_the_place_of_a_photo_can_be_offered_and_is_sealed(office: Office) -> None:
    office.receives("m1", photo())
    office.receives("m2", photo(gps=False))
    office.works()
    there, nowhere = office.rows()
    with office.database.reading() as session:
        (position,) = office.service.positions_of(session, there.case, office.clock.now())
    assert nowhere.sealed_position is None
    assert (round(position.latitude, 4), round(position.longitude, 4)) == (28.3721, 121.3853)
    assert there.sealed_position
    assert b"28." not in there.sealed_position


def test_what_is_not_there_is_not_found(office: Office) -> None:
    with office.database.reading() as session, pytest.raises(NotFound):
        office.viewer.open_copy(session, "0" * 32, INTAKE, office.clock.now())
