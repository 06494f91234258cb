"""A reply that came too late for its message becomes a delivery."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from bot.inbox import Inbox
from bot.receipts import IS_ANYBODY_WAITING
from deliveries.messages import Picture, Text
from deliveries.services import Outbox
from jobs.ports import Job, Queue
from wechat.messages import ImageReply, NewsReply, NoReply, Reply, TextReply


@dataclass(frozen=True, slots=True)
class LateReplies:
    """Posts replies; the same key twice is one delivery."""

    outbox: Outbox

    def __call__(self, session: Session, openid: str, reply: Reply, key: str, now: datetime) -> None:
        """Post one reply; nothing for none."""
        match reply:
            case TextReply(text):
                message: Text | Picture = Text(text)
            case ImageReply(media_id):
                message = Picture(media_id)
            case NewsReply(title, description, _, url):
                # A card only answers a message; later it is told in words.
                message = Text(f"{title}\n{description}\n{url}")
            case NoReply():
                return
            case _ as impossible:
                assert_never(impossible)
        # The key of a message may be longer than the column; its digest is as unique.
        digest = hashlib.sha256(key.encode()).hexdigest()
        self.outbox.post_reply(session, openid, message, now, dedupe_key=digest)


def queue_job(inbox: Callable[[], Inbox]) -> Job:
    """Answers messages that wait for the worker."""

    def people(_now: datetime, limit: int) -> list[str]:
        return inbox().waiting_people(limit)

    def answer(openid: str) -> None:
        inbox().handle_queued(openid)

    return Job("answer_queued", Queue.REPLY, people, answer, is_any=IS_ANYBODY_WAITING)
