"""Has a photo decoded in a process of its own, under hard limits: a stranger's file may break any decoder."""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from core.errors import Unavailable
from tipoffs.evidence.ports import Area, Developed, Position
from tipoffs.evidence.status import MAX_PIXELS, Refusal

_PROGRAM = Path(__file__).with_name("developing.py")
PATIENCE_SECONDS = 20.0
AT_ONCE, PLACE_SECONDS = 4, 3.0
"""So many photos of one process are developed at a time, each within 300 MB; the others come again."""

_places = threading.BoundedSemaphore(AT_ONCE)
_REFUSALS = {refusal.value: refusal for refusal in Refusal}


class Darkroom:
    """Starts ``developing.py`` for each photo; the limits on memory and time are in there."""

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience = patience_seconds

    def develop(self, original: bytes, black: Sequence[Area] = ()) -> Developed | Refusal:
        """See ``PictureDesk``. A process that was killed by its limits is ``TOO_HARD``.

        ``Unavailable`` where too many are at it: strangers may send photos, and each costs memory.
        """
        if not _places.acquire(timeout=PLACE_SECONDS):
            raise Unavailable("too many photos at once")
        try:
            return self._develop(original, black)
        finally:
            _places.release()

    def _develop(self, original: bytes, black: Sequence[Area]) -> Developed | Refusal:
        order = json.dumps(
            {
                "max_pixels": MAX_PIXELS,
                "black": [(area.left, area.top, area.right, area.bottom) for area in black],
            }
        ).encode()
        try:
            # -I: neither the environment nor this folder can put a module in its way.
            done = subprocess.run(  # noqa: S603  our own program, nothing of the sender's in the arguments
                [sys.executable, "-I", str(_PROGRAM)],
                input=len(order).to_bytes(4, "big") + order + original,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=self._patience,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Refusal.TOO_HARD
        line, _, copy = done.stdout.partition(b"\n")
        if done.returncode or not line:
            return Refusal.TOO_HARD
        said = json.loads(line)
        if "refused" in said:
            return _REFUSALS[said["refused"]]
        place = said["position"]
        return Developed(copy, said["width"], said["height"], Position(*place) if place else None)
