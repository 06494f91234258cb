"""Where the web workers keep the numbers that they count together.

Each writes through a map of a file. Where the disk has no room for the page that is written, the system kills
the process (SIGBUS), and with it every answer it was about to give: no file on a disk that may be full.
"""

import hashlib
import shutil
from pathlib import Path

MEMORY = Path("/dev") / "shm"  # one folder for each account in it, and only its user gets in


def make_folder(var_dir: Path, memory: Path = MEMORY) -> Path:
    """An empty folder of this account: in memory, or below ``var_dir`` where there is none to be had."""
    name = hashlib.blake2b(str(var_dir.resolve()).encode(), digest_size=8).hexdigest()
    folder = memory / f"anwen-numbers-{name}"
    if memory.is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir(mode=0o700)
        except OSError:
            pass  # somebody else on this machine has taken the name
        else:
            return folder
    folder = var_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
