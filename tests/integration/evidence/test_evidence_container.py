"""Evidence put together: the real gateway on the simulated platform, a real folder, the real audit log."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.evidence import AREA, EvidenceContainer
from app.settings_loading import load_settings
from core.db import Database
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform, simulated_platform
from tests.fakes.evidence import FakeCaseKeys
from tests.integration.evidence.evidence_office import CASE, INTAKE
from tipoffs.evidence.status import Kind, State


@pytest.fixture(scope="module")
def platform() -> Iterator[SimulatedPlatform]:
    """One simulator for the module."""
    with simulated_platform() as platform:
        yield platform


@pytest.fixture
def evidence(
    database: Database, clock: StandingClock, tmp_path: Path, platform: SimulatedPlatform
) -> EvidenceContainer:
    """The evidence of a system on this database."""
    settings = load_settings(var_dir=tmp_path / "var")
    return EvidenceContainer(settings, database, FakeCaseKeys(), lambda: platform.gateway(clock), clock)


@pytest.mark.parametrize(
    ("sent", "kind", "mime", "files"),
    [
        ("image", Kind.PHOTO, "image/png", 2),
        ("voice", Kind.VOICE, "audio/amr", 1),
    ],
)
def test_what_a_citizen_sent_is_fetched_kept_and_opened_on_record(
    evidence: EvidenceContainer,
    platform: SimulatedPlatform,
    clock: StandingClock,
    sent: str,
    kind: Kind,
    mime: str,
    files: int,
) -> None:
    media_id = platform.media(sent)
    with evidence.database.writing() as session:
        name = evidence.service.attach(session, CASE, kind, media_id, clock.now()).name
    (job,) = evidence.jobs()
    for key in job.due(clock.now(), 10):
        job.do(key)
    with evidence.database.writing() as session:
        row = evidence.service.get(session, name)
        original = b"".join(evidence.viewer.open_original(session, name, INTAKE, "核对原件", clock.now()))
    assert (row.state, row.mime, row.digest) == (State.KEPT, mime, hashlib.sha256(original).hexdigest())
    assert len(list(evidence.store.listed())) == files
    with evidence.database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry))
    assert (entry.action, entry.subject, entry.reason) == (
        "evidence.original",
        f"evidence:{name}",
        "核对原件",
    )


def test_a_file_whose_three_days_are_over_is_lost(
    evidence: EvidenceContainer, platform: SimulatedPlatform, clock: StandingClock
) -> None:
    media_id = platform.media("image")
    platform.advance(3 * 86_400 + 1)
    with evidence.database.writing() as session:
        name = evidence.service.attach(session, CASE, Kind.PHOTO, media_id, clock.now()).name
    (job,) = evidence.jobs()
    for key in job.due(clock.now(), 10):
        job.do(key)
    with evidence.database.reading() as session:
        assert evidence.service.get(session, name).state is State.LOST


def test_files_lie_in_an_area_of_their_own_and_are_swept_each_night(evidence: EvidenceContainer) -> None:
    evidence.store.put([b"sealed"])
    assert [path.name for path in (evidence.settings.var_dir / "files").iterdir()] == [AREA]
    (scheduled_job,) = evidence.scheduled_jobs()
    assert scheduled_job.name == "sweep_evidence"
