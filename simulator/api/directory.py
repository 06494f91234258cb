"""Every API the simulator plays, by host and path."""

from __future__ import annotations

from simulator.api import (
    account,
    closed,
    datacube,
    drafts,
    mass,
    material,
    media,
    menu,
    messages,
    notices,
    oauth,
    publish,
    qrcode,
    short_keys,
    staff,
    tags,
    templates,
    tokens,
    users,
)
from simulator.api.call import Api

APIS: tuple[Api, ...] = (
    *tokens.APIS,
    *messages.APIS,
    *notices.APIS,
    *templates.APIS,
    *menu.APIS,
    *media.APIS,
    *material.APIS,
    *drafts.APIS,
    *publish.APIS,
    *mass.APIS,
    *users.APIS,
    *tags.APIS,
    *qrcode.APIS,
    *oauth.APIS,
    *account.APIS,
    *datacube.APIS,
    *staff.APIS,
    *short_keys.APIS,
    *closed.APIS,
)
NAMES = frozenset(api.name for api in APIS)
_BY_PATH = {api.path: api for api in APIS}


def find(path: str, host: str | None) -> Api | None:
    """The API at a path; on one host only when a host is named, since the real hosts do not share paths."""
    api = _BY_PATH.get(path) or closed.closed_at(path)
    if api is None or (host is not None and api.host != host):
        return None
    return api
