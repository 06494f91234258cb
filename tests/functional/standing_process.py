"""A program that says how it stands: ``python -m tests.functional.standing_process CODE``.

``CODE`` is what it exits with; at 0 it waits to be ended.
"""

import json
import os
import sys
import time

OURS = {"sqlalchemy", "app.wiring", "gunicorn", "simulator.server"}


def main() -> int:
    """Say it in one line of JSON."""
    told = {
        "arguments": sys.argv[1:],
        "name": __name__,
        "folder": os.getcwd(),
        "environment": dict(os.environ),
        "leads": os.getpid() == os.getsid(0) == os.getpgid(0),
        "counts": "prometheus_client" in sys.modules,
        "knows": sorted(OURS & set(sys.modules)),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()
    sys.stderr.write("a complaint\n")
    code = int(sys.argv[1])
    if not code:
        time.sleep(60)
    return code


if __name__ == "__main__":
    sys.exit(main())
