"""The message broker: Dramatiq's in-process one, or Redis between processes and machines.

The library for Redis takes 5 MB and is loaded only where there is one.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from dramatiq import Broker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import CurrentMessage, Middleware, TimeLimit

from core.errors import Unavailable

if TYPE_CHECKING:
    import redis

NAMESPACE = "anwen"
CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 5.0
# Nobody reads dead letters: the row tells what happened. The broker wants some time all the same.
DEAD_LETTER_MS = 3_600_000

_PROBE, _PROBE_SECONDS = "anwen:probe", 60


def make_broker(redis_url: str | None) -> Broker:
    """The broker for this process: without an address everything stays in its memory.

    Dramatiq's own retries, age limits and results stay out: whether and when something is tried again is
    written in the rows, and a second opinion in the broker would repeat what must not be repeated.
    """
    middleware: list[Middleware] = [TimeLimit(), CurrentMessage()]
    if redis_url is None:
        return StubBroker(middleware=middleware)
    import redis
    from dramatiq.brokers.redis import RedisBroker

    client = redis.Redis.from_url(
        redis_url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS
    )
    # The class carries no annotations; calling it under this name keeps the type checker on our side.
    make: Callable[..., Broker] = RedisBroker
    return make(client=client, middleware=middleware, namespace=NAMESPACE, dead_message_ttl=DEAD_LETTER_MS)


def check_broker(broker: Broker) -> None:
    """Have the broker take something; ``Unavailable`` when it does not answer, or takes nothing.

    One whose memory is used up, and one that became the copy of another, still answers.
    """
    if isinstance(broker, StubBroker):
        return
    import redis

    try:
        _client(broker).set(_PROBE, b"", ex=_PROBE_SECONDS)
    except redis.ResponseError as error:
        raise Unavailable("the broker takes nothing; look at its memory and its role") from error
    except redis.RedisError as error:
        raise Unavailable("the broker does not answer") from error


def close_broker(broker: Broker) -> None:
    """Give back the connections."""
    broker.close()
    if not isinstance(broker, StubBroker):
        _client(broker).close()


def _client(broker: Broker) -> "redis.Redis":
    client: redis.Redis = broker.client  # type: ignore[attr-defined]  # of a RedisBroker, the only other
    return client
