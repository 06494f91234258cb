"""What staff do from their own phones: bind them by a scan, and say 收到 to a duty notice."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.turns import Outcome, Turn
from core.errors import RuleViolation
from deliveries.duty import DutyNoticeService
from handlers import notices
from handlers.traces import flow
from staff.actors import Actor
from staff.binding import SCENE, bound_staff, finish_binding
from wechat.messages import ScanEvent, SubscribeEvent

RECEIVED = frozenset({"收到", "已收到", "收到了", "知道了"})
_TRACE = flow("duty")


class DutyHandler:
    """Binds and acknowledges; everybody else's 收到 is left to the other skills."""

    def __init__(self, notices: DutyNoticeService, actor_of: Callable[[Session, str], Actor]) -> None:
        self._notices = notices
        self._actor_of = actor_of

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        scene = turn.message.scene if isinstance(turn.message, SubscribeEvent | ScanEvent) else None
        if scene and scene.startswith(SCENE):
            return self._bind(turn, scene)
        if turn.is_command(RECEIVED):
            return self._acknowledge(turn)
        return None

    def _bind(self, turn: Turn, scene: str) -> Outcome:
        try:
            with turn.step() as session:
                user = finish_binding(session, scene, turn.openid, turn.now)
        except RuleViolation as refused:
            return Outcome.text(refused.sentence, trace=_TRACE)
        return Outcome.text(notices.STAFF_BOUND.format(name=user.name), conversation=None, trace=_TRACE)

    def _acknowledge(self, turn: Turn) -> Outcome | None:
        user = bound_staff(turn.session, turn.openid)
        if user is None:
            return None
        actor = self._actor_of(turn.session, user.login)
        waiting = self._notices.open_notices(turn.session, actor)
        if not waiting:
            return None
        for one in waiting:
            self._notices.acknowledge(turn.session, one.id, actor, turn.now)
        subjects = "、".join(dict.fromkeys(one.subject for one in waiting))
        return Outcome.text(notices.DUTY_ACKNOWLEDGED.format(subjects=subjects), trace=_TRACE)
