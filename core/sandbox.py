"""Looks at what a stranger sent in a process of its own: a file may break any reader of it.

The program is one of ours that imports nothing of the house and sets its own hard limits before it reads. In:
4 bytes with the length of a JSON object, the object, the file. Out is up to the program.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from core.errors import Unavailable

AT_ONCE = 4


class TooMany(Unavailable):
    """Every place is taken: a little later there will be one."""


class SandboxedProgram:
    """One program; so many of this process are at work at a time, since each costs memory."""

    def __init__(self, program: Path, place_seconds: float) -> None:
        """``place_seconds``: so long one waits for a place."""
        self._program = program
        self._place_seconds = place_seconds
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def run(self, data: bytes, order: Mapping[str, object], patience_seconds: float) -> bytes | None:
        """What the program wrote; None where it was killed by its limits.

        ``TimeoutError`` where it takes longer, ``TooMany`` where every place is taken.
        """
        if not self._places.acquire(timeout=self._place_seconds):
            raise TooMany(self._program.name)
        try:
            return self._written(data, json.dumps(order).encode(), patience_seconds)
        finally:
            self._places.release()

    def _written(self, data: bytes, order: bytes, patience_seconds: float) -> bytes | None:
        try:
            # -I: neither the environment nor this folder can put a module in its way.
            done = subprocess.run(  # noqa: S603  our own program, nothing of the sender's in the arguments
                [sys.executable, "-I", str(self._program)],
                input=len(order).to_bytes(4, "big") + order + data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=patience_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        return None if done.returncode else done.stdout
