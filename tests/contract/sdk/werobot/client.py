"""The client of WeRoBot, step by step."""

from driving import APPID, FILES, OPENID, OTHER, SECRET, Steps, turn_hosts
from werobot.client import Client, ClientException

turn_hosts()
client = Client({"APP_ID": APPID, "APP_SECRET": SECRET})
# The exception carries the errcode only in its words: "40003: invalid openid …".
take = Steps(ClientException, lambda error: int(str(error).partition(":")[0])).take
MENU = {"button": [{"type": "click", "name": "问安全", "key": "ASK"}]}


def uploaded(kind: str, name: str) -> str:
    with (FILES / name).open("rb") as file:
        answer = client.upload_media(kind, file)
    return answer.get("media_id") or answer["thumb_media_id"]


take("token", lambda: client.token)
image = take("upload image", lambda: uploaded("image", "image.png"))
voice = take("upload voice", lambda: uploaded("voice", "voice.amr"))
video = take("upload video", lambda: uploaded("video", "video.mp4"))
thumb = take("upload thumb", lambda: uploaded("thumb", "thumb.jpg"))
take("download", lambda: client.download_media(image).content == (FILES / "image.png").read_bytes())
take("download video", lambda: client.download_media(video).json()["video_url"])
take("article picture", lambda: client.upload_news_picture((FILES / "image.png").open("rb"))["url"])

take("send text", lambda: client.send_text_message(OPENID, "您好，“安问”收到了 <b>"))
take("send image", lambda: client.send_image_message(OPENID, image))
take("send voice", lambda: client.send_voice_message(OPENID, voice))
take("send video", lambda: client.send_video_message(OPENID, video, "标题", "说明"))
take("send music", lambda: client.send_music_message(OPENID, "http://m", "http://h", thumb, "歌", "说明"))
take("send one too many", lambda: client.send_text_message(OPENID, "第六条"))
article = {"title": "燃气", "description": "说明", "url": "http://u", "picurl": "http://p"}
take("send news", lambda: client.send_article_message(OTHER, [article]))
take("send to nobody", lambda: client.send_text_message("oNobody", "在吗"))
take("send a lost picture", lambda: client.send_image_message(OTHER, "lost"))

take("staff", lambda: client.get_custom_service_account_list()["kf_list"])
take("staff online", lambda: client.get_online_custom_service_account_list()["kf_online_list"])

take("create menu", lambda: client.create_menu(MENU))
take("read menu", lambda: client.get_menu())
take("try menu", lambda: client.match_custom_menu(OPENID))
own = take("personal menu", lambda: client.create_custom_menu(MENU["button"], {"tag_id": "2"}))
take("drop personal menu", lambda: client.delete_custom_menu(own["menuid"]))
take("delete menu", lambda: client.delete_menu())

take("followers", lambda: client.get_followers()["data"]["openid"])
take("follower", lambda: client.get_user_info(OPENID))
take("several followers", lambda: client.get_users_info([OPENID, OTHER])["user_info_list"])
take("remark", lambda: client.remark_user(OPENID, "西门社区"))
take("no such follower", lambda: client.get_user_info("oNobody"))

tag = take("create tag", lambda: client.create_tag("网格员")["tag"])["id"]
take("tags", lambda: client.get_tags()["tags"])
take("rename tag", lambda: client.update_tag(tag, "志愿者"))
take("tag", lambda: client.tag_users(tag, [OPENID, OTHER]))
take("untag", lambda: client.untag_users(tag, [OTHER]))
take("tags of follower", lambda: client.get_tags_by_user(OPENID)["tagid_list"] == [tag])
take("followers of tag", lambda: client.get_users_by_tag(tag)["data"]["openid"])
take("delete tag", lambda: client.delete_tag(tag))

scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "西门社区"}}}
code = take("qr code", lambda: client.create_qrcode(scene))
take("qr picture", lambda: client.show_qrcode(code["ticket"]).content.startswith(b"\x89PNG"))

kept = take("keep picture", lambda: client.upload_permanent_media("image", (FILES / "image.png").open("rb")))
film = take(
    "keep video",
    lambda: client.upload_permanent_video("防溺水", "说明", (FILES / "video.mp4").open("rb")).json(),
)
take(
    "kept picture",
    lambda: client.download_permanent_media(kept["media_id"]).content == (FILES / "image.png").read_bytes(),
)
take("kept video", lambda: client.download_permanent_media(film["media_id"]).json())
take("count kept", lambda: client.get_media_count())
take("list kept", lambda: client.get_media_list("image", 0, 20))
take("drop picture", lambda: client.delete_permanent_media(kept["media_id"]))
