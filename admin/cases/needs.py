"""What the sections of cases stand on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from places.regions import RegionTree
from tipoffs.clocks.rules import ClockRules
from tipoffs.evidence.services import EvidenceService
from tipoffs.evidence.viewing import EvidenceViewer
from tipoffs.handing_over import HandingOver
from tipoffs.hazards.services import HazardService
from tipoffs.hazards.supervising import SupervisionService
from tipoffs.letters.services import LetterService
from tipoffs.recording import Recording
from tipoffs.similar import SimilarCases
from tipoffs.tips.services import TipService


@dataclass(frozen=True, slots=True)
class CaseServices:
    """The services; ``get_ready`` comes before each transaction that may tell a reporter something."""

    tips: TipService
    handing_over: HandingOver
    recording: Recording
    similar: SimilarCases
    hazards: HazardService
    supervision: SupervisionService
    letters: LetterService
    evidence: EvidenceService
    evidence_viewer: EvidenceViewer
    rules: ClockRules
    tree: Callable[[], RegionTree]
    get_ready: Callable[[datetime], object]
