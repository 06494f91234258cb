"""The draft box (草稿箱)."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json, whole
from simulator.article_reading import article_from, articles_from
from simulator.errcodes import ApiError
from simulator.limits import DRAFT_PAGE

OK: Json = {"errcode": 0, "errmsg": "ok"}


def add(call: Call) -> Json:
    """POST /cgi-bin/draft/add {articles: [{title, content, thumb_media_id, …}]}."""
    articles = articles_from(call.body().get("articles"), call.world.media, call.now)
    draft = call.world.drafts.add(articles, call.now)
    # Seen in real answers [3]: which article may carry how many advertisements.
    ads = [{"index": index, "ad_count": 0} for index in range(len(articles))]
    return {"media_id": draft.media_id, "item": ads}


def get(call: Call) -> Json:
    """POST /cgi-bin/draft/get {media_id}."""
    draft = call.world.drafts.get(call.body().get("media_id"), call.now)
    return draft.content(call.host_url)


def delete(call: Call) -> Json:
    """POST /cgi-bin/draft/delete {media_id}."""
    call.world.drafts.drop(call.world.drafts.get(call.body().get("media_id"), call.now))
    return dict(OK)


def update(call: Call) -> Json:
    """POST /cgi-bin/draft/update {media_id, index, articles: {…}}: one article, counted from 0.

    `articles` is one object here; a list with one is taken too [K], as SDKs send it.
    """
    body = call.body()
    draft = call.world.drafts.get(body.get("media_id"), call.now)
    given = body.get("articles")
    if isinstance(given, list) and len(given) == 1:
        given = given[0]
    if not isinstance(given, dict):
        raise ApiError(44003)
    article = article_from(given, call.world.media, call.now, alone=len(draft.pages) == 1)
    call.world.drafts.change(draft, whole(body.get("index", 0), 40114), article, call.now)
    return dict(OK)


def count(call: Call) -> Json:
    """GET /cgi-bin/draft/count."""
    return {"total_count": len(call.world.drafts.all())}


def batchget(call: Call) -> Json:
    """POST /cgi-bin/draft/batchget {offset, count 1..20, no_content?}: changed last first."""
    drafts = call.world.drafts.all()
    offset, size, with_content = page_asked(call.body())
    items = []
    for draft in drafts[offset : offset + size]:
        item: Json = {"media_id": draft.media_id, "update_time": int(draft.updated_at)}
        if with_content:
            item["content"] = draft.content(call.host_url)
        items.append(item)
    return {"total_count": len(drafts), "item_count": len(items), "item": items}


def page_asked(body: Json) -> tuple[int, int, bool]:
    """Offset, count and whether content is wanted (`no_content` 0, 1 or a boolean); raises errcode 40097."""
    offset, size = whole(body.get("offset", 0)), whole(body.get("count", DRAFT_PAGE))
    if offset < 0 or not 1 <= size <= DRAFT_PAGE:
        raise ApiError(40097)
    return offset, size, str(body.get("no_content", 0)).lower() not in ("1", "true")


def switch(_call: Call) -> Json:
    """POST /cgi-bin/draft/switch[?checkonly=1]: open, as for every account since 2022 [K]."""
    return {**OK, "is_open": 1}


APIS = (
    Api("/cgi-bin/draft/add", "POST", add),
    Api("/cgi-bin/draft/get", "POST", get),
    Api("/cgi-bin/draft/delete", "POST", delete),
    Api("/cgi-bin/draft/update", "POST", update),
    Api("/cgi-bin/draft/count", "ANY", count),
    Api("/cgi-bin/draft/batchget", "POST", batchget),
    Api("/cgi-bin/draft/switch", "POST", switch),
)
