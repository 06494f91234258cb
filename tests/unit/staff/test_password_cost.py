"""What it costs to try a password, in a process of its own: here everything else is made cheap."""

import subprocess
import sys

from tests.account import ROOT


def test_a_try_costs_what_the_rfc_asks_for() -> None:
    """RFC 9106, section 4, second recommended option: argon2id, t=3, p=4, m=2^16 KiB."""
    said = subprocess.run(
        [sys.executable, "-c", "from staff.passwords import hashed; print(hashed('anything'))"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert said.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
