"""``flask deliveries``: how far a mailing came, person by person if need be."""

import json

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.acting import AS
from app.cli.commands import refusing
from app.wiring import Container
from core.errors import NotFound
from core.types import JsonObject
from deliveries.mailings.counters import counted, reasons
from deliveries.mailings.models import Mailing
from deliveries.permissions import MailingPermission

LABELS = {
    "planned": "计划",
    "accepted": "平台已接收",
    "delivered": "平台报告送达",
    "read": "打开阅读",
    "acted": "按提示办理",
    "failed": "失败",
    "skipped": "没有发",
    "unknown": "结果不明",
    "pending": "等待",
}


def command(container: Container) -> click.Group:
    """The group ``deliveries``."""

    @click.group("deliveries", help="推送的结果。")
    def group() -> None:
        pass

    @group.command(
        "stats", help="一个宣传活动（或一次推送）发到哪一步了；计划、接收、送达、阅读、行动分开数。"
    )
    @click.option("--campaign", type=int, help="宣传活动编号。")
    @click.option("--mailing", type=int, help="推送编号。")
    @click.option("--reasons", "with_reasons", is_flag=True, help="失败和没有发的，分原因列出。")
    @click.option("--json", "as_json", is_flag=True)
    @AS
    def stats(
        campaign: int | None, mailing: int | None, with_reasons: bool, as_json: bool, login: str | None
    ) -> None:
        def look() -> tuple[JsonObject, dict[str, int]]:
            with container.database.reading() as session:
                container.personnel.service.acting(session, login, MailingPermission.SEE)
                ids = _ids(session, campaign, mailing)
                why = {
                    f"{state.label}：{reason.label}": count
                    for (state, reason), count in sorted(reasons(session, ids).items(), key=str)
                    if reason is not None
                }
                return counted(session, ids).as_row(), why

        found, why = refusing(look)
        if as_json:
            click.echo(json.dumps({**found, "reasons": why} if with_reasons else found, ensure_ascii=False))
            return
        for name, label in LABELS.items():
            click.echo(f"{label}\t{found[name]}")
        for label, count in why.items() if with_reasons else ():
            click.echo(f"{label}\t{count}")

    return group


def _ids(session: Session, campaign: int | None, mailing: int | None) -> list[int]:
    if (campaign is None) == (mailing is None):
        raise click.UsageError("--campaign和--mailing要写一个。")
    query = select(Mailing.id).where(
        Mailing.id == mailing if campaign is None else Mailing.campaign_id == campaign
    )
    found = list(session.scalars(query))
    if not found:
        raise NotFound("没有这样的推送。")
    return found
