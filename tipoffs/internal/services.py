"""Opens channels, takes reports, notes what was fixed, and hands on what was not."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import NotFound, RuleViolation
from places.calendar import load_workdays
from places.workdays import end_of_day
from staff.actors import CLOCK, Actor, ActorKind, NotPermitted
from staff.audit import AuditLog
from staff.reach import require_within
from tipoffs.internal.models import InternalChannel, InternalReport, InternalState
from tipoffs.permissions import Permission
from tipoffs.ports import Safe
from tipoffs.tips.models import Channel, Mode, TipKind
from tipoffs.tips.services import TipService
from tipoffs.tips.taking import NewTip

FIX_DAYS = 15
"""A default of ours; the bureau says how long an enterprise has."""
LONGEST_WORDS = 2000


class NoMeasures(RuleViolation):
    """The enterprise says that it is fixed, and not how."""

    sentence = "请写明采取了什么措施。"


class InternalReports:
    """The channel between employees and their enterprise, with the bureau behind it."""

    def __init__(self, tips: TipService, safe: Safe, audit: AuditLog) -> None:
        self._tips = tips
        self._safe = safe
        self._audit = audit

    def open_channel(
        self,
        session: Session,
        enterprise: str,
        address: str,
        region: str,
        category: str,
        actor: Actor,
        now: datetime,
        fix_days: int = FIX_DAYS,
    ) -> tuple[InternalChannel, str]:
        """A channel for one enterprise, and the key with which it answers: shown once, kept as a digest."""
        actor.require(Permission.HAZARDS_REGISTER)
        require_within(actor, self._tips.office.regions, region)
        if not 1 <= fix_days <= 90:
            raise RuleViolation("整改期限请写1到90天。")
        key = secrets.token_urlsafe(18)
        channel = InternalChannel(
            token=secrets.token_hex(8),
            key_digest=_digest(key),
            enterprise=enterprise,
            region=region,
            category=category,
            address=address,
            fix_days=fix_days,
            opened_by=actor.id,
            opened_at=now,
        )
        session.add(channel)
        session.flush()
        self._audit(session, actor=actor, action="internal.open", subject=f"channel:{channel.id}", now=now)
        return channel, key

    def close_channel(self, session: Session, token: str, actor: Actor, now: datetime) -> InternalChannel:
        """The enterprise's code takes no more reports; those that wait go their way."""
        actor.require(Permission.HAZARDS_REGISTER)
        channel = self.channel(session, token)
        require_within(actor, self._tips.office.regions, channel.region)
        channel.closed_at = now
        session.flush()
        self._audit(session, actor=actor, action="internal.close", subject=f"channel:{channel.id}", now=now)
        return channel

    def channels(
        self, session: Session, actor: Actor
    ) -> list[tuple[InternalChannel, dict[InternalState, int]]]:
        """The channels within the actor's scope, and how many reports stand where; no word of any."""
        actor.require(Permission.HAZARDS_REGISTER)
        counts: dict[int, dict[InternalState, int]] = {}
        grouped = select(InternalReport.channel_id, InternalReport.state, func.count()).group_by(
            InternalReport.channel_id, InternalReport.state
        )
        for channel_id, state, count in session.execute(grouped):
            counts.setdefault(channel_id, {})[state] = count
        found = []
        for channel in session.scalars(select(InternalChannel).order_by(InternalChannel.id)):
            try:
                require_within(actor, self._tips.office.regions, channel.region)
            except NotPermitted:
                continue
            found.append((channel, counts.get(channel.id, {})))
        return found

    def channel(self, session: Session, token: str) -> InternalChannel:
        """The open channel of a code; ``NotFound`` says what to do instead."""
        channel = session.scalar(
            select(InternalChannel).where(InternalChannel.token == token, InternalChannel.closed_at.is_(None))
        )
        if channel is None:
            raise NotFound("这个二维码已经停用，请直接向应急管理部门举报。")
        return channel

    def result(self, session: Session, token: str, number: str) -> InternalReport:
        """What became of a report, for whoever holds its number: 48 random bits that the employee has."""
        report = session.scalar(
            select(InternalReport)
            .join(InternalChannel, InternalChannel.id == InternalReport.channel_id)
            .where(InternalChannel.token == token, InternalReport.number == number)
        )
        if report is None:
            raise NotFound
        return report

    def report(
        self, session: Session, token: str, words: str, intake_key: str, now: datetime
    ) -> InternalReport:
        """An employee reports; no openid is taken. The same ``intake_key`` is the same report."""
        channel = self.channel(session, token)
        found = session.scalar(select(InternalReport).where(InternalReport.intake_key == intake_key))
        if found is not None:
            return found
        if not words.strip() or len(words) > LONGEST_WORDS:
            raise RuleViolation(f"请写明看到的情况，不超过{LONGEST_WORDS}字。")
        last_day = load_workdays(session).after_days(china_date(now), channel.fix_days)
        made = InternalReport(
            number=f"N{secrets.token_hex(6)}",
            channel_id=channel.id,
            intake_key=intake_key,
            state=InternalState.REPORTED,
            reported_at=now,
            fix_by=end_of_day(last_day),
            measures="",
        )
        session.add(made)
        session.flush()
        self._safe.open_case(session, made.number, None, now)
        self._safe.seal_field(session, made.number, "words", words, now)
        return made

    def waiting(self, session: Session, token: str, key: str) -> Sequence[tuple[InternalReport, str]]:
        """What the enterprise has to fix, with the words, for whoever holds its key; the oldest first."""
        channel = self._opened(session, token, key)
        rows = session.scalars(
            select(InternalReport)
            .where(InternalReport.channel_id == channel.id, InternalReport.state == InternalState.REPORTED)
            .order_by(InternalReport.fix_by, InternalReport.number)
        ).all()
        return [(row, self._words(session, row)) for row in rows]

    def mark_fixed(
        self, session: Session, token: str, key: str, number: str, measures: str, now: datetime
    ) -> InternalReport:
        """The enterprise has fixed it, and says how."""
        channel = self._opened(session, token, key)
        report = self._locked(session, number)
        if report.channel_id != channel.id:
            raise NotFound
        if report.state is not InternalState.REPORTED:
            raise RuleViolation(f"这一件已经是“{report.state.label}”。")
        if not measures.strip():
            raise NoMeasures
        report.state, report.fixed_at, report.measures = InternalState.FIXED, now, measures
        self._safe.close_case(session, number, now)
        session.flush()
        return report

    @staticmethod
    def to_escalate(session: Session, now: datetime, after: str, limit: int) -> Sequence[str]:
        """The next reports of what was not fixed in time, in the order of their numbers."""
        return session.scalars(
            select(InternalReport.number)
            .where(
                InternalReport.state == InternalState.REPORTED,
                InternalReport.fix_by <= now,
                InternalReport.number > after,
            )
            .order_by(InternalReport.number)
            .limit(limit)
        ).all()

    def escalate(self, session: Session, number: str, now: datetime) -> str | None:
        """Make one anonymous tip of what was not fixed in time; its number, None if it is fixed by now."""
        report = self._locked(session, number)
        if report.state is not InternalState.REPORTED or report.fix_by > now:
            return report.tip
        channel = session.get_one(InternalChannel, report.channel_id)
        new = NewTip(
            channel=Channel.QR,
            mode=Mode.ANONYMOUS,
            kind=TipKind.GENERAL_HAZARD,
            category=channel.category,
            region=channel.region,
            address=channel.address,
            object_name=channel.enterprise,
            words=self._words(session, report),
        )
        reporter = Actor(ActorKind.REPORTER, "")
        tip = self._tips.submit(session, new, f"internal:{number}", reporter, now)
        report.state, report.tip = InternalState.ESCALATED, tip.number
        self._safe.close_case(session, number, now)
        session.flush()
        return tip.number

    def _words(self, session: Session, report: InternalReport) -> str:
        return self._safe.open_field(session, report.number, "words", CLOCK)

    @staticmethod
    def _opened(session: Session, token: str, key: str) -> InternalChannel:
        channel = session.scalar(select(InternalChannel).where(InternalChannel.token == token))
        if channel is None or not hmac.compare_digest(channel.key_digest, _digest(key)):
            raise NotFound
        return channel

    @staticmethod
    def _locked(session: Session, number: str) -> InternalReport:
        report = session.scalar(
            select(InternalReport)
            .where(InternalReport.number == number)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if report is None:
            raise NotFound
        return report


def _digest(key: str) -> str:
    # The key has 144 random bits: a plain digest is as good as a slow one.
    return hashlib.sha256(key.encode()).hexdigest()
