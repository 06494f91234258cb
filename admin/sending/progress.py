"""How far a mailing came: counters, reasons, the calls it was cut into, and which steps may follow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from admin.forms import REASON, Field, StepForm
from campaigns.sending.models import Push
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.queries import PushLine
from campaigns.sending.status import MOVES as PUSH_MOVES
from campaigns.sending.status import PushAction, PushWay
from core.types import Labelled
from deliveries.mailings.counters import Counters, counted, reasons
from deliveries.mailings.models import Mailing
from deliveries.mailings.queries import parts_of
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.services import NothingToRepeat, count_repeatable
from deliveries.mailings.status import MOVES, MailingAction, MailingState, MailingWay, PauseReason
from deliveries.masses.deleting import DELETABLE
from deliveries.masses.models import MassSend
from deliveries.masses.reports import protected_until
from deliveries.masses.status import MassState, refusal_words, verdict
from deliveries.permissions import MailingPermission
from deliveries.status import Reason, State
from staff.actors import Actor

MANY = 20_000
"""Counting more people than this again and again would cost the database too much."""
OVER = frozenset({MailingState.FINISHED, MailingState.CANCELLED})
CONFIRM, DELETE = "confirm", "delete"
_BY_HAND = (MailingAction.RESUME, MailingAction.PAUSE, MailingAction.RETRY, MailingAction.CANCEL)
_WHO = {
    SendingPermission.APPROVE: "宣传审核",
    SendingPermission.SEND: "发布员",
    MailingPermission.CONFIRM: "宣传审核",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One call of the mass-send interface; ``seconds`` are left for the confirmation on a phone."""

    mass: MassSend
    verdict: str
    refusal: str
    protected_until: datetime | None
    seconds: int
    may_delete: bool

    @property
    def counts(self) -> Sequence[tuple[str, int | None]]:
        """The counts of the report, as they were told; none before it, and where it has none at all."""
        mass = self.mass
        told = (("总数", mass.total), ("过滤后", mass.filtered), ("成功", mass.sent), ("失败", mass.failed))
        return told if any(count is not None for _, count in told) else ()

    @property
    def left(self) -> str:
        """Minutes and seconds, as a clock shows them."""
        return f"{self.seconds // 60:02}:{self.seconds % 60:02}"


@dataclass(frozen=True, slots=True)
class Progress:
    """A mailing as it stands now."""

    mailing: Mailing
    counters: Counters
    reasons: Sequence[tuple[State, Reason, int]]
    parts: Sequence[Part]
    held_until: datetime | None
    """It waits for the end of quiet hours."""
    repeatable: int
    """How many of the failed can be tried again as things stand."""

    @property
    def is_over(self) -> bool:
        """Nothing changes by itself any more, but for reports that still come."""
        return self.mailing.state in OVER and all(
            one.mass.reported_at or one.mass.state is MassState.FAILED for one in self.parts
        )

    @property
    def reached_nobody(self) -> bool:
        """It is done, and certainly nobody got anything."""
        done = self.mailing.state is MailingState.FINISHED and self.counters.planned
        return bool(done) and not (self.counters.accepted or self.counters.unknown or self.counters.pending)

    @property
    def again_seconds(self) -> int:
        """After how long it is worth counting again."""
        return 3 if self.counters.planned <= MANY else 20

    @property
    def settled(self) -> int:
        """For how many people the fate is known."""
        return self.counters.planned - self.counters.pending


def progress_of(session: Session, mailing: Mailing, rules: SendingRules, now: datetime) -> Progress:
    """What has become of a push so far, counted now."""
    found = [
        (state, reason, count)
        for (state, reason), count in reasons(session, [mailing.id]).items()
        if reason is not None
    ]
    return Progress(
        mailing,
        counted(session, [mailing.id]),
        sorted(found, key=lambda one: -one[2]),
        [_part(one, mailing, now) for one in parts_of(session, mailing.id)],
        rules.held_until(mailing.purpose, max(mailing.due_at, now)),
        count_repeatable(session, mailing.id),
    )


def _part(mass: MassSend, mailing: Mailing, now: datetime) -> Part:
    until = protected_until(mass, mailing)
    at = mass.accepted_at or mass.reported_at
    may_delete = (
        mass.msg_id is not None and mass.delete_by is None and at is not None and now <= at + DELETABLE
    )
    return Part(
        mass,
        verdict(mass.verdict) if mass.verdict else "",
        refusal_words(mass.errcode) if mass.state is MassState.FAILED else "",
        until,
        max(0, int((until - now).total_seconds())) if until else 0,
        may_delete,
    )


@dataclass(frozen=True, slots=True)
class Steps:
    """What this visitor may do now, and what waits for somebody else."""

    forms: Sequence[StepForm]
    waits: Sequence[str]


def steps_of(line: PushLine, actor: Actor, progress: Progress | None, seen: str) -> Steps:
    """The lawful steps, as forms for whoever may take them and as sentences for the others.

    ``seen`` is the fingerprint of what an approval would fix; empty where nothing can be approved.
    """
    forms, waits = [], []
    for form, permission, obstacle in _steps(line, actor, progress, seen):
        if obstacle:
            waits.append(obstacle)
        elif actor.may(permission):
            forms.append(form)
        elif permission in _WHO:
            waits.append(f"等{_WHO[permission]}办理“{form.label}”。")
    return Steps(forms, waits)


def _steps(
    line: PushLine, actor: Actor, progress: Progress | None, seen: str
) -> Iterator[tuple[StepForm, Labelled, str]]:
    push = line.push
    if (push.state, PushAction.APPROVE) in PUSH_MOVES:
        own = "方案要由另一个人批准，您是拟方案的人。" if push.created_by == actor.id else ""
        warning = "批准以后，内容版本、人群和方式都定下来；内容再改要重新拟方案。"
        if push.wish is PushWay.MASS_ALL:
            warning = f"这是向全部关注者群发，发出去收不回来。{warning}"
        form = replace(_form(push, "approve", "批准", (), warning, main=True), seen=seen)
        yield form, SendingPermission.APPROVE, own
    if (push.state, PushAction.SEND) in PUSH_MOVES:
        yield _form(push, "send", "交付发送", (), _what_follows(push), main=True), SendingPermission.SEND, ""
    if (push.state, PushAction.WITHDRAW) in PUSH_MOVES:
        warning = "撤回以后不能恢复，要发只能重新拟方案。"
        yield _form(push, "withdraw", "撤回方案", (REASON,), warning), SendingPermission.PLAN, ""
    if progress is not None:
        yield from _of_mailing(push, progress, actor)


def _what_follows(push: Push) -> str:
    if push.wish is PushWay.PUBLISH:
        return "文章会出现在公众号主页，不提醒任何人。"
    if push.wish is PushWay.MASS_ALL:
        return "交付以后，还要第二个人在这一页上确认，公众平台管理员再在30分钟内用微信确认。"
    return "到了开始时间，后台就开始发送；关掉这一页不影响。发出去的收不回来。"


def _of_mailing(push: Push, progress: Progress, actor: Actor) -> Iterator[tuple[StepForm, Labelled, str]]:
    mailing = progress.mailing
    is_open = mailing.state not in OVER
    if mailing.way is MailingWay.MASS_ALL and mailing.confirmed_by is None and is_open:
        own = "向全部关注者群发要由另一个人确认，您是交付发送的人。" if mailing.created_by == actor.id else ""
        sure = Field("sure", "我核对过内容，确认发给全部关注者", "check")
        warning = "每个关注者都会收到，用掉每人本月4次群发中的1次。发出以后只能删文章，手机上的卡片还在。"
        form = _form(push, CONFIRM, "确认向全部关注者群发", (sure,), warning, main=True)
        yield form, MailingPermission.CONFIRM, own
    for action in _BY_HAND:
        if (mailing.state, action) not in MOVES:
            continue
        if action is MailingAction.PAUSE and mailing.paused_because is PauseReason.BY_HAND:
            continue
        label = action.label
        if action is MailingAction.RETRY:
            if not progress.counters.failed:
                continue
            label = f"{label}（{progress.repeatable}人）"
        fields = (REASON,) if action in (MailingAction.PAUSE, MailingAction.CANCEL) else ()
        yield (
            _form(
                push,
                action.value,
                label,
                fields,
                _WARNINGS[action],
                main=action is MailingAction.RESUME,
            ),
            MailingPermission.RUN,
            NothingToRepeat.sentence if action is MailingAction.RETRY and not progress.repeatable else "",
        )


_WARNINGS = {
    MailingAction.PAUSE: "正在发的几条会发完，其余的停下来等您继续，不会自己再发。",
    MailingAction.RESUME: "从停下的地方接着发，发过的人不会重复收到。",
    MailingAction.CANCEL: "还没发的都不发了，不能恢复；已经发出去的收不回来。",
    MailingAction.RETRY: "只重发平台忙、额度用完、公众号配置出错这几类；拒收的、结果不明的不重发。",
}


def _form(
    push: Push, word: str, label: str, fields: Sequence[Field], warning: str, *, main: bool = False
) -> StepForm:
    return StepForm(word, label, url_for(f"admin.push_{word}", number=push.id), fields, warning, main)
