"""What a course is made of: articles to read and a paper at the end, with minutes that count. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BadContent
from core.yamls import parsed
from quizzes.papers import Rule, rule_from
from quizzes.refusals import BadPlan

COURSES = Path(__file__).with_name("syllabi")
PERIOD_MINUTES = 45
"""One 学时; what a course counts is said in minutes, and this is how they are told in 学时."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an article by its id, or a paper by its rule; ``minutes`` are credited when it is done."""

    number: int
    minutes: int
    article: str | None
    rule: Rule | None
    seconds: int | None

    @property
    def least_seconds(self) -> int:
        """How long an article lies open before it counts: half of its minutes, by the server's clock."""
        return self.minutes * 30


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A course as its file has it."""

    slug: str
    title: str
    summary: str
    audience: tuple[str, ...]
    pass_mark: int
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """What the whole course counts."""
        return sum(step.minutes for step in self.steps)

    @property
    def periods(self) -> float:
        """The same in 学时."""
        return periods_of(self.minutes)

    def step(self, number: int) -> Step | None:
        """A step by its number, from 1."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


def periods_of(minutes: int) -> float:
    """Minutes in 学时, to one decimal, rounded down."""
    return minutes * 10 // PERIOD_MINUTES / 10


def syllabus_from(slug: str, tree: Mapping[str, Any]) -> Syllabus:
    """The course that a tree describes; ``BadContent`` says what is wrong."""
    try:
        steps = tuple(_step(number, entry) for number, entry in enumerate(tree["steps"], start=1))
        syllabus = Syllabus(
            slug=slug,
            title=str(tree["title"]),
            summary=str(tree["summary"]).strip(),
            audience=tuple(map(str, tree["audience"])),
            pass_mark=int(tree["pass_mark"]),
            steps=steps,
        )
    except (KeyError, TypeError, ValueError, AttributeError, BadPlan) as error:
        raise BadContent(f"course {slug}: {error!r}") from error
    papers = [step.number for step in steps if step.rule is not None]
    if papers != [len(steps)] or not 1 <= syllabus.pass_mark <= 100:
        raise BadContent(f"course {slug}: it ends with its one paper, and has a pass mark of 1 to 100")
    return syllabus


def read_courses(folder: Path = COURSES) -> dict[str, Mapping[str, Any]]:
    """The trees of all course files by slug; every one has been judged."""
    trees: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob("*.yaml")):
        tree = parsed(path.read_text("utf-8"))
        if not isinstance(tree, Mapping):
            raise BadContent(f"{path.name}: a course is a mapping")
        syllabus_from(path.stem, tree)
        trees[path.stem] = tree
    return trees


def articles_of(trees: Mapping[str, Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """Course and article of every step that is read, for the check that they exist."""
    for slug, tree in trees.items():
        for step in syllabus_from(slug, tree).steps:
            if step.article is not None:
                yield slug, step.article


def _step(number: int, entry: Mapping[str, Any]) -> Step:
    minutes = int(entry["minutes"])
    if not 1 <= minutes <= 240:
        raise ValueError("minutes are 1 to 240")
    if "article" in entry:
        return Step(number, minutes, str(entry["article"]), None, None)
    return Step(number, minutes, None, rule_from(entry["paper"]), int(entry["seconds"]))
