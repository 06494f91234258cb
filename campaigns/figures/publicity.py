"""What was published, what was pushed to whom: planned, accepted, delivered, read, acted are five things."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true

from campaigns.content.fates import PublicationState
from campaigns.content.models import ContentPublication, ContentVersion
from campaigns.content.rules import ContentKind
from campaigns.figures.columns import Number, denominator, numerator, rows, rows_where, total
from campaigns.figures.figure import Chapter, Figure, Form, Reach, Scope, declared
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import Purpose
from deliveries.masses.models import MassSend, is_believed
from deliveries.masses.status import MassState
from deliveries.models import Delivery
from deliveries.status import OPEN, State

_APPEARED = (PublicationState.PUBLISHED, PublicationState.TAKING_DOWN, PublicationState.TAKEN_DOWN)
_TAKEN = (MassState.ACCEPTED, MassState.FINISHED, MassState.DELETED)
_PUSHED = "期内到时间发送、名单已定的宣传推送（不含灾害预警和服务通知），一次推送里的一人算一人次"

FATES: dict[str, tuple[str, frozenset[State]]] = {
    "accepted": ("平台已接收", frozenset({State.SENT})),
    "failed": ("发送失败", frozenset({State.FAILED})),
    "skipped": ("按规则不发", frozenset({State.SKIPPED})),
    "unknown": ("结果不明", frozenset({State.UNKNOWN})),
    "pending": ("等待发送", OPEN),
}
"""How everybody who was planned ends up in exactly one of five."""

_NOTED = {
    "delivered": ("送达", Delivery.delivered_at, "平台报告送达的；没有报告的不等于没有送达"),
    "read": ("阅读", Delivery.read_at, "点开过的；系统看不到的不算"),
    "acted": ("参与", Delivery.acted_at, "按推送的请求做了的；系统看不到的不算"),
}


def _issued(scope: Scope, kind: ContentKind | None = None) -> Select[Any]:
    return select(numerator(rows())).where(
        scope.moment(ContentVersion.issued_at), true() if kind is None else ContentVersion.kind == kind
    )


def _original(scope: Scope) -> Select[Any]:
    original = rows_where(ContentVersion.kind == ContentKind.ORIGINAL)
    return select(numerator(original), denominator(rows())).where(scope.moment(ContentVersion.issued_at))


def _published(scope: Scope) -> Select[Any]:
    return select(numerator(rows())).where(
        scope.moment(ContentPublication.submitted_at), ContentPublication.state.in_(_APPEARED)
    )


def _mailings(scope: Scope) -> ColumnElement[bool]:
    return (
        scope.moment(Mailing.due_at) & (Mailing.purpose == Purpose.CAMPAIGN) & Mailing.frozen_at.is_not(None)
    )


def _pushes(scope: Scope) -> Select[Any]:
    return select(numerator(rows())).where(_mailings(scope))


def _people(scope: Scope, of: str, counted: Number) -> Select[Any]:
    """The rows of each mailing, or, once they are deleted, what was kept of it at its end."""
    return select(numerator(_sum(scope, of, counted)))


def _sum(scope: Scope, of: str, counted: Number) -> Any:
    mine = select(Mailing.id).where(_mailings(scope))
    fates = (
        select(Delivery.mailing_id, rows().label("planned"), counted.label("counted"))
        .where(Delivery.mailing_id.in_(mine))
        .group_by(Delivery.mailing_id)
        .subquery("fates")
    )
    reported = (
        select(MassSend.mailing_id, total(MassSend.sent).label("sent"))
        .where(MassSend.mailing_id.in_(mine), is_believed())
        .group_by(MassSend.mailing_id)
        .subquery("reported")
    )
    kept = func.coalesce(Mailing.tally[of].as_integer(), 0)
    live: Any = fates.c.counted
    if of == "delivered":
        live = live + func.coalesce(reported.c.sent, 0)
    each = case((fates.c.planned.is_not(None), live), else_=kept)
    joined = select(total(each)).select_from(Mailing).outerjoin(fates, fates.c.mailing_id == Mailing.id)
    if of == "delivered":
        joined = joined.outerjoin(reported, reported.c.mailing_id == Mailing.id)
    return joined.where(_mailings(scope)).scalar_subquery()


def _accepted_share(scope: Scope) -> Select[Any]:
    accepted = rows_where(Delivery.state.in_(sorted(FATES["accepted"][1])))
    return select(numerator(_sum(scope, "accepted", accepted)), denominator(_sum(scope, "planned", rows())))


def _mass_sends(scope: Scope, *, ours: bool | None = None) -> Select[Any]:
    when = func.coalesce(MassSend.accepted_at, MassSend.reported_at)
    which = (
        true()
        if ours is None
        else MassSend.mailing_id.is_not(None)
        if ours
        else MassSend.mailing_id.is_(None)
    )
    return select(numerator(rows())).where(scope.moment(when), MassSend.state.in_(_TAKEN), which)


def figures() -> Iterator[Figure]:
    """Content first, then pushes."""
    yield from _of_content()
    yield from _of_pushes()


def _of_content() -> Iterator[Figure]:
    told = partial(declared, Chapter.CONTENT, reach=Reach.ONLINE)
    about = "期内经三级审核签发的内容版本"
    yield told("content.issued", "签发内容", "件", about, _issued)
    for kind in ContentKind:
        yield told(
            f"content.issued.{kind}",
            f"其中：{kind.label}",
            "件",
            f"{about}，限{kind.label}",
            partial(_issued, kind=kind),
            of="content.issued",
            split="kind",
        )
    yield told(
        "content.original",
        "原创率",
        "%",
        f"{about}，原创的除以全部",
        _original,
        numerator="原创件数",
        denominator="全部件数",
        form=Form.SHARE,
    )
    yield told(
        "content.published",
        "发布文章（不推送）",
        "篇",
        "期内提交、平台已发布的文章，后来下架的也算，被平台封禁的不算",
        _published,
    )


def _of_pushes() -> Iterator[Figure]:
    told = partial(declared, Chapter.PUSHES, reach=Reach.ONLINE)
    yield told("pushes", "宣传推送", "次", _PUSHED.split("，一次")[0], _pushes)
    planned = partial(_people, of="planned", counted=rows())
    yield told("pushes.planned", "计划推送", "人次", _PUSHED, planned)
    for code, (name, states) in FATES.items():
        yield told(
            f"pushes.{code}",
            f"其中：{name}",
            "人次",
            f"{_PUSHED}；结果是“{name}”的",
            partial(_people, of=code, counted=rows_where(Delivery.state.in_(sorted(states)))),
            of="pushes.planned",
            split="fate",
        )
    for code, (name, column, about) in _NOTED.items():
        yield told(
            f"pushes.{code}",
            name,
            "人次",
            f"{_PUSHED}；{about}",
            partial(_people, of=code, counted=rows_where(column.is_not(None))),
        )
    yield told(
        "pushes.accepted_share",
        "平台接收率",
        "%",
        f"{_PUSHED}；平台已接收的除以计划的。平台接收不等于送达",
        _accepted_share,
        numerator="平台已接收的人次",
        denominator="计划的人次",
        form=Form.SHARE,
    )
    about = "期内平台接收的群发任务，后来删除的也算"
    yield told("mass_sends", "群发", "次", about, _mass_sends)
    for key, name, ours in (("ours", "由本系统发出", True), ("console", "在公众平台后台发出", False)):
        yield told(
            f"mass_sends.{key}",
            f"其中：{name}",
            "次",
            f"{about}，{name}的",
            partial(_mass_sends, ours=ours),
            of="mass_sends",
            split="origin",
        )
