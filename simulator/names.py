"""What an API is called in quotas, faults, journal and control interface."""

from __future__ import annotations


def api_named(path: str) -> str:
    """The short name of an API: `/cgi-bin/message/custom/send` is `message/custom/send`; a name stays.

    A whole address is taken for its path.
    """
    if "://" in path:
        path = path.partition("://")[2].partition("/")[2].partition("?")[0]
    return path.removeprefix("/").removeprefix("cgi-bin/")
