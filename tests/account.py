"""A whole running account for tests: web, worker and simulator as real processes, driven over HTTP."""

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Protocol

import requests
from click.testing import CliRunner
from sqlalchemy import make_url

from app import schema
from app.cli import Commands
from app.settings_loading import load_settings
from app.wiring import Container, build_container
from handlers.menu import bureau_menu, platform_menu
from knowledge.editorial.importing import import_articles
from tests.index import INDEX
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 240.0
"""Ends what hangs, not what is slow: beside other work an account that builds its index takes minutes."""
AES_KEY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
PREFIX = "ANWEN_"
AWAKE = {"quiet_from": "00:00", "quiet_until": "00:00"}
"""Settings of an account without quiet hours: tests run at night too."""


class Started(Protocol):
    """A program that was started, as ``subprocess.Popen`` shows it."""

    @property
    def pid(self) -> int:
        """The number of its process, which is also that of its group and its session."""
        ...

    def poll(self) -> int | None:
        """Its exit code, or minus the signal that killed it; None while it runs."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, when it has ended; ``subprocess.TimeoutExpired`` if it does not."""
        ...

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...


Start = Callable[[Sequence[str], Path, Mapping[str, str], Path], Started]
"""Starts ``python`` with these arguments, in a folder, with an environment, and a file for what it prints."""


def launched(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Started:
    """Start it as a person does."""
    with log.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )


def container_of(environment: Mapping[str, str]) -> Container:
    """The parts of the account with this environment, in this process; close it.

    Only what the environment says counts: a file of settings of whoever runs this says nothing.
    """
    values = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    return build_container(load_settings(_env_file=None, **values))


def _fill(container: Container) -> None:
    """The tables, and in them the articles of the project; what is there already stays."""
    schema.upgrade(container.database)
    with container.database.writing() as session:
        import_articles(session, now=container.clock.now())


@cache
def _filled() -> Path:
    """A file of SQLite that was filled once in this process: all migrations and articles take seconds."""
    folder = Path(tempfile.mkdtemp(prefix="anwen-filled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    account = Account(folder, f"sqlite:///{folder / 'anwen.db'}")
    with account.container() as container:
        _fill(container)
    return folder / "anwen.db"


class Account:
    """The account and its simulated platform. ``start`` everything, then let a ``citizen`` speak."""

    def __init__(
        self,
        folder: Path,
        database_url: str,
        redis_url: str | None = None,
        *,
        starting: Start = launched,
        **settings: str,
    ) -> None:
        self.folder = folder
        self._starting = starting
        self.port, self.simulator_port = free_port(), free_port()
        self.web = f"http://127.0.0.1:{self.port}"
        self.simulator = f"http://127.0.0.1:{self.simulator_port}"
        self.log_file = folder / "account.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(PREFIX)},
            "ANWEN_VAR_DIR": str(folder / "var"),
            "ANWEN_INDEX_DIR": str(INDEX),
            "ANWEN_DATABASE_URL": database_url,
            "ANWEN_REDIS_URL": redis_url or "",
            "ANWEN_PORT": str(self.port),
            "ANWEN_SIMULATOR_PORT": str(self.simulator_port),
            "ANWEN_SECRET_KEY": "secret-for-tests-0123456789abcdef0123",
            "ANWEN_VAULT_KEY": "vault-for-tests-0123456789abcdef01234",
            "ANWEN_WECHAT_TOKEN": "tokenfortests",
            "ANWEN_WECHAT_AES_KEY": AES_KEY,
            "ANWEN_WECHAT_APPID": "wx0123456789abcdef",
            "ANWEN_WECHAT_SECRET": "platform-secret-for-tests",
            "ANWEN_WECHAT_ORIGINAL_ID": "gh_0123456789ab",
            **{f"{PREFIX}{name.upper()}": value for name, value in settings.items()},
        }
        self.processes: dict[str, Started] = {}

    def run(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run one ``flask`` command of this account to its end."""
        return subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=check,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def types(self, *words: str, refused: bool = False) -> str:
        """Type a ``flask`` command in this process, with settings and rows of the account; what it prints.

        A process of its own takes four seconds of a processor: ``run`` is for the few tests of that.
        """
        with self.container() as container:
            result = CliRunner().invoke(Commands(container), list(words))
        said = result.stderr if refused else result.stdout
        assert result.exit_code == int(refused), (
            f"flask {' '.join(words)}: {result.output}{result.exception!r}"
        )
        return said

    def start(self, parts: Iterable[str] = ("simulator", "web", "worker")) -> "Account":
        """Prepare the database and start the parts; return when all are well."""
        # In this process: three commands would cost as many starts of the interpreter.
        is_filled = self._begin_with_rows()
        with self.container() as container:
            if not is_filled:
                _fill(container)
            for part in parts:
                self.start_part(part)
            self.wait_until_well()
            with container.database.reading() as session:
                menu = bureau_menu(session)
            container.gateway.publish_menu(platform_menu(menu))
        return self

    def _begin_with_rows(self) -> bool:
        """A new file of SQLite begins as a copy of the one that this process has filled; whether it does."""
        url = make_url(self.environment["ANWEN_DATABASE_URL"])
        file = Path(url.database or "")
        if url.get_backend_name() != "sqlite" or file.exists():
            return False
        shutil.copy(_filled(), file)
        return True

    def start_part(self, part: str) -> None:
        """Start one process."""
        commands: dict[str, Sequence[str]] = {
            "simulator": ["-m", "simulator"],
            "web": ["-m", "gunicorn", "wsgi:app"],
            "worker": ["-m", "flask", "worker"],
        }
        self.processes[part] = self._starting(commands[part], ROOT, self.environment, self.log_file)

    def wait_until_well(self) -> None:
        """Return when simulator and web answer; with the log in the error if they do not."""
        deadline = time.monotonic() + START_SECONDS
        for part, url in (("simulator", f"{self.simulator}/_sim/healthz"), ("web", f"{self.web}/readyz")):
            while part in self.processes:
                if self.processes[part].poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{part} is not well:\n{self.log()[-4000:]}")
                try:
                    if requests.get(url, timeout=2).status_code == 200:
                        break
                except requests.RequestException:
                    pass
                time.sleep(0.05)

    def kill(self, part: str) -> None:
        """Kill a process and its children as a power cut would."""
        process = self.processes.pop(part)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def stop_part(self, part: str) -> int:
        """Ask one process to end and wait for it; return its exit code."""
        process = self.processes.pop(part)
        process.terminate()
        try:
            return process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
            raise

    def stop(self) -> None:
        """End everything: the others too when one does not end when it is told to."""
        with ExitStack() as others:
            for part in ("simulator", "worker", "web"):
                if part in self.processes:
                    others.callback(self.stop_part, part)

    def log(self) -> str:
        """Everything the processes printed."""
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    @contextmanager
    def container(self) -> Iterator[Container]:
        """The account's own parts in this process, as a command of an operator has them."""
        container = container_of(self.environment)
        try:
            yield container
        finally:
            container.close()

    def control(self, method: str, path: str, **json: Any) -> Any:
        """Call the simulator's control interface."""
        response = requests.request(method, f"{self.simulator}/_sim/{path}", json=json or None, timeout=60)
        response.raise_for_status()
        return response.json()

    def citizen(self, seed: str | None = None, *, follow: bool = True, **more: Any) -> "Citizen":
        """A new person with a phone."""
        wish: dict[str, Any] = {"follow": follow, **({"seed": seed} if seed else {}), **more}
        return Citizen(self, self.control("POST", "citizens", **wish)["openid"])


class Citizen:
    """A person with WeChat; every verb returns what the account said at once."""

    def __init__(self, account: Account, openid: str) -> None:
        self._account = account
        self.openid = openid

    def sends(self, **message: Any) -> dict[str, Any]:
        """Send any message; return attempts and reply."""
        result: dict[str, Any] = self._account.control("POST", f"citizens/{self.openid}/send", **message)
        return result

    def says(self, words: str, menu_id: str | None = None) -> str:
        """Send a text; return the text of the reply, empty if there was none."""
        more = {"menu_id": menu_id} if menu_id else {}
        return self._hears(lambda: self.sends(type="text", content=words, **more))

    def taps(self, key: str) -> str:
        """Tap an item of the account's menu."""
        return self._hears(lambda: self.sends(type="event", event="CLICK", key=key))

    def taps_link(self, reply: str, label: str) -> str:
        """Tap a link in a reply by its label."""
        for found in re.finditer(
            r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&]*)&msgmenuid=([^"]*)">([^<]*)</a>', reply
        ):
            if found[3] == label:
                return self.says(unescape(found[1]), menu_id=unescape(found[2]))
        raise AssertionError(f"no link {label!r} in {reply!r}")

    def unfollows(self) -> None:
        """Leave the account."""
        self._account.control("POST", f"citizens/{self.openid}/unfollow")

    def follows(self, scene: str | None = None) -> str:
        """Follow the account, perhaps by a code."""
        more = {"scene": scene} if scene else {}
        return self._words(self._account.control("POST", f"citizens/{self.openid}/follow", **more))

    def scans(self, scene: str) -> str:
        """Scan one of the account's codes."""
        address = f"citizens/{self.openid}/scan"
        return self._hears(lambda: self._account.control("POST", address, scene=scene))

    def inbox(self) -> list[dict[str, Any]]:
        """Everything the account said to this person, oldest first."""
        rows = self._account.control("GET", f"citizens/{self.openid}/inbox")
        return [row for row in rows if row.get("direction", "in") == "in"]

    def waits_for(self, words: str, seconds: float = 20.0) -> str:
        """Wait until a message with these words is in the inbox; return it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for row in self.inbox():
                if words in str(row.get("content", "")):
                    return str(row["content"])
            time.sleep(0.1)
        raise AssertionError(f"{words!r} did not come; inbox: {self.inbox()}\n{self._account.log()[-3000:]}")

    def _hears(self, act: Callable[[], dict[str, Any]], seconds: float = 30.0) -> str:
        """What the account answers, at once or, on a machine out of breath, a little later."""
        before = len(self.inbox())
        words = self._words(act())
        deadline = time.monotonic() + seconds
        while not words and time.monotonic() < deadline:
            time.sleep(0.1)
            words = "".join(str(row.get("content", "")) for row in self.inbox()[before : before + 1])
        return words

    @staticmethod
    def _words(result: dict[str, Any]) -> str:
        reply = result.get("reply") or {}
        cards = [f"{card['title']}\n{card['url']}" for card in reply.get("articles", ())]
        return str(reply.get("content", "")) or "\n".join(cards)
