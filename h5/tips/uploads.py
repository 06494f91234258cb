"""Photos and a video for a draft or a case: one by one as raw bytes, or several in a plain form."""

from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from h5.needs import Needs
from h5.tips.needs import TipOffices
from tipoffs.evidence.keeping import position_in
from tipoffs.evidence.ports import Position
from tipoffs.evidence.services import EnoughEvidence, EvidenceClaim, StillComing
from tipoffs.evidence.status import COUNTED, MAX_BYTES, Kind, Refusal, State

MOST_FORM_BYTES = 64 * 1024 * 1024
ONE_FILE_BYTES = MAX_BYTES + 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one file: ``words`` are for the citizen, empty where it was kept."""

    words: str = ""
    position: Position | None = None


def keep(needs: Needs, offices: TipOffices, case: str, kind: Kind, data: bytes) -> Kept:
    """Examine, seal and keep one file; no transaction is open while it is developed."""
    if not data:
        return Kept(Refusal.EMPTY.sentence)
    now = needs.clock.now()
    try:
        with needs.database.writing() as session:
            claim = offices.book.take_upload(session, case, kind, data, now)
            if not isinstance(claim, EvidenceClaim):
                refused = claim.refusal if claim.state is State.REFUSED else None
                return Kept(refused.sentence if refused else "")
    except (EnoughEvidence, StillComing) as refusal:
        return Kept(refusal.sentence)
    result = offices.strongroom.keep(data, kind, claim.name, claim.key)
    with needs.database.writing() as session:
        if isinstance(result, Refusal):
            offices.book.refused(session, claim, result, needs.clock.now())
            return Kept(result.sentence)
        offices.book.kept(session, claim, result, needs.clock.now())
    if result.sealed_position is None:
        return Kept()
    return Kept(position=position_in(result.sealed_position, claim.name, claim.key))


def keep_all(needs: Needs, offices: TipOffices, case: str, files: list[FileStorage]) -> list[str]:
    """Keep what came with a plain form; the sentences for what was not kept, by its name."""
    said = []
    for file in files:
        if not file.filename:
            continue
        kind = Kind.VIDEO if (file.mimetype or "").startswith("video/") else Kind.PHOTO
        words = keep(needs, offices, case, kind, file.stream.read(ONE_FILE_BYTES)).words
        if words:
            said.append(f"{file.filename[:40]}：{words}")
    return said


def counted(needs: Needs, offices: TipOffices, case: str) -> dict[str, int]:
    """How many photos and videos lie with a case."""
    with needs.database.reading() as session:
        kinds = [one.kind for one in offices.book.of_case(session, case) if one.state in COUNTED]
    return {kind.value: kinds.count(kind) for kind in (Kind.PHOTO, Kind.VIDEO)}
