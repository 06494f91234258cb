"""What has been told so far, as a value."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from core.types import Labelled


class Step(Labelled):
    """What is asked for; members stand in the order in which they are asked."""

    FACTS = "facts", "看到的情况"
    OBJECT = "object", "单位或场所"
    PLACE = "place", "地点"
    TIME = "time", "时间"
    EVIDENCE = "evidence", "照片或视频"
    MODE = "mode", "署名方式"


class Known(Labelled):
    """Whether the bureau may know of the matter already, and what the teller said to that."""

    UNASKED = "", "没有查"
    NO = "no", "没有类似的"
    MAYBE = "maybe", "可能已经知道"
    JOINED = "joined", "我也发现"


STEPS = tuple(Step)
_BY_WORD = {step.value: step for step in Step}
_KNOWN = {known.value: known for known in Known}
MOST_CHARACTERS = {Step.FACTS: 1000, Step.OBJECT: 100, Step.PLACE: 200, Step.TIME: 100}


@dataclass(frozen=True, slots=True)
class Draft:
    """A tip that is being told. Empty words mean "not told yet"; ``passed`` are steps that were left out.

    ``facts`` are the reporter's own words; ``latitude`` and ``longitude`` WGS-84 degrees; ``photos`` and
    ``videos`` and ``voices`` only count what lies with the evidence; ``mode`` is a word of
    ``tipoffs.tips.models.Mode``.
    """

    step: Step = Step.FACTS
    facts: str = ""
    object_name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    happened: str = ""
    photos: int = 0
    videos: int = 0
    voices: int = 0
    mode: str = ""
    passed: tuple[Step, ...] = ()
    asked: tuple[Step, ...] = ()
    known: Known = Known.UNASKED

    @property
    def has_place(self) -> bool:
        """Whether anybody could go there."""
        return bool(self.address) or self.latitude is not None

    def has(self, step: Step) -> bool:
        """Whether this step is told or was passed over."""
        told = {
            Step.FACTS: bool(self.facts),
            Step.OBJECT: bool(self.object_name),
            Step.PLACE: self.has_place,
            Step.TIME: bool(self.happened),
            Step.EVIDENCE: False,
            Step.MODE: bool(self.mode),
        }
        return told[step] or step in self.passed

    @property
    def missing(self) -> tuple[Step, ...]:
        """What is still to be asked, in order."""
        return tuple(step for step in STEPS if not self.has(step))

    def without(self, step: Step) -> Self:
        """The draft before this step was told."""
        blank: dict[Step, dict[str, Any]] = {
            Step.FACTS: {"facts": ""},
            Step.OBJECT: {"object_name": ""},
            Step.PLACE: {"address": "", "latitude": None, "longitude": None},
            Step.TIME: {"happened": ""},
            Step.EVIDENCE: {},
            Step.MODE: {"mode": ""},
        }
        passed = tuple(one for one in self.passed if one is not step)
        return replace(self, passed=passed, **blank[step])

    def to_tree(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_tree(cls, tree: dict[str, Any]) -> Self:
        """Read ``to_tree`` back; fields of another version are left out."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in tree.items() if name in known}
        kept["step"] = _BY_WORD[kept.get("step", Step.FACTS)]
        kept["known"] = _KNOWN[kept.get("known", "")]
        for name in ("passed", "asked"):
            kept[name] = tuple(_BY_WORD[one] for one in kept.get(name, ()))
        return cls(**kept)
