"""The histories a segment may ask for: who scanned, signed in, took part in a contest, finished a course."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from campaigns.audiences.ports import History
from campaigns.audiences.spec import Done
from campaigns.library.models import QrCode
from campaigns.planning.models import Activity
from core.clock import china_date
from followers.deeds import Deed, who_did
from quizzes.models import QuizContest, QuizCourse

LONGEST_NUMBER = 12


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
        return _is_number(code) and session.get(model, int(code)) is not None

    return exists


def _has_course(session: Session, code: str) -> bool:
    return session.get(QuizCourse, code) is not None


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdecimal() and len(code) <= LONGEST_NUMBER


def titles_of(session: Session, asked: Iterable[Done]) -> Mapping[Done, str]:
    """What each of these is called, as 参加竞赛：秋季竞赛; a code that nobody knows stands as it is."""
    several = set(asked)
    found: dict[Done, str] = {}
    for history in {one.history for one in several}:
        codes = {one.code for one in several if one.history == history}
        kind = next((deed.label for deed in Deed if deed.value == history), history)
        titles = _titles(session, history, codes)
        for one in several:
            if one.history == history:
                found[one] = kind if one.code == history else f"{kind}：{titles.get(one.code, one.code)}"
    return found


def _titles(session: Session, history: str, codes: Collection[str]) -> Mapping[str, str]:
    if history == Deed.SCAN.value:
        scanned = session.scalars(select(QrCode).where(QrCode.scene.in_(codes)))
        return {one.scene: one.title for one in scanned}
    if history == Deed.COURSE.value:
        courses = session.scalars(select(QuizCourse).where(QuizCourse.slug.in_(codes)))
        return {one.slug: one.title for one in courses}
    numbers = [int(code) for code in codes if _is_number(code)]
    for deed, model in ((Deed.SIGN_IN, Activity), (Deed.CONTEST, QuizContest)):
        if history == deed.value and numbers:
            named = session.execute(select(model.id, model.title).where(model.id.in_(numbers)))
            return {str(number): title for number, title in named}
    return {}


HISTORIES: Mapping[str, History] = {
    Deed.SCAN.value: Deeds(Deed.SCAN, _has_scene),
    Deed.SIGN_IN.value: Deeds(Deed.SIGN_IN, _has(Activity)),
    Deed.CONTEST.value: Deeds(Deed.CONTEST, _has(QuizContest)),
    Deed.COURSE.value: Deeds(Deed.COURSE, _has_course),
    Deed.DAILY.value: Deeds(Deed.DAILY, lambda _, code: code == Deed.DAILY.value),
}
"""By the name that a spec calls them."""
