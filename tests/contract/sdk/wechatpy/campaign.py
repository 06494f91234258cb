"""A campaign through wechatpy 1.8.18: drafts by its generic `post`, mass sends by its own methods.

Its mass sends to a group say `group_id`, which the platform does not read.
"""

from campaigning import Calls, campaign, until_published
from driving import APPID, FILES, SECRET, Steps, turn_hosts
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

turn_hosts()
client = WeChatClient(APPID, SECRET)
message = client.message


def post(path: str, **body: object) -> object:
    return client.post(path, data=body)


calls: Calls = {
    "create tag": client.tag.create,
    "put tag": client.tag.tag_user,
    "keep cover": lambda: client.material.add("image", (FILES / "image.png").open("rb")),
    "add draft": lambda articles: post("draft/add", articles=articles),
    "get draft": lambda media_id: post("draft/get", media_id=media_id),
    "change draft": lambda media_id, index, article: post(
        "draft/update", media_id=media_id, index=index, articles=article
    ),
    "list drafts": lambda offset, count: post("draft/batchget", offset=offset, count=count),
    "count drafts": lambda: client.get("draft/count"),
    "preview text": lambda whom, text: message.send_mass_text(whom, text, preview=True),
    "preview news": lambda whom, media_id: message.send_mass_article(whom, media_id, preview=True),
    "mass news": lambda media_id, openids: message.send_mass_article(openids, media_id),
    "mass list": lambda text, openids, client_id: message.send_mass_text(
        openids, text, client_msg_id=client_id
    ),
    "mass tag": lambda text, tag, client_id: message.send_mass_text(tag, text, client_msg_id=client_id),
    "mass all": lambda text, client_id: message.send_mass_text(
        None, text, is_to_all=True, client_msg_id=client_id
    ),
    "status": message.get_mass,
    "delete mass": message.delete_mass,
    "publish": lambda media_id: post("freepublish/submit", media_id=media_id),
    "until published": lambda publish_id: until_published(
        lambda one: post("freepublish/get", publish_id=one), publish_id
    ),
    "get article": lambda article_id: post("freepublish/getarticle", article_id=article_id),
    "list publications": lambda offset, count: post("freepublish/batchget", offset=offset, count=count),
    "delete article": lambda article_id: post("freepublish/delete", article_id=article_id),
}
campaign(Steps(WeChatClientException, lambda error: error.errcode), calls)
