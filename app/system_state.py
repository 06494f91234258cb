"""What the back office shows of the machine: whether its parts are well, tokens, settings, retention."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy.orm import Session

from admin.needs import FailedJob, KeptFor, Room, SystemState, TokenState
from app import schema
from app.health import Check
from app.platform_words import words_of_code
from app.settings import Settings
from app.wiring import Container
from bot.receipts import queued_load
from core.errors import Unavailable
from deliveries.ports import FailureClass
from jobs.clock import failed_slots
from jobs.engine import check_broker
from jobs.heartbeats import living_workers
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.retention import load_periods
from wechat.tokens import Kept

# Room to act in before SQLite and the folder of evidence meet a full disk.
LEAST_FREE = 64 << 20
SHORT_BELOW = 0.15
"""The share of the disk that is free when whoever runs the system is warned; docs/operations.md, Alarms."""

_CLASSES = {
    SecretClass.IDENTITY: ("举报人身份", "异议、复查、领奖和一年内的打击报复都已过去"),
    SecretClass.PAYEE: ("领奖人收款信息", "财务和审计要凭证"),
    SecretClass.WORDS: ("举报原文和证据", "同一隐患复发或者以后的诉讼要用"),
}


def system_state_of(container: Container) -> SystemState:
    """For the system administrator's pages."""
    return SystemState(
        checks=lambda: {**checks_of(container), "worker": lambda: _workers(container)},
        room=lambda: _room(container.settings),
        tokens=lambda: list(_tokens(container)),
        advice=words_of_code,
        queued=queued_load,
        failed_jobs=_failed_jobs,
        settings=lambda: shown(container.settings),
        retention=lambda: _retention(container.settings),
    )


def checks_of(container: Container) -> Mapping[str, Check]:
    """What must be well for the application to be ready; ``/readyz`` asks the same."""

    def database() -> str:
        container.database.check()
        if not schema.is_current(container.database):
            raise Unavailable("the tables are not up to date; run `flask db upgrade`")
        return container.database.url.get_backend_name()

    def index() -> str:
        count = len(container.library_holder.current().articles)
        if count == 0:
            raise Unavailable("no article is loaded; run `flask knowledge import`")
        return f"{count} articles"

    def broker() -> str:
        if container.settings.redis_url is None:
            return "in the worker process"
        check_broker(container.broker)
        return "redis"

    def disk() -> str:
        try:
            free = shutil.disk_usage(container.settings.var_dir).free
        except OSError as error:
            raise Unavailable(f"ANWEN_VAR_DIR cannot be looked at: {error.strerror}") from error
        if free < LEAST_FREE:
            raise Unavailable(f"only {free >> 20} MiB are free where ANWEN_VAR_DIR is; make room")
        return f"{free >> 20} MiB free"

    return {"database": database, "index": index, "broker": broker, "disk": disk}


def _workers(container: Container) -> str:
    """Without one the account is still ready, so that ``/readyz`` does not ask; but nothing is sent."""
    with container.database.reading() as session:
        count = living_workers(session, container.clock.now())
    if not count:
        raise Unavailable("no worker was heard of within half a minute")
    return f"{count} workers"


def _room(settings: Settings) -> Room | None:
    try:
        usage = shutil.disk_usage(settings.var_dir)
    except OSError:
        return None  # the check of the disk says so
    return Room(usage.free, usage.total, usage.free < usage.total * SHORT_BELOW)


def _failed_jobs(session: Session, since: datetime) -> Sequence[FailedJob]:
    return [FailedJob(*row) for row in failed_slots(session, since)]


def shown(settings: Settings) -> Sequence[tuple[str, str]]:
    """Every setting by its name in the environment; of a secret only whether there is one."""
    return [
        (f"ANWEN_{name.upper()}", _visible(getattr(settings, name))) for name in type(settings).model_fields
    ]


def _visible(value: Any) -> str:
    match value:
        case SecretStr():
            return "已设置" if value.get_secret_value() else "没有设置"
        case None | "":
            return "没有设置"
        case tuple():
            return "、".join(map(str, value))
        case str() if "://" in value:
            return _without_password(value)
    return str(value)


def _without_password(address: str) -> str:
    """An address may carry a login, and in what follows its path anything."""
    try:
        parts = urlsplit(address)
        # Some engines take several hosts, and each may bring a name and password of its own.
        hosts = ",".join(host.rpartition("@")[2] for host in parts.netloc.split(","))
    except ValueError:
        return "已设置（地址的写法看不懂）"
    host = f"***@{hosts}" if "@" in parts.netloc else hosts
    return f"{parts.scheme}://{host}{parts.path}{'?***' if parts.query else ''}"


def _tokens(container: Container) -> Iterator[TokenState]:
    gateway = container.gateway
    for name, provider in (("接口凭据", gateway.tokens), ("网页票据", gateway.page_tickets)):
        try:
            kept = provider.standing()
        except Unavailable:
            yield TokenState(name, None, "存放凭据的地方现在连不上")
            continue
        if kept is None:
            yield TokenState(name, None, "")
        elif kept.is_refused(container.clock.now()):
            yield TokenState(name, None, _refused(kept))
        else:
            yield TokenState(name, kept.expires_at if kept.value else None, "")


def _refused(kept: Kept) -> str:
    why = words_of_code(kept.refused_class or FailureClass.CONFIG, kept.refused_errcode)
    return f"被平台拒绝（代码{kept.refused_errcode}）：{why}改好以后会自动再试。"


def _retention(settings: Settings) -> Sequence[KeptFor]:
    periods = load_periods()
    return [
        *(KeptFor(what, periods[each].days, "办结", why) for each, (what, why) in _CLASSES.items()),
        KeptFor("对话里的话、待发消息的内容", settings.words_hours / 24, "收到或写好", "够发出去、接着聊"),
        KeptFor("问过的问题（号码已遮盖）", settings.question_log_days, "提问", "改进回答"),
        KeptFor("答复过的留言", settings.question_log_days, "答复", "供本人查看答复"),
        KeptFor("平台推送的收据", settings.receipt_days, "收到", "重复推送只处理一次"),
        KeptFor("答题人的记录", settings.quiz_people_days, "最后一次答题", "排名和发证"),
        KeptFor("工作人员的登录", settings.office_session_hours / 24, "登录", "到时必须重新登录"),
    ]
