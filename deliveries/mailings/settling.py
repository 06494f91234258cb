"""Writes the fates of many calls at once; only the holder of a claim may write one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from deliveries.contacts import take_room_of
from deliveries.mailings import statements
from deliveries.mailings.pausing import Alarm, react
from deliveries.mailings.rates import Rates
from deliveries.models import NoticeConsent
from deliveries.ports import DeliveryMeter, GatewayRefusal
from deliveries.queue import Claim, DeliveryQueue
from deliveries.status import Channel, Lane, State


@dataclass(frozen=True, slots=True)
class BulkClaim(Claim):
    """The claim on one person of a mailing; ``token`` is shared by everybody claimed together."""

    mailing_id: int
    channel: Channel
    template_id: str | None
    claimed_at: datetime
    lane: Lane


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one call ended: accepted by the platform, refused, or not made because the lease was over."""

    claim: BulkClaim
    refusal: GatewayRefusal | None = None
    was_made: bool = True


def settle(
    session: Session,
    queue: DeliveryQueue,
    rates: Rates,
    outcomes: Sequence[Outcome],
    now: datetime,
    *,
    alarm: Alarm | None,
    meter: DeliveryMeter,
) -> None:
    """Write every fate whose claim still stands."""
    # Windows first and in one order, like every transaction that touches deliveries of a person.
    openids = sorted({one.claim.openid for one in outcomes})
    if session.get_bind().dialect.name != "sqlite":  # which has one writer at a time, and locks no rows
        session.execute(statements.LEDGERS, {"openids": openids}).all()
    made = Counter(one.claim.channel for one in outcomes if one.was_made)
    rates.note_ended(session, made, now)
    sent = [one.claim for one in outcomes if one.was_made and one.refusal is None]
    if sent:
        _settle_sent(session, sent, now, meter)
    for one in outcomes:
        if not one.was_made:
            queue.release(session, one.claim, now)
        elif one.refusal is not None:
            queue.settle_failed(session, one.claim, one.refusal, now)
            react(session, one.claim.mailing_id, one.refusal, now, alarm)


def _settle_sent(session: Session, claims: Sequence[BulkClaim], now: datetime, meter: DeliveryMeter) -> None:
    written = set(
        session.scalars(
            statements.SENT,
            {
                "numbers": [claim.delivery_id for claim in claims],
                "held": [(claim.delivery_id, claim.token) for claim in claims],
                "now": now,
            },
        )
    )
    done = [claim for claim in claims if claim.delivery_id in written]
    spent: dict[str, list[str]] = defaultdict(list)
    written_to: list[str] = []
    for claim in done:
        meter.settled(claim.lane, State.SENT, None)
        if claim.channel is Channel.CUSTOMER_SERVICE:
            written_to.append(claim.openid)
        elif claim.channel is Channel.SUBSCRIPTION and claim.template_id is not None:
            spent[claim.template_id].append(claim.openid)
    if written_to:
        # The earliest claim of them: a window that closed since counts one too many, and is closed anyway.
        take_room_of(session, written_to, min(claim.claimed_at for claim in done))
    for template_id, openids in spent.items():
        _spend(session, template_id, openids, now)


def _spend(session: Session, template_id: str, openids: Sequence[str], now: datetime) -> None:
    session.execute(
        update(NoticeConsent)
        .where(
            NoticeConsent.template_id == template_id,
            NoticeConsent.openid.in_(openids),
            NoticeConsent.remaining > 0,
        )
        .values(remaining=NoticeConsent.remaining - 1, changed_at=now)
        .execution_options(synchronize_session=False)
    )
