"""One API call as its handler sees it, and what an API declares about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flask import Response

from simulator.errcodes import ApiError
from simulator.names import api_named
from simulator.world import World

Json = dict[str, Any]
Answer = Json | Response
WHOLE = re.compile(r"-?[0-9]{1,19}")
ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True)
class Upload:
    """A file in a multipart body."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """A request that passed the way in: parameters, body, files, and who asked from where."""

    world: World
    params: Mapping[str, str]
    raw: bytes
    form: Mapping[str, str]
    files: Mapping[str, Upload]
    cookies: Mapping[str, str]
    remote: str
    host_url: str

    @property
    def now(self) -> float:
        return self.world.now()

    @property
    def has_escapes(self) -> bool:
        r"""Whether the body spells characters as \uXXXX."""
        return ESCAPE.search(self.raw.decode(errors="replace")) is not None

    def body(self) -> Json:
        """The JSON body; raises errcode 44002 (none) or 47001 (not a JSON object in UTF-8)."""
        if not self.raw:
            raise ApiError(44002)
        body = parsed_body(self.raw)
        if not isinstance(body, dict):
            raise ApiError(47001)
        return body

    def text(self, key: str, errcode: int = 40097) -> str:
        """A text of the JSON body that must be there; raises `errcode`."""
        value = self.body().get(key)
        if not isinstance(value, str) or not value:
            raise ApiError(errcode)
        return value


def parsed_body(raw: bytes) -> object:
    r"""Read a JSON body like the platform: \uXXXX is not an escape but six characters shown as they are.

    So an account that sends ASCII-escaped Chinese sees `\u4f60` on the phone, here as there. None for
    non-JSON and for what is nested too deeply to be read.
    """
    try:
        return json.loads(ESCAPE.sub(r"\1\\\\u\2", raw.decode()))
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Api:
    """One API: its path on its host, how it may be called, and what it does.

    What says GET may be called by POST too, as on the platform; `ANY` has bodies as well.

    `token` False means that it does not ask for an access_token (token endpoints and web pages).
    """

    path: str
    method: Literal["GET", "POST", "ANY"]
    run: Callable[[Call], Answer]
    host: Literal["api", "mp", "open"] = "api"
    token: bool = True

    @property
    def name(self) -> str:
        """What quotas, faults and the journal call it: `message/custom/send`, `sns/oauth2/access_token`."""
        return api_named(self.path)


def objects(value: object, errcode: int = 40097) -> list[Json]:
    """A list of JSON objects from a body; raises `errcode` for anything else."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ApiError(errcode)
    return value


def texts(value: object, errcode: int = 40097) -> list[str]:
    """A list of texts from a body; raises `errcode` for anything else."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ApiError(errcode)
    return value


def whole(value: object, errcode: int = 40097) -> int:
    """A whole number from a body, as one or in quotes; raises `errcode` for anything else.

    Clients in languages with few types send what came out of a form [K].
    """
    if isinstance(value, str) and WHOLE.fullmatch(value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ApiError(errcode)
    return value


def id_asked(value: object, errcode: int) -> int:
    """A number that is not negative, as one or in quotes; raises `errcode` for anything else."""
    number = whole(value, errcode)
    if number < 0:
        raise ApiError(errcode)
    return number
