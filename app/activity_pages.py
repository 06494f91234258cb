"""The offices of campaigns as the mobile pages see them."""

from app.campaigning import Campaigning
from core.hourly_cipher import HourlyCipher
from h5.activities.needs import ActivityOffices


def activity_offices(campaigning: Campaigning, cipher: HourlyCipher) -> ActivityOffices:
    """Everything the pages need; each part is made once by the container."""
    return ActivityOffices(
        calendar=campaigning.calendar,
        regions=campaigning.regions,
        lectures=campaigning.lectures,
        scans=campaigning.library.scans,
        shelves=campaigning.library.shelves,
        get_ready=cipher.ensure_key,
    )
