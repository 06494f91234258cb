"""Notices: template messages, and subscription notices to those who agreed; each is followed by an event."""

from __future__ import annotations

from collections.abc import Callable

from simulator.api.call import Api, Call, Json, id_asked
from simulator.api.messages import follower
from simulator.citizens import Citizen
from simulator.errcodes import ApiError
from simulator.limits import INTERCEPTED_PAGE
from simulator.notice_fields import checked, trimmed
from simulator.notices import Template
from simulator.push.telling import tell_later
from simulator.push.wire import Value


def send_template(call: Call) -> Json:
    """POST /cgi-bin/message/template/send {touser, template_id, data, url?, client_msg_id?}.

    Too long values are cut without an error. The same client_msg_id again within ten minutes sends nothing.
    Who receives nothing of the account is told of afterwards, `failed:user block` [O], not by an errcode.
    """
    body = call.body()
    template = call.world.notices.messages.find(body.get("template_id"))
    citizen = follower(call, body.get("touser"))
    data = _data(body, template, trimmed)
    client_id = str(body.get("client_msg_id") or "")
    if client_id and (known := call.world.notices.earlier(citizen.openid, client_id, call.now)) is not None:
        return {"errcode": 0, "errmsg": "ok", "msgid": known}
    msg_id = call.world.next_msg_id()
    call.world.notices.remember(citizen.openid, client_id, msg_id, call.now)
    if citizen.receiving:
        _show(call, citizen, "template", template, data, str(body.get("url") or ""))
    status = "success" if citizen.receiving else "failed:user block"
    finished: dict[str, Value] = {"MsgID": msg_id, "Status": status}
    tell_later(call.world, citizen, "TEMPLATESENDJOBFINISH", finished, call.host_url)
    return {"errcode": 0, "errmsg": "ok", "msgid": msg_id}


def send_subscription(call: Call) -> Json:
    """POST /cgi-bin/message/subscribe/bizsend {touser, template_id, data, page?}: raises errcode 43101.

    The openid is looked at before the template [3 community].
    """
    body = call.body()
    openid = body.get("touser")
    citizen = call.world.citizens.find(openid) if isinstance(openid, str) else None
    if citizen is None:
        raise ApiError(40003)
    template = call.world.notices.subscriptions.find(body.get("template_id"))
    data = _data(body, template, checked)
    call.world.notices.spend(citizen.openid, template)
    msg_id = call.world.next_msg_id()
    _show(call, citizen, "subscribe", template, data, str(body.get("page") or ""))
    sent: dict[str, Value] = {
        "TemplateId": template.id,
        "MsgID": str(msg_id),
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }
    event: dict[str, Value] = {"SubscribeMsgSentEvent": {"List": sent}}
    tell_later(call.world, citizen, "subscribe_msg_sent_event", event, call.host_url)
    return {"errcode": 0, "errmsg": "ok", "msgid": msg_id}


def intercepted(call: Call) -> Json:
    """POST /wxa/sec/queryblocktmplmsg {tmpl_msg_id, largest_id, limit}: nothing was kept back.

    `msginfo` is a list, whatever the page shows [3 community].
    """
    call.text("tmpl_msg_id", 40037)
    if not 1 <= id_asked(call.body().get("limit"), 40097) <= INTERCEPTED_PAGE:
        raise ApiError(40097)
    return {"errcode": 0, "errmsg": "ok", "msginfo": []}


def _data(body: Json, template: Template, rule: Callable[[str, str], str]) -> dict[str, str]:
    """Every field of the template with its value; raises errcode 47003 for a missing, empty or wrong one."""
    given = body.get("data")
    if not isinstance(given, dict):
        raise ApiError(47003)
    found = {}
    for name in template.fields:
        item = given.get(name)
        value = item.get("value") if isinstance(item, dict) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value:
            raise ApiError(47003, f"argument invalid! data.{name}.value is empty")
        found[name] = rule(name, value)
    return found


def _show(
    call: Call, citizen: Citizen, kind: str, template: Template, data: dict[str, str], url: str
) -> None:
    labels = template.fields
    row = {
        "type": kind,
        "content": "\n".join(f"{labels[name]}：{value}" for name, value in data.items()),
        "title": template.title,
        "data": data,
        "labels": labels,
        "url": url,
        "template_id": template.id,
    }
    call.world.show(citizen, kind, row)


APIS = (
    Api("/cgi-bin/message/template/send", "POST", send_template),
    Api("/cgi-bin/message/subscribe/bizsend", "POST", send_subscription),
    Api("/wxa/sec/queryblocktmplmsg", "POST", intercepted),
)
