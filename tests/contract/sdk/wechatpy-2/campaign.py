"""A campaign through the pre-release of wechatpy 2, which has drafts and publishing of its own."""

from campaigning import Calls, campaign, until_published
from driving import APPID, FILES, SECRET, Steps, turn_hosts
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

turn_hosts()
client = WeChatClient(APPID, SECRET)
message, draft, publishing = client.message, client.draft, client.freepublish

calls: Calls = {
    "create tag": client.tag.create,
    "put tag": client.tag.tag_user,
    "keep cover": lambda: client.material.add("image", (FILES / "image.png").open("rb")),
    "add draft": draft.add,
    "get draft": draft.get,
    "change draft": draft.update,
    "list drafts": draft.batchget,
    "count drafts": draft.count,
    "preview text": lambda whom, text: message.send_mass_text(text, whom, preview=True),
    "preview news": lambda whom, media_id: message.send_mass_article(media_id, whom, preview=True),
    "mass news": lambda media_id, openids: message.send_mass_article(media_id, openids),
    "mass list": lambda text, openids, client_id: message.send_mass_text(
        text, openids, client_msg_id=client_id
    ),
    "mass tag": lambda text, tag, client_id: message.send_mass_text(text, tag, client_msg_id=client_id),
    "mass all": lambda text, client_id: message.send_mass_text(text, is_to_all=True, client_msg_id=client_id),
    "status": message.get_mass,
    "delete mass": message.delete_mass,
    "publish": publishing.submit,
    "until published": lambda publish_id: until_published(publishing.get, publish_id),
    "get article": publishing.getarticle,
    "list publications": publishing.batchget,
    "delete article": publishing.delete,
}
campaign(Steps(WeChatClientException, lambda error: error.errcode), calls)
