"""Experiments that live in the tests and grow with ``ANWEN_PROOF``: kills, malformed bodies, models."""

import os
import re
import subprocess
import sys

from proof.findings import Finding
from tests.account import ROOT

_PASSED = re.compile(r"(\d+) passed")


def run_tests(experiment: str, what: str, n: int, *paths: str) -> list[Finding]:
    """Run tests at full size; ``n`` is how many cases they try then."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", *paths]
    environment = {**os.environ, "ANWEN_PROOF": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    passed = _PASSED.search(done.stdout)
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-2000:], sep="\n", file=sys.stderr)
    return [
        Finding(experiment, what, n if passed else 0, done.returncode, 0),
        Finding(
            f"{experiment}.tests", f"tests that passed: {what}", 1, int(passed[1]) if passed else 0, 1, True
        ),
    ]
