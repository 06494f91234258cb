"""Themes by year and occasion: entered by one person, checked by another, or nothing goes out.

A bureau of a large city announced its campaign of June 2025 under the theme of 2024; that is what the master
table is for. ``require_verified_theme`` is what everything that publishes asks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.planning.calendar import Calendar
from campaigns.planning.models import Theme
from campaigns.planning.occasions import SAFETY_MONTH, load_calendar
from campaigns.planning.permissions import Permission
from campaigns.planning.refusals import Incomplete, SameHand, ThemeMissing, ThemeUnverified, WrongTheme
from core.errors import BadContent
from core.statements import insert_once
from core.text import is_writable, width_folded
from core.yamls import parsed
from staff import audit
from staff.actors import Actor

FILE = Path(__file__).with_name("themes.yaml")
FIRST_YEAR = 1980
LAST_YEAR = 2100
LONGEST = 100
LONGEST_DOCUMENT = 64
FEWEST_TELLING = 4
"""A part of a theme this short could be anybody's words."""

_BETWEEN = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class NewTheme:
    """How a theme is worded, and where it can be read: the number of the document, or any other source.

    ``edition``: 第几个, counted from the first year of the occasion; if it is not given, what is known stays.
    """

    text: str
    document: str = ""
    source: str = ""
    edition: int | None = None


class ThemeService:
    """The master table of themes; ``calendar`` knows what the occasions are called."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def set_theme(
        self,
        session: Session,
        occasion: str,
        year: int,
        new: NewTheme,
        actor: Actor,
        now: datetime,
    ) -> Theme:
        """Enter or change the theme of a year; whatever it was, it is unverified from now on."""
        actor.require(Permission.THEME)
        name = self._calendar.occasion(occasion).name
        text, document, source = new.text.strip(), new.document.strip(), new.source.strip()
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Incomplete(f"年份请写{FIRST_YEAR}到{LAST_YEAR}之间的数字。", "year")
        if not text or len(text) > LONGEST or not is_writable(text):
            raise Incomplete(f"请写{name}主题的原文，不超过{LONGEST}字。", "text")
        if not document and not source:
            raise Incomplete("请写明主题的文号或者出处，核对的人要能找到原文。", "document source")
        if len(document) > LONGEST_DOCUMENT:
            raise Incomplete(f"文号请写短一些，不超过{LONGEST_DOCUMENT}字。", "document")
        theme = _held(session, occasion, year)
        before = theme.text if theme else ""
        if theme is None:
            theme = Theme(occasion=occasion, year=year)
            session.add(theme)
        theme.text, theme.document, theme.source = text, document, source
        theme.edition = new.edition if new.edition is not None else theme.edition
        theme.set_by, theme.set_at = actor.id, now
        theme.verified_by = theme.verified_at = None
        session.flush()
        _record(session, "set_theme", theme, actor, now, {"before": before, "text": text})
        return theme

    def verify_theme(
        self, session: Session, occasion: str, year: int, text: str, actor: Actor, now: datetime
    ) -> Theme:
        """Confirm that the theme is worded as in its document; ``text`` is what the second person reads.

        Typing it again is the check: whoever only looks at what stands there finds it right.
        """
        actor.require(Permission.VERIFY_THEME)
        theme = _held(session, occasion, year)
        name = self._calendar.name_of(occasion)
        if theme is None or not theme.text:
            raise ThemeMissing(f"{year}年{name}的主题还没有登记。")
        if theme.set_by == actor.id:
            raise SameHand
        if folded(text) != folded(theme.text):
            raise WrongTheme(
                f"您读到的和登记的不一样。登记的是“{theme.text}”，请对照原文，有错由登记的人改正。"
            )
        theme.verified_by, theme.verified_at = actor.id, now
        session.flush()
        _record(session, "verify_theme", theme, actor, now, {"text": theme.text})
        return theme

    def require_theme_of_year(self, session: Session, occasion: str, year: int, text: str) -> None:
        """Go on only if ``text`` is the theme of this occasion in this year, verified or not.

        ``WrongTheme`` says whose theme it is; ``ThemeMissing`` where the year has none yet.
        """
        right = find_theme(session, occasion, year)
        name = self._calendar.name_of(occasion)
        if right is None or not right.text:
            raise ThemeMissing(f"{year}年{name}的主题还没有登记，请先登记并由另一人核对。")
        if folded(text) == folded(right.text):
            return
        other = next(
            (one for one in _themes(session) if one.id != right.id and folded(one.text) == folded(text)), None
        )
        whose = f"这是{other.year}年{self._calendar.name_of(other.occasion)}的主题，" if other else ""
        raise WrongTheme(f"{whose}{year}年{name}的主题是“{right.text}”。")

    def require_not_of_another_year(self, session: Session, year: int, text: str) -> None:
        """Go on unless ``text`` is the theme of another year; for what has no announced theme of its own."""
        same = [one for one in _themes(session) if folded(one.text) == folded(text)]
        if same and all(one.year != year for one in same):
            name = self._calendar.name_of(same[0].occasion)
            raise WrongTheme(f"这是{same[0].year}年{name}的主题，不能用在{year}年。")

    def require_no_other_year(self, session: Session, occasion: str, year: int, words: str) -> None:
        """Go on unless ``words`` (an article, a poster) carry another year's theme in place of this one's.

        Looking back is allowed: where this year's theme stands too, others may stand beside it.
        """
        right = find_theme(session, occasion, year)
        if right is None or not right.text:
            return
        own, said = folded(right.text), folded(words)
        # The theme of 2023 is the first half of those that followed: what lies in ours tells nothing.
        others = [one for one in _themes(session) if one.occasion == occasion and folded(one.text) not in own]
        rest = said
        for one in others:
            rest = rest.replace(folded(one.text), "")
        if own in rest:
            return
        for one in others:
            if any(part in said for part in _telling(one.text) if part not in own):
                name = self._calendar.name_of(occasion)
                wrong = f"文中有{one.year}年{name}的主题“{one.text}”"
                raise WrongTheme(f"{wrong}，{year}年的主题是“{right.text}”。")


def require_verified_theme(session: Session, year: int, occasion: str = SAFETY_MONTH) -> Theme:
    """The theme of the year, once two people have read its document; for whatever is about to be published.

    ``ThemeMissing`` or ``ThemeUnverified`` otherwise.
    """
    theme = find_theme(session, occasion, year)
    name = load_calendar().name_of(occasion)
    if theme is None or not theme.text:
        raise ThemeMissing(f"{year}年{name}的主题还没有登记，不能发布。请登记主题和文号，并由另一人核对。")
    if theme.verified_at is None:
        raise ThemeUnverified(f"{year}年{name}的主题“{theme.text}”还没有由另一人核对，不能发布。")
    return theme


def find_theme(session: Session, occasion: str, year: int) -> Theme | None:
    """The row of one occasion in one year."""
    return session.scalar(select(Theme).where(Theme.occasion == occasion, Theme.year == year))


def themes(session: Session, occasion: str | None = None) -> Sequence[Theme]:
    """All rows, or those of one occasion, the newest year first."""
    query = select(Theme).order_by(Theme.occasion, Theme.year.desc())
    return session.scalars(query.where(Theme.occasion == occasion) if occasion else query).all()


def seed_themes(session: Session, now: datetime) -> int:
    """Write the themes that come with the project; rows that are there stay. Says how many are new."""
    rows = [
        {
            "occasion": one["occasion"],
            "year": one["year"],
            "edition": one.get("edition"),
            "text": one["text"],
            "document": one.get("document", ""),
            "source": one["source"],
            "set_by": "",
            "set_at": now,
            "verified_by": None,
            "verified_at": now if one["verified"] else None,
        }
        for one in seeds()
    ]
    return len(insert_once(session, Theme, rows, conflict=["occasion", "year"]))


@cache
def seeds() -> tuple[dict[str, Any], ...]:
    """What stands in ``themes.yaml``; ``BadContent`` where one is called verified without words or source."""
    found = tuple(parsed(FILE.read_text("utf-8"))["themes"])
    for one in found:
        if one["verified"] and not (one["text"] and one["source"]):
            raise BadContent(f"{FILE.name}: {one['occasion']} {one['year']}")
    return found


def folded(text: str) -> str:
    """``text`` without blanks, punctuation and differences of width: 、 and ，are often exchanged."""
    return _BETWEEN.sub("", width_folded(text))


def _telling(text: str) -> frozenset[str]:
    """The whole, and the part after the dash that is this year's own."""
    parts = [text, *text.split("——")[1:]]
    return frozenset(part for one in parts if len(part := folded(one)) >= FEWEST_TELLING)


def _themes(session: Session) -> list[Theme]:
    return [one for one in themes(session) if one.text]


def _held(session: Session, occasion: str, year: int) -> Theme | None:
    return session.scalar(
        select(Theme)
        .where(Theme.occasion == occasion, Theme.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _record(
    session: Session, action: str, theme: Theme, actor: Actor, now: datetime, detail: dict[str, str]
) -> None:
    subject = f"theme:{theme.occasion}:{theme.year}"
    audit.record(
        session,
        actor=actor,
        action=f"campaigns.{action}",
        subject=subject,
        now=now,
        detail=detail | {"document": theme.document},
    )
