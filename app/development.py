"""The secrets of an installation in development: made once, so that the next start finds its data again."""

import json
import os
import secrets
import string
from collections.abc import Callable, Mapping
from pathlib import Path

from core.errors import SettingsRefused

MADE: Mapping[str, Callable[[], str]] = {
    "secret_key": lambda: secrets.token_urlsafe(48),
    "vault_key": lambda: secrets.token_urlsafe(48),
    "wechat_token": lambda: secrets.token_hex(12),
    "wechat_aes_key": lambda: "".join(
        secrets.choice(string.ascii_letters + string.digits) for _ in range(43)
    ),
    "wechat_appid": lambda: "wx" + secrets.token_hex(8),
    "wechat_secret": lambda: secrets.token_hex(16),
    "wechat_original_id": lambda: "gh_" + secrets.token_hex(6),
}
"""By name of the setting, how it is made."""


def development_secrets(path: Path) -> dict[str, str]:
    """All of ``MADE`` as they stand in the file, which the first start writes; ``SettingsRefused``."""
    return _read_kept(path) or _keep(path, {name: make() for name, make in MADE.items()})


def _read_kept(path: Path) -> dict[str, str] | None:
    try:
        kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise SettingsRefused([f"读不了 {path}：{error}。删掉它，下次启动会重新生成。"]) from error
    return kept


def _keep(path: Path, made: dict[str, str]) -> dict[str, str]:
    """Write the secrets so that of two processes starting at once both end up with the same ones."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(8)}")
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(made, file, indent=2)
        try:
            os.link(draft, path)
        except FileExistsError:
            return _read_kept(path) or made
        finally:
            draft.unlink()
    except OSError as error:
        raise SettingsRefused(
            [
                f"写不了文件夹 {path.parent}（{error.strerror}）。"
                "请给它写权限，或用 ANWEN_VAR_DIR 指定另一个文件夹。"
            ]
        ) from error
    return made
