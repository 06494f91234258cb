"""Notices outside the windows: template messages, subscription notices, and which templates there are."""

from collections.abc import Mapping
from typing import Any

from deliveries.notice_templates import ListedTemplate
from deliveries.status import Channel
from wechat.calls import Calls
from wechat.replies import clean_text
from wechat.transport import as_promised

LONG_TERM = 3
"""The type of a template whose consent lasts [O gettemplate: 2 one-time, 3 long-term]."""


class Notices(Calls):
    """Template messages and 订阅通知."""

    def send_template(
        self, openid: str, template_id: str, data: Mapping[str, str], *, url: str, client_id: str
    ) -> None:
        """A template message to a follower; the same ``client_id`` within ten minutes is sent once.

        40037 for a template that is not the account's, 43004 for whoever does not follow, 47003 for bad data.
        """
        body = {
            "touser": openid,
            "template_id": template_id,
            "client_msg_id": client_id,
            "data": _data(data),
            **({"url": url} if url else {}),
        }
        self._client.call("POST", "message/template/send", data=body)

    def send_subscription(self, openid: str, template_id: str, data: Mapping[str, str], *, url: str) -> None:
        """A subscription notice to somebody who agreed to it; 43101 if not, 47003 for a bad field."""
        body = {
            "touser": openid,
            "template_id": template_id,
            "data": _data(data),
            **({"page": url} if url else {}),
        }
        self._client.call("POST", "message/subscribe/bizsend", data=body)

    def list_templates(self) -> list[ListedTemplate]:
        """The templates the account has chosen, of both kinds."""
        with as_promised("templates"):
            # Without its list an answer says nothing; taken for an empty one, every binding would be lost.
            messages = self._client.call("GET", "template/get_all_private_template")["template_list"]
            subscriptions = self._client.call("GET", "/wxaapi/newtmpl/gettemplate")["data"]
            return [
                *(
                    ListedTemplate(str(one["template_id"]), Channel.TEMPLATE, *_said(one))
                    for one in messages
                    if one.get("template_id")
                ),
                *(
                    ListedTemplate(
                        str(one["priTmplId"]),
                        Channel.SUBSCRIPTION,
                        *_said(one),
                        is_long_term=one.get("type") == LONG_TERM,
                    )
                    for one in subscriptions
                    if one.get("priTmplId")
                ),
            ]


def _said(listed: Mapping[str, Any]) -> tuple[str, str]:
    return str(listed.get("title", "")), str(listed.get("content", ""))


def _data(data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {name: {"value": clean_text(value)} for name, value in data.items()}
