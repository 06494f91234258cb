"""`python -m simulator`: run the simulator with the settings of the environment, or of files beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from simulator.config import BadConfig, config_from_environment, environment_with_files
from simulator.server import PortTaken, run

FILES = (Path(".env"), Path("var/development.env"))


def main() -> int:
    """Run until stopped; 2 with a sentence on standard error when the settings or the port do not allow it."""
    try:
        run(config_from_environment(environment_with_files(FILES)))
    except (BadConfig, PortTaken) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
