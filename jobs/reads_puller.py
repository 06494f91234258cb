"""Pulls what WeChat counts of its articles, day by day; each day is a transaction, no call is inside one."""

from collections.abc import Callable
from datetime import datetime

import structlog

from core.db import Database
from core.errors import Unavailable
from deliveries.masses.ports import ReadsGateway
from deliveries.masses.reads import keep_day, note_refusal, wanted_days
from deliveries.ports import FailureClass, GatewayRefusal

log = structlog.get_logger("article reads")


def pull_reads(database: Database, gateway: Callable[[], ReadsGateway], now: datetime) -> None:
    """Ask for each day of the last week that is not complete.

    The first refusal that concerns the whole account ends it: the other days would be refused as well.
    """
    with database.reading() as session:
        days = wanted_days(session, now)
    for day in days:
        try:
            found = gateway().article_reads(day)
        except Unavailable:
            break
        except GatewayRefusal as refused:
            log.warning("no article statistics", failure=refused.failure.value, errcode=refused.errcode)
            with database.writing() as session:
                note_refusal(session, day, _why(refused), now)
            if refused.failure in (FailureClass.CONFIG, FailureClass.QUOTA, FailureClass.TOKEN):
                break
            continue
        with database.writing() as session:
            keep_day(session, day, found, now)


def _why(refused: GatewayRefusal) -> str:
    if refused.errcode == 48001:
        return "平台不允许本账号调用这个接口（48001）"
    return f"平台没有给（{refused.errcode or refused.failure.value}）"
