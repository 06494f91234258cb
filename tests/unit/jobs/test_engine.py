"""The broker is a carrier and nothing more."""

import threading
import time
from collections.abc import Callable

import dramatiq.broker
import pytest
from dramatiq import Worker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from structlog.testing import capture_logs

from core.errors import Unavailable
from jobs.actors import JobQueue
from jobs.engine import check_broker, close_broker, make_broker
from jobs.ports import Job, Queue
from jobs.runner import Runner

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.mark.parametrize(("address", "kind"), [(None, StubBroker), (NOWHERE, RedisBroker)])
def test_an_address_makes_the_difference(address: str | None, kind: type) -> None:
    broker = make_broker(address)
    assert isinstance(broker, kind)
    close_broker(broker)


def test_neither_retries_nor_results_nor_metrics_ride_along() -> None:
    names = {type(middleware).__name__ for middleware in make_broker(None).middleware}
    assert names == {"TimeLimit", "CurrentMessage"}


def test_no_global_broker_is_set() -> None:
    make_broker(None)
    assert dramatiq.broker.global_broker is None


def test_a_broker_that_is_away_is_unavailable() -> None:
    broker = make_broker(NOWHERE)
    with pytest.raises(Unavailable):
        check_broker(broker)
    close_broker(broker)


def test_the_broker_in_memory_is_always_there() -> None:
    check_broker(make_broker(None))


def job(queue: Queue, do: Callable[[str], None]) -> Job:
    """A job that finds nothing by itself."""
    return Job(f"deliver_{queue.value}", queue, lambda now, limit: [], do)


def ignore(job: Job, key: str) -> None:
    """Do nothing with what became of a key."""


def test_a_key_goes_through_the_broker_and_is_done() -> None:
    broker = make_broker(None)
    done: list[str] = []
    worked: list[str] = []
    reply = job(Queue.REPLY, worked.append)
    hand_over = JobQueue(broker, [reply], Runner(), lambda _, key: done.append(key), ignore)
    hands = Worker(broker, worker_threads=1, worker_timeout=20)
    hands.start()
    hand_over(reply, "oAlice")
    broker.join("reply")
    hands.stop()
    assert (worked, done) == (["oAlice"], ["oAlice"])


def test_a_key_is_not_among_the_arguments_that_the_broker_prints() -> None:
    broker = make_broker(None)
    reply = job(Queue.REPLY, lambda key: None)
    JobQueue(broker, [reply], Runner(), ignore, ignore)(reply, "oAlice")
    message = broker.queues["reply"].get_nowait()
    assert b"oAlice" in message
    assert "oAlice" not in str(dramatiq.Message.decode(message))


def test_a_failed_job_is_not_done_and_not_repeated_by_the_broker() -> None:
    broker = make_broker(None)
    calls: list[str] = []
    done: list[str] = []
    failed: list[str] = []

    def fail(key: str) -> None:
        calls.append(key)
        raise ValueError

    reply = job(Queue.REPLY, fail)
    hand_over = JobQueue(
        broker, [reply], Runner(), lambda _, key: done.append(key), lambda _, key: failed.append(key)
    )
    hands = Worker(broker, worker_threads=1, worker_timeout=20)
    hands.start()
    with capture_logs():
        hand_over(reply, "1")
        broker.join("reply")
    hands.stop()
    assert (calls, done, failed) == (["1"], [], ["1"])


def test_alerts_overtake_replies_and_replies_overtake_campaigns() -> None:
    broker = make_broker(None)
    order: list[str] = []
    begun, gate = threading.Event(), threading.Event()

    def work(key: str) -> None:
        if key == "first":
            begun.set()
            gate.wait()
        else:
            order.append(key)

    queues = [Queue.UPKEEP, Queue.CAMPAIGN, Queue.REPLY, Queue.ALERT]
    jobs = {queue: job(queue, work) for queue in queues}
    hand_over = JobQueue(broker, jobs.values(), Runner(), ignore, ignore)
    hands = Worker(broker, worker_threads=1, worker_timeout=20)
    hand_over(jobs[Queue.UPKEEP], "first")
    hands.start()
    assert begun.wait(30), "what came first keeps the only thread busy"
    for queue in queues:
        hand_over(jobs[queue], queue.value)
    while hands.work_queue.qsize() < len(queues):
        time.sleep(0.01)
    gate.set()
    for queue in queues:
        broker.join(queue.value)
    hands.stop()
    assert order == ["alert", "reply", "campaign", "upkeep"]
