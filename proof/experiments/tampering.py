"""X1 to X4: documents made to hurt, requests that were changed, and recordings played again."""

import random
import string
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from proof.estate import Estate
from proof.findings import Finding
from proof.platform import Platform
from proof.receipts import fates
from simulator.push.crypto import Envelope as PlatformEnvelope
from simulator.push.crypto import signature
from simulator.push.wire import Value, push_body
from wechat.elements import NotUnderstood, read_elements
from wechat.envelope import Envelope, EnvelopeRefused

TOKEN, APPID, ORIGINAL_ID = "prooftoken", "wx0123456789abcdef", "gh_0123456789ab"
AES_KEY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
CPU_SECONDS = 0.05
ENTITY_SECONDS = 0.005

Request = tuple[dict[str, str], bytes]

ENTITIES = {
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(97 + n)} "{f"&{chr(96 + n)};" * 10}">' for n in range(1, 10))
    + "]><xml><C>&j;</C></xml>",
    "outside entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><C>&e;</C></xml>',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]><xml/>',
    "doctype": "<!DOCTYPE xml><xml/>",
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"A" * 30_000}">]><xml><C>{"&a;" * 5_000}</C></xml>',
}
HEAVY = {
    "deep": "<a>" * 20_000,
    "wide": "<xml>" + "<a/>" * 16_000 + "</xml>",
    "attributes": "<xml " + " ".join(f'a{n}="1"' for n in range(6_000)) + "/>",
    "one long text": "<xml><C>" + "火" * 21_000 + "</C></xml>",
    "many sections": "<xml><C>" + "<![CDATA[a]]>" * 4_500 + "</C></xml>",
    "references": "<xml><C>" + "&#28779;" * 7_500 + "</C></xml>",
    "comments": "<xml>" + "<!---->" * 9_000 + "</xml>",
    "number": "<xml><MsgId>" + "9" * 60_000 + "</MsgId></xml>",
    "no document": "\x00" * 65_000,
    "brackets": "<" * 65_000,
}


def request(platform: PlatformEnvelope, chance: random.Random, now: datetime = NOW) -> Request:
    """One genuine push."""
    fields: dict[str, Value] = {
        "ToUserName": ORIGINAL_ID,
        "FromUserName": f"oPROOF{chance.randrange(10**21):022d}",
        "CreateTime": int(now.timestamp()),
        "MsgType": "text",
        "Content": "电动车能在家里充电吗",
        "MsgId": chance.randrange(10**18),
    }
    body = push_body(fields, "secure", platform)
    nonce = str(chance.randrange(10**10))
    return body.query(TOKEN, str(int(now.timestamp())), nonce, "o"), body.xml.encode()


def _swapped(text: str, chance: random.Random, alphabet: str) -> str:
    place = chance.randrange(len(text))
    other = chance.choice([sign for sign in alphabet if sign != text[place]])
    return text[:place] + other + text[place + 1 :]


def _changed(request: Request, chance: random.Random) -> Request:
    """The request with one thing changed, as somebody without the token can."""
    query, body = dict(request[0]), request[1]
    kind = chance.randrange(6)
    if kind == 0:
        name = chance.choice(["signature", "msg_signature"])
        query[name] = _swapped(query[name], chance, "0123456789abcdef")
    elif kind == 1:
        name = chance.choice(["timestamp", "nonce"])
        query[name] = _swapped(query[name], chance, string.digits)
    elif kind == 2:
        name = chance.choice(["signature", "msg_signature", "timestamp", "nonce"])
        query[name] = query[name][: chance.randrange(len(query[name]))]
    elif kind == 3:
        del query[chance.choice(["signature", "msg_signature", "timestamp", "nonce"])]
    elif kind == 4:
        sealed = body[body.index(b"<Encrypt><![CDATA[") + 18 : body.index(b"]]></Encrypt>")].decode()
        other = _swapped(sealed, chance, string.ascii_letters + string.digits + "+/")
        body = body.replace(sealed.encode(), other.encode())
    else:
        query["signature"] = f"{chance.getrandbits(160):040x}"
        query["msg_signature"] = f"{chance.getrandbits(160):040x}"
    return query, body


def tamper(*, n: int, seed: int = 1) -> list[Finding]:
    """X3: change one thing in each of ``n`` genuine requests; none may be taken."""
    chance = random.Random(seed)
    platform, envelope = PlatformEnvelope(AES_KEY, APPID), Envelope(TOKEN, APPID, ORIGINAL_ID, AES_KEY)
    genuine = [request(platform, chance) for _ in range(200)]
    opened = sum(_outcome(envelope, one, NOW) == "opened" for one in genuine)
    taken, broken = 0, 0
    for _ in range(n):
        outcome = _outcome(envelope, _changed(chance.choice(genuine), chance), NOW)
        taken += outcome == "opened"
        broken += outcome == "broken"
    return [
        Finding("X3.genuine", "genuine requests taken", len(genuine), opened, len(genuine), at_least=True),
        Finding("X3.taken", "changed requests taken", n, taken, 0),
        Finding("X3.broken", "changed requests that raised anything but a refusal", n, broken, 0),
    ]


def replay_later(*, n: int, seed: int = 1) -> list[Finding]:
    """X4: play genuine requests again after 301 seconds to a day."""
    chance = random.Random(seed)
    platform, envelope = PlatformEnvelope(AES_KEY, APPID), Envelope(TOKEN, APPID, ORIGINAL_ID, AES_KEY)
    genuine = [request(platform, chance) for _ in range(200)]
    taken = sum(
        _outcome(envelope, chance.choice(genuine), NOW + timedelta(seconds=chance.randint(301, 86_400)))
        == "opened"
        for _ in range(n)
    )
    return [Finding("X4.later", "recordings taken after more than five minutes", n, taken, 0)]


def replay_at_once(estate: Estate, *, n: int) -> list[Finding]:
    """X4: play recordings again within the window, same signature and nonce; nothing may follow from it."""
    platform = Platform(estate.account)
    pushes = [platform.text(platform.person(number, "REPLAY"), platform.question()) for number in range(n)]
    other = 0
    for push in pushes:
        path = platform.signed(push)
        other += len({platform.attempts(push, path).words for _ in range(3)}) != 1
    recorded = len({push.key for push in pushes} & set(fates(estate)))
    return [
        Finding("X4.words", f"recordings that got other words, on {estate.engine}", n, other, 0),
        Finding(
            "X4.rows", f"recordings with one row each, on {estate.engine}", n, recorded, n, at_least=True
        ),
    ]


def _outcome(envelope: Envelope, request: Request, now: datetime) -> str:
    try:
        envelope.open(*request, now)
    except (EnvelopeRefused, NotUnderstood):
        return "refused"
    except (ValueError, KeyError, TypeError, IndexError, ArithmeticError, RecursionError):
        return "broken"
    return "opened"


def weigh(*, n: int) -> list[Finding]:
    """X1 and X2: the processor time of the heaviest documents, signed and sealed as the platform would."""
    chance = random.Random(1)
    platform, envelope = PlatformEnvelope(AES_KEY, APPID), Envelope(TOKEN, APPID, ORIGINAL_ID, AES_KEY)
    taken = sum(_reads(document) for document in ENTITIES.values())
    heaviest = max(
        _cpu_seconds(_openings(document, platform, envelope, chance), n) for document in HEAVY.values()
    )
    entity = max(_cpu_seconds(partial(_reads, document), n) for document in ENTITIES.values())
    return [
        Finding(
            "X1.cpu",
            "processor seconds of the heaviest document",
            n * len(HEAVY),
            heaviest,
            CPU_SECONDS,
            timing=True,
        ),
        Finding("X2.taken", "documents with entities that were taken", len(ENTITIES), taken, 0),
        Finding(
            "X2.cpu",
            "processor seconds of the worst of them",
            n * len(ENTITIES),
            entity,
            ENTITY_SECONDS,
            timing=True,
        ),
    ]


def _openings(
    document: str, platform: PlatformEnvelope, envelope: Envelope, chance: random.Random
) -> Callable[[], object]:
    sealed = platform.seal(document[:48_000])
    stamp, nonce = str(int(NOW.timestamp())), str(chance.randrange(10**10))
    query = {
        "signature": signature(TOKEN, stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "msg_signature": signature(TOKEN, stamp, nonce, sealed),
    }
    body = f"<xml><ToUserName>{ORIGINAL_ID}</ToUserName><Encrypt>{sealed}</Encrypt></xml>".encode()
    return lambda: (_outcome(envelope, (query, body), NOW), _reads(document))


def _reads(document: str) -> bool:
    try:
        read_elements(document.encode())
    except NotUnderstood:
        return False
    return True


def _cpu_seconds(work: Callable[[], object], n: int) -> float:
    def runs() -> Iterator[float]:
        for _ in range(n):
            began = time.thread_time()
            work()
            yield time.thread_time() - began

    return max(runs())
