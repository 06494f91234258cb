"""A process that fires clocks of cases until none is due, or until it is killed.

``python -m tests.integration.case_clock_process URL MOMENT``. Each step becomes a row of the table ``told``,
which stands for the outbox: what it holds was told.
"""

import os
import sys
import time
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import Database
from tipoffs.clocks.firing import due_clocks, fire
from tipoffs.clocks.ports import ClockNotice
from tipoffs.clocks.rules import read_rules
from tipoffs.clocks.services import ClockService


def write_down(session: Session, notice: ClockNotice, _now: datetime) -> None:
    """Tell by a row, with a little time in which to be killed."""
    row = {"clock": notice.clock_id, "step": notice.step, "teller": os.getpid()}
    session.execute(text("INSERT INTO told (clock, step, teller) VALUES (:clock, :step, :teller)"), row)
    time.sleep(0.001)


def main() -> None:
    """Fire until nothing is due."""
    url, moment = sys.argv[1:]
    now = datetime.fromisoformat(moment)
    database = Database(url)
    service = ClockService(read_rules())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        with database.reading() as session:
            keys = due_clocks(session, now)
        if not keys:
            break
        for key in keys:
            with database.writing() as session:
                fire(session, key, now, write_down, service)


if __name__ == "__main__":
    main()
