"""The platform's way of pushing, by hand: each attempt can be seen, timed and repeated at will.

The simulator does the same for a citizen; here many thousands of messages go out from threads, and the very
bytes of each reply are kept.
"""

import http.client
import itertools
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.load import questions
from simulator.push.crypto import Envelope
from simulator.push.wire import PushBody, Value, push_body
from tests.account import Account

PLATFORM_SECONDS = 5.0  # the platform hangs up after them, and sends again
CALM = ("灭火器怎么用", "电动车能在家里充电吗", "你好", "谢谢你", "今天天气怎么样", "举报隐患有多少奖励")
"""Questions that are answered by a skill, never by the emergency screen."""
DANGERS = ("家里煤气泄漏了怎么办", "厨房着火了怎么办", "有人触电了怎么办", "有人掉水里了怎么救")
_NUMBERS = itertools.count(time.time_ns() // 1000)


@dataclass(frozen=True, slots=True)
class Push:
    """One message or event, the same for every attempt; ``key`` is that of its receipt."""

    key: str
    openid: str
    body: PushBody


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt ended. ``status`` 0: no answer within the platform's patience, or a broken connection.

    ``words`` is the inner document of the reply, empty for ``success``.
    """

    status: int
    seconds: float
    words: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the platform is content and will not send again."""
        return self.status == 200


@dataclass(slots=True)
class Delivered:
    """Every attempt at one push."""

    push: Push
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        """Whether any attempt was."""
        return any(attempt.is_answered for attempt in self.attempts)

    @property
    def replies(self) -> set[str]:
        """The different replies that were given."""
        return {attempt.words for attempt in self.attempts if attempt.words}


class Platform:
    """Pushes to one account as the platform does, in secure mode."""

    def __init__(self, account: Account, seed: int = 1) -> None:
        def known(name: str) -> str:
            return account.environment[f"ANWEN_WECHAT_{name}"]

        self._port = account.port
        self._token = known("TOKEN")
        self._original_id = known("ORIGINAL_ID")
        self._envelope = Envelope(known("AES_KEY"), known("APPID"))
        self._chance = random.Random(seed)
        self._questions = questions()

    def person(self, number: int, family: str = "PROOF") -> str:
        """The openid of somebody."""
        return f"o{family}{number:0{27 - len(family)}d}"

    def anyone(self, people: int) -> str:
        """One of so many people."""
        return self.person(self._chance.randrange(people))

    def question(self) -> str:
        """Something a citizen might ask."""
        return self._chance.choice(self._questions)

    def calm_question(self) -> str:
        """Something that nobody in danger would ask."""
        return self._chance.choice(CALM)

    def text(self, openid: str, words: str) -> Push:
        """A text message."""
        return self.message(openid, MsgType="text", Content=words)

    def message(self, openid: str, **fields: Value) -> Push:
        """Any message, with a number of its own."""
        number = next(_NUMBERS)
        body = self._body(openid, {**fields, "MsgId": number})
        return Push(f"m:{self._original_id}:{openid}:{number}", openid, body)

    def event(self, openid: str, name: str, *, at: int | None = None, **fields: Value) -> Push:
        """Any event; its key is not known here."""
        return Push("", openid, self._body(openid, {"MsgType": "event", "Event": name, **fields}, at))

    def _body(self, openid: str, fields: dict[str, Value], at: int | None = None) -> PushBody:
        head: dict[str, Value] = {
            "ToUserName": self._original_id,
            "FromUserName": openid,
            "CreateTime": at or int(time.time()),
        }
        return push_body({**head, **fields}, "secure", self._envelope)

    def signed(self, push: Push, at: int | None = None) -> str:
        """Path and query of one attempt, signed at this second or at another."""
        nonce = str(self._chance.randrange(10**10))
        query = push.body.query(self._token, str(at or int(time.time())), nonce, push.openid)
        return f"/wechat?{urlencode(query)}"

    def attempts(self, push: Push, path: str | None = None) -> Attempt:
        """Send once, over a connection of its own, and wait as long as the platform would."""
        with self.wire() as wire:
            return self.attempts_over(wire, push, path)

    @contextmanager
    def wire(self) -> Iterator[http.client.HTTPConnection]:
        """A connection for many attempts; it is opened again by itself when it broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PLATFORM_SECONDS)
        try:
            yield connection
        finally:
            connection.close()

    def attempts_over(self, wire: http.client.HTTPConnection, push: Push, path: str | None = None) -> Attempt:
        """Send once over ``wire``."""
        began = time.monotonic()
        try:
            wire.request(
                "POST", path or self.signed(push), push.body.xml.encode(), {"Content-Type": "text/xml"}
            )
            response = wire.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            wire.close()
            return Attempt(0, time.monotonic() - began)
        seconds = time.monotonic() - began
        return Attempt(response.status, seconds, self._opened(body) if response.status == 200 else "")

    def delivers(self, push: Push, *, attempts: int = 3, pause_seconds: float = 0.2) -> Delivered:
        """Send until answered, at most so often, as the platform does."""
        done = Delivered(push)
        while len(done.attempts) < attempts:
            if done.attempts:
                time.sleep(pause_seconds)
            done.attempts.append(self.attempts(push))
            if done.is_answered:
                break
        return done

    def insists(self, delivered: Sequence[Delivered], senders: int, seconds: float = 60.0) -> None:
        """Send what was not answered again until it is, as somebody does who needs to know the end."""
        deadline = time.monotonic() + seconds

        def one(done: Delivered) -> None:
            while not done.is_answered and time.monotonic() < deadline:
                done.attempts.append(self.attempts(done.push))
                if not done.is_answered:
                    time.sleep(0.1)

        with ThreadPoolExecutor(senders) as threads:
            list(threads.map(one, delivered))

    def _opened(self, body: bytes) -> str:
        sealed = re.search(rb"<Encrypt><!\[CDATA\[(.+?)\]\]>", body)
        return self._envelope.open(sealed[1].decode()) if sealed else ""


class Crowd:
    """Threads that go on delivering what ``next_push`` makes until they are told to stop."""

    def __init__(self, platform: Platform, next_push: Callable[[], Push], senders: int) -> None:
        self.delivered: list[Delivered] = []
        self._platform = platform
        self._next_push = next_push
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._send) for _ in range(senders)]

    def starts(self) -> "Crowd":
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def stops(self) -> list[Delivered]:
        """End when every message on its way has been answered or given up."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        return self.delivered

    def _send(self) -> None:
        while not self._over.is_set():
            done = self._platform.delivers(self._next_push())
            self.delivered.append(done)
            if not done.is_answered:  # however fast the door is shut, nobody writes more for it
                self._over.wait(1.0)


def in_parallel(jobs: Sequence[Callable[[], None]]) -> None:
    """Run every job in a thread of its own and wait for all."""
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
