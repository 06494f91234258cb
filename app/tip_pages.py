"""The services of tip-offs as the mobile pages see them."""

from app.cases import CaseContainer
from app.intake import IntakeContainer
from core.hourly_cipher import HourlyCipher
from h5.tips.needs import TipServices
from tipoffs.disclosing import Disclosing
from tipoffs.evidence.photo_decoder import PhotoDecoder


def tip_services(casework: CaseContainer, intake: IntakeContainer, cipher: HourlyCipher) -> TipServices:
    """Everything the pages need; each part is made once by the container."""
    return TipServices(
        intake=intake.service,
        spot_of_scene=intake.spot_of_scene,
        tips=casework.tips,
        vault=casework.vault,
        receipts=casework.receipts,
        evidence=casework.evidence.service,
        evidence_store=casework.evidence.evidence_store,
        disclosing=Disclosing(casework.tips, casework.vault),
        claiming=casework.rewards.claiming,
        refusing=casework.rewards.refusing,
        rounds=casework.rewards.rounds,
        employment=casework.employment,
        pictures=PhotoDecoder(),
        internal=casework.internal,
        secrets=casework.rewards.secrets,
        get_ready=cipher.ensure_key,
        alarm=intake.alarm,
    )
