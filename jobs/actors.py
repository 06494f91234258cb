"""Dramatiq seen from here: keys of errands are enqueued, and run by one actor for each errand."""

from collections.abc import Callable, Iterable

from dramatiq import Actor, Broker
from dramatiq.middleware import CurrentMessage

from jobs.ports import Errand
from jobs.runner import Runner


class ErrandQueue:
    """Enqueues keys, and runs the errand of each key that this process dequeues.

    A key travels in the options of a message, not in its arguments: Dramatiq prints arguments into its
    warnings, and a key may be an openid.
    """

    def __init__(
        self,
        broker: Broker,
        errands: Iterable[Errand],
        runner: Runner,
        done: Callable[[Errand, str], None],
        failed: Callable[[Errand, str], None],
    ) -> None:
        self._runner = runner
        self._done = done
        self._failed = failed
        self._actors = {errand.name: self._declare(broker, errand) for errand in errands}

    def __call__(self, errand: Errand, key: str) -> None:
        """Put one key of ``errand`` on its way; raises whatever the broker raises when it is away."""
        self._actors[errand.name].send_with_options(key=key)

    def _declare(self, broker: Broker, errand: Errand) -> Actor[[], None]:
        def run() -> None:
            message = CurrentMessage.get_current_message()
            assert message is not None
            key = str(message.options["key"])
            well = self._runner.attempt(errand.name, lambda: errand.do(key))
            (self._done if well else self._failed)(errand, key)

        return Actor(
            run,
            broker=broker,
            actor_name=errand.name,
            queue_name=errand.queue.value,
            priority=errand.queue.priority,
            options={"time_limit": errand.time_limit_seconds * 1000},
        )
