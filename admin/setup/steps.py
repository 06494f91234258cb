"""The steps of setting up, and how far each is, as the rows show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from admin.needs import Needs
from admin.setup.words import STEPS, StepWords
from knowledge.localfacts import LocalFact
from places.services import load_tree
from staff.choices import load_choices
from staff.people import holders
from tipoffs.rewards.reckoning.rulebook import NATIONAL
from tipoffs.routing.services import holes

LATER = "setup.later."
LOCALITY = "rewards.locality"
SAMPLE = "setup.sample"
WECHAT = "setup.wechat"
MENU = "menu.published"
WANTED_FACTS = ("bureau_name", "duty_phone", "report_phone")
WANTED_ROLES = (
    "intake_officer", "verifier", "leader", "handling_unit", "duty_officer", "knowledge_editor",
    "knowledge_reviewer", "publisher", "legal_officer", "custodian",
)  # fmt: skip
"""Without one of these no tip is closed, no article published, or no identity lawfully looked up."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done or not, and ``note`` says how far it is."""

    word: str
    words: StepWords
    is_done: bool
    note: str
    is_later: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return not (self.is_done or self.is_later)


def steps_of(session: Session, needs: Needs) -> list[Step]:
    """Every step, in the order in which they are best done."""
    choices, services = load_choices(session), needs.setup()
    count = len(load_tree(session))
    gaps = len(holes(session)) if count else 0
    lacking = _lacking(session, needs)
    is_loaded = services.sample.is_loaded(session)
    found: dict[str, tuple[bool, str]] = {
        "bureau": _bureau(services.declared, services.facts()),
        "regions": (count > 0, f"{count}个区划" if count else "还没有导入"),
        "duties": (count > 0 and not gaps, _duties_note(count, gaps)),
        "wechat": (WECHAT in choices, "最近一次测试接通了" if WECHAT in choices else "还没有接通过"),
        "menu": (MENU in choices, "在这里发布过" if MENU in choices else "还没有在这里发布过"),
        "staff": (not lacking, f"还没有人担任：{'、'.join(lacking)}" if lacking else "必需的岗位都有人"),
        "rewards": (LOCALITY in choices, _rules_note(choices.get(LOCALITY, ""))),
        "sample": (
            is_loaded or SAMPLE in choices,
            "装着示例数据" if is_loaded else "不装" if SAMPLE in choices else "还没有定",
        ),
    }
    return [
        Step(word, STEPS[word], is_done, note, is_later=not is_done and LATER + word in choices)
        for word, (is_done, note) in found.items()
    ]


def _bureau(declared: Mapping[str, LocalFact], facts: Mapping[str, str]) -> tuple[bool, str]:
    given = [name for name in declared if facts.get(name)]
    missing = [declared[name].label for name in WANTED_FACTS if name not in given]
    note = f"填了{len(given)}项，共{len(declared)}项"
    return not missing, f"{note}；还缺{'、'.join(missing)}" if missing else note


def _duties_note(regions: int, gaps: int) -> str:
    if not regions:
        return "先导入区划"
    return f"还有{gaps}处空缺" if gaps else "没有空缺"


def _lacking(session: Session, needs: Needs) -> Sequence[str]:
    held, known = holders(session), needs.roles.roles
    return [known[word].label for word in WANTED_ROLES if word in known and not held.get(word)]


def _rules_note(place: str) -> str:
    if not place:
        return "还没有选；没选之前按国家办法算"
    return "按国家办法算" if place == NATIONAL else f"先按{place}的规定，没有规定的按国家办法算"
