"""Of a step that is refused in the chat nothing stays: what it wrote before is undone."""

from app.wiring import Container
from staff.binding import begin_binding, unbind
from staff.services import OPERATOR
from tests.conftest import StandingClock
from tests.insiders import let_in
from tests.integration.conftest import Line
from tests.unit.wechat.pushes import event_push, tag


def scanned(line: Line, clock: StandingClock, scene: str) -> str:
    """Scan a code a second later; what the account says."""
    clock.advance(seconds=1)
    second = int(clock.now().timestamp())
    answer = line.delivers(event_push("SCAN", tag("EventKey", scene) + tag("Ticket", "t"), second=second))
    return line.platform.reads(answer.data)


def test_a_code_that_was_refused_to_a_colleagues_phone_is_still_good(
    container: Container, line: Line, clock: StandingClock
) -> None:
    for login in ("chen", "li"):
        let_in(container, login, "duty_officer")
    scenes = []
    for login in ("chen", "li"):
        with container.database.writing() as session:
            scenes.append(begin_binding(session, login, actor=OPERATOR, now=clock.now()))
    scanned(line, clock, scenes[0])
    assert "请先解除" in scanned(line, clock, scenes[1])
    with container.database.writing() as session:
        unbind(session, "chen", actor=OPERATOR, now=clock.now())

    assert "失效" not in scanned(line, clock, scenes[1])
    # Used, it is good for nobody any more.
    assert "失效" in scanned(line, clock, scenes[1])
