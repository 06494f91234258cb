"""Dramatiq seen from here: keys of jobs are enqueued, and run by one actor for each job."""

from collections.abc import Callable, Iterable

from dramatiq import Actor, Broker
from dramatiq.middleware import CurrentMessage

from jobs.ports import Job
from jobs.runner import Runner


class JobQueue:
    """Enqueues keys, and runs the job of each key that this process dequeues.

    A key travels in the options of a message, not in its arguments: Dramatiq prints arguments into its
    warnings, and a key may be an openid.
    """

    def __init__(
        self,
        broker: Broker,
        jobs: Iterable[Job],
        runner: Runner,
        done: Callable[[Job, str], None],
        failed: Callable[[Job, str], None],
    ) -> None:
        self._runner = runner
        self._done = done
        self._failed = failed
        self._actors = {job.name: self._declare(broker, job) for job in jobs}

    def __call__(self, job: Job, key: str) -> None:
        """Put one key of ``job`` on its way; raises whatever the broker raises when it is away."""
        self._actors[job.name].send_with_options(key=key)

    def _declare(self, broker: Broker, job: Job) -> Actor[[], None]:
        def run() -> None:
            message = CurrentMessage.get_current_message()
            assert message is not None
            key = str(message.options["key"])
            well = self._runner.attempt(job.name, lambda: job.do(key))
            (self._done if well else self._failed)(job, key)

        return Actor(
            run,
            broker=broker,
            actor_name=job.name,
            queue_name=job.queue.value,
            priority=job.queue.priority,
            options={"time_limit": job.time_limit_seconds * 1000},
        )
