"""The steps of a campaign that the Python clients share.

`calls` holds what an SDK can do, by the names used here; what it lacks is left out and not reported.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from driving import OPENID, OTHER, WXNAME, Steps

Calls = dict[str, Callable[..., Any]]
ARTICLE = {"title": "用电安全", "author": "应急局", "digest": "摘要", "content": "<p>出门拔插头。</p>"}
TRIES = 200


def until(call: Callable[[], Any], is_over: Callable[[Any], bool]) -> Any:
    """Ask again and again until it is over, as an account polls."""
    answer = call()
    for _ in range(TRIES):
        if is_over(answer):
            break
        time.sleep(0.02)
        answer = call()
    return answer


def campaign(steps: Steps, calls: Calls) -> None:
    """Take every step that the SDK can take."""

    def take(name: str, call: str, *values: Any, **named: Any) -> Any:
        return steps.take(name, lambda: calls[call](*values, **named)) if call in calls else None

    def status(name: str, msg_id: int) -> None:
        steps.take(
            name, lambda: until(lambda: calls["status"](msg_id), lambda one: one["msg_status"] != "SENDING")
        )

    tag = take("campaign tag", "create tag", "网格员")["id"]
    take("campaign tagged", "put tag", tag, [OPENID, OTHER])
    cover = take("cover", "keep cover")["media_id"]
    article = {**ARTICLE, "thumb_media_id": cover}
    media_id = _drafted(take, article)
    if "preview news" in calls and media_id:
        take("preview", "preview news", OPENID, media_id)
    take("preview a text", "preview text", OPENID, "预览")
    take("preview by name", "preview text", WXNAME, "预览")
    if media_id:
        sent = take("mass news", "mass news", media_id, [OPENID, OTHER])
        status("mass news sent", sent["msg_id"])
        take("mass news deleted", "delete mass", sent["msg_id"])
        status("mass news gone", sent["msg_id"])
    sent = take("mass text", "mass list", "通知", [OPENID, OTHER], client_id="camp-1")
    take("mass text again", "mass list", "通知", [OPENID, OTHER], client_id="camp-1")
    status("mass text sent", sent["msg_id"])
    take("mass to one", "mass list", "通知", [OPENID], client_id="camp-2")
    take("mass to a tag", "mass tag", "通知", tag, client_id="camp-3")
    take("mass to all", "mass all", "通知", client_id="camp-4")
    take("no such mass", "status", 7)
    take("speed set", "set speed", 4)
    take("speed", "speed")
    _published(take, calls, article)


def _drafted(take: Callable[..., Any], article: dict[str, Any]) -> str:
    """The media_id of a draft, or of uploaded news where an SDK knows no drafts."""
    draft = take("draft", "add draft", [article])
    if draft is None:
        return str((take("uploaded news", "upload news", [article]) or {"media_id": ""})["media_id"])
    media_id: str = draft["media_id"]
    take("draft read", "get draft", media_id)
    take("draft changed", "change draft", media_id, 0, {**article, "title": "用电安全（改）"})
    take("drafts", "list drafts", 0, 20)
    take("draft count", "count drafts")
    return media_id


def _published(take: Callable[..., Any], calls: Calls, article: dict[str, Any]) -> None:
    draft = take("another draft", "add draft", [article])
    if draft is None:
        return
    task = take("publish", "publish", draft["media_id"])
    done = take("published", "until published", task["publish_id"])
    take("article", "get article", done["article_id"])
    take("publications", "list publications", 0, 20)
    take("unpublish", "delete article", done["article_id"])
    take("draft gone", "get draft", draft["media_id"])


def until_published(get: Callable[[Any], Any], publish_id: Any) -> Any:
    """What became of a publication."""
    return until(lambda: get(publish_id), lambda one: one["publish_status"] != 1)
