"""Every API the simulator plays, by host and path."""

from __future__ import annotations

from simulator import (
    api_account,
    api_drafts,
    api_mass,
    api_material,
    api_media,
    api_menu,
    api_messages,
    api_notices,
    api_oauth,
    api_publish,
    api_qrcode,
    api_tags,
    api_templates,
    api_tokens,
    api_users,
)
from simulator.call import Api

APIS: tuple[Api, ...] = (
    *api_tokens.APIS,
    *api_messages.APIS,
    *api_notices.APIS,
    *api_templates.APIS,
    *api_menu.APIS,
    *api_media.APIS,
    *api_material.APIS,
    *api_drafts.APIS,
    *api_publish.APIS,
    *api_mass.APIS,
    *api_users.APIS,
    *api_tags.APIS,
    *api_qrcode.APIS,
    *api_oauth.APIS,
    *api_account.APIS,
)
NAMES = frozenset(api.name for api in APIS)
_BY_PATH = {api.path: api for api in APIS}


def find(path: str, host: str | None) -> Api | None:
    """The API at a path; on one host only when a host is named, since the real hosts do not share paths."""
    api = _BY_PATH.get(path)
    if api is None or (host is not None and api.host != host):
        return None
    return api
