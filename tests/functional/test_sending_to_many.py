"""One message to many over the simulator: one by one, and as a mass send whose report comes back."""

import json
import time
from typing import Any

from bench.sendings import Sending, crowd
from deliveries.mailings.status import MailingWay, Purpose
from tests.account import Account

PATIENCE_SECONDS = 30.0
# Not a campaign, so that it is sent whatever the hour is: nobody waits until seven for a test.
DISASTER = Purpose.DISASTER


def stats(account: Account, mailing_id: int) -> dict[str, Any]:
    """What the operator's command says."""
    said = account.types("deliveries", "stats", "--mailing", str(mailing_id), "--json")
    found: dict[str, Any] = json.loads(said)
    return found


def test_a_mailing_and_a_mass_send_reach_every_phone_and_are_counted_apart(account: Account) -> None:
    sending, people = Sending(account), crowd(account, 5, f"many{time.time_ns()}")
    account.control("POST", "settings", mass_seconds=0)

    one_by_one = sending.starts(people, purpose=DISASTER)
    at_once = sending.starts(people, MailingWay.MASS_LIST, DISASTER)

    found, deadline = stats(account, at_once), time.monotonic() + PATIENCE_SECONDS
    while found["delivered"] < len(people) and time.monotonic() < deadline:
        time.sleep(0.2)
        found = stats(account, at_once)
    assert (found["planned"], found["accepted"], found["delivered"], found["read"]) == (5, 5, 5, 0)
    each = stats(account, one_by_one)
    assert (each["planned"], each["accepted"], each["delivered"]) == (5, 5, 0), "nobody reports those"
    for openid in people:
        rows = account.control("GET", f"citizens/{openid}/inbox?since=0")
        assert sorted(row["channel"] for row in rows if row["direction"] == "in") == [
            "customer_service",
            "mass",
        ]
