"""May this person be written to now, and when is a failed delivery retried? Pure: no table, no clock.

The windows (platform rule in force since 2023-06-12, page "Send customer service message"): a message from
the person allows 5 messages within 48 hours; a menu click, a subscription or a scan allows 3 within one
minute. A new action restarts its window; what is left of the old one is not added. Whether a message inside
two open windows counts in one or in both is not documented, so here it counts in both: the refusal 45047 then
never comes as a surprise.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from core.clock import SHANGHAI
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Channel, Reason, State

MESSAGE_WINDOW = timedelta(hours=48)
MESSAGE_ALLOWANCE = 5
TOUCH_WINDOW = timedelta(minutes=1)
TOUCH_ALLOWANCE = 3

MOST_STRIKES = 5
CONFIG_PAUSE = timedelta(seconds=60)
# The platform counts days from midnight in China; the five minutes let its counters reset.
NEW_QUOTA_DAY = time(0, 5)

PER_MINUTE_SPENT = 45011
PERSON_SPENT = 45047


class Ledger(Protocol):
    """When one person opened each window, and how much of it is used; the table row is one."""

    last_message_at: datetime | None
    sent_since_message: int
    last_touch_at: datetime | None
    sent_since_touch: int
    left_at: datetime | None


def may_send(ledger: Ledger | None, now: datetime, *, in_flight: int = 0) -> Channel | Reason:
    """The channel that is open to this person now, or the reason why none is.

    ``in_flight`` is the number of messages to the same person that are on their way and not yet counted.
    """
    if ledger is None:
        return Reason.NEVER_WROTE
    windows = (
        (ledger.last_message_at, MESSAGE_WINDOW, MESSAGE_ALLOWANCE - ledger.sent_since_message),
        (ledger.last_touch_at, TOUCH_WINDOW, TOUCH_ALLOWANCE - ledger.sent_since_touch),
    )
    opened = [(at, length, rest) for at, length, rest in windows if at is not None]
    alive = [
        (at, length, rest) for at, length, rest in opened if ledger.left_at is None or at > ledger.left_at
    ]
    rests = [rest for at, length, rest in alive if now < at + length]
    if any(rest > in_flight for rest in rests):
        return Channel.CUSTOMER_SERVICE
    if rests:
        return Reason.WINDOW_SPENT
    if ledger.left_at is not None and not alive:
        return Reason.LEFT
    return Reason.WINDOW_CLOSED if opened else Reason.NEVER_WROTE


@dataclass(frozen=True, slots=True)
class Ways:
    """Which ways besides the chat are open to one person for one kind of notice, as template ids."""

    lasting: str | None = None  # a subscription that stands until it is withdrawn
    once: str | None = None  # a one-time consent that has not been used yet
    template: str | None = None  # a template message; it needs a follower but no consent


def notice_way(
    ledger: Ledger | None, ways: Ways, now: datetime, *, in_flight: int = 0
) -> tuple[Channel, str | None] | Reason:
    """The way a notice takes to this person now, with its template; or the reason why there is none.

    The chat comes first, because it costs nothing and can say most; then what uses up no consent; a one-time
    consent last, because it is gone afterwards. Those who left the account get no template message (43004),
    but a subscription still reaches them, as it needs no follower.
    """
    direct = may_send(ledger, now, in_flight=in_flight)
    if isinstance(direct, Channel):
        return direct, None
    has_left = direct is Reason.LEFT
    if ways.lasting is not None:
        return Channel.SUBSCRIPTION, ways.lasting
    if ways.template is not None and not has_left:
        return Channel.TEMPLATE, ways.template
    if ways.once is not None:
        return Channel.SUBSCRIPTION, ways.once
    return Reason.LEFT if has_left else Reason.NO_CONSENT


class Tried(Protocol):
    """What a ruling needs to know of a delivery that was tried; the table row is one."""

    strikes: int
    """How many tries before this one were counted."""
    not_after: datetime | None
    resend_when_unknown: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of a delivery after an attempt."""

    state: State
    reason: Reason | None = None
    due_at: datetime | None = None
    strikes: int = 0
    took_room: bool = False  # whether the person may have received it, so that a window has less room
    alarm: bool = False


WAITING_FOR = {
    FailureClass.CONFIG: Reason.CONFIG,
    FailureClass.TOKEN: Reason.TOKEN,
    FailureClass.QUOTA: Reason.QUOTA,
}


def ruling(refusal: GatewayRefusal, tried: Tried, now: datetime, jitter: float) -> Ruling:
    """Decide by the class of a failure; ``jitter`` is a random number from 0 to 1.

    A postponement past ``not_after`` ends the delivery instead: an outdated message is not sent.
    """
    if refusal.until is not None:
        return _in_time(_unasked(refusal.failure, refusal.until, tried.strikes, jitter), tried.not_after)
    return _in_time(_ruling(refusal, tried, now, jitter), tried.not_after)


def _unasked(failure: FailureClass, until: datetime, strikes: int, jitter: float) -> Ruling:
    """The platform was not asked, and is not to be asked before ``until``: wait, without counting an attempt.

    The waiting deliveries return spread over five seconds, not all at once.
    """
    due_at = until + timedelta(seconds=5 * jitter)
    return Ruling(State.WAITING, WAITING_FOR.get(failure, Reason.BUSY), due_at=due_at, strikes=strikes)


def _in_time(wanted: Ruling, not_after: datetime | None) -> Ruling:
    if wanted.due_at is not None and not_after is not None and wanted.due_at > not_after:
        return Ruling(
            State.SKIPPED,
            Reason.TOO_LATE,
            strikes=wanted.strikes,
            took_room=wanted.took_room,
            alarm=wanted.alarm,
        )
    return wanted


def _ruling(refusal: GatewayRefusal, tried: Tried, now: datetime, jitter: float) -> Ruling:
    strikes, errcode = tried.strikes, refusal.errcode
    match refusal.failure:
        case FailureClass.BUSY:
            return _struck(Reason.BUSY, now, strikes + 1, jitter)
        case FailureClass.TOKEN:
            if strikes == 0:
                return Ruling(State.WAITING, Reason.TOKEN, due_at=now, strikes=1)
            return _struck(Reason.TOKEN, now, strikes + 1, jitter)
        case FailureClass.QUOTA:
            if errcode == PERSON_SPENT:
                return Ruling(State.FAILED, Reason.WINDOW_SPENT, strikes=strikes)
            return Ruling(State.WAITING, Reason.QUOTA, due_at=quota_returns_at(errcode, now), strikes=strikes)
        case FailureClass.CONFIG:
            return Ruling(
                State.WAITING, Reason.CONFIG, due_at=now + CONFIG_PAUSE, strikes=strikes, alarm=True
            )
        case FailureClass.RECIPIENT:
            return Ruling(State.FAILED, Reason.RECIPIENT, strikes=strikes)
        case FailureClass.CONTENT:
            return Ruling(State.FAILED, Reason.CONTENT, strikes=strikes, alarm=True)
        case FailureClass.DEDUPE:
            return Ruling(State.SENT, strikes=strikes, took_room=True)
        case FailureClass.LOST:
            return after_silence(Reason.LOST, tried, now, jitter)


def after_silence(reason: Reason, tried: Tried, now: datetime, jitter: float) -> Ruling:
    """Nobody knows whether it arrived: leave it, unless sending twice is better than not at all."""
    strikes = tried.strikes + 1
    if not tried.resend_when_unknown or strikes >= MOST_STRIKES:
        return Ruling(State.UNKNOWN, reason, strikes=strikes, took_room=True)
    return Ruling(
        State.WAITING, reason, due_at=now + backoff(strikes, jitter), strikes=strikes, took_room=True
    )


def _struck(reason: Reason, now: datetime, strikes: int, jitter: float) -> Ruling:
    if strikes >= MOST_STRIKES:
        return Ruling(State.FAILED, Reason.BUSY, strikes=strikes)
    return Ruling(State.WAITING, reason, due_at=now + backoff(strikes, jitter), strikes=strikes)


def backoff(strikes: int, jitter: float) -> timedelta:
    """1, 4, 16, 64 seconds, varied by a quarter so that many failures do not return as one wave.

    The five attempts span about a minute and a half: longer than short failures of a network.
    """
    return timedelta(seconds=4 ** (strikes - 1) * (0.75 + jitter / 2))


def quota_returns_at(errcode: int | None, now: datetime) -> datetime:
    """When an interface may be called again: the next minute, or the next 00:05 in China."""
    if errcode == PER_MINUTE_SPENT:
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    local = now.astimezone(SHANGHAI)
    today = datetime.combine(local.date(), NEW_QUOTA_DAY, SHANGHAI)
    return (today if local < today else today + timedelta(days=1)).astimezone(now.tzinfo)
