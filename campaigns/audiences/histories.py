"""The histories a segment may ask for: who scanned, signed in, took part in a contest, finished a course."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from campaigns.audiences.ports import History
from campaigns.library.models import QrCode
from campaigns.planning.models import Activity
from core.clock import china_date
from followers.deeds import Deed, who_did
from quizzes.models import QuizContest, QuizCourse


@dataclass(frozen=True, slots=True)
class Deeds:
    """One kind of deed; ``exists`` says whether there is such a code at all."""

    kind: Deed
    exists: Callable[[Session, str], bool]

    def people(self, code: str, since: datetime | None) -> Select[str]:
        """See ``campaigns.audiences.ports.History``."""
        return who_did(self.kind, code, since and china_date(since))

    def knows(self, session: Session, code: str) -> bool:
        """See ``campaigns.audiences.ports.History``."""
        return self.exists(session, code)


def _has_scene(session: Session, code: str) -> bool:
    codes, scenes = select(QrCode.id).where(QrCode.scene == code), select(Activity.id)
    return any(
        session.scalar(query.limit(1)) is not None for query in (codes, scenes.where(Activity.scene == code))
    )


def _has(model: type[Activity] | type[QuizContest]) -> Callable[[Session, str], bool]:
    def exists(session: Session, code: str) -> bool:
        is_number = code.isascii() and code.isdecimal() and len(code) <= 12
        return is_number and session.get(model, int(code)) is not None

    return exists


def _has_course(session: Session, code: str) -> bool:
    return session.get(QuizCourse, code) is not None


HISTORIES: Mapping[str, History] = {
    Deed.SCAN.value: Deeds(Deed.SCAN, _has_scene),
    Deed.SIGN_IN.value: Deeds(Deed.SIGN_IN, _has(Activity)),
    Deed.CONTEST.value: Deeds(Deed.CONTEST, _has(QuizContest)),
    Deed.COURSE.value: Deeds(Deed.COURSE, _has_course),
    Deed.DAILY.value: Deeds(Deed.DAILY, lambda _, code: code == Deed.DAILY.value),
}
"""By the name that a spec calls them."""
