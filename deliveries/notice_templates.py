"""Binds our kinds of notice to the templates that the account has chosen, and fills them in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from deliveries.messages import Notice
from deliveries.models import NoticeTemplate
from deliveries.notice_fields import fitted
from deliveries.notice_kinds import NoticeKind, notice_kinds
from deliveries.status import Channel

_FIELD = re.compile(r"(?P<label>[^\n:：{}]+)[:：]\s*\{\{\s*(?P<name>\w+)\.DATA\s*\}\}")


@dataclass(frozen=True, slots=True)
class ListedTemplate:
    """A template as the platform lists it: its lines name a label and a field in double braces."""

    template_id: str
    channel: Channel
    title: str
    content: str
    is_long_term: bool = False

    @property
    def fields(self) -> dict[str, str]:
        """The labels by field name, in the order of the lines."""
        return {found["name"]: found["label"].strip() for found in _FIELD.finditer(self.content)}


@dataclass(frozen=True, slots=True)
class Binding:
    """What became of one kind and one channel."""

    kind: NoticeKind
    channel: Channel
    template: ListedTemplate | None


def bind(session: Session, listed: Sequence[ListedTemplate], now: datetime) -> list[Binding]:
    """Bind every kind to the listed templates that have its title and only labels we can fill.

    Replaces all earlier bindings. A template with a label that no slot fills is left out: its notice would be
    refused.
    """
    session.execute(delete(NoticeTemplate))
    bindings = []
    for kind in notice_kinds().values():
        channels = [Channel.SUBSCRIPTION, *([Channel.TEMPLATE] if kind.is_service else [])]
        for channel in channels:
            fitting = [one for one in listed if one.channel is channel and _fits(kind, one)]
            for template in {one.is_long_term: one for one in reversed(fitting)}.values():
                session.add(_row(kind, template, now))
            bindings.append(Binding(kind, channel, fitting[0] if fitting else None))
    session.flush()
    return bindings


def _fits(kind: NoticeKind, template: ListedTemplate) -> bool:
    labels = template.fields.values()
    return template.title == kind.title and bool(labels) and all(label in kind.slots for label in labels)


def _row(kind: NoticeKind, template: ListedTemplate, now: datetime) -> NoticeTemplate:
    return NoticeTemplate(
        kind=kind.key,
        channel=template.channel,
        is_long_term=template.is_long_term,
        template_id=template.template_id,
        fields={name: kind.slots[label] for name, label in template.fields.items()},
        bound_at=now,
    )


def templates_for(session: Session, kind: str) -> Sequence[NoticeTemplate]:
    """The templates bound to a kind."""
    return session.scalars(
        select(NoticeTemplate).where(NoticeTemplate.kind == kind).order_by(NoticeTemplate.id)
    ).all()


def filled(template: NoticeTemplate, notice: Notice) -> Mapping[str, str]:
    """The value of each field of the template for this notice, made to fit."""
    return {name: fitted(name, notice.slots.get(slot, "")) for name, slot in template.fields.items()}


def to_be_asked_for(session: Session, kinds: Sequence[str]) -> list[NoticeTemplate]:
    """The subscription templates for which a page may ask consent, in the order of ``kinds``.

    For each kind the long-term template, which lasts, precedes the one for a single notice.
    """
    rows = session.scalars(
        select(NoticeTemplate).where(
            NoticeTemplate.kind.in_(kinds), NoticeTemplate.channel == Channel.SUBSCRIPTION
        )
    ).all()
    best = {one.kind: one for one in sorted(rows, key=lambda one: one.is_long_term)}
    return [best[kind] for kind in kinds if kind in best]
