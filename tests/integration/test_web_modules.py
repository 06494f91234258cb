"""What a web process loads: each megabyte of it every worker of every machine has."""

import os
import subprocess
import sys
from pathlib import Path

from tests.account import ROOT

NEVER_USED = ("alembic", "lunar_python", "openpyxl", "psycopg", "pygments", "redis", "rich")
"""Libraries of other processes, other engines and rare pages; together 40 MB."""


def test_a_web_process_on_sqlite_loads_no_library_that_it_does_not_use(tmp_path: Path) -> None:
    code = f"import sys, wsgi; print(*[name for name in {NEVER_USED} if name in sys.modules])"
    settings = {"ANWEN_VAR_DIR": str(tmp_path), "ANWEN_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ANWEN_")}

    loaded = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=plain | settings,
        check=True,
        capture_output=True,
        text=True,
    )

    assert loaded.stdout.split() == []
