"""F5: Redis loses everything, then goes away; the rows know all that matters."""

import time

import requests

from proof.estate import Estate
from proof.findings import Finding
from proof.mail import Mail
from proof.platform import Crowd, Platform
from proof.receipts import receipt_findings

SENDERS = 2
PEOPLE = 100
RECOVERY_SECONDS = 30.0


def lose_redis(estate: Estate, *, readers: int, flushes: int, seconds: float) -> list[Finding]:
    """Flush Redis again and again and then take it away, while people write and deliveries go out."""
    if estate.redis is None:
        raise ValueError("this estate has no Redis to lose")
    mail, platform = Mail(estate, "F5"), Platform(estate.account)
    people = mail.readers(readers)
    crowd = Crowd(
        platform, lambda: platform.text(platform.anyone(PEOPLE), platform.calm_question()), SENDERS
    ).starts()
    try:
        mail.posts(people, 2)
        for _ in range(flushes):
            time.sleep(0.2)
            estate.redis.flush()
        estate.redis.stop(kill=True)
        mail.posts(people, 2)
        time.sleep(seconds)
        refused = _ready_status(estate)
        estate.redis.start()
        began = time.monotonic()
        mail.waits_for_the_end()
        recovery = time.monotonic() - began
    finally:
        delivered = crowd.stops()
    attempts = [attempt for done in delivered for attempt in done.attempts]
    return [
        *receipt_findings("F5", estate, delivered),
        *mail.delivery_findings(),
        Finding(
            "F5.webhook",
            "attempts not answered with 200 while Redis was away",
            len(attempts),
            sum(not attempt.is_answered for attempt in attempts),
            0,
        ),
        Finding("F5.ready", "status of /readyz while Redis was away", 1, refused, 503, at_least=True),
        Finding(
            "F5.recovery",
            "seconds from the return of Redis until every delivery was sent",
            len(mail.ids),
            recovery,
            RECOVERY_SECONDS,
            timing=True,
        ),
    ]


def _ready_status(estate: Estate) -> int:
    return requests.get(f"{estate.account.web}/readyz", timeout=20).status_code
