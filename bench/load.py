"""Makes the platform's pushes and sends them over kept-alive connections."""

import itertools
import json
import random
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from simulator.push.crypto import Envelope
from simulator.push.wire import Value, push_body

EVALUATION = Path(__file__).resolve().parent.parent / "knowledge" / "eval"
PEOPLE = 5000
_numbers = itertools.count(int(time.time()) * 1_000_000)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the platform signs with."""

    token: str
    aes_key: str
    appid: str
    original_id: str


@dataclass(frozen=True, slots=True)
class Result:
    """One run: answers in a second, and how long each took in seconds, sorted."""

    rate: float
    seconds: tuple[float, ...]
    failures: int

    def percentile(self, share: float) -> float:
        """The time within which ``share`` of the answers came."""
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


def questions() -> list[str]:
    """What people ask: the project's own questions, a thousand of every kind."""
    lines = [
        json.loads(line)
        for file in sorted(EVALUATION.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    return [line["q"] for line in lines if isinstance(line["q"], str)]


def make_requests(count: int, port: int, account: Credentials, seed: int) -> list[bytes]:
    """Whole HTTP requests of ``count`` different messages from many people, signed and encrypted."""
    chance = random.Random(seed)
    envelope = Envelope(account.aes_key, account.appid)
    stamp = str(int(time.time()))
    asked = questions()
    # Many ask the same, others something of their own: the n-th question comes 1/n as often (Zipf).
    shares = [1 / rank for rank in range(1, len(asked) + 1)]
    random.Random(0).shuffle(asked)
    return [
        _request(port, account, envelope, stamp, question, chance.randrange(10**9))
        for question in chance.choices(asked, shares, k=count)
    ]


def _request(
    port: int, account: Credentials, envelope: Envelope, stamp: str, question: str, nonce: int
) -> bytes:
    number = next(_numbers)
    # People take turns: two messages of one person at once would rightly be put in a queue.
    openid = f"oBENCH{number % PEOPLE:022d}"
    fields: dict[str, Value] = {
        "ToUserName": account.original_id,
        "FromUserName": openid,
        "CreateTime": int(stamp),
        "MsgType": "text",
        "Content": question,
        "MsgId": number,
    }
    body = push_body(fields, "secure", envelope)
    query = urlencode(body.query(account.token, stamp, str(nonce), openid))
    content = body.xml.encode()
    head = (
        f"POST /wechat?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def as_fast_as_possible(requests: Sequence[bytes], port: int, connections: int) -> Result:
    """Each connection sends its next request as soon as the last was answered."""
    return _run(requests, port, connections, None)


def at_rate(requests: Sequence[bytes], port: int, connections: int, rate: float) -> Result:
    """Send at a steady rate, whatever the answers do; waiting in line counts as time."""
    return _run(requests, port, connections, rate)


def _run(requests: Sequence[bytes], port: int, connections: int, rate: float | None) -> Result:
    took: list[float] = []
    failures = itertools.count()
    work = iter(enumerate(requests))
    lock = threading.Lock()
    began = time.perf_counter()

    def send() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while True:
                with lock:
                    number, request = next(work, (0, b""))
                if not request:
                    return
                due = began + number / rate if rate else time.perf_counter()
                time.sleep(max(0.0, due - time.perf_counter()))
                wire.sendall(request)
                if not _answered(wire):
                    next(failures)
                took.append(time.perf_counter() - due)

    threads = [threading.Thread(target=send) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Result(len(took) / (time.perf_counter() - began), tuple(sorted(took)), next(failures))


def _answered(wire: socket.socket) -> bool:
    """Read one answer to its end; whether it was a reply and not ``success`` or an error."""
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        part = wire.recv(65536)
        if not part:
            raise ConnectionError("the server hung up")
        buffer += part
    head, _, body = buffer.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += wire.recv(65536)
    return head.startswith(b"HTTP/1.1 200") and b"<Encrypt>" in body
