"""Short keys for long texts (短key托管)."""

from __future__ import annotations

from simulator import identity
from simulator.api.call import Api, Call, Json, whole
from simulator.errcodes import ApiError
from simulator.limits import SHORT_KEY_BYTES, SHORT_KEY_SECONDS
from simulator.short_keys import LongText


def gen(call: Call) -> Json:
    """POST /cgi-bin/shorten/gen {long_data, expire_seconds?}: raises errcode 47003, 9410010 or 9410011."""
    text = call.text("long_data", 47003)
    if len(text.encode()) > SHORT_KEY_BYTES:
        raise ApiError(9410010)
    seconds = whole(call.body().get("expire_seconds", SHORT_KEY_SECONDS), 47003)
    if not 1 <= seconds <= SHORT_KEY_SECONDS:
        raise ApiError(9410011)
    key = identity.short_key()
    call.world.short_keys[key] = LongText(text, call.now, call.now + seconds)
    return {"errcode": 0, "errmsg": "ok", "short_key": key}


def fetch(call: Call) -> Json:
    """POST /cgi-bin/shorten/fetch {short_key}: raises errcode 47003 or 9410012 (unknown or expired)."""
    found = call.world.short_keys.get(call.text("short_key", 47003))
    if found is None or call.now >= found.until:
        raise ApiError(9410012)
    return {
        "errcode": 0,
        "errmsg": "ok",
        "long_data": found.text,
        "create_time": int(found.created_at),
        "expire_seconds": int(found.until - call.now),
    }


APIS = (
    Api("/cgi-bin/shorten/gen", "POST", gen),
    Api("/cgi-bin/shorten/fetch", "POST", fetch),
)
