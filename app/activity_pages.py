"""The services of campaigns as the mobile pages see them."""

from app.campaigns import CampaignContainer
from core.hourly_cipher import HourlyCipher
from h5.activities.needs import ActivityServices


def activity_services(campaigning: CampaignContainer, cipher: HourlyCipher) -> ActivityServices:
    """Everything the pages need; each part is made once by the container."""
    return ActivityServices(
        calendar=campaigning.calendar,
        regions=campaigning.regions,
        lectures=campaigning.lectures,
        scans=campaigning.library.scans,
        material_files=campaigning.library.material_files,
        get_ready=cipher.ensure_key,
    )
