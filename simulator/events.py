"""New inbox rows as they come, for the page: a server-sent event stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from queue import Empty

from flask import Blueprint, Response, request

from simulator.citizens import RESET, Row
from simulator.control.reading import LONGEST_NUMBER, BadRequest, number_asked
from simulator.world import World

HEARTBEAT_SECONDS = 10.0
STREAM_TYPE = "text/event-stream; charset=utf-8"


def make_events(world: World) -> Blueprint:
    """`GET /_sim/events?openid=`: rows of one phone, or of all when no openid is given."""
    events = Blueprint("events", __name__, url_prefix="/_sim")

    @events.get("/events")
    def stream() -> Response:
        openid = request.args.get("openid") or None
        if openid and world.citizens.find(openid) is None:
            raise BadRequest("没有这位市民。")
        # A browser that reconnects repeats its first address, so what it saw last comes before `since`.
        last = request.headers.get("Last-Event-ID") or ""
        known = int(last) if last.isdecimal() and len(last) <= LONGEST_NUMBER else number_asked("since")
        rows = _rows(world, openid, known if last or "since" in request.args else None)
        return Response(rows, content_type=STREAM_TYPE, headers={"Cache-Control": "no-store"})

    return events


def _rows(world: World, openid: str | None, seen: int | None) -> Iterator[str]:
    """First what a reconnecting page missed (`Last-Event-ID`), then what comes, until the world is reset.

    The first line is sent at once, so that a browser knows that it is connected.
    """
    inbox = world.inbox
    queue = inbox.watch(openid)
    try:
        yield "retry: 1000\n: watching\n\n"
        citizen = world.citizens.find(openid) if openid else None
        last = seen or 0
        if citizen and seen is not None:
            for row in inbox.since(citizen, seen):
                last = row["id"]
                yield _event(row)
        while True:
            try:
                row = queue.get(timeout=HEARTBEAT_SECONDS)
            except Empty:
                yield ": still here\n\n"
                continue
            if row["type"] == RESET:
                yield "event: reset\ndata: {}\n\n"
                return
            if row["id"] > last:
                yield _event(row)
    finally:
        inbox.leave(queue)


def _event(row: Row) -> str:
    return f"id: {row['id']}\ndata: {json.dumps(row, ensure_ascii=False)}\n\n"
