"""The settings: complete or refused, with every complaint at once."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from app.settings_loading import load_settings
from core.errors import SettingsRefused

PRODUCTION: dict[str, Any] = {
    "env": "production",
    "database_url": "postgresql://anwen@db/anwen",
    "redis_url": "redis://cache:6379/0",
    "secret_key": "s" * 40,
    "vault_key": "v" * 40,
    "public_url": "https://anwen.example.gov.cn",
    "wechat_token": "token123",
    "wechat_aes_key": "a" * 43,
    "wechat_appid": "wx0123456789abcdef",
    "wechat_secret": "secret",
    "wechat_original_id": "gh_0123456789ab",
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside."""
    import os

    for name in [name for name in os.environ if name.startswith("ANWEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def complaints(**settings: Any) -> str:
    with pytest.raises(SettingsRefused) as refused:
        load_settings(**settings)
    return "\n".join(refused.value.complaints)


def test_development_needs_no_setting_and_makes_its_secrets_once(tmp_path: Path) -> None:
    first = load_settings(var_dir=tmp_path / "var")
    second = load_settings(var_dir=tmp_path / "var")

    assert first.wechat_aes_key.get_secret_value() == second.wechat_aes_key.get_secret_value()
    assert len(first.wechat_aes_key.get_secret_value()) == 43
    assert first.wechat_api_host == "http://127.0.0.1:8090/api"
    assert first.is_sqlite


def test_the_secrets_of_development_are_for_their_owner_only(tmp_path: Path) -> None:
    load_settings(var_dir=tmp_path / "var")

    assert (tmp_path / "var" / "development.json").stat().st_mode & 0o077 == 0


def test_processes_that_start_together_agree_on_the_secrets(tmp_path: Path) -> None:
    found: list[str] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(load_settings(var_dir=tmp_path / "var").secret_key.get_secret_value())
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1


def test_given_secrets_are_kept_beside_made_ones(tmp_path: Path) -> None:
    settings = load_settings(var_dir=tmp_path / "var", wechat_token="mine123")

    assert settings.wechat_token.get_secret_value() == "mine123"
    kept = json.loads((tmp_path / "var" / "development.json").read_text())
    assert settings.wechat_appid == kept["wechat_appid"]


def test_production_starts_with_complete_settings() -> None:
    settings = load_settings(**PRODUCTION)

    assert settings.is_production
    assert settings.wechat_api_host == "https://api.weixin.qq.com"
    assert settings.limiter_url == "redis://cache:6379/0"


def test_production_names_everything_that_is_missing_at_once() -> None:
    told = complaints(env="production")

    for name in ("DATABASE_URL", "SECRET_KEY", "VAULT_KEY", "PUBLIC_URL", "WECHAT_TOKEN", "WECHAT_AES_KEY"):
        assert f"ANWEN_{name}" in told
    for name in ("WECHAT_APPID", "WECHAT_SECRET", "WECHAT_ORIGINAL_ID"):
        assert f"ANWEN_{name}" in told


def test_production_makes_no_secrets(tmp_path: Path) -> None:
    complaints(env="production", var_dir=tmp_path / "var")

    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"machines": 2, "database_url": "sqlite:///x.db"}, "SQLite 只能在一台机器上"),
        ({"machines": 2, "redis_url": None}, "要设置 ANWEN_REDIS_URL"),
        ({"redis_url": None}, "限流计数放在内存里时只能有一个 web 进程"),
        ({"limiter_url": "memory://"}, "限流计数放在内存里时只能有一个 web 进程"),
        ({"wechat_api_host": "http://127.0.0.1:8090/api"}, "模拟器"),
        ({"wechat_api_host": "http://api.weixin.qq.com"}, "必须用 https"),
        ({"public_url": "http://anwen.example.gov.cn"}, "ANWEN_PUBLIC_URL 在生产环境必须用 https"),
        ({"wechat_mode": "plain"}, "安全模式"),
        ({"wechat_aes_key": "short"}, "43 个字母或数字"),
        ({"wechat_token": "有汉字"}, "3 到 32 个字母或数字"),
        ({"wechat_original_id": "wrong"}, "gh_"),
        ({"secret_key": "short"}, "太短"),
        ({"secret_key": "v" * 40}, "不能相同"),
        ({"port": 70000}, "ANWEN_PORT"),
        ({"office_open": "18:00"}, "ANWEN_OFFICE_OPEN"),
        ({"office_days": "1,8"}, "ANWEN_OFFICE_DAYS"),
        ({"local_facts_file": "/no/such/file"}, "ANWEN_LOCAL_FACTS_FILE"),
    ],
)
def test_an_unsafe_or_wrong_setting_is_refused_in_chinese(change: dict[str, Any], told: str) -> None:
    assert told in complaints(**PRODUCTION | change)


def test_one_process_may_count_in_memory() -> None:
    settings = load_settings(**PRODUCTION | {"redis_url": None, "web_workers": 1, "machines": 1})

    assert settings.limiter_url == "memory://"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    assert "ANWEN_VAR_DIR" in complaints(var_dir=blocked / "var")


def test_no_secret_shows_in_a_printed_settings_object() -> None:
    printed = repr(load_settings(**PRODUCTION))

    for secret in ("s" * 40, "v" * 40, "token123", "a" * 43):
        assert secret not in printed


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ANWEN_PORT", "8123")
    (tmp_path / ".env").write_text("ANWEN_OFFICE_DAYS=1,2,3\n")

    settings = load_settings(var_dir=tmp_path / "var")

    assert (settings.port, settings.office_days) == (8123, (1, 2, 3))


def test_every_setting_is_in_the_example_file() -> None:
    example = (Path(__file__).resolve().parents[3] / ".env.example").read_text(encoding="utf-8")

    missing = [name for name in Settings.model_fields if f"ANWEN_{name.upper()}=" not in example]
    assert missing == []


@pytest.mark.parametrize("url", ["https://127.0.0.1", "https://localhost/anwen", "https://[::1]:8443"])
def test_citizens_cannot_open_a_page_of_this_machine(url: str) -> None:
    assert "市民打不开" in complaints(**{**PRODUCTION, "public_url": url})


def test_production_expects_one_proxy_and_development_none(tmp_path: Path) -> None:
    assert load_settings(**PRODUCTION).proxies == 1
    assert load_settings(**{**PRODUCTION, "proxies": 0}).proxies == 0
    assert load_settings(var_dir=tmp_path / "var").proxies == 0


def test_evidence_lies_beside_the_database_unless_told_otherwise(tmp_path: Path) -> None:
    assert load_settings(var_dir=tmp_path).storage_url == (tmp_path / "files").as_uri()


@pytest.mark.parametrize(
    ("address", "more", "told"),
    [
        ("s3://files?endpoint=https://s3.example.gov.cn", {}, "ANWEN_STORAGE_KEY_ID"),
        ("ftp://files", {}, "ANWEN_STORAGE_URL"),
        (
            "s3://files?endpoint=http://s3.example.gov.cn",
            {"storage_key_id": "id", "storage_secret": "secret"},
            "https",
        ),
        (
            "file:///srv/files",
            {"machines": 2},
            "s3://",
        ),
    ],
)
def test_production_needs_a_store_that_it_can_reach_safely(
    address: str, more: dict[str, object], told: str
) -> None:
    found = complaints(**{**PRODUCTION, **more, "storage_url": address})
    assert [line for line in found.splitlines() if told in line and "STORAGE" in line]


def test_the_vault_key_is_not_changed_before_digests_have_a_key_of_their_own() -> None:
    """Otherwise the audit log would break off at the change, and nobody would notice in time."""
    assert "flask vault digest" in complaints(**PRODUCTION, vault_previous_key="n" * 40)
    before = load_settings(**PRODUCTION)
    kept = before.digest_master
    fixed = load_settings(
        **PRODUCTION | {"vault_key": "n" * 40}, vault_previous_key="v" * 40, digest_key=kept
    )
    assert fixed.digest_master == kept
    assert load_settings(**PRODUCTION | {"vault_key": "n" * 40}).digest_master != kept


def test_the_digest_key_opens_nothing_sealed() -> None:
    """It is written down beside a vault key that is to be destroyed: it must not be that key."""
    assert "v" * 40 not in load_settings(**PRODUCTION).digest_master
    assert "ANWEN_DIGEST_KEY 不能和" in complaints(**PRODUCTION, digest_key="v" * 40)


def test_an_address_of_a_page_has_one_slash_behind_the_host() -> None:
    settings = load_settings(**{**PRODUCTION, "public_url": "https://anwen.example.gov.cn/"})
    assert settings.public_url == "https://anwen.example.gov.cn"
