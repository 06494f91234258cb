"""Mass sends, in our own words: the library knows neither ``clientmsgid`` nor tags.

Fields and limits: [O] the pages of message/mass/sendall, send, get, delete, preview, speed.
"""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from deliveries.masses.chunks import LEAST, MOST
from deliveries.masses.ports import Accepted
from deliveries.messages import Article, MassMessage, Picture, Text
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.calls import Calls
from wechat.materials import job_in
from wechat.replies import clean_text

CLIENT_ID_BYTES = 64


class Masses(Calls):
    """群发: by list, by tag, to everybody; what became of it; preview, deletion and speed."""

    def mass_to_list(self, openids: Sequence[str], message: MassMessage, client_id: str) -> Accepted:
        """To 2 to 10,000 people; ``ValueError`` for other numbers."""
        if not LEAST <= len(openids) <= MOST:
            raise ValueError(f"a mass send takes {LEAST} to {MOST} people")
        return self._send("message/mass/send", {"touser": list(openids)}, message, client_id)

    def mass_to_tag(self, tag_id: int, message: MassMessage, client_id: str) -> Accepted:
        """Send to everybody who has a tag."""
        return self._to_filter({"is_to_all": False, "tag_id": tag_id}, message, client_id)

    def mass_to_all(self, message: MassMessage, client_id: str) -> Accepted:
        """To everybody who follows; with 群发保护 an administrator must confirm it within 30 minutes."""
        return self._to_filter({"is_to_all": True}, message, client_id)

    def delete_mass(self, msg_id: str) -> None:
        """Take the page of an article or a video away; cards on phones stay."""
        self._client.call("POST", "message/mass/delete", data={"msg_id": _number(msg_id), "article_idx": 0})

    def _to_filter(self, who: Mapping[str, Any], message: MassMessage, client_id: str) -> Accepted:
        return self._send("message/mass/sendall", {"filter": dict(who)}, message, client_id)

    def _send(self, api: str, who: Mapping[str, Any], message: MassMessage, client_id: str) -> Accepted:
        if not 0 < len(client_id.encode()) <= CLIENT_ID_BYTES:
            raise ValueError(f"the name of a mass send takes 1 to {CLIENT_ID_BYTES} bytes")
        # A reprint is sent as such: otherwise one article of another account would stop the whole send.
        more = {"send_ignore_reprint": 1} if isinstance(message, Article) else {}
        body = {**who, **_content(message), **more, "clientmsgid": client_id}
        try:
            answer: Mapping[str, Any] = self._client.call("POST", api, data=body)
        except GatewayRefusal as refused:
            if refused.failure is not FailureClass.DEDUPE:
                raise
            answer = refused.answer or {}
        return Accepted(job_in(answer, "msg_id", api))


def _number(msg_id: str) -> int | str:
    return int(msg_id) if msg_id.isascii() and msg_id.isdigit() else msg_id


def _content(message: MassMessage) -> dict[str, Any]:
    match message:
        case Text(text):
            return {"msgtype": "text", "text": {"content": clean_text(text)}}
        case Picture(media_id):
            return {"msgtype": "image", "images": {"media_ids": [media_id]}}
        case Article(media_id):
            return {"msgtype": "mpnews", "mpnews": {"media_id": media_id}}
        case _ as impossible:
            assert_never(impossible)
