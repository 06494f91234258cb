"""转人工: when people work in the office and how to reach them; at night the duty phone."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.turns import Outcome, Turn
from core.clock import SHANGHAI
from handlers import notices
from handlers.traces import flow
from knowledge.library import LibraryHolder

_SOMEBODY = ("人工", "人工客服", "真人", "真人客服", "客服", "活人", "工作人员")
WORDS = frozenset(
    {
        f"{before}{who}"
        for who in _SOMEBODY
        for before in ("", "转", "转接", "找", "找个", "接", "联系", "叫", "换")
    }
    | {
        f"{who}{after}"
        for who in _SOMEBODY
        for after in ("在哪", "在哪里", "在哪儿", "呢", "怎么找", "怎么转")
    }
    | {f"有{who}吗" for who in _SOMEBODY}
    | {f"有没有{who}" for who in _SOMEBODY}
    | {"人工服务"}
)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office is open: weekdays 1 (Monday) to 7, and two times of day in China."""

    days: tuple[int, ...]
    opens: time
    closes: time

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody sits in the office at this moment."""
        local = moment.astimezone(SHANGHAI)
        return local.isoweekday() in self.days and self.opens <= local.time() < self.closes

    def words(self) -> str:
        """As people say it: 周一至周五 08:30—17:30."""
        days = sorted(self.days)
        run = days == list(range(days[0], days[-1] + 1)) and len(days) > 2
        names = [f"周{WEEKDAYS[day - 1]}" for day in days]
        listed = f"{names[0]}至{names[-1]}" if run else "、".join(names)
        return f"{listed} {self.opens:%H:%M}—{self.closes:%H:%M}"


class HumanHandler:
    """Tells how to reach a person."""

    def __init__(self, library_holder: LibraryHolder, hours: OfficeHours) -> None:
        self._library_holder = library_holder
        self._hours = hours

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        return self.explain(turn) if turn.is_command(WORDS) else None

    def explain(self, turn: Turn) -> Outcome:
        """The way to a person now, however it was asked for."""
        sentence = notices.HUMAN_OPEN if self._hours.is_open(turn.now) else notices.HUMAN_CLOSED
        phone = self._library_holder.current().facts.fill("{duty_phone}")
        text = notices.with_links(sentence, hours=self._hours.words(), duty_phone=phone)
        return Outcome.text(f"{text}\n{notices.HUMAN_FOOT}", trace=flow("human"))
