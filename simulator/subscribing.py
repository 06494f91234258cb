"""What a citizen answers when a page asks whether notices may be sent, and the switch that takes it back."""

from __future__ import annotations

from typing import Any

from simulator.citizens import Citizen
from simulator.notices import Template
from simulator.push.inbound import BadMessage, Inbound, event_of
from simulator.push.pusher import Delivery, deliver
from simulator.push.wire import Value
from simulator.world import World

POPUP_SCENE = "1"  # 1: the popup came from a page in WeChat [O subscribe_msg_popup_event]
ANSWERS = ("accept", "reject")


def answer_popup(world: World, citizen: Citizen, answers: object, host: str) -> Delivery:
    """Answer the popup of `wx-open-subscribe`: `{template_id: "accept" | "reject"}`, up to three at once.

    Pushes `subscribe_msg_popup_event` with all answers in one; raises `BadMessage`.
    """
    if not isinstance(answers, dict) or not 1 <= len(answers) <= 3:
        raise BadMessage("answers 应是一到三个模板编号对 accept 或 reject。")
    if any(answer not in ANSWERS for answer in answers.values()):
        raise BadMessage("每个模板只能答 accept 或 reject。")
    with world.lock:
        templates = {id_: _template(world, id_) for id_ in answers}
        for id_, answer in answers.items():
            if answer == "accept":
                world.notices.agree(citizen.openid, templates[id_])
    listed: list[dict[str, Value]] = [
        {"TemplateId": id_, "SubscribeStatusString": str(answer), "PopupScene": POPUP_SCENE}
        for id_, answer in answers.items()
    ]
    return _pushed(world, citizen, "subscribe_msg_popup_event", "SubscribeMsgPopupEvent", listed, host)


def take_back(world: World, citizen: Citizen, id_: object, host: str) -> Delivery:
    """Switch one kind of notice off on the account's page; pushes `subscribe_msg_change_event`."""
    with world.lock:
        template = _template(world, id_)
        world.notices.take_back(citizen.openid, template)
    listed: list[dict[str, Value]] = [{"TemplateId": template.id, "SubscribeStatusString": "reject"}]
    return _pushed(world, citizen, "subscribe_msg_change_event", "SubscribeMsgChangeEvent", listed, host)


def consents_of(world: World, citizen: Citizen) -> list[dict[str, Any]]:
    """Every subscription template of the account, and what this citizen agreed to."""
    return [
        {
            "template_id": one.id,
            "title": one.title,
            "long_term": one.is_long_term,
            "left": world.notices.left(citizen.openid, one),
        }
        for one in world.notices.subscriptions.rows.values()
    ]


def _template(world: World, id_: object) -> Template:
    template = world.notices.subscriptions.rows.get(id_) if isinstance(id_, str) else None
    if template is None:
        raise BadMessage("公众号没有这个订阅通知模板。")
    return template


def _pushed(
    world: World, citizen: Citizen, event: str, wrapper: str, rows: list[dict[str, Value]], host: str
) -> Delivery:
    fields: dict[str, Value] = {"MsgType": "event", "Event": event, wrapper: {"List": rows}}
    inbound: Inbound = event_of(event, fields)
    return deliver(world, citizen, inbound, host)
