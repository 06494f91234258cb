"""A webhook on wechatpy: tells what it understood of each message and answers what it is asked for."""

from driving import AES_KEY, APPID, TOKEN, Query, say, serve
from wechatpy import parse_message, replies
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

crypto = WeChatCrypto(TOKEN, AES_KEY, APPID)
DETAILS = {
    "text": "content",
    "image": "media_id",
    "voice": "recognition",
    "video": "media_id",
    "shortvideo": "media_id",
    "location": "label",
    "link": "url",
    "click": "key",
    "view": "url",
    "scan": "scene_id",
    "subscribe_scan": "scene_id",
    "scancode_waitmsg": "scan_result",
    "location_select": "label",
    "masssendjobfinish": "status",
}


def answer(query: Query, body: bytes) -> str:
    check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
    if not body:
        return query["echostr"]
    sealed = query.get("encrypt_type") == "aes"
    if sealed:
        body = crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
    message = parse_message(body)
    kind = message.event if message.type == "event" else message.type
    detail = getattr(message, DETAILS.get(kind, ""), "")
    say({"kind": kind, "detail": detail, "from": message.source})
    xml = reply_to(message).render()
    return crypto.encrypt_message(xml, query["nonce"], query["timestamp"]) if sealed and xml else xml


def reply_to(message: object) -> replies.BaseReply:
    _, kind, media_id, *_ = (message.content.split() if message.type == "text" else []) + [""] * 3
    if kind == "image":
        return replies.ImageReply(message=message, media_id=media_id)
    if kind == "voice":
        return replies.VoiceReply(message=message, media_id=media_id)
    if kind == "video":
        return replies.VideoReply(message=message, media_id=media_id, title="标题", description="说明")
    if kind == "music":
        words = {"title": "歌", "description": "说明", "music_url": "http://m", "hq_music_url": "http://h"}
        return replies.MusicReply(message=message, thumb_media_id=media_id, **words)
    if kind == "news":
        article = {"title": "燃气", "description": "说明", "image": "http://p", "url": "http://u"}
        return replies.ArticlesReply(message=message, articles=[article, article])
    if kind == "transfer":
        return replies.TransferCustomerServiceReply(message=message)
    if kind == "nothing":
        return replies.EmptyReply()
    return replies.TextReply(message=message, content="收到 <b>&“")


serve(answer)
