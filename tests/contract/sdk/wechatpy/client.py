"""The client of wechatpy, step by step."""

from driving import APPID, FILES, OPENID, OTHER, SECRET, Steps, at_simulator, turn_hosts
from requests import get
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException, WeChatOAuthException
from wechatpy.oauth import WeChatOAuth

turn_hosts()
client = WeChatClient(APPID, SECRET)
steps = Steps((WeChatClientException, WeChatOAuthException), lambda error: error.errcode)
take = steps.take
MENU = {"button": [{"type": "click", "name": "问安全", "key": "ASK"}]}


def uploaded(kind: str, name: str) -> str:
    with (FILES / name).open("rb") as file:
        answer = client.media.upload(kind, file)
    return answer.get("media_id") or answer["thumb_media_id"]


take("token", lambda: client.access_token)
image = take("upload image", lambda: uploaded("image", "image.png"))
voice = take("upload voice", lambda: uploaded("voice", "voice.amr"))
video = take("upload video", lambda: uploaded("video", "video.mp4"))
thumb = take("upload thumb", lambda: uploaded("thumb", "thumb.jpg"))
take("download", lambda: client.media.download(image).content == (FILES / "image.png").read_bytes())
take("download video", lambda: client.media.download(video)["video_url"])
take("article picture", lambda: client.media.upload_image((FILES / "image.png").open("rb")))

message = client.message
take("send text", lambda: message.send_text(OPENID, "您好，“安问”收到了 <b>"))
take("send image", lambda: message.send_image(OPENID, image))
take("send voice", lambda: message.send_voice(OPENID, voice))
take("send video", lambda: message.send_video(OPENID, video, "标题", "说明"))
take("send music", lambda: message.send_music(OPENID, "http://m", "http://h", thumb, "歌", "说明"))
take("send one too many", lambda: message.send_text(OPENID, "第六条"))
article = {"title": "燃气", "description": "说明", "url": "http://u", "image": "http://p"}
take("send news", lambda: message.send_articles(OTHER, [article]))
options = {"head_content": "有用吗", "list": [{"id": "1", "content": "有用"}], "tail_content": "谢谢"}
take("send msgmenu", lambda: message.send_msg_menu(OTHER, options))
take("send to nobody", lambda: message.send_text("oNobody", "在吗"))
take("send a lost picture", lambda: message.send_image(OTHER, "lost"))

take("staff", lambda: client.customservice.get_accounts())
take("staff online", lambda: client.customservice.get_online_accounts())

take("create menu", lambda: client.menu.create(MENU))
take("read menu", lambda: client.menu.get())
take("try menu", lambda: client.menu.try_match(OPENID))
own = take("personal menu", lambda: client.menu.add_conditional({**MENU, "matchrule": {"tag_id": "2"}}))
take("drop personal menu", lambda: client.menu.del_conditional(own["menuid"]))
take("delete menu", lambda: client.menu.delete())

take("followers", lambda: list(client.user.iter_followers()))
take("follower", lambda: client.user.get(OPENID))
take("several followers", lambda: client.user.get_batch([OPENID, OTHER]))
take("remark", lambda: client.user.update_remark(OPENID, "西门社区"))
take("no such follower", lambda: client.user.get("oNobody"))

tag = take("create tag", lambda: client.tag.create("网格员"))["id"]
take("tags", lambda: client.tag.get())
take("rename tag", lambda: client.tag.update(tag, "志愿者"))
take("tag", lambda: client.tag.tag_user(tag, [OPENID, OTHER]))
take("untag", lambda: client.tag.untag_user(tag, OTHER))
take("tags of follower", lambda: client.tag.get_user_tag(OPENID) == [tag])
take("followers of tag", lambda: list(client.tag.iter_tag_users(tag)))
take("delete tag", lambda: client.tag.delete(tag))

scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "西门社区"}}}
code = take("qr code", lambda: client.qrcode.create(scene))
take("qr picture", lambda: client.qrcode.show(code).content.startswith(b"\x89PNG"))
take("jsapi ticket", lambda: client.jsapi.get_jsapi_ticket())

kept = take("keep picture", lambda: client.material.add("image", (FILES / "image.png").open("rb")))
film = take(
    "keep video", lambda: client.material.add("video", (FILES / "video.mp4").open("rb"), "防溺水", "说明")
)
take(
    "kept picture",
    lambda: client.material.get(kept["media_id"]).content == (FILES / "image.png").read_bytes(),
)
take("kept video", lambda: client.material.get(film["media_id"]))
take("count kept", lambda: client.material.get_count())
take("list kept", lambda: client.material.batchget("image"))
take("drop picture", lambda: client.material.delete(kept["media_id"]))

client.session.set(f"{APPID}_access_token", "dead", 7200)
take("dead token", lambda: client.user.get(OPENID))

oauth = WeChatOAuth(APPID, SECRET, "http://site.test/back?x=1", "snsapi_userinfo", "from-menu")
visit = get(at_simulator(oauth.authorize_url), allow_redirects=False, timeout=30).headers["Location"]
take("visit", lambda: visit)
web_code = visit.split("code=")[1].split("&")[0]
take("web token", lambda: oauth.fetch_access_token(web_code))
take("who visits", lambda: oauth.get_user_info())
take("code twice", lambda: oauth.fetch_access_token(web_code))
