"""What we compare with: the least a Flask webhook on wechatpy can do, without and with a database.

``BENCH_DATABASE_URL`` adds one committed transaction of two rows to each message, on an engine with the
very settings the account uses.
"""

import os
from datetime import datetime

from flask import Flask, Response, request
from sqlalchemy import String, insert
from sqlalchemy.orm import Mapped, mapped_column
from wechatpy import create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from core.clock import SystemClock
from core.db import Base, Database
from core.types import RowId, UtcDateTime


class BenchReceipt(Base):
    """One row for what came in."""

    __tablename__ = "bench_receipts"

    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(String(128), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class BenchReply(Base):
    """One row for what was answered."""

    __tablename__ = "bench_replies"

    id: Mapped[RowId]
    text: Mapped[str] = mapped_column(String(2048))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def create_echo() -> Flask:
    """The application that repeats what it is told."""
    app = Flask("echo")
    token = os.environ["ANWEN_WECHAT_TOKEN"]
    crypto = WeChatCrypto(token, os.environ["ANWEN_WECHAT_AES_KEY"], os.environ["ANWEN_WECHAT_APPID"])
    clock = SystemClock()
    url = os.environ.get("BENCH_DATABASE_URL")
    database = Database(url) if url else None
    if database:
        tables = [Base.metadata.tables[model.__tablename__] for model in (BenchReceipt, BenchReply)]
        Base.metadata.create_all(database.engine, tables=tables)
        database.engine.dispose()

    @app.post("/wechat")
    def receive() -> Response:
        query = request.args
        check_signature(token, query["signature"], query["timestamp"], query["nonce"])
        xml = crypto.decrypt_message(request.data, query["msg_signature"], query["timestamp"], query["nonce"])
        message = parse_message(xml)
        if database:
            with database.engine.begin() as connection:
                now = clock.now()
                connection.execute(insert(BenchReceipt).values(key=f"{message.source}:{message.id}", at=now))
                connection.execute(insert(BenchReply).values(text=message.content, at=now))
        reply = create_reply(message.content, message).render()
        return Response(
            crypto.encrypt_message(reply, query["nonce"], query["timestamp"]), content_type="application/xml"
        )

    @app.get("/readyz")
    def ready() -> str:
        return "ok"

    return app


app = create_echo()
