"""Reads the settings, fills in what is missing, and refuses what is wrong or unsafe.

Every complaint is reported at once, in Chinese, because the reader is the operator of a county bureau. In
development the secrets that are missing are made once and kept in ``var/development.json``; production never
makes any.
"""

from typing import Any

from pydantic import SecretStr, ValidationError

from app.development import MADE, development_secrets
from app.settings import Settings, plain_value
from app.settings_rules import complaints_about
from core.errors import SettingsRefused


def load_settings(**overrides: Any) -> Settings:
    """Read, complete and judge the settings; ``SettingsRefused`` lists everything that is wrong with them."""
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise SettingsRefused([_sentence(problem) for problem in error.errors()]) from error
    settings = settings.model_copy(update=_defaults(settings))
    if not settings.is_production:
        settings = settings.model_copy(update=_development_secrets(settings))
    complaints = complaints_about(settings)
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
    missing = [name for name in MADE if not plain_value(getattr(settings, name))]
    if not missing:
        return {}
    kept = development_secrets(settings.var_dir / "development.json")
    found: dict[str, Any] = {}
    for name in missing:
        found[name] = SecretStr(kept[name]) if isinstance(getattr(settings, name), SecretStr) else kept[name]
    return found
