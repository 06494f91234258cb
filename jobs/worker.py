"""The worker process: clock, relay, heartbeat and the threads that do the work."""

import os
import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import dramatiq
import structlog
from dramatiq import Broker

from core.clock import Clock
from core.db import Database
from core.stop_signal import StopSignal
from jobs.actors import JobQueue
from jobs.clock import ScheduledJob, Timetable
from jobs.engine import close_broker
from jobs.heartbeats import BEAT_SECONDS, beat, say_goodbye
from jobs.lookout import Lookout
from jobs.loops import Loop
from jobs.ports import Job, Pump
from jobs.relay import Relay
from jobs.runner import Runner

log = structlog.get_logger()

THREADS = 8
RELAY_SECONDS = 0.5
CLOCK_SECONDS = 1.0
# How long an idle thread of the engine sleeps before it looks for work again.
IDLE_MS = 500
# A call to the platform ends within 11 seconds (3 to connect, 8 to read); a stop waits for it.
STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to do: when a row is due, by the clock, and all the time in threads of its own."""

    jobs: Sequence[Job]
    scheduled_jobs: Sequence[ScheduledJob] = ()
    pumps: Sequence[Pump] = ()


class Worker:
    """Everything that works outside a request, in one process; start as many as you like.

    ``broker`` comes from ``jobs.engine.make_broker`` and belongs to this worker alone. ``name`` is unique
    among the living workers, by default machine and process.
    """

    def __init__(
        self,
        work: Work,
        database: Database,
        broker: Broker,
        clock: Clock,
        *,
        name: str | None = None,
        threads: int = THREADS,
        pid_folder: Path | None = None,
    ) -> None:
        self.name = name or f"{socket.gethostname()}:{os.getpid()}"
        self._database = database
        self._broker = broker
        self._clock = clock
        self._started_at = clock.now()
        runner = Runner()
        timetable = Timetable(work.scheduled_jobs, database, clock, runner)
        every_job = [*work.jobs, timetable.job()]
        relay = Relay(every_job, clock, runner, idle=Lookout(database, every_job).idle)
        hand_over = JobQueue(broker, every_job, runner, relay.done, relay.failed)
        self._runner = runner
        self._dramatiq = dramatiq.Worker(broker, worker_threads=threads, worker_timeout=IDLE_MS)
        self._loops = [
            Loop("heartbeat", self._beat, BEAT_SECONDS, runner),
            Loop("clock", timetable.tick, CLOCK_SECONDS, runner),
            Loop("relay", lambda: relay.tick(hand_over), RELAY_SECONDS, runner),
        ]
        self._pumps = work.pumps
        self._pid_file = pid_folder / f"worker-{os.getpid()}.pid" if pid_folder else None

    def start(self) -> None:
        """Begin to work; returns at once."""
        self._broker.emit_after("process_boot")
        self._dramatiq.start()
        for loop in self._loops:
            loop.start()
        for pump in self._pumps:
            pump.start()
        # Nobody's message waits because a disk has no room for a number.
        if self._pid_file and not self._runner.attempt("write pid", partial(write_pid, self._pid_file)):
            self._pid_file = None
        log.info("worker_started", worker=self.name)

    def stop(self) -> None:
        """Hand over nothing more, let the sends in progress end, and give everything back."""
        for pump in self._pumps:
            pump.stop()
        for loop in self._loops:
            loop.stop()
        for pump in self._pumps:
            pump.join(STOP_SECONDS)
        for loop in self._loops:
            loop.join(STOP_SECONDS)
        # A broker that is away makes the engine's own stop fail; what follows is due all the same.
        self._runner.attempt("stop dramatiq", lambda: self._dramatiq.stop(timeout=int(STOP_SECONDS * 1000)))
        self._runner.attempt("goodbye", self._say_goodbye)
        self._runner.attempt("close broker", lambda: close_broker(self._broker))
        if self._pid_file is not None:
            self._pid_file.unlink(missing_ok=True)
        log.info("worker_stopped", worker=self.name)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; call it from the main thread."""
        told = StopSignal(signal.SIGTERM, signal.SIGINT)
        self.start()
        told.wait()
        self.stop()

    def _beat(self) -> None:
        with self._database.writing() as session:
            beat(session, self.name, self._started_at, self._clock.now())

    def _say_goodbye(self) -> None:
        with self._database.writing() as session:
            say_goodbye(session, self.name)


def write_pid(file: Path) -> None:
    """Write the number of this process down, and clear away those of workers that were killed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for other in file.parent.glob("worker-*.pid"):
        try:
            os.kill(int(other.stem.removeprefix("worker-")), 0)
        except (ProcessLookupError, ValueError):
            other.unlink(missing_ok=True)
        except PermissionError:
            continue  # alive, and somebody else's
    file.write_text(str(os.getpid()))
