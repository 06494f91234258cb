"""Start-up settings and the settings that change at run time."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.config import BadConfig, SimulatorConfig, config_from_environment, environment_with_files
from simulator.settings import BadSetting, Settings

ENVIRONMENT = {
    "ANWEN_WECHAT_TOKEN": "t",
    "ANWEN_WECHAT_AES_KEY": "a" * 43,
    "ANWEN_WECHAT_APPID": "wx1",
    "ANWEN_WECHAT_SECRET": "s",
    "ANWEN_WECHAT_ORIGINAL_ID": "gh_1",
}


@pytest.fixture
def config() -> SimulatorConfig:
    return config_from_environment(ENVIRONMENT)


def test_the_defaults_are_those_of_the_documentation(config: SimulatorConfig) -> None:
    assert (config.port, config.mode, config.webhook_url) == (8090, "secure", "http://127.0.0.1:8000/wechat")


def test_the_webhook_follows_the_accounts_port() -> None:
    config = config_from_environment({**ENVIRONMENT, "ANWEN_PORT": "9000"})

    assert config.webhook_url == "http://127.0.0.1:9000/wechat"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANWEN_WECHAT_MODE", "open"),
        ("ANWEN_WECHAT_AES_KEY", "short"),
        ("ANWEN_WECHAT_AES_KEY", "！" * 43),
        ("ANWEN_SIMULATOR_PORT", "many"),
        ("SIMULATOR_WEBHOOK_URL", "https://example.com"),
        ("ANWEN_WECHAT_SECRET", ""),
    ],
)
def test_a_bad_value_is_named(name: str, value: str) -> None:
    with pytest.raises(BadConfig, match=name):
        config_from_environment({**ENVIRONMENT, name: value})


def test_files_give_what_the_environment_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env, generated = tmp_path / ".env", tmp_path / "development.json"
    env.write_text('# settings\nexport ANWEN_PORT="9000"\nANWEN_WECHAT_APPID=from-file\n')
    generated.write_text('{"wechat_appid": "generated", "wechat_secret": "generated"}')
    monkeypatch.setenv("ANWEN_PORT", "9100")

    merged = environment_with_files((env, generated, tmp_path / "absent"))

    assert merged["ANWEN_PORT"] == "9100"
    assert merged["ANWEN_WECHAT_APPID"] == "from-file"
    assert merged["ANWEN_WECHAT_SECRET"] == "generated"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "development.json"
    broken.write_text("{")

    with pytest.raises(BadConfig, match=r"development\.json"):
        environment_with_files((broken,))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("mode", 1),
        ("attempts", True),
        ("attempts", 11),
        ("timeout_seconds", "5"),
        ("timeout_seconds", True),
        ("timeout_seconds", float("nan")),
        ("retry_wait_seconds", -1),
        ("webhook_url", None),
        ("ip_whitelist", "127.0.0.1"),
        ("ip_whitelist", ["x"]),
        ("push_timestamp", "lunar"),
        ("snapshot_user", 1),
        ("account_name", None),
    ],
)
def test_a_setting_refuses_what_it_cannot_be(config: SimulatorConfig, key: str, value: object) -> None:
    settings = Settings.at_start(config)

    with pytest.raises(BadSetting, match=key):
        settings.change({"snapshot_user": True, key: value})
    assert settings == Settings.at_start(config)


def test_every_setting_takes_the_value_it_starts_with(config: SimulatorConfig) -> None:
    settings = Settings.at_start(config)

    settings.change(settings.listed())

    assert settings == Settings.at_start(config)
