"""A robot on WeRoBot: tells what it understood of each message and answers what it is asked for."""

from driving import AES_KEY, APPID, TOKEN, say, serve_app
from werobot import WeRoBot, replies

robot = WeRoBot(token=TOKEN, encoding_aes_key=AES_KEY, app_id=APPID, enable_session=False)
DETAILS = {
    "text": "content",
    "image": "MediaId",
    "voice": "recognition",
    "video": "media_id",
    "shortvideo": "media_id",
    "location": "label",
    "link": "url",
    "click_event": "key",
    "view_event": "key",
    "subscribe_event": "key",
    "scan_event": "key",
    "scancode_waitmsg_event": "scan_result",
    "location_select_event": "label",
}


@robot.handler
def answer(message):
    detail = getattr(message, DETAILS.get(message.type, ""), "")
    say({"kind": message.type, "detail": detail, "from": message.source})
    _, kind, media_id, *_ = (message.content.split() if message.type == "text" else []) + [""] * 3
    if kind == "image":
        return replies.ImageReply(message=message, media_id=media_id)
    if kind == "voice":
        return replies.VoiceReply(message=message, media_id=media_id)
    if kind == "video":
        return replies.VideoReply(message=message, media_id=media_id, title="标题", description="说明")
    if kind == "music":
        words = {"title": "歌", "description": "说明", "url": "http://m", "hq_url": "http://h"}
        return replies.MusicReply(message=message, **words)
    if kind == "news":
        article = ["燃气", "说明", "http://p", "http://u"]
        return [article, article]
    if kind == "transfer":
        return replies.TransferCustomerServiceReply(message=message)
    return None if kind == "nothing" else "收到 <b>&“"


serve_app(robot.wsgi)
