"""Staff who take a case through its usual steps."""

from collections.abc import Callable

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.tip_office import INTAKE, LEADER, PARTS, SECOND, UNIT, VERIFIER
from tipoffs.tips.models import Finding
from tipoffs.tips.verifying import Record

ASKED = "后门现在还锁着吗"


class Staff:
    """Staff take the usual steps, each in a transaction of its own."""

    def __init__(self, container: Container, clock: StandingClock) -> None:
        self._container, self._clock = container, clock

    def does(self, verb: Callable[..., object], *arguments: object, **more: object) -> None:
        self._container.cipher.ensure_key(self._clock.now())
        with self._container.database.writing() as session:
            verb(session, *arguments, self._clock.now(), **more)

    def asks(self, number: str) -> None:
        self.does(self._container.casework.tips.ask_more, number, ASKED, INTAKE)

    def answers(self, number: str) -> None:
        """Accept, hand on, verify, sign and answer: nothing was found."""
        tips = self._container.casework.tips
        self.does(tips.accept, number, INTAKE)
        self.does(tips.summarise, number, "反映一处厂房气味异常", "某街道", INTAKE)
        self.does(tips.dispatch, number, "fire", INTAKE, proposal="行业主管")
        self.does(tips.receive, number, UNIT)
        record = Record(Finding.UNFOUNDED, "现场查看，未见异常。", self._clock.now(), SECOND.id)
        self.does(tips.verify, number, record, VERIFIER)
        self.does(tips.co_sign, number, SECOND)
        self.does(tips.sign_off, number, LEADER)
        self.does(tips.answer, number, PARTS, INTAKE)
