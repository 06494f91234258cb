"""``make run``: the whole account on one machine, with a simulated WeChat, in one window.

1. Check the settings and the ports, and say in a sentence what is wrong.
2. Start the simulator, the web server and the worker, each a process of its own.
3. Meanwhile bring the database up to date and load the articles; the first time, before the web server.
4. When all are well, publish the menu, and print what to try first.
5. Wait for Ctrl-C, or for one of them to die, and stop the others in order.

Everything large is imported by ``preparing``, while the others are starting already.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.settings import ROOT, Env, Settings
from app.settings_loading import load_settings
from core.errors import AnwenError, SettingsRefused
from core.stop_signal import StopSignal
from h5.addresses import HOME

HEALTHY_WITHIN_SECONDS = 60.0
STOP_WITHIN_SECONDS = 20.0


class CannotStart(AnwenError):
    """The account cannot start; the message is the sentence to show."""


@dataclass
class Part:
    """One process of the account."""

    name: str
    command: list[str]
    health: str | None = None
    process: "subprocess.Popen[bytes] | None" = None


def main() -> int:
    """Run until told to stop; 0 when it was."""
    try:
        settings = load_settings()
        if settings.env is not Env.DEVELOPMENT:
            raise CannotStart(
                "make run 只用于试用和开发（ANWEN_ENV=development）。正式部署见 docs/operations.md。"
            )
        _check_ports(settings)
        return _run(settings)
    except SettingsRefused as refused:
        return _fail("设置有问题：\n" + "\n".join(f"- {line}" for line in refused.complaints))
    except AnwenError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(
            f"读写文件出错（{error.filename or ''} {error.strerror}）。"
            f"请检查文件夹 {settings.var_dir} 的权限。"
        )


def _fail(sentence: str) -> int:
    print(f"\n启动不了：{sentence}", file=sys.stderr)
    return 1


def _check_ports(settings: Settings) -> None:
    for name, port in (("ANWEN_PORT", settings.port), ("ANWEN_SIMULATOR_PORT", settings.simulator_port)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                other = port + 100
                raise CannotStart(
                    f"端口 {port} 被别的程序占用。关掉那个程序，或者换一个端口：{name}={other} make run"
                ) from error


def _run(settings: Settings) -> int:
    environment = _environment(settings)
    simulator = f"http://127.0.0.1:{settings.simulator_port}"
    web = f"http://127.0.0.1:{settings.port}"
    parts = [
        Part("simulator", [sys.executable, "-m", "simulator"], f"{simulator}/_sim/healthz"),
        Part("web", [sys.executable, "-m", "gunicorn", "wsgi:app"], f"{web}/readyz"),
        Part("worker", [sys.executable, "-m", "flask", "worker"]),
    ]
    told = StopSignal(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    try:
        # Without tables the web server would load the files, and then all of it again from the database.
        early = parts[:2] if _has_database(settings) else parts[:1]
        _begin(early, environment)
        from app import preparing

        print(f"· {preparing.bring_up_to_date(settings)}", flush=True)
        _begin([part for part in parts[:2] if part not in early], environment)
        _wait_until_healthy(parts[:2], told)
        # The worker reads the knowledge base too: it comes when the web no longer needs the processors.
        _begin(parts[2:], environment)
        if not told.is_set():
            preparing.meet_platform(settings)
            _greet(simulator, web, settings.var_dir)
            _introduce(preparing.first_administrators(settings))
        return _watch(parts, told)
    finally:
        _stop(parts)


def _has_database(settings: Settings) -> bool:
    """Whether this is not the first start; a server of its own is looked at later."""
    scheme, _, path = settings.database_url.partition(":///")
    return scheme != "sqlite" or Path(path).exists()


def _begin(parts: list[Part], environment: Mapping[str, str]) -> None:
    for part in parts:
        # A session of its own: Ctrl-C reaches this process only, which stops the parts in order.
        part.process = subprocess.Popen(part.command, cwd=ROOT, env=environment, start_new_session=True)


def _environment(settings: Settings) -> Mapping[str, str]:
    """What the parts must agree on, handed over by the environment."""
    secrets = {
        "ANWEN_WECHAT_TOKEN": settings.wechat_token.get_secret_value(),
        "ANWEN_WECHAT_AES_KEY": settings.wechat_aes_key.get_secret_value(),
        "ANWEN_WECHAT_SECRET": settings.wechat_secret.get_secret_value(),
        "ANWEN_WECHAT_APPID": settings.wechat_appid,
        "ANWEN_WECHAT_ORIGINAL_ID": settings.wechat_original_id,
        "ANWEN_WECHAT_MODE": settings.wechat_mode,
        "ANWEN_PORT": str(settings.port),
        "ANWEN_SIMULATOR_PORT": str(settings.simulator_port),
    }
    return {**os.environ, **secrets}


def _wait_until_healthy(parts: list[Part], told: StopSignal) -> None:
    deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
    waiting = list(parts)
    while waiting and not told.wait(0.1):
        for part in waiting:
            if part.process is not None and part.process.poll() is not None:
                raise CannotStart(f"{part.name} 没有启动起来，原因见上面它最后的输出。")
        waiting = [part for part in waiting if part.health and not _is_healthy(part.health)]
        if waiting and time.monotonic() > deadline:
            raise CannotStart(
                f"{waiting[0].name} 在 {HEALTHY_WITHIN_SECONDS:.0f} 秒内没有准备好，原因见上面的输出。"
            )


def _is_healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _greet(simulator: str, web: str, var_dir: Path) -> None:
    print(
        f"\n安问已经启动。\n"
        f"  手机页面（模拟微信）  {simulator}/\n"
        f"  手机网页              {web}{HOME}\n"
        f"  办公平台              {web}/admin/\n"
        f"  后台服务              {web}/readyz\n"
        f"  数据放在              {var_dir}\n\n"
        f"先试一句：打开手机页面，关注公众号，问“电瓶车搁楼梯口充一宿要不要紧”。\n"
        f"按 Ctrl-C 停止。",
        flush=True,
    )


def _introduce(administrators: list[tuple[str, str, str]]) -> None:
    """Tell the first passwords, once."""
    if administrators:
        lines = "".join(f"  {label}  登录名 {login}  密码 {word}\n" for label, login, word in administrators)
        print(f"\n办公平台的第一批账号（密码只显示这一次，登录后要改）：\n{lines}", flush=True)


def _watch(parts: list[Part], told: StopSignal) -> int:
    while not told.wait(0.5):
        for part in parts:
            if part.process is not None and part.process.poll() is not None:
                return _fail(
                    f"{part.name} 意外停止了（退出码 {part.process.returncode}），其他部分也已停止。"
                )
    print("\n正在停止 …", flush=True)
    return 0


def _stop(parts: list[Part]) -> None:
    """Ask each part to stop, the ones that take work first, and insist after a while."""
    order = ["web", "worker", "simulator"]
    running = sorted((part for part in parts if part.process), key=lambda part: order.index(part.name))
    for part in running:
        assert part.process is not None
        if part.process.poll() is None:
            part.process.terminate()
            try:
                part.process.wait(STOP_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                part.process.kill()
                part.process.wait()


if __name__ == "__main__":
    sys.exit(main())
