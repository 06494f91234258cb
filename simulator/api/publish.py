"""Publishing (发布能力): articles on the account's page that are pushed to nobody."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json, id_asked
from simulator.api.drafts import OK, page_asked
from simulator.errcodes import ApiError
from simulator.moderation import PUBLISHED
from simulator.publishing import publish


def submit(call: Call) -> Json:
    """POST /cgi-bin/freepublish/submit {media_id}: only taken in; PUBLISHJOBFINISH says what came of it.

    The page calls publish_id a text, the platform answers a number [3 silenceper, PowerWeChat#460].
    """
    draft = call.world.drafts.get(call.body().get("media_id"), call.now)
    task = publish(call.world, draft, call.host_url)
    return {**OK, "publish_id": task.publish_id, "msg_data_id": call.world.next_data_id()}


def get(call: Call) -> Json:
    """POST /cgi-bin/freepublish/get {publish_id}."""
    publish_id = id_asked(call.body().get("publish_id"), 40059)
    task = call.world.publications.find(publish_id)
    if task is None:
        raise ApiError(40059)
    answer: Json = {"publish_id": task.publish_id, "publish_status": task.status}
    if task.status == PUBLISHED:
        answer |= {"article_id": task.article_id, "article_detail": task.details()}
    return answer | {"fail_idx": list(task.failed)}


def delete(call: Call) -> Json:
    """POST /cgi-bin/freepublish/delete {article_id, index?}: one article, counted from 1, or all with 0."""
    body = call.body()
    task = call.world.publications.of_article(body.get("article_id"))
    call.world.publications.delete(task, id_asked(body.get("index") or 0, 40060))
    return dict(OK)


def getarticle(call: Call) -> Json:
    """POST /cgi-bin/freepublish/getarticle {article_id}."""
    task = call.world.publications.of_article(call.body().get("article_id"))
    return task.content(call.host_url)


def batchget(call: Call) -> Json:
    """POST /cgi-bin/freepublish/batchget {offset, count 1..20, no_content?}: newest first."""
    tasks = call.world.publications.live()
    offset, size, with_content = page_asked(call.body())
    items = []
    for task in tasks[offset : offset + size]:
        item: Json = {"article_id": task.article_id, "update_time": int(task.at)}
        if with_content:
            item["content"] = task.content(call.host_url)
        items.append(item)
    return {"total_count": len(tasks), "item_count": len(items), "item": items}


APIS = (
    Api("/cgi-bin/freepublish/submit", "POST", submit),
    Api("/cgi-bin/freepublish/get", "POST", get),
    Api("/cgi-bin/freepublish/delete", "POST", delete),
    Api("/cgi-bin/freepublish/getarticle", "POST", getarticle),
    Api("/cgi-bin/freepublish/batchget", "POST", batchget),
)
