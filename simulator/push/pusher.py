"""The platform's way to the account: sign, seal, send, wait five seconds, send again, read the answer."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from simulator import identity
from simulator.citizens import Citizen
from simulator.faults import WEBHOOK, Fault
from simulator.limits import PASSIVE_NEWS_ARTICLES, PASSIVE_NEWS_ARTICLES_TO_EVENTS
from simulator.push.inbound import Inbound
from simulator.push.replies import DroppedReply, Reply, Setting, reply_from
from simulator.push.transport import Exchange, exchange
from simulator.push.wire import BadAnswer, PushBody, Value, answer_element, push_body, says_nothing
from simulator.world import World

OUT_OF_SERVICE = "该公众号提供的服务出现故障，请稍后再试"


@dataclass
class Delivery:
    """What came of one push: every attempt, the reply the phone shows, and why there is none."""

    msg_id: str = ""
    attempts: list[dict[str, Any]] = field(default_factory=list)
    reply: Reply | None = None
    note: str = ""

    def listed(self) -> dict[str, Any]:
        return {"attempts": self.attempts, "reply": self.reply, "msg_id": self.msg_id, "note": self.note}


def deliver(world: World, citizen: Citizen, inbound: Inbound, host: str) -> Delivery:
    """Push one message and show its reply on the phone. Returns when answered or after the last attempt.

    No lock is held while the account thinks, so that many citizens, or one with a burst, are served in
    parallel. Sent again, with the same MsgId and body: when nothing came in time, the connection broke, or
    the server answered 5xx. Any other bad answer is shown as a fault at once.
    """
    body, msg_id = _prepared(world, citizen, inbound)
    delivery = Delivery(msg_id)
    fault = world.faults.take(WEBHOOK)
    if fault and fault.reorder:
        world.faults.hold()
    copies = _together(world, citizen, body, fault)
    result = _until_answered(world, citizen, body, fault, delivery)
    _conclude(world, citizen, inbound, result, delivery, host)
    if fault and not copies:
        for _ in range(fault.duplicate):
            again = _attempt(world, citizen, body, None)
            delivery.attempts.append({**_listed(again), "duplicate": True})
    for copy in copies:
        copy.join()
    if not (fault and fault.reorder):
        world.faults.release()
    return delivery


def _together(world: World, citizen: Citizen, body: PushBody, fault: Fault | None) -> list[Thread]:
    """Start the copies that a fault sends at the same moment as the message itself; answers unread."""
    count = fault.duplicate if fault and fault.together else 0
    copies = [Thread(target=_attempt, args=(world, citizen, body, None), daemon=True) for _ in range(count)]
    for copy in copies:
        copy.start()
    return copies


def _until_answered(
    world: World, citizen: Citizen, body: PushBody, fault: Fault | None, delivery: Delivery
) -> Exchange:
    """Attempt after attempt, each listed in the delivery; gives the last one."""
    settings = world.settings
    result = _attempt(world, citizen, body, fault)
    delivery.attempts.append(_listed(result))
    while (not result.status or result.status >= 500) and len(delivery.attempts) < settings.attempts:
        time.sleep(settings.retry_wait_seconds)
        result = _attempt(world, citizen, body, world.faults.take(WEBHOOK))
        delivery.attempts.append(_listed(result))
    return result


def _prepared(world: World, citizen: Citizen, inbound: Inbound) -> tuple[PushBody, str]:
    """Take a MsgId, open the customer-service window, show the citizen's own message, build the body."""
    with world.lock:
        now = world.now()
        fields: dict[str, Value] = {
            "ToUserName": world.config.original_id,
            "FromUserName": citizen.openid,
            "CreateTime": int(now),
            **inbound.fields,
        }
        msg_id = ""
        if not inbound.is_event:
            msg_id = str(world.next_msg_id())
            fields["MsgId"] = int(msg_id)
        if inbound.counts == "message":
            citizen.window.citizen_wrote(now)
        elif inbound.counts == "action":
            citizen.window.citizen_acted(now)
        if inbound.row:
            citizen.acted_at = now
            world.inbox.append(citizen, "citizen", "out", {**inbound.row, "msg_id": msg_id})
            world.figures.wrote(inbound.row["type"], citizen.openid, now)
        return push_body(fields, world.settings.mode, world.envelope), msg_id


def _attempt(world: World, citizen: Citizen, body: PushBody, fault: Fault | None) -> Exchange:
    """One delivery with a fresh timestamp and nonce; the journal keeps the message unsealed."""
    settings = world.settings
    if fault and fault.delay_ms:
        time.sleep(fault.delay_ms / 1000)
    moment = world.now() if settings.push_timestamp == "virtual" else time.time()
    query = body.query(world.config.token, str(int(moment)), identity.nonce(), citizen.openid)
    if fault and fault.status is not None:
        result = Exchange(fault.status, b"", 0, "fault")
    else:
        result = exchange(
            settings.webhook_url,
            query,
            body.xml.encode(),
            settings.timeout_seconds,
            drop=bool(fault and fault.drop_after),
        )
    if fault and fault.truncate is not False:
        kept = len(result.body) // 2 if fault.truncate is True else int(fault.truncate)
        result = Exchange(result.status, result.body[:kept], result.ms, result.error)
    world.journal.write(WEBHOOK, query, dict(body.fields), result.status, 0, ms=result.ms, error=result.error)
    with world.lock:
        world.figures.pushed(result.ms, world.now(), is_answered=result.status == 200)
    return result


def _listed(result: Exchange) -> dict[str, Any]:
    row: dict[str, Any] = {"status": result.status, "ms": result.ms}
    return row | {"error": result.error} if result.error else row


def _conclude(
    world: World, citizen: Citizen, inbound: Inbound, result: Exchange, delivery: Delivery, host: str
) -> None:
    """Show the reply, or what the platform shows instead of it."""
    try:
        delivery.reply = _read(world, citizen, inbound, result, host)
    except DroppedReply as reason:
        delivery.note = f"dropped: {reason}"
    except BadAnswer as reason:
        delivery.note = f"fault: {reason}"
        if inbound.answerable:
            world.show_notice(citizen, OUT_OF_SERVICE)
    if delivery.reply and not inbound.answerable:
        delivery.reply, delivery.note = None, "this event cannot be answered"
    if delivery.reply and delivery.reply["type"] != "transfer_customer_service":
        world.show(citizen, "passive", delivery.reply)


def _read(world: World, citizen: Citizen, inbound: Inbound, result: Exchange, host: str) -> Reply | None:
    if result.status != 200:
        raise BadAnswer(f"HTTP status {result.status}" if result.status else f"no answer: {result.error}")
    try:
        text = result.body.decode()
    except UnicodeDecodeError as error:
        raise BadAnswer("the answer is not UTF-8") from error
    if says_nothing(text):
        return None
    root = answer_element(text, world.settings.mode, world.config.token, world.envelope)
    if root is None:
        return None
    articles = PASSIVE_NEWS_ARTICLES_TO_EVENTS if inbound.is_event else PASSIVE_NEWS_ARTICLES
    setting = Setting(citizen.openid, world.config.original_id, world.media, world.now(), host, articles)
    return reply_from(root, setting)
