"""Programs of the account as processes of their own that need not import it: web, worker and simulator.

Importing all of it takes two seconds of a processor, and the tests start some forty programs. Here one
process, the standard library's fork server, has imported it once; what is forked from it then does what
``python -m`` would: it is the first of a session of its own, has the environment it is given and nothing
of this process, reads its settings and opens its database. What is proved with ``ANWEN_PROOF=1``, the
benchmark, and the account of ``tests/functional/test_logs.py`` start programs the long way.
"""

import gc
import io
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from tests.account import Start, launched

_IMPORTED_ONCE = "tests.forked_imports"


class ForkedProgram:
    """One of them, seen from the process that started it, as a ``subprocess.Popen`` would show it."""

    def __init__(self, process: ForkServerProcess, name: str) -> None:
        self._process, self._name = process, name
        assert process.pid is not None
        self.pid: int = process.pid

    def poll(self) -> int | None:
        """Its exit code, or minus the signal that killed it; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, when it has ended; ``subprocess.TimeoutExpired`` if it does not."""
        self._process.join(timeout)
        if (code := self.poll()) is None:
            raise subprocess.TimeoutExpired(self._name, timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def forked(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path
) -> ForkedProgram:
    """Do ``python -m …`` in ``folder`` and let all it prints go to the end of ``log``; returns at once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_IMPORTED_ONCE])
    process = context.Process(
        target=_become, args=(tuple(arguments), str(folder), dict(environment), str(log))
    )
    # One that is still there at the end of the tests is ended, not waited for.
    process.daemon = True
    log.touch()
    process.start()
    program = ForkedProgram(process, " ".join(arguments))
    # Whoever kills its group the next moment must find one.
    with suppress(ProcessLookupError):
        while program.poll() is None and os.getpgid(program.pid) != program.pid:
            time.sleep(0.001)
    return program


def _become(arguments: tuple[str, ...], folder: str, environment: dict[str, str], log: str) -> None:
    os.setsid()
    os.chdir(folder)
    with Path(log).open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), "utf-8")
    sys.stderr = io.TextIOWrapper(
        os.fdopen(2, "wb", closefd=False), "utf-8", "backslashreplace", line_buffering=True
    )
    os.environ.clear()
    os.environ.update(environment)
    gc.enable()
    _, module, *rest = arguments
    sys.argv = [module, *rest]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        sys.stdout.flush()


QUICK: Final[Start] = launched if os.environ.get("ANWEN_PROOF") == "1" else forked
"""How tests start programs whose start is not what they test."""
