"""`python -m simulator`: run the simulator with the settings of the environment, or of files beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from simulator.config import BadConfig, config_from_environment, environment_with_files
from simulator.server import PortTaken, run

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run until stopped; 2 and a sentence on standard error when settings or port do not allow it."""
    generated = Path(os.environ.get("ANWEN_VAR_DIR") or ROOT / "var") / "development.json"
    try:
        run(config_from_environment(environment_with_files((Path(".env"), generated))))
    except (BadConfig, PortTaken) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
