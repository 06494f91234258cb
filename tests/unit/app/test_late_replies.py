"""A reply that comes too late is a delivery, once; what none can carry is a fault of ours."""

from datetime import datetime
from typing import Any, cast

import pytest
from sqlalchemy.orm import Session

from app.late import LatePost
from deliveries.messages import Picture, Text
from deliveries.services import Outbox
from deliveries.status import Lane
from wechat.messages import ImageReply, NewsReply, NoReply, TextReply


class KeepingOutbox:
    """Keeps what it is handed."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, Any, dict[str, Any]]] = []

    def post(self, session: Session, openid: str, message: object, **how: Any) -> None:
        """Keep one message."""
        self.posted.append((openid, message, how))


def test_words_and_pictures_go_out_and_nothing_is_nothing(now: datetime) -> None:
    outbox = KeepingOutbox()
    post, session = LatePost(cast(Outbox, outbox)), cast(Session, None)
    for reply in (TextReply("您好"), ImageReply("media-1"), NoReply()):
        post(session, "o-amy", reply, "m:" + "x" * 300, now)
    assert [(openid, message) for openid, message, _ in outbox.posted] == [
        ("o-amy", Text("您好")),
        ("o-amy", Picture("media-1")),
    ]
    ways = [how for _, _, how in outbox.posted]
    assert {(how["lane"], len(how["dedupe_key"])) for how in ways} == {(Lane.REPLY, 64)}
    with pytest.raises(TypeError, match="NewsReply"):
        post(session, "o-amy", NewsReply("题", "", "", ""), "key", now)
