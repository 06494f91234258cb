"""The handshake when the account's server address is saved in the console."""

from __future__ import annotations

import time
from typing import Any

from simulator import identity
from simulator.faults import WEBHOOK
from simulator.push.crypto import signature
from simulator.push.transport import exchange
from simulator.world import World


def verify(world: World) -> dict[str, Any]:
    """Send a signed echostr; the server must answer exactly it: {ok, status, note}."""
    echostr = str(world.next_msg_id())
    timestamp, nonce = str(int(time.time())), identity.nonce()
    query = {
        "signature": signature(world.config.token, timestamp, nonce),
        "echostr": echostr,
        "timestamp": timestamp,
        "nonce": nonce,
    }
    result = exchange(world.settings.webhook_url, query, None, world.settings.timeout_seconds)
    ok = result.status == 200 and result.body == echostr.encode()
    note = "" if ok else result.error or "the answer is not the echostr"
    world.journal.write(WEBHOOK, query, None, result.status, 0, ms=result.ms, error=note)
    return {"ok": ok, "status": result.status, "note": note}
