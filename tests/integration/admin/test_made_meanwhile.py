"""Two clerks make the same at once: the second is told so, and what they typed is given back."""

import threading

import pytest

from app.wiring import Container
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.reward_office import BUDGET
from tests.sessions import open_writing
from tipoffs.rewards.models import RewardBudget

SECONDS = 0.5  # the second clerk's form is being taken by then


# One writer at a time on SQLite: there the second reads what the first has written.
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_who_makes_second_what_was_to_be_new_is_told(hiring: Hiring, container: Container) -> None:
    leader = hiring.insider("li", "leader")
    token = leader.token("/admin/rewards/ledger")
    first = open_writing(container.database)
    first.add(RewardBudget(line=BUDGET["line"], year=int(BUDGET["year"]), granted_fen=1, committed_fen=0))
    first.flush()
    end = threading.Timer(SECONDS, first.commit)
    end.start()

    told = leader.posts("/admin/rewards/budget", csrf_token=token, **BUDGET)

    end.join()
    first.close()
    assert told.status_code == 409
    assert "刚刚被别人办理过" in told.text
    assert BUDGET["document"] in told.text
