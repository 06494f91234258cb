"""A customer-service gateway with followers and windows of its own, honest enough to test the outbox with."""

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.clock import Clock
from deliveries.ports import FailureClass, GatewayRefusal

LONGEST_TEXT = 2048
_AFTER_MESSAGE = timedelta(hours=48), 5
_AFTER_ACTION = timedelta(minutes=1), 3
_CLASSES = {
    40003: FailureClass.RECIPIENT,
    40007: FailureClass.CONTENT,
    43004: FailureClass.RECIPIENT,
    44004: FailureClass.CONTENT,
    45002: FailureClass.CONTENT,
    45015: FailureClass.RECIPIENT,
    45047: FailureClass.QUOTA,
    40037: FailureClass.CONTENT,
    43101: FailureClass.RECIPIENT,
    47003: FailureClass.CONTENT,
}


@dataclass
class _Person:
    following: bool = True
    windows: list[tuple[datetime, int]] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)
    consents: Counter[str] = field(default_factory=Counter)
    client_ids: set[str] = field(default_factory=set)


class FakeCustomerService:
    """Keeps what each person was sent, and refuses what the platform would refuse.

    Everything sent passes through ``send_text`` and ``send_image``; the other verbs are what people do.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._people: dict[str, _Person] = {}
        self._pictures: set[str] = set()
        self._templates: dict[str, frozenset[str]] = {}
        self._serial = itertools.count(1)

    def follows(self) -> str:
        """A new follower; their openid."""
        openid = f"oFake{next(self._serial):023d}"
        self._people[openid] = _Person()
        return openid

    def writes(self, openid: str) -> None:
        """They write to the account."""
        self._open(openid, *_AFTER_MESSAGE)

    def clicks(self, openid: str) -> None:
        """They tap a menu button."""
        self._open(openid, *_AFTER_ACTION)

    def leaves(self, openid: str) -> None:
        """They stop following."""
        self._people[openid].following = False

    def heard(self, openid: str) -> list[tuple[str, str]]:
        """What they were sent: kind, and words or media id."""
        return self._people[openid].heard

    def keeps_picture(self) -> str:
        """A picture was uploaded; its media id."""
        media_id = f"media-{next(self._serial)}"
        self._pictures.add(media_id)
        return media_id

    def chooses_template(self, *fields: str) -> str:
        """The account chose a template with these fields; its id."""
        template_id = f"template-{next(self._serial)}"
        self._templates[template_id] = frozenset(fields)
        return template_id

    def agrees(self, openid: str, template_id: str) -> None:
        """They agree to one notice of this template."""
        self._people[openid].consents[template_id] += 1

    def send_template(
        self, openid: str, template_id: str, data: Mapping[str, str], *, url: str, client_id: str
    ) -> None:
        """Keep the words of a template message, or refuse."""
        person = self._person_for(openid, template_id, data)
        if not person.following:
            raise _refused(43004)
        if client_id not in person.client_ids:
            person.client_ids.add(client_id)
            person.heard.append(("template", " ".join(data.values())))

    def send_subscription(self, openid: str, template_id: str, data: Mapping[str, str], *, url: str) -> None:
        """Keep the words of a subscription notice, or refuse."""
        person = self._person_for(openid, template_id, data)
        if person.consents[template_id] <= 0:
            raise _refused(43101)
        person.consents[template_id] -= 1
        person.heard.append(("subscribe", " ".join(data.values())))

    def _person_for(self, openid: str, template_id: str, data: Mapping[str, str]) -> _Person:
        fields = self._templates.get(template_id)
        if fields is None:
            raise _refused(40037)
        if openid not in self._people:
            raise _refused(40003)
        if any(not data.get(name) for name in fields):
            raise _refused(47003)
        return self._people[openid]

    def send_text(self, openid: str, text: str) -> None:
        """Keep a text for the person, or refuse."""
        if not text:
            raise _refused(44004)
        if len(text.encode()) > LONGEST_TEXT:
            raise _refused(45002)
        self._deliver(openid, "text", text)

    def send_image(self, openid: str, media_id: str) -> None:
        """Keep a picture for the person, or refuse."""
        if media_id not in self._pictures:
            raise _refused(40007)
        self._deliver(openid, "image", media_id)

    def _deliver(self, openid: str, kind: str, said: str) -> None:
        person = self._people.get(openid)
        if person is None:
            raise _refused(40003)
        if not person.following:
            raise _refused(43004)
        now = self._clock.now()
        live = [index for index, (until, _) in enumerate(person.windows) if now < until]
        if not live:
            raise _refused(45015)
        usable = next((index for index in live if person.windows[index][1] > 0), None)
        if usable is None:
            raise _refused(45047)
        until, left = person.windows[usable]
        person.windows[usable] = until, left - 1
        person.heard.append((kind, said))

    def _open(self, openid: str, length: timedelta, messages: int) -> None:
        self._people[openid].windows = [(self._clock.now() + length, messages)]


def _refused(errcode: int) -> GatewayRefusal:
    return GatewayRefusal(_CLASSES[errcode], f"message/custom/send: errcode {errcode}", errcode=errcode)
