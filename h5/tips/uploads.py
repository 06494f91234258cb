"""Photos and a video for a draft or a case: one by one as raw bytes, or several in a plain form."""

from dataclasses import dataclass

import structlog
from werkzeug.datastructures import FileStorage

from core.errors import Unavailable
from core.text import file_name
from h5 import notices
from h5.needs import Needs
from h5.tips.needs import TipServices
from tipoffs.evidence.examining import kind_given
from tipoffs.evidence.keeping import COPY, position_in
from tipoffs.evidence.ports import Position
from tipoffs.evidence.queue import EvidenceClaim
from tipoffs.evidence.services import EnoughEvidence, StillComing
from tipoffs.evidence.status import COUNTED, MAX_BYTES, Kind, Refusal, State

log = structlog.get_logger("h5")

MOST_FORM_BYTES = 64 * 1024 * 1024
ONE_FILE_BYTES = MAX_BYTES + 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one file: ``words`` are for the citizen, empty where it was kept."""

    words: str = ""
    position: Position | None = None
    name: str = ""


def keep(needs: Needs, services: TipServices, case: str, data: bytes) -> Kept:
    """Examine, seal and keep one file; no transaction is open while it is decoded."""
    if not data:
        return Kept(Refusal.EMPTY.sentence)
    kind, now = kind_given(data), needs.clock.now()
    try:
        with needs.database.writing() as session:
            claim = services.evidence.take_upload(session, case, kind, data, now)
            if not isinstance(claim, EvidenceClaim):
                refused = claim.refusal if claim.state is State.REFUSED else None
                return Kept(refused.sentence if refused else "", name=claim.name)
    except (EnoughEvidence, StillComing) as refusal:
        return Kept(refusal.sentence)
    try:
        result = services.evidence_store.keep(data, kind, claim.name, claim.key)
    except Unavailable:
        # The disk is full, or the store is away: the place is free again, and the tip goes on without it.
        log.exception("upload not kept")
        with needs.database.writing() as session:
            services.evidence.queue.lost(session, claim, needs.clock.now())
        return Kept(notices.FILE_NOT_KEPT)
    with needs.database.writing() as session:
        if isinstance(result, Refusal):
            services.evidence.queue.refused(session, claim, result, needs.clock.now())
            return Kept(result.sentence)
        services.evidence.queue.kept(session, claim, result, needs.clock.now())
    if result.sealed_position is None:
        return Kept(name=claim.name)
    position = position_in(result.sealed_position, claim.name, claim.key)
    return Kept(position=position, name=claim.name)


def keep_all(needs: Needs, services: TipServices, case: str, files: list[FileStorage]) -> list[str]:
    """Keep what came with a plain form; the sentences for what was not kept, by its name."""
    said = []
    for file in files:
        if not file.filename:
            continue
        words = keep(needs, services, case, file.stream.read(ONE_FILE_BYTES)).words
        if words:
            said.append(f"{file_name(file.filename, 40)}：{words}")
    return said


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo or video of a draft, for the form."""

    name: str
    label: str
    can_be_seen: bool


def shots(needs: Needs, services: TipServices, case: str) -> list[Shot]:
    """What lies with a draft, in order."""
    with needs.database.reading() as session:
        rows = [one for one in services.evidence.of_case(session, case) if one.state in COUNTED]
    counts = dict.fromkeys(Kind, 0)
    found = []
    for row in rows:
        counts[row.kind] += 1
        can_be_seen = row.kind is Kind.PHOTO and row.state is State.KEPT
        found.append(Shot(row.name, f"{row.kind.label}{counts[row.kind]}", can_be_seen))
    return found


def seen(needs: Needs, services: TipServices, case: str, name: str) -> bytes | None:
    """The copy without metadata of a photo of this draft, for who sent it; None where there is none."""
    now = needs.clock.now()
    with needs.database.reading() as session:
        rows = {one.name: one for one in services.evidence.of_case(session, case)}
        row = rows.get(name)
        if row is None or row.kind is not Kind.PHOTO or row.state is not State.KEPT or row.copy_file is None:
            return None
        file, key = row.copy_file, services.evidence.key_of(session, row, now)
    return b"".join(services.evidence_store.open(file, name, COPY, key))


def counted(needs: Needs, services: TipServices, case: str) -> dict[str, int]:
    """How many photos and videos lie with a case."""
    with needs.database.reading() as session:
        kinds = [one.kind for one in services.evidence.of_case(session, case) if one.state in COUNTED]
    return {kind.value: kinds.count(kind) for kind in (Kind.PHOTO, Kind.VIDEO)}
