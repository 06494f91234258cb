"""The services of cases as the back office sees them."""

from admin.cases.needs import CaseServices
from app.cases import CaseContainer
from app.intake import IntakeContainer
from core.hourly_cipher import HourlyCipher
from staff.audit import record
from tipoffs.letters.services import LetterService


def case_services(casework: CaseContainer, intake: IntakeContainer, cipher: HourlyCipher) -> CaseServices:
    """Everything the sections need; each part is made once by the container."""
    return CaseServices(
        tips=casework.tips,
        handing_over=casework.handing_over,
        recording=intake.recording,
        similar=casework.similar,
        hazards=casework.hazards,
        supervision=casework.supervision,
        letters=LetterService(record, casework.regions),
        evidence=casework.evidence.service,
        evidence_viewer=casework.evidence.viewer,
        rules=casework.clocks.rules,
        tree=casework.regions.tree,
        get_ready=cipher.ensure_key,
    )
