"""The account's templates for notices, and which citizens agreed to which of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from simulator.errcodes import ApiError
from simulator.identity import letters
from simulator.industries import AT_START
from simulator.limits import TEMPLATE_REPEAT_SECONDS, TEMPLATES
from simulator.notice_library import (
    CHOSEN_MESSAGES,
    CHOSEN_SUBSCRIPTIONS,
    LONG_TERM,
    MESSAGE_TEMPLATES,
    SUBSCRIPTIONS,
    Offered,
)


@dataclass(frozen=True)
class Template:
    """One template of the account; `fields` are label by field name, in the order they are shown."""

    id: str
    title: str
    fields: dict[str, str]
    kind: int

    @property
    def content(self) -> str:
        """The lines of the notice with its fields in double braces, as the platform lists it."""
        return "\n".join(f"{label}:{{{{{name}.DATA}}}}" for name, label in self.fields.items())

    @property
    def is_long_term(self) -> bool:
        return self.kind == LONG_TERM


@dataclass
class TemplateStore:
    """The templates of one of the two kinds of notices."""

    seed: str
    library: dict[str, Offered]
    rows: dict[str, Template] = field(default_factory=dict)

    def add(self, number: str, wanted: list[int] | None = None) -> Template:
        """Choose from the library; raises errcode 45026 (too many) or 40037 (no such number, no such field).

        `wanted` are the places of the fields, from 1, in the order they are to be shown.
        """
        offered = self.library.get(number)
        if offered is None:
            raise ApiError(40037)
        if len(self.rows) >= TEMPLATES:
            raise ApiError(45026)
        places = wanted or list(range(1, len(offered.fields) + 1))
        if any(not 1 <= place <= len(offered.fields) for place in places):
            raise ApiError(40037)
        fields = {f"{offered.fields[place - 1][0]}{place}": offered.fields[place - 1][1] for place in places}
        id_ = letters(f"template/{self.seed}/{number}/{places}/{len(self.rows)}", 43)
        template = self.rows[id_] = Template(id_, offered.title, fields, offered.kind)
        return template

    def find(self, id_: object) -> Template:
        """Raises errcode 40037."""
        template = self.rows.get(id_) if isinstance(id_, str) else None
        if template is None:
            raise ApiError(40037)
        return template

    def delete(self, id_: object) -> None:
        """Raises errcode 40037."""
        del self.rows[self.find(id_).id]


class NoticeService:
    """Templates of both kinds, consents, and the messages sent lately under an id of the account's own."""

    def __init__(self, seed: str) -> None:
        self.messages = TemplateStore(f"{seed}/message", MESSAGE_TEMPLATES)
        self.subscriptions = TemplateStore(f"{seed}/subscription", SUBSCRIPTIONS)
        for number in CHOSEN_MESSAGES:
            self.messages.add(number)
        for number in CHOSEN_SUBSCRIPTIONS:
            self.subscriptions.add(number)
        self.industries, self.industries_changed = (AT_START, AT_START), ""
        self._once: Counter[tuple[str, str]] = Counter()
        self._always: set[tuple[str, str]] = set()
        self._sent: dict[tuple[str, str], tuple[int, float]] = {}

    def agree(self, openid: str, template: Template) -> None:
        """One more message of this kind, or, for a long-term template, any number until it is taken back."""
        if template.is_long_term:
            self._always.add((openid, template.id))
        else:
            self._once[(openid, template.id)] += 1

    def take_back(self, openid: str, template: Template) -> None:
        """The switch on the account's page: nothing more of this kind."""
        self._always.discard((openid, template.id))
        del self._once[(openid, template.id)]

    def left(self, openid: str, template: Template) -> int | None:
        """How many messages are still agreed to; None for any number."""
        return None if (openid, template.id) in self._always else self._once[(openid, template.id)]

    def spend(self, openid: str, template: Template) -> None:
        """Use one consent; raises errcode 43101."""
        if (openid, template.id) in self._always:
            return
        if self._once[(openid, template.id)] <= 0:
            raise ApiError(43101)
        self._once[(openid, template.id)] -= 1

    def earlier(self, openid: str, client_id: str, now: float) -> int | None:
        """The msgid of a message sent to this person under this id in the last ten minutes."""
        msg_id, at = self._sent.get((openid, client_id), (0, float("-inf")))
        return msg_id if now - at < TEMPLATE_REPEAT_SECONDS else None

    def remember(self, openid: str, client_id: str, msg_id: int, now: float) -> None:
        if client_id:
            self._sent[(openid, client_id)] = (msg_id, now)
