"""Has a photo decoded in a process of its own, under hard limits: a stranger's file may break any decoder."""

import json
from collections.abc import Sequence
from pathlib import Path

from core.sandbox import SandboxedProgram
from tipoffs.evidence.ports import Area, DecodedPhoto, Position
from tipoffs.evidence.status import MAX_PIXELS, Refusal

PATIENCE_SECONDS = 20.0
PLACE_SECONDS = 3.0

_decoding = SandboxedProgram(Path(__file__).with_name("decoding.py"), PLACE_SECONDS)
_REFUSALS = {refusal.value: refusal for refusal in Refusal}


class PhotoDecoder:
    """Starts ``decoding.py`` for each photo; the limits on memory and time are in there."""

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience = patience_seconds

    def decode(self, original: bytes, black: Sequence[Area] = ()) -> DecodedPhoto | Refusal:
        """See ``PictureDecoder``. A process that was killed by its limits is ``TOO_HARD``.

        ``TooMany`` where too many are at it: strangers may send photos, and each costs memory.
        """
        order = {
            "max_pixels": MAX_PIXELS,
            "black": [(area.left, area.top, area.right, area.bottom) for area in black],
        }
        try:
            written = _decoding.run(original, order, self._patience)
        except TimeoutError:
            return Refusal.TOO_HARD
        line, _, copy = (written or b"").partition(b"\n")
        if not line:
            return Refusal.TOO_HARD
        said = json.loads(line)
        if "refused" in said:
            return _REFUSALS[said["refused"]]
        place = said["position"]
        return DecodedPhoto(copy, said["width"], said["height"], Position(*place) if place else None)
