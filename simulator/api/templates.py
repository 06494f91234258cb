"""The account's templates: chosen from the platform's library, listed, deleted."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json, whole
from simulator.clock import china_month
from simulator.errcodes import ApiError
from simulator.industries import INDUSTRIES
from simulator.notices import Template, TemplateStore

OK: Json = {"errcode": 0, "errmsg": "ok"}


def add_message(call: Call) -> Json:
    """POST /cgi-bin/template/api_add_template {template_id_short, keyword_name_list?}."""
    number = call.text("template_id_short", 40037)
    names = call.body().get("keyword_name_list")
    template = call.world.notices.messages.add(number, _places_named(call, number, names))
    return {**OK, "template_id": template.id}


def _places_named(call: Call, number: str, names: object) -> list[int] | None:
    """The places of fields chosen by their labels; raises errcode 40037 for a label that is not offered."""
    offered = call.world.notices.messages.library.get(number)
    if not names or offered is None:
        return None
    labels = [label for _, label in offered.fields]
    if not isinstance(names, list) or any(name not in labels for name in names):
        raise ApiError(40037)
    return [labels.index(name) + 1 for name in names]


def list_messages(call: Call) -> Json:
    """GET /cgi-bin/template/get_all_private_template."""
    rows = call.world.notices.messages.rows.values()
    return {
        "template_list": [
            {
                "template_id": one.id,
                "title": one.title,
                "primary_industry": "政务民生",
                "deputy_industry": "政府单位",
                "content": one.content,
                "example": _example(one),
            }
            for one in rows
        ]
    }


def delete_message(call: Call) -> Json:
    """POST /cgi-bin/template/del_private_template {template_id}."""
    call.world.notices.messages.delete(call.body().get("template_id"))
    return dict(OK)


def industry(call: Call) -> Json:
    """GET /cgi-bin/template/get_industry."""
    primary, secondary = call.world.notices.industries
    return {"primary_industry": INDUSTRIES[primary], "secondary_industry": INDUSTRIES[secondary]}


def set_industry(call: Call) -> Json:
    """POST /cgi-bin/template/api_set_industry {industry_id1, industry_id2}: raises errcode 40097 or 43100.

    Once a month [O]; the industries the account starts with were chosen before.
    """
    body = call.body()
    chosen = str(body.get("industry_id1", "")), str(body.get("industry_id2", ""))
    if not all(one in INDUSTRIES for one in chosen):
        raise ApiError(40097)
    month = china_month(call.now)
    if call.world.notices.industries_changed == month:
        raise ApiError(43100)
    call.world.notices.industries, call.world.notices.industries_changed = chosen, month
    return dict(OK)


def add_subscription(call: Call) -> Json:
    """POST /wxaapi/newtmpl/addtemplate {tid, kidList, sceneDesc?}: two to five fields."""
    body = call.body()
    places = body.get("kidList")
    if not isinstance(places, list):
        raise ApiError(40097)
    numbers = [whole(place) for place in places]
    template = call.world.notices.subscriptions.add(str(body.get("tid", "")), numbers)
    return {**OK, "priTmplId": template.id}


def list_subscriptions(call: Call) -> Json:
    """GET /wxaapi/newtmpl/gettemplate; `type` 2 is one-time, 3 long-term."""
    rows = call.world.notices.subscriptions.rows.values()
    data = [
        {
            "priTmplId": one.id,
            "title": one.title,
            "content": one.content,
            "example": _example(one),
            "type": one.kind,
        }
        for one in rows
    ]
    return {**OK, "data": data}


def delete_subscription(call: Call) -> Json:
    """POST /wxaapi/newtmpl/deltemplate {priTmplId}."""
    call.world.notices.subscriptions.delete(call.body().get("priTmplId"))
    return dict(OK)


def categories(_call: Call) -> Json:
    """GET /wxaapi/newtmpl/getcategory."""
    return {**OK, "data": [{"id": 616, "name": "公告"}]}


def offered_titles(call: Call) -> Json:
    """GET /wxaapi/newtmpl/getpubtemplatetitles."""
    library = call.world.notices.subscriptions.library
    data = [
        {"tid": one.number, "title": one.title, "type": one.kind, "categoryId": "616"}
        for one in library.values()
    ]
    return {**OK, "count": len(data), "data": data}


def offered_fields(call: Call) -> Json:
    """GET /wxaapi/newtmpl/getpubtemplatekeywords?tid=."""
    offered = _templates(call).library.get(call.params.get("tid", ""))
    if offered is None:
        raise ApiError(40037)
    data = [
        {"kid": place, "name": label, "rule": rule, "example": ""}
        for place, (rule, label) in enumerate(offered.fields, 1)
    ]
    return {**OK, "count": len(data), "data": data}


def _templates(call: Call) -> TemplateStore:
    return call.world.notices.subscriptions


def _example(template: Template) -> str:
    return "\n".join(f"{label}:示例" for label in template.fields.values())


APIS = (
    Api("/cgi-bin/template/api_add_template", "POST", add_message),
    Api("/cgi-bin/template/get_all_private_template", "GET", list_messages),
    Api("/cgi-bin/template/del_private_template", "POST", delete_message),
    Api("/cgi-bin/template/get_industry", "GET", industry),
    Api("/cgi-bin/template/api_set_industry", "POST", set_industry),
    Api("/wxaapi/newtmpl/addtemplate", "POST", add_subscription),
    Api("/wxaapi/newtmpl/gettemplate", "GET", list_subscriptions),
    Api("/wxaapi/newtmpl/deltemplate", "POST", delete_subscription),
    Api("/wxaapi/newtmpl/getcategory", "GET", categories),
    Api("/wxaapi/newtmpl/getpubtemplatetitles", "GET", offered_titles),
    Api("/wxaapi/newtmpl/getpubtemplatekeywords", "GET", offered_fields),
)
