"""Runs one of our programs on a stranger's file in a separate process: such a file may break any parser.

The program imports nothing of the application and sets hard limits on itself before it reads. Standard input:
4 bytes with the length of a JSON object, the object, the file. Standard output is up to the program.
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
    """No more programs may run at once; try again a little later."""


class SandboxedProgram:
    """One program; each of our processes runs at most ``AT_ONCE`` at a time, since each costs memory."""

    def __init__(self, program: Path, place_seconds: float) -> None:
        """``place_seconds``: how long a caller waits for a place while too many are running."""
        self._program = program
        self._place_seconds = place_seconds
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def run(self, data: bytes, order: Mapping[str, object], patience_seconds: float) -> bytes | None:
        """The program's output; None when its limits killed it.

        Raises ``TimeoutError`` when it takes too long, and ``TooMany`` when every place is taken.
        """
        if not self._places.acquire(timeout=self._place_seconds):
            raise TooMany(self._program.name)
        try:
            return self._written(data, json.dumps(order).encode(), patience_seconds)
        finally:
            self._places.release()

    def _written(self, data: bytes, order: bytes, patience_seconds: float) -> bytes | None:
        try:
            # -I: neither the environment nor this folder can shadow a module.
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
