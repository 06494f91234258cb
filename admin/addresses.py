"""The address of the page that is open, with other words behind the question mark."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for


def here(args: Mapping[str, Any]) -> str:
    """This page with these arguments, which may be lists.

    Not through ``url_for``: whoever writes ``endpoint=`` into an address must not speak to it.
    """
    address = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{address}?{urlencode(args, doseq=True)}" if args else address
