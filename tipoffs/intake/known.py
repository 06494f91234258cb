"""我也发现: whether the matter that somebody is telling may be known already, asked seldom enough.

The answer is yes or no about the teller's own place and words. It still tells somebody who fears a report
something, so one person is answered ten times a day and hears "no" after that, whatever is true.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.clock import china_date
from core.ids import pseudonym
from core.statements import insert_in, table_of
from tipoffs.intake.draft import Draft, Known, Step
from tipoffs.intake.models import KnownLook

MOST_A_DAY = 10
_LATER = frozenset({Step.TIME, Step.EVIDENCE, Step.MODE})

IsKnown = Callable[[Session, Draft, datetime], bool]


class KnownMatters:
    """Looks once a draft says what and where; ``is_known`` compares, ``blind_key`` hides who asks."""

    def __init__(self, is_known: IsKnown, blind_key: bytes) -> None:
        self._is_known = is_known
        self._blind_key = blind_key

    def looked(self, session: Session, openid: str, draft: Draft, now: datetime) -> Draft:
        """The draft with the answer, where it is time to look and it was not done before."""
        if draft.known is not Known.UNASKED or not (draft.facts and draft.has_place):
            return draft
        if not self._may_ask(session, openid, now):
            return replace(draft, known=Known.NO)
        known = self._is_known(session, draft, now)
        return replace(draft, known=Known.MAYBE if known else Known.NO)

    def is_time(self, draft: Draft) -> bool:
        """Whether object and place have been asked for, so that nothing better will come."""
        return draft.step in _LATER

    def forget_old(self, session: Session, now: datetime) -> None:
        """Delete the counts of days that are over."""
        session.execute(delete(KnownLook).where(KnownLook.day < china_date(now)))

    def _may_ask(self, session: Session, openid: str, now: datetime) -> bool:
        insert = insert_in(session.get_bind().dialect.name, table_of(KnownLook)).values(
            caller=pseudonym(openid, self._blind_key), day=china_date(now), looks=1
        )
        looks = session.execute(
            insert.on_conflict_do_update(
                index_elements=["caller", "day"], set_={"looks": KnownLook.looks + 1}
            ).returning(KnownLook.looks)
        ).scalar_one()
        return int(looks) <= MOST_A_DAY


def asked_anew(before: Draft, after: Draft) -> Draft:
    """``after``, to be looked at again where place or words have changed since."""
    told = [(one.facts, one.object_name, one.address, one.latitude, one.longitude) for one in (before, after)]
    if told[0] == told[1] or before.known is Known.JOINED:
        return after
    return replace(after, known=Known.UNASKED)
