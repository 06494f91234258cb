"""A campaign through WeRoBot, which knows no drafts: its articles are uploaded for the mass send."""

from campaigning import Calls, campaign
from driving import APPID, FILES, OPENID, SECRET, Steps, turn_hosts
from werobot.client import Client, ClientException

turn_hosts()
client = Client({"APP_ID": APPID, "APP_SECRET": SECRET})


def preview(kind: str, whom: str, content: str) -> object:
    user_type = "openid" if whom == OPENID else "wxname"
    return client.send_mass_preview_to_user(kind, content, whom, user_type)


def mass(text: str, whom: object, client_id: str) -> object:
    return client.send_mass_msg("text", text, whom, client_msg_id=client_id)


calls: Calls = {
    "create tag": lambda name: client.create_tag(name)["tag"],
    "put tag": client.tag_users,
    "keep cover": lambda: client.upload_permanent_media("image", (FILES / "image.png").open("rb")),
    "upload news": client.upload_news,
    "preview text": lambda whom, text: preview("text", whom, text),
    "preview news": lambda whom, media_id: preview("mpnews", whom, media_id),
    "mass news": lambda media_id, openids: client.send_mass_msg("mpnews", media_id, openids),
    "mass list": mass,
    "mass tag": mass,
    "mass all": lambda text, client_id: mass(text, None, client_id),
    "status": client.get_mass_msg_status,
    "delete mass": client.delete_mass_msg,
    "set speed": client.set_mass_msg_speed,
    "speed": client.get_mass_msg_speed,
}
campaign(Steps(ClientException, lambda error: int(str(error).partition(":")[0])), calls)
