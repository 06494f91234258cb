"""Install other people's WeChat SDKs for the contract tests, each in an environment of its own.

``make setup-sdk`` does it; the tests themselves then need no network. A folder under ``tests/contract/sdk/``
with a lock file is one SDK; its environment under ``build/sdk/`` is named after the state of that file, so
that what is there and unchanged is left alone.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scripts.setup_project import find_npm

ROOT = Path(__file__).resolve().parent.parent
SDKS = ROOT / "tests" / "contract" / "sdk"
BUILT = ROOT / "build" / "sdk"
LOCKS = ("requirements.txt", "package-lock.json")
COMPLETE = ".complete"
AT_ONCE = 2


class CannotInstall(Exception):
    """An SDK cannot be installed; the message says which and why."""


def main() -> int:
    """Install what is missing; 0 when every SDK is there."""
    missing = [sdk for sdk in sdks() if not is_installed(sdk)]
    if not missing:
        return 0
    print(f"· 安装契约测试用的 SDK：{'、'.join(missing)} …", flush=True)
    npm = find_npm()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda sdk: install(sdk, npm), missing))
    except CannotInstall as problem:
        print(f"\n安装没有完成：{problem}", file=sys.stderr)
        return 1
    return 0


def sdks() -> list[str]:
    """The folders with a lock file."""
    return sorted(folder.name for folder in SDKS.iterdir() if any((folder / lock).exists() for lock in LOCKS))


def lock_of(sdk: str) -> Path:
    """The lock file of an SDK."""
    return next(SDKS / sdk / name for name in LOCKS if (SDKS / sdk / name).exists())


def place_of(sdk: str) -> Path:
    """Where the environment of an SDK belongs, for the present state of its lock file."""
    return BUILT / sdk / hashlib.sha256(lock_of(sdk).read_bytes()).hexdigest()[:16]


def is_installed(sdk: str) -> bool:
    """Whether the environment was completed."""
    return (place_of(sdk) / COMPLETE).exists()


def install(sdk: str, npm: list[str]) -> None:
    """Build an environment from nothing but the lock file; former ones of this SDK are deleted."""
    place, lock = place_of(sdk), lock_of(sdk)
    shutil.rmtree(place.parent, ignore_errors=True)
    place.mkdir(parents=True)
    if lock.suffix == ".json":
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(lock.with_name(name), place / name)
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    else:
        venv.EnvBuilder(symlinks=True).create(place)
        pip = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python")]
        command = [*pip, "--disable-pip-version-check", "install", "--quiet", "--require-hashes", "--no-deps"]
        command += ["-r", str(lock)]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotInstall(
            f"{sdk}：请检查网络或 pip、npm 的镜像设置。\n{(done.stderr or done.stdout)[-1500:]}"
        )
    (place / COMPLETE).touch()


if __name__ == "__main__":
    sys.exit(main())
