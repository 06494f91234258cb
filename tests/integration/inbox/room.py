"""A inbox with small skills, for trying what happens to messages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from bot.inbox import Inbox
from bot.models import InboundReceipt
from bot.talk import Conversation
from bot.turns import Outcome, Turn
from core.db import Database
from handlers.question_log import QuestionLog
from tests.sessions import open_writing
from wechat.messages import Inbound, NoReply, Reply, TextMessage, TextReply
from wechat.parsing import parse_message

ACCOUNT = "gh_0123456789ab"
WANG = "oWANG0000000000000000000wang"
CHEN = "oCHEN0000000000000000000chen"


def text(words: str, msg_id: int, openid: str = WANG) -> tuple[TextMessage, bytes]:
    xml = (
        f"<xml><ToUserName>{ACCOUNT}</ToUserName><FromUserName>{openid}</FromUserName>"
        f"<CreateTime>1795309200</CreateTime><MsgType>text</MsgType>"
        f"<Content><![CDATA[{words}]]></Content><MsgId>{msg_id}</MsgId></xml>"
    ).encode()
    message = parse_message(xml)
    assert isinstance(message, TextMessage)
    return message, xml


class Skill:
    """Repeats what was said; 等 makes it wait for the gate, 坏 break, 静 say nothing, 继续 give the rest.

    忘 makes it forget the person, with a word of goodbye unless they say 静 too; 图 makes it say no more than
    that something came.
    """

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.gate = threading.Event()
        self.waiting = threading.Event()

    def handle(self, turn: Turn) -> Outcome | None:
        self.heard.append(turn.said)
        if "等" in turn.said:
            self.waiting.set()
            self.gate.wait(20)
        if "坏" in turn.said:
            raise RuntimeError("a bug")
        if "忘" in turn.said:
            reply = NoReply() if "静" in turn.said else TextReply("都删了")
            return Outcome(reply, memory={"last": turn.said}, forgets=True)
        if "静" in turn.said:
            return Outcome()
        if "继续" in turn.said:
            return Outcome.text(turn.talk.rest)
        if "图" in turn.said:
            return Outcome.text(f"收到：{turn.said}", is_interim=True)
        if "长" in turn.said:
            return Outcome.text("很长的回答。" * 200)
        if "开始" in turn.said:
            return Outcome.text("请说", conversation=Conversation("form", {"step": 1}))
        return Outcome.text(f"您说：{turn.said}", memory={"last": turn.said})


class Form:
    """A conversation that takes only 完成."""

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        return Outcome.text("好了", conversation=None) if turn.said == "完成" else None

    def reminder(self, conversation: Conversation) -> str:
        return "请接着填。"


class Danger:
    """Takes 救命, and 晕了 after 化粪池, before everything else, and keeps the question."""

    def handle(self, turn: Turn) -> Outcome | None:
        is_told = "晕了" in turn.said and "化粪池" in turn.talk.memory.get("last", "")
        if "救命" not in turn.said and not is_told:
            return None
        QuestionLog(b"key for tests").write(turn, decision="emergency")
        return Outcome.text("打119")


class Sightings:
    """Keeps whom it saw."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def writes_for(self, message: Inbound, now: datetime) -> None:
        return None

    def record(self, session: Session, message: Inbound, now: datetime) -> None:
        self.seen.append(message.dedupe_key)


class Outgoing:
    """Keeps what would be sent later."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, str]] = []

    def post(self, session: Session, openid: str, reply: Reply, key: str, now: datetime) -> None:
        assert isinstance(reply, TextReply)
        self.posted.append((openid, reply.text))


def says(inbox: Inbox, words: str, msg_id: int = 1, openid: str = WANG) -> str:
    message, xml = text(words, msg_id, openid)
    return inbox.receive(message, xml, f"digest of {words}").xml


def fates(database: Database) -> list[str]:
    with database.reading() as session:
        return [
            str(fate) for fate in session.scalars(select(InboundReceipt.fate).order_by(InboundReceipt.id))
        ]


@contextmanager
def hanging(database: Database) -> Iterator[None]:
    """Nobody else can write down a receipt during the block."""
    with open_writing(database) as session:
        if database.is_sqlite:
            session.execute(sql("SELECT 1"))  # BEGIN IMMEDIATE took the one write lock
        else:
            session.execute(sql("LOCK TABLE inbound_receipts"))
        yield
