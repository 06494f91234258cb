"""What the simulator must be told before it starts: addresses and the account's credentials."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MODES = ("plain", "compatible", "secure")
CREDENTIALS = ("TOKEN", "AES_KEY", "APPID", "SECRET", "ORIGINAL_ID")


class BadConfig(Exception):
    """The settings cannot work; the message is one sentence that names what to change."""


@dataclass(frozen=True)
class SimulatorConfig:
    """One account as the platform has it on file, and where its server is."""

    token: str
    aes_key: str
    appid: str
    secret: str
    original_id: str
    mode: str = "secure"
    port: int = 8090
    webhook_url: str = "http://127.0.0.1:8000/wechat"
    seed: str = "anwen"
    account_name: str = "安问"

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise BadConfig(f"ANWEN_WECHAT_MODE must be one of {', '.join(MODES)}, not {self.mode!r}.")
        if len(self.aes_key) != 43:
            raise BadConfig("ANWEN_WECHAT_AES_KEY must be 43 letters and digits (an EncodingAESKey).")
        try:
            base64.b64decode(self.aes_key + "=", validate=True)
        except ValueError as error:
            raise BadConfig("ANWEN_WECHAT_AES_KEY must be base64 without its final '='.") from error
        if not is_web_address(self.webhook_url):
            raise BadConfig(
                f"SIMULATOR_WEBHOOK_URL must be a whole http:// address, not {self.webhook_url!r}."
            )


def is_web_address(url: str) -> bool:
    """Whether pushes can be sent there: `http://`, a host, a possible port, and nothing unprintable."""
    try:
        parts = urlsplit(url)
        printable = url.isascii() and url.isprintable() and " " not in url
        return parts.scheme == "http" and bool(parts.hostname) and parts.port != 0 and printable
    except ValueError:  # A port that is no number, or too large.
        return False


def config_from_environment(environ: Mapping[str, str]) -> SimulatorConfig:
    """Read the settings a launcher gives; raises `BadConfig` naming every missing one at once."""
    missing = [f"ANWEN_WECHAT_{name}" for name in CREDENTIALS if not environ.get(f"ANWEN_WECHAT_{name}")]
    if missing:
        raise BadConfig(
            f"The simulator needs {', '.join(missing)} in its environment or in .env "
            "(the account's first start makes them: run `make setup`)."
        )
    backend_port = _port(environ, "ANWEN_PORT", 8000)
    return SimulatorConfig(
        token=environ["ANWEN_WECHAT_TOKEN"],
        aes_key=environ["ANWEN_WECHAT_AES_KEY"],
        appid=environ["ANWEN_WECHAT_APPID"],
        secret=environ["ANWEN_WECHAT_SECRET"],
        original_id=environ["ANWEN_WECHAT_ORIGINAL_ID"],
        mode=environ.get("ANWEN_WECHAT_MODE") or "secure",
        port=_port(environ, "ANWEN_SIMULATOR_PORT", 8090),
        webhook_url=environ.get("SIMULATOR_WEBHOOK_URL") or f"http://127.0.0.1:{backend_port}/wechat",
        seed=environ.get("SIMULATOR_SEED") or "anwen",
        account_name=environ.get("SIMULATOR_ACCOUNT_NAME") or "安问",
    )


def environment_with_files(files: tuple[Path, ...]) -> dict[str, str]:
    """The process environment on top of settings files, those named first winning; absent files are fine.

    A file holds `KEY=value` lines or, as `.json`, the account's generated secrets by setting name. So
    `python -m simulator` runs alone in a checkout that was started once. Raises `BadConfig` for a broken
    file.
    """
    merged: dict[str, str] = {}
    for file in reversed(files):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            merged |= _secrets(file, text) if file.suffix == ".json" else _pairs(text)
    return merged | {key: value for key, value in os.environ.items() if value}


def _secrets(file: Path, text: str) -> dict[str, str]:
    try:
        kept = json.loads(text)
        return {f"ANWEN_{name.upper()}": str(value) for name, value in kept.items()}
    except (ValueError, AttributeError) as error:
        raise BadConfig(f"{file} cannot be read as generated settings: {error}.") from error


def _pairs(text: str) -> dict[str, str]:
    pairs = {}
    for line in text.splitlines():
        key, sign, value = line.strip().removeprefix("export ").partition("=")
        if sign and not key.startswith("#"):
            pairs[key.strip()] = value.strip().strip("'\"")
    return pairs


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdigit() or not 0 <= int(text) <= 65535:
        raise BadConfig(f"{name} must be a port number, not {text!r}.")
    return int(text)
