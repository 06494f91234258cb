"""`python -m simulator`: run the simulator with the settings of the environment, or of files beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from simulator.config import BadConfig, config_from_environment, environment_with_files
from simulator.server import PortTaken, run

USAGE = """python -m simulator    plays WeChat for one Official Account; takes no arguments.

Its settings come from the environment, from .env, or from what the account's first start generated:
  ANWEN_SIMULATOR_PORT    loopback port, 8090
  SIMULATOR_WEBHOOK_URL   where messages are pushed, http://127.0.0.1:$ANWEN_PORT/wechat
  ANWEN_WECHAT_TOKEN, _AES_KEY, _APPID, _SECRET, _ORIGINAL_ID    the account as the platform has it on file
  ANWEN_WECHAT_MODE       plain, compatible or secure
  SIMULATOR_SEED, SIMULATOR_ACCOUNT_NAME
The control interface and all else: simulator/README.md
"""
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] = ()) -> int:
    """Run until stopped; 2 and a sentence on standard error when settings or port do not allow it."""
    if arguments:
        is_help = arguments[0] in ("-h", "--help")
        (sys.stdout if is_help else sys.stderr).write(USAGE)
        return 0 if is_help else 2
    generated = Path(os.environ.get("ANWEN_VAR_DIR") or ROOT / "var") / "development.json"
    try:
        run(config_from_environment(environment_with_files((Path(".env"), generated))))
    except (BadConfig, PortTaken) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
