"""Mass sends (群发): by tag, by list, previews, their fate, and how fast they go."""

from __future__ import annotations

from simulator.api.call import Api, Call, Json, id_asked
from simulator.api.messages import follower
from simulator.article_reading import articles_from
from simulator.citizens import Citizen
from simulator.errcodes import ApiError
from simulator.limits import MASS_DELETE_SECONDS, MASS_SPEEDS
from simulator.mass import MassJob
from simulator.mass_messages import message_from
from simulator.mass_running import submit

OK: Json = {"errcode": 0, "errmsg": "ok"}
# Only what lies on the platform's own pages can be taken back [O].
DELETABLE = ("mpnews", "mpvideo")


def send_by_filter(call: Call) -> Json:
    """POST /cgi-bin/message/mass/sendall {filter: {is_to_all, tag_id}, msgtype, …, clientmsgid?}."""
    return _taken(submit(call.world, call.body(), call.host_url, by_list=False))


def send_to_list(call: Call) -> Json:
    """POST /cgi-bin/message/mass/send {touser: [2 to 10,000 openids], msgtype, …, clientmsgid?}."""
    return _taken(submit(call.world, call.body(), call.host_url, by_list=True))


def _taken(job: MassJob) -> Json:
    answer: Json = {"errcode": 0, "errmsg": "send job submission success", "msg_id": job.msg_id}
    # The page gives msg_data_id for articles only [O].
    return answer | ({"msg_data_id": job.data_id} if job.message.kind == "mpnews" else {})


def preview(call: Call) -> Json:
    """POST /cgi-bin/message/mass/preview {touser or towxname, msgtype, …}: to one phone, at once.

    With both, the WeChat ID counts [O].
    """
    body = call.body()
    citizen = _looker(call, body)
    message = message_from(call.world, body, call.host_url, call.now)
    msg_id = call.world.next_mass_id(by_list=True)
    rows = message.rows
    if message.draft:
        cards = [page.article.card(call.host_url, page.url(call.host_url)) for page in message.draft.pages]
        rows = [{"type": "mpnews", "content": cards[0]["title"], "articles": cards}]
    for row in rows:
        call.world.show(citizen, "preview", {**row, "msg_id": msg_id})
    return {"errcode": 0, "errmsg": "preview success", "msg_id": msg_id}


def _looker(call: Call, body: Json) -> Citizen:
    """Who sees the preview; raises errcode 40132 (no such WeChat ID), 40003 or 43004."""
    wxname = body.get("towxname")
    if not wxname:
        return follower(call, body.get("touser"))
    citizen = call.world.citizens.find_by_wxname(str(wxname))
    if citizen is None:
        raise ApiError(40132)
    return follower(call, citizen.openid)


def get(call: Call) -> Json:
    """POST /cgi-bin/message/mass/get {msg_id}."""
    job = _job(call, call.body().get("msg_id"))
    return {"msg_id": job.msg_id, "msg_status": job.msg_status}


def delete(call: Call) -> Json:
    """POST /cgi-bin/message/mass/delete {msg_id, article_idx?} or {url}: what was sent, within ten days.

    Raises errcode 40059 (no such message, not sent, or too long ago), 40008 (no article and no video).
    """
    body = call.body()
    index = id_asked(body.get("article_idx") or 0, 40060)
    if body.get("msg_id") is None and isinstance(body.get("url"), str):
        page = call.world.pages.find_by_url(body["url"])
        job = call.world.mass.of_page(page) if page else None
        if page is None or job is None:
            raise ApiError(40059)
        index = job.pages.index(page) + 1
    else:
        job = _job(call, body.get("msg_id"))
    if job.msg_status != "SEND_SUCCESS" or call.now - job.at > MASS_DELETE_SECONDS:
        raise ApiError(40059)
    if job.message.kind not in DELETABLE:
        raise ApiError(40008)
    call.world.mass.delete(job, index)
    return dict(OK)


def _job(call: Call, msg_id: object) -> MassJob:
    """Raises errcode 40059."""
    job = call.world.mass.find(id_asked(msg_id, 40059))
    if job is None:
        raise ApiError(40059)
    return job


def speed(call: Call) -> Json:
    """POST /cgi-bin/message/mass/speed/get: the level, and what it means in ten thousand a minute."""
    level = call.world.mass.speed
    return {"speed": level, "realspeed": MASS_SPEEDS[level]}


def set_speed(call: Call) -> Json:
    """POST /cgi-bin/message/mass/speed/set {speed 0..4}: raises errcode 45083 or 45084."""
    given = call.body().get("speed")
    if given is None:
        raise ApiError(45084)
    level = id_asked(given, 45083)
    if level >= len(MASS_SPEEDS):
        raise ApiError(45083)
    call.world.mass.speed = level
    return dict(OK)


def upload_news(call: Call) -> Json:
    """POST /cgi-bin/media/uploadnews {articles}: for mass sends, three days; covers may be temporary."""
    articles = articles_from(call.body().get("articles"), call.world.media, call.now, lasting=False)
    draft = call.world.drafts.add(articles, call.now, lasting=False)
    return {"type": "news", "media_id": draft.media_id, "created_at": int(call.now)}


def upload_video(call: Call) -> Json:
    """POST /cgi-bin/media/uploadvideo {media_id, title, description}: a video that can be sent to many."""
    body = call.body()
    source = call.world.media.find(call.text("media_id", 41006), call.now)
    if source is None or source.type != "video":
        raise ApiError(40007)
    title, description = str(body.get("title") or ""), str(body.get("description") or "")
    media = call.world.media.keep(
        "mpvideo", source.data, source.kind, call.now, title=title, introduction=description
    )
    return {"type": "video", "media_id": media.media_id, "created_at": int(call.now)}


APIS = (
    Api("/cgi-bin/message/mass/sendall", "POST", send_by_filter),
    Api("/cgi-bin/message/mass/send", "POST", send_to_list),
    Api("/cgi-bin/message/mass/preview", "POST", preview),
    Api("/cgi-bin/message/mass/get", "POST", get),
    Api("/cgi-bin/message/mass/delete", "POST", delete),
    Api("/cgi-bin/message/mass/speed/get", "ANY", speed),
    Api("/cgi-bin/message/mass/speed/set", "POST", set_speed),
    Api("/cgi-bin/media/uploadnews", "POST", upload_news),
    Api("/cgi-bin/media/uploadvideo", "POST", upload_video),
)
