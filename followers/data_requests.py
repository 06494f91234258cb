"""Requests of people about their own data: entered, and answered within 15 working days.

个人信息保护法 第四十四条至第五十条. The law says 及时; fifteen working days is the outermost term of
国信办秘字〔2019〕191号 第六条, as recalled and not read again: the bureau's 法规科 confirms it. What is
done to the data is done by its own package (删除我的记录, the vault); here stands that it was asked, by when,
and what was answered. The name of whoever asks lies sealed and is forgotten 90 days later.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.clock import china_date
from core.crypto import seal, unseal
from core.errors import NotFound, RuleViolation
from core.masking import masked
from core.sort_orders import Page, SortOrder, both_ways
from followers.data_request_models import SETTLED, DataRequest, RequestChannel, RequestKind, RequestState
from places.calendar import load_workdays

TERM_WORKDAYS = 15
_PLACE = "data_requests.person"
_LONGEST, _LONGEST_PERSON = 2_000, 200


class Unclear(RuleViolation):
    """It is not said what the request is about or who asks, or its day is still to come."""

    sentence = "请写清楚要什么、是谁、怎么联系，收到的日子不能晚于今天。"


class AlreadySettled(RuleViolation):
    """Somebody else was quicker."""

    sentence = "这一件已经办完了。"


class NoOutcome(RuleViolation):
    """Nobody is sent away without a word: 第五十条第一款."""

    sentence = "请写清楚办了什么；不办的要写明理由（个人信息保护法第五十条）。"
    about = "outcome"


class DataRequests:
    """The register; ``key`` seals who asks."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def enter(
        self,
        session: Session,
        *,
        kind: RequestKind,
        channel: RequestChannel,
        about: str,
        person: str,
        came_on: date,
        editor: str,
        now: datetime,
    ) -> DataRequest:
        """Write a request down; its last day is counted by the calendar of working days."""
        about, person = about.strip()[:_LONGEST], person.strip()[:_LONGEST_PERSON]
        if wrong := [
            name
            for name, is_wrong in (
                ("about", not about), ("person", not person), ("came_on", came_on > china_date(now)),
            )
            if is_wrong
        ]:  # fmt: skip
            raise Unclear(about=" ".join(wrong))
        made = DataRequest(
            kind=kind,
            channel=channel,
            about=masked(about),
            sealed_person=seal(person.encode(), self._key, _PLACE),
            state=RequestState.OPEN,
            came_on=came_on,
            due_on=load_workdays(session).after_workdays(came_on, TERM_WORKDAYS),
            outcome="",
            entered_by=editor,
            entered_at=now,
        )
        session.add(made)
        session.flush()
        return made

    def settle(
        self, session: Session, number: int, state: RequestState, outcome: str, *, editor: str, now: datetime
    ) -> DataRequest:
        """Say what became of it, once."""
        outcome = outcome.strip()[:_LONGEST]
        if state not in SETTLED or not outcome:
            raise NoOutcome
        found = session.scalar(select(DataRequest).where(DataRequest.id == number).with_for_update())
        if found is None:
            raise NotFound
        if found.state is not RequestState.OPEN:
            raise AlreadySettled
        found.state, found.outcome = state, masked(outcome)
        found.settled_by, found.settled_at = editor, now
        session.flush()
        return found

    def person_of(self, request: DataRequest) -> str:
        """Who asks and how to reach them; empty once forgotten. The way in writes down who looked."""
        return unseal(request.sealed_person, self._key, _PLACE).decode() if request.sealed_person else ""


def get_request(session: Session, number: int) -> DataRequest:
    """One request; ``NotFound``."""
    found = session.get(DataRequest, number)
    if found is None:
        raise NotFound
    return found


DATA_REQUEST_ORDERS = (
    *both_ways(DataRequest.id),
    SortOrder("due", "先到期的在前", DataRequest.due_on, DataRequest.id),
)


def requests_page(
    session: Session,
    state: RequestState | None,
    page: Page = Page(DATA_REQUEST_ORDERS[0]),
) -> Sequence[DataRequest]:
    """A page of the register, in one of ``DATA_REQUEST_ORDERS``."""
    query = page.of(select(DataRequest))
    if state is not None:
        query = query.where(DataRequest.state == state)
    return session.scalars(query).all()


def count_open(session: Session, today: date) -> tuple[int, int]:
    """How many wait, and how many of them are late."""
    late = func.count().filter(DataRequest.due_on < today)
    found = session.execute(
        select(func.count(), late).select_from(DataRequest).where(DataRequest.state == RequestState.OPEN)
    ).one()
    return found[0], found[1]


def forget_people(session: Session, before: datetime) -> None:
    """Forget who asked, of what was settled before this moment; the register itself stays as proof."""
    session.execute(update(DataRequest).where(DataRequest.settled_at < before).values(sealed_person=None))
