"""What is wrong with a combination of settings: missing, contradictory, or unsafe for citizens.

Each complaint is a Chinese sentence for the operator and names the setting that is to be changed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from app.settings import Settings, plain_value
from storage.opening import BadAddress, store_at

_LOOPBACK = re.compile(r"^https?://(127\.\d+\.\d+\.\d+|localhost|\[::1\])([:/]|$)")
_LEAST_SECRET = 32
_SECRETS = ("secret_key", "vault_key", "digest_key")
_PLATFORM_HOSTS = ("wechat_api_host", "wechat_mp_host", "wechat_open_host")
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


def complaints_about(settings: Settings) -> list[str]:
    """Everything that would make this combination fail or be unsafe."""
    rules = [_missing, _wechat, _storage]
    if settings.is_production:
        rules += [_production_secrets, _production_addresses, _production_machines]
    rules += [_digest_key, _office_hours, _duty_hook, _files]
    return [complaint for rule in rules for complaint in rule(settings)]


def _missing(settings: Settings) -> Iterator[str]:
    for name, why in _REQUIRED.items():
        if not plain_value(getattr(settings, name)):
            yield f"缺少 {_variable(name)}：{why}"


def _wechat(settings: Settings) -> Iterator[str]:
    token = plain_value(settings.wechat_token)
    if token and not re.fullmatch(r"[A-Za-z0-9]{3,32}", token):
        yield "ANWEN_WECHAT_TOKEN 应是 3 到 32 个字母或数字。"
    for name in ("wechat_aes_key", "wechat_previous_aes_key"):
        key = plain_value(getattr(settings, name))
        if key and not re.fullmatch(r"[A-Za-z0-9]{43}", key):
            yield f"{_variable(name)} 应是 43 个字母或数字。"
    if settings.wechat_original_id and not settings.wechat_original_id.startswith("gh_"):
        yield "ANWEN_WECHAT_ORIGINAL_ID 应以 gh_ 开头。"
    for name in (*_PLATFORM_HOSTS, "wechat_sdk_url", "public_url"):
        value = getattr(settings, name)
        if value and not re.match(r"https?://[^/\s]+", value):
            yield f"{_variable(name)} 应以 http:// 或 https:// 开头。"


def _storage(settings: Settings) -> Iterator[str]:
    try:
        where = store_at(settings.storage_url)
    except BadAddress as bad:
        yield f"ANWEN_STORAGE_URL {bad.sentence}。"
        return
    if isinstance(where, Path):
        if settings.is_production and settings.machines > 1:
            yield "ANWEN_MACHINES 大于 1 时证据要放在各台机器都够得到的地方：ANWEN_STORAGE_URL=s3://…。"
        return
    for name in ("storage_key_id", "storage_secret"):
        if not plain_value(getattr(settings, name)):
            yield f"ANWEN_STORAGE_URL 是 s3:// 时缺少 {_variable(name)}。"
    if settings.is_production and where.endpoint and not where.endpoint.startswith("https://"):
        yield "ANWEN_STORAGE_URL 的 endpoint 在生产环境必须用 https。"


def _production_secrets(settings: Settings) -> Iterator[str]:
    session, vault, digest = (plain_value(getattr(settings, name)) for name in _SECRETS)
    for name, secret in zip(_SECRETS, (session, vault, digest), strict=True):
        if 0 < len(secret) < _LEAST_SECRET:
            yield f"{_variable(name)} 太短，至少 {_LEAST_SECRET} 个字符。"
    if session and session == vault:
        yield "ANWEN_SECRET_KEY 和 ANWEN_VAULT_KEY 不能相同。"
    if digest and digest in (session, vault):
        yield "ANWEN_DIGEST_KEY 不能和 ANWEN_SECRET_KEY、ANWEN_VAULT_KEY 相同。"


def _production_addresses(settings: Settings) -> Iterator[str]:
    if settings.wechat_mode != "secure":
        yield "生产环境只用安全模式：ANWEN_WECHAT_MODE=secure。"
    for name in _PLATFORM_HOSTS:
        host = getattr(settings, name)
        if _LOOPBACK.match(host):
            yield f"{_variable(name)} 指向本机（模拟器），生产环境不能这样用。"
        elif not host.startswith("https://"):
            yield f"{_variable(name)} 在生产环境必须用 https。"
    if settings.public_url and not settings.public_url.startswith("https://"):
        yield "ANWEN_PUBLIC_URL 在生产环境必须用 https。"
    if _LOOPBACK.match(settings.public_url):
        yield "ANWEN_PUBLIC_URL 指向本机，市民打不开，生产环境不能这样用。"


def _production_machines(settings: Settings) -> Iterator[str]:
    if settings.machines > 1 and settings.is_sqlite:
        yield "ANWEN_MACHINES 大于 1 时要用 PostgreSQL，SQLite 只能在一台机器上。"
    if settings.machines > 1 and not settings.redis_url:
        yield "ANWEN_MACHINES 大于 1 时要设置 ANWEN_REDIS_URL。"
    has_many_processes = settings.web_workers > 1 or settings.machines > 1
    if settings.limiter_url.startswith("memory") and has_many_processes:
        yield "限流计数放在内存里时只能有一个 web 进程：请设置 ANWEN_REDIS_URL，或 ANWEN_WEB_WORKERS=1。"


def _digest_key(settings: Settings) -> Iterator[str]:
    if settings.vault_previous_key and not plain_value(settings.digest_key):
        yield (
            "换 ANWEN_VAULT_KEY 以前先固定摘要密钥，不然审计日志接不下去：清空 ANWEN_VAULT_PREVIOUS_KEY，"
            "运行 flask vault digest，把它给出的一行写进每台机器的设置。"
        )


def _office_hours(settings: Settings) -> Iterator[str]:
    if settings.office_open >= settings.office_close:
        yield "ANWEN_OFFICE_OPEN 要早于 ANWEN_OFFICE_CLOSE。"
    if not settings.office_days or any(day not in range(1, 8) for day in settings.office_days):
        yield "ANWEN_OFFICE_DAYS 用 1 到 7 表示周一到周日，例如 1,2,3,4,5。"


def _duty_hook(settings: Settings) -> Iterator[str]:
    hook, secret = settings.duty_hook_url, plain_value(settings.duty_hook_secret)
    if bool(hook) != bool(secret):
        yield "ANWEN_DUTY_HOOK_URL 和 ANWEN_DUTY_HOOK_SECRET 要么都填，要么都不填。"
    elif hook and not hook.startswith("https://" if settings.is_production else ("https://", "http://")):
        yield "ANWEN_DUTY_HOOK_URL 要以 https:// 开头。"


def _files(settings: Settings) -> Iterator[str]:
    for name in _FILES:
        file = getattr(settings, name)
        if file and not file.is_file():
            yield f"{_variable(name)} 指的文件不存在：{file}"


def _variable(name: str) -> str:
    """The name under which the operator sets it."""
    return f"ANWEN_{name.upper()}"
