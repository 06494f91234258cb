"""The way in for API calls: faults, token, quotas, then the handler; the answer journalled on the way out."""

from __future__ import annotations

import json
import re
import socket
import time
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.routing import PathConverter

from simulator import identity
from simulator.address import address_of
from simulator.api import directory
from simulator.api.call import Answer, Api, Call, Json, Upload, parsed_body
from simulator.errcodes import ApiError
from simulator.faults import Fault
from simulator.journal import MASK
from simulator.names import api_named
from simulator.world import World

HOSTS = ("api", "mp", "open")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FOLDER = re.compile(r"[/\\]")
FORM = "application/x-www-form-urlencoded"
# The platform's own words; a client that guesses the charset from it guesses wrong, here as there.
JSON_TYPE = "application/json; encoding=utf-8"
# Web authorisation says the same JSON as this [3 users of Spring's RestTemplate, many times over].
WEB_TYPE = "text/plain"


class PlatformPath(PathConverter):
    """Any path but those of the control interface and of the phone page's files."""

    name = "platform_path"
    regex = r"(?!(?:_sim|static)(?:/|$))[^/].*?"


def make_entry(world: World) -> Blueprint:
    """Serve `/api/…`, `/mp/…`, `/open/…`, and the same without prefix for clients that swap only the host."""
    api = Blueprint("api", __name__)

    def prefixed(host: str, path: str) -> Response:
        return _serve(world, f"/{path}", host)

    def bare(path: str) -> Response:
        return _serve(world, f"/{path}", None)

    for host in HOSTS:
        api.add_url_rule(
            f"/{host}/<path:path>",
            host,
            prefixed,
            defaults={"host": host},
            methods=METHODS,
            provide_automatic_options=False,
        )
    api.add_url_rule(
        f"/<{PlatformPath.name}:path>", "bare", bare, methods=METHODS, provide_automatic_options=False
    )
    return api


def _serve(world: World, path: str, host: str | None) -> Response:
    start = time.monotonic()
    api = directory.find(path, host)
    name = api.name if api else api_named(path)
    try:
        call = _call(world, request)
    except RequestEntityTooLarge:
        return _json(_failure(ApiError(45001), identity.rid()), path)
    if api and api.method != "POST":
        call = _with_form(call, request)
    fault = world.faults.take(name, directory.NAMES, call.raw)
    if fault and fault.delay_ms:
        time.sleep(fault.delay_ms / 1000)
    rid, answer = identity.rid(), _answered(api, call, fault)
    if isinstance(answer, ApiError):
        answer = _failure(answer, rid)
    response, errcode = (
        (answer, 0) if isinstance(answer, Response) else (_json(answer, path), answer.get("errcode", 0))
    )
    row = world.journal.write(
        name,
        call.params,
        _body_of(call),
        0 if fault and fault.drop_after else response.status_code,
        errcode,
        method=request.method,
        ms=round((time.monotonic() - start) * 1000),
    )
    if errcode and not isinstance(answer, Response):
        world.journal.write_failure(row, rid, answer, call.remote)
    return _damaged(response, fault)


def _answered(api: Api | None, call: Call, fault: Fault | None) -> Answer | ApiError:
    """What is answered, or the errcode that is."""
    if fault and fault.errcode is not None:
        return ApiError(fault.errcode, fault.errmsg)
    if fault and fault.status is not None:
        page = f"<html><head><title>{fault.status}</title></head><body>openresty</body></html>"
        return Response(page, fault.status, content_type="text/html")
    try:
        with call.world.lock:
            return _carried_out(api, call)
    except ApiError as error:
        return error


def _carried_out(api: Api | None, call: Call) -> Answer:
    if api is None:
        raise ApiError(40066)
    if api.method == "GET" and request.method not in ("GET", "HEAD", "POST"):
        raise ApiError(43001)
    if api.method == "POST" and request.method != "POST":
        raise ApiError(43002)
    if api.token:
        call.world.tokens.check(call.params.get("access_token", ""), call.now)
    call.world.quotas.take(api.name, call.now)
    return api.run(call)


def _call(world: World, incoming: Request) -> Call:
    """Only a multipart body is taken apart: some clients label JSON as a web form, which is read."""
    is_form = (incoming.mimetype or "").startswith("multipart/")
    files = incoming.files.items() if is_form else ()
    return Call(
        world=world,
        params=incoming.args.to_dict(),
        raw=b"" if is_form else incoming.get_data(),
        form=incoming.form.to_dict() if is_form else {},
        files={key: Upload(_without_folders(file.filename), file.stream.read()) for key, file in files},
        cookies=incoming.cookies,
        remote=incoming.remote_addr or "",
        host_url=address_of(incoming),
    )


def _without_folders(file_name: str | None) -> str:
    """The last part of a path: some clients send the whole of it, of which a receiver takes the name."""
    return FOLDER.split(file_name or "")[-1]


def _with_form(call: Call, incoming: Request) -> Call:
    """What is asked for by GET may be asked by POST too, its parameters in the address or in a form.

    So do many clients in use, the access_token among them [3]; JSON that is labelled as a form stays a body.
    """
    if incoming.mimetype != FORM or parsed_body(call.raw) is not None:
        return call
    given = dict(parse_qsl(call.raw.decode(errors="replace"), keep_blank_values=True))
    return replace(call, params={**given, **call.params}, raw=b"")


def _body_of(call: Call) -> object:
    """What the journal keeps: the JSON as an object, a form with its files by name and size, or the text."""
    if call.files or call.form:
        sizes = {key: {"file": file.name, "size": len(file.data)} for key, file in call.files.items()}
        return {**call.form, **sizes}
    if not call.raw:
        return None
    parsed = parsed_body(call.raw)
    return parsed if isinstance(parsed, (dict, list)) else _text_without_secret(call)


def _text_without_secret(call: Call) -> str:
    """A body that is no JSON may still hold the secret, in a form nobody can find by its key."""
    return call.raw.decode(errors="replace").replace(call.world.config.secret, MASK)


def _failure(error: ApiError, rid: str) -> Json:
    return {"errcode": error.errcode, "errmsg": f"{error.errmsg} rid: {rid}", **error.more}


def _json(answer: dict[str, Any], path: str) -> Response:
    kind = WEB_TYPE if path.startswith("/sns/") else JSON_TYPE
    return Response(json.dumps(answer, ensure_ascii=False, separators=(",", ":")), content_type=kind)


def _damaged(response: Response, fault: Fault | None) -> Response:
    if fault and fault.truncate is not False:
        body = response.get_data()
        response.set_data(body[: len(body) // 2 if fault.truncate is True else fault.truncate])
    if fault and fault.drop_after:
        line = request.environ.get("werkzeug.socket")
        if isinstance(line, socket.socket):
            line.shutdown(socket.SHUT_RDWR)
    return response
