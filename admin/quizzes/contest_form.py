"""A new contest: when, for whom, how papers are drawn."""

import re
from collections import Counter

from flask import request
from flask.typing import ResponseReturnValue

from admin.done import send_on
from admin.forms import Typed, whole_number
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import RuleViolation
from core.text import half_width
from knowledge.categories import CATEGORY_LABELS, in_order
from places.regions import Level, RegionTree
from quizzes.contests import NewContest, Team
from quizzes.papers import rule_from
from quizzes.permissions import QuizPermission
from quizzes.question import DIFFICULTIES, SETTINGS

WHEN = "请写明什么时候开始、什么时候结束。"
_SEPARATORS = re.compile(r"[，\s]|,(?!\d{3}\b)")
"""A comma within a number groups its digits."""
UNIT_CHARACTERS, CODE_CHARACTERS = 60, 32
UNIT_LINE = (
    "单位每行一个，名称在前，人数在后，中间空一格，例如“县教育局 300”；人数可以不写，名称里不要空格，"
    "最多{most}个字。这一行看不懂：{line}"
)
UNIT_TWICE = "单位“{name}”写了两次，请去掉一行。"


class ContestForm:
    """The form in which a contest is planned."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the page."""
        routes.add_new("/quizzes/contests/new", self.new, name="contest_new", permission=QuizPermission.EDIT)

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Put a contest together; nobody sees it before somebody else publishes it."""
        needs = self._needs
        if request.method == "GET":
            asked = {"campaign": [request.args.get("campaign", "")]}
            start = {"questions": ["10"], "minutes": ["10"], "pass_mark": ["60"]}
            return self._form(Typed(start | asked))
        form = Typed.sent()
        try:
            new = _contest(form, needs.quizzes().tree())
            with needs.database.writing() as session:
                contests = needs.quizzes().contests
                number = contests.create(session, new, visitor.actor, needs.clock.now()).id
        except RuleViolation as refusal:
            return self._form(form, form.refused(refusal))
        return send_on("contest", "contest_created", number=number)

    def _form(self, form: Typed, refusal: str = "") -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            bank = self._needs.quizzes().bank_holder.current(session)
        categories = in_order(one.category for one in bank.live)
        return page(
            "quizzes/contest_new",
            409 if refusal else 200,
            form=form, refusal=refusal, loaded=len(bank.live),
            categories=[(code, CATEGORY_LABELS.get(code, code)) for code in categories],
            settings=[(one, one) for one in SETTINGS],
            difficulties=[(str(code), label) for code, label in DIFFICULTIES.items()],
        )  # fmt: skip


def _contest(form: Typed, tree: RegionTree) -> NewContest:
    opens_at = form.moment_or_none("opens_at", "开始")
    closes_at = form.moment_or_none("closes_at", "结束")
    if opens_at is None or closes_at is None:
        raise RuleViolation(WHEN, "opens_at closes_at")
    towns = tuple(Team(one.code, one.name) for one in tree.at_level(Level.TOWN))
    rule = rule_from(
        {
            "questions": form.number_or_none("questions", "几道题") or 0,
            "categories": form.all("categories"),
            "settings": form.all("settings"),
            "difficulties": [one for one in form.all("difficulties") if one.isdecimal()],
        }
    )
    return NewContest(
        title=form.text("title"),
        intro=form.text("intro"),
        opens_at=opens_at,
        closes_at=closes_at,
        rule=rule,
        paper_seconds=(form.number_or_none("minutes", "一份卷子几分钟") or 0) * 60,
        pass_mark=form.number_or_none("pass_mark", "合格分") or 0,
        units=_teams(form.text("units")),
        towns=towns if form.is_ticked("by_town") else (),
        campaign_id=form.number_or_none("campaign", "宣传计划"),
    )


def _teams(text: str) -> tuple[Team, ...]:
    """The units that compete, one a line, each named once."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = tuple(_team(line, number) for number, line in enumerate(lines, start=1))
    twice = [name for name, count in Counter(one.name for one in found).items() if count > 1]
    if twice:
        raise RuleViolation(UNIT_TWICE.format(name=twice[0]), "units")
    return found


def _team(line: str, number: int) -> Team:
    """A unit: its name, then how many people it has where that is known. A code that it has already is
    written before the name; a unit without one gets the number of its line.
    """
    parts = _SEPARATORS.sub(" ", line).split()
    people = whole_number(parts[-1].removesuffix("人")) if len(parts) > 1 else None
    rest = parts[:-1] if people is not None else parts
    has_code = len(rest) > 1 and half_width(rest[0]).isascii()
    code = half_width(rest.pop(0)) if has_code else f"u{number:03}"
    if len(rest) != 1 or len(rest[0]) > UNIT_CHARACTERS or len(code) > CODE_CHARACTERS:
        raise RuleViolation(
            UNIT_LINE.format(line=line.strip()[:UNIT_CHARACTERS], most=UNIT_CHARACTERS), "units"
        )
    return Team(code, rest[0], people)
