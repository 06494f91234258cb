"""What the rows say after an experiment."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from bot.models import Fate, InboundReceipt
from deliveries.models import Delivery
from proof.estate import Estate
from proof.findings import Finding
from proof.platform import Delivered


def fates(estate: Estate) -> dict[str, Fate]:
    """What became of every message, by the key of its receipt; the key is unique in the table."""
    with estate.rows() as database, database.reading() as session:
        return {
            key: Fate(fate) for key, fate in session.execute(select(InboundReceipt.key, InboundReceipt.fate))
        }


def dedupe_keys(estate: Estate) -> set[str]:
    """The unique names under which deliveries were posted."""
    with estate.rows() as database, database.reading() as session:
        return {key for key in session.scalars(select(Delivery.dedupe_key)) if key}


def receipt_findings(
    experiment: str,
    estate: Estate,
    delivered: Sequence[Delivered],
    unrecorded: Iterable[str] = (),
) -> list[Finding]:
    """The promises of the receipts: whoever was answered has one, once, and nobody was answered twice.

    ``unrecorded`` are the keys that may be missing: people in danger who were answered without a database.
    """
    allowed = set(unrecorded)
    found = fates(estate)
    posted = dedupe_keys(estate)
    answered = [done for done in delivered if done.is_answered]
    missing = [done for done in answered if done.push.key not in found and done.push.key not in allowed]
    doubled = [
        done
        for done in answered
        if done.replies and hashlib.sha256(f"late:{done.push.key}".encode()).hexdigest() in posted
    ]
    what = f"on {estate.engine}"
    return [
        Finding(
            f"{experiment}.lost", f"answered but without a receipt, {what}", len(answered), len(missing), 0
        ),
        Finding(
            f"{experiment}.unanswered",
            f"never answered although sent again and again, {what}",
            len(delivered),
            len(delivered) - len(answered),
            0,
        ),
        Finding(
            f"{experiment}.replies",
            f"messages that got two different replies, {what}",
            len(answered),
            sum(len(done.replies) > 1 for done in answered),
            0,
        ),
        Finding(
            f"{experiment}.doubled",
            f"answered at once and once more by the worker, {what}",
            len(answered),
            len(doubled),
            0,
        ),
    ]
