"""One request to the platform, over after a fixed time, whose failure is a class and never an address.

An access token stands in the address of every call, and the errors of the HTTP library print addresses:
nothing of them leaves this module, not even as the cause of our own error.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
import urllib3

from core.masking import masked
from core.text import without_control
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.errcodes import OK, class_of, class_of_status, rid_of
from wechat.hosts import Hosts, Timeouts, locked_session

CONNECT_SECONDS = 3.0
READ_SECONDS = 8.0
MAX_ANSWER_BYTES = 4 * 1024 * 1024  # a page of 10,000 openids takes 310 KB
_CHUNK = 64 * 1024
_LARGEST_ERRCODE = 999_999_999
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_NOT_SENT = (
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.NameResolutionError,
    urllib3.exceptions.SSLError,
)

Files = Mapping[str, tuple[str, bytes, str]]


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What came back with status 200."""

    content_type: str
    body: bytes

    def json(self) -> dict[str, Any] | None:
        """The object in the body; None if it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much. ``total_seconds`` ends an answer that trickles: the HTTP library's own read
    timeout starts anew with every byte."""

    connect_seconds: float = CONNECT_SECONDS
    read_seconds: float = READ_SECONDS
    total_seconds: float = 30.0
    max_bytes: int = MAX_ANSWER_BYTES


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One request to the platform. ``api`` names it in errors: address and parameters may hold a token.

    ``repeatable``: doing it twice does no harm. Only then is a lost answer ``BUSY``; otherwise ``LOST``,
    because nobody knows whether the platform did it. ``limits`` stand in place of those of the transport.
    """

    api: str
    method: str
    url: str
    repeatable: bool
    params: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    files: Files | None = None
    limits: Limits | None = None

    @property
    def unanswered(self) -> FailureClass:
        """The class of the failure when no answer came that tells whether it was done."""
        return FailureClass.BUSY if self.repeatable else FailureClass.LOST


class Transport:
    """Sends requests to the platform's hosts; shared by all threads of a process."""

    def __init__(self, hosts: Hosts, limits: Limits | None = None) -> None:
        self.hosts = hosts
        self.session = locked_session(hosts)
        self.limits = limits or Limits()

    def send(self, request: Request) -> Answer:
        """Send and read to the end; ``GatewayRefusal`` names the interface and the class, nothing else."""
        limits = request.limits or self.limits
        timeout: Timeouts = (limits.connect_seconds, limits.read_seconds)
        is_json = request.body is not None
        failure: FailureClass
        try:
            with self.session.request(
                request.method,
                request.url,
                params=request.params,
                data=request.body,
                files=request.files,
                headers={"Content-Type": "application/json; charset=utf-8"} if is_json else None,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.status_code == 200:
                    kind = response.headers.get("Content-Type", "")
                    return Answer(kind, _read(request, response, limits))
                failure = class_of_status(response.status_code, repeatable=request.repeatable)
                words = f"HTTP {response.status_code}"
        except requests.ConnectionError as error:
            if _was_unsent(error):
                failure, words = FailureClass.BUSY, "no connection"
            else:
                failure, words = request.unanswered, "the connection broke"
        except (requests.Timeout, urllib3.exceptions.HTTPError):
            failure, words = request.unanswered, "no complete answer in time"
        except requests.RequestException as error:
            failure, words = FailureClass.CONFIG, type(error).__name__
        # Not raised above: an error raised while another is handled keeps that one, with its address.
        raise GatewayRefusal(failure, f"{request.api}: {words}")


def checked(
    request: Request, answer: Answer, *, at_token_endpoint: bool = False, says_ok: bool = False
) -> dict[str, Any]:
    """The JSON object of a good answer; ``GatewayRefusal`` for an errcode or for no JSON at all.

    ``says_ok``: the platform always answers this call with an errcode, so that one without is no success.
    """
    api, result = request.api, answer.json()
    if result is None:
        raise GatewayRefusal(request.unanswered, f"{api}: the answer is no JSON object")
    if says_ok and "errcode" not in result:
        raise GatewayRefusal(request.unanswered, f"{api}: the answer does not say that it was done")
    errcode = _errcode_of(result)
    if errcode is None:
        raise GatewayRefusal(request.unanswered, f"{api}: the errcode is no number")
    if errcode != OK:
        refused = refusal(api, errcode, str(result.get("errmsg", "")), at_token_endpoint=at_token_endpoint)
        if refused.failure is FailureClass.DEDUPE:
            refused.answer = result
        raise refused
    return result


@contextmanager
def as_promised(api: str) -> Iterator[None]:
    """Read a good answer whose parts may be missing or of another kind; ``GatewayRefusal`` where they are."""
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise GatewayRefusal(FailureClass.LOST, f"{api}: the answer is not as promised") from error


def refusal(api: str, errcode: int, errmsg: str, *, at_token_endpoint: bool = False) -> GatewayRefusal:
    """The error for an errcode. The platform's words are kept only where they help the operator."""
    failure = class_of(errcode, at_token_endpoint=at_token_endpoint)
    rid = rid_of(errmsg)
    words = ""
    if failure is FailureClass.CONFIG:
        # 40164 names the address that must be put on the account's list.
        words = f" ({masked(without_control(errmsg))[:200]})"
    return GatewayRefusal(failure, f"{api}: errcode {errcode}{words}", errcode=errcode, rid=rid)


def _errcode_of(result: Mapping[str, Any]) -> int | None:
    errcode = result.get("errcode", OK)
    if isinstance(errcode, str) and _NUMBER.fullmatch(errcode):
        return int(errcode)
    # ``false`` is a zero to Python.
    is_number = (
        isinstance(errcode, int) and not isinstance(errcode, bool) and abs(errcode) <= _LARGEST_ERRCODE
    )
    return errcode if is_number else None


def _read(request: Request, response: requests.Response, limits: Limits) -> bytes:
    end = time.monotonic() + limits.total_seconds
    body = bytearray()
    # Not iter_content: it waits for a full chunk, and a server that trickles may take hours to fill one.
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > limits.max_bytes:
            raise GatewayRefusal(FailureClass.CONTENT, f"{request.api}: more than {limits.max_bytes} bytes")
        if time.monotonic() > end:
            raise GatewayRefusal(request.unanswered, f"{request.api}: the answer does not end")
    return bytes(body)


def _was_unsent(error: requests.ConnectionError) -> bool:
    """Whether the platform certainly got nothing of the request."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", cause), _NOT_SENT)
