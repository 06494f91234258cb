"""A reporter and a clerk take a step with the same tip at the same moment."""

import threading

import pytest

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.intake.counter import Counter
from tests.integration.intake.phone import Phone
from tests.integration.tip_office import INTAKE
from tests.sessions import open_writing
from tests.unit.wechat.pushes import OPENID
from tipoffs.tips.files import history
from tipoffs.tips.status import TipAction

SECONDS = 0.5  # the reporter's step has begun by then, and waits for the clerk's


# One writer at a time on SQLite: there the second reads what the first has written.
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("link", "words", "done", "step"),
    [
        ("撤回", "", "已经撤回", TipAction.WITHDRAW),
        ("给办案人员留言", "后门今天又锁上了", "已经转给办案人员", TipAction.WRITE),
    ],
)
def test_a_step_that_meets_the_acceptance_is_tried_again(
    phone: Phone,
    counter: Counter,
    container: Container,
    clock: StandingClock,
    link: str,
    words: str,
    done: str,
    step: TipAction,
) -> None:
    number = counter.submitted(OPENID).number
    phone.says("我的举报")
    phone.taps(link)
    if words:
        phone.says(words)
    clerk = open_writing(container.database)
    container.casework.tips.accept(clerk, number, INTAKE, clock.now())
    end = threading.Timer(SECONDS, clerk.commit)
    end.start()

    assert done in phone.says("确认")

    end.join()
    clerk.close()
    with container.database.reading() as session:
        steps = [event.action for event in history(session, number)]
    assert steps == [TipAction.SUBMIT, TipAction.ACCEPT, step]
