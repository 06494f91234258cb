"""The offices of campaigns as the back office sees them."""

from admin.campaigns.needs import CampaignOffices
from app.wiring import House
from campaigns.library.sign_in_codes import SignInCodes


def campaign_offices(house: House) -> CampaignOffices:
    """Everything the room needs; each part is made once by the house."""
    planned, content = house.campaigning, house.content
    return CampaignOffices(
        calendar=planned.calendar,
        themes=planned.themes,
        targets=planned.targets,
        plans=planned.plans,
        activities=planned.activities,
        album=planned.album,
        lectures=planned.lectures,
        content=content.service,
        publishing=content.publishing,
        box=content.box,
        showcase=content.showcase,
        gallery=house.pictures.gallery,
        codes=planned.library.codes,
        training=planned.library.training,
        sign_in_codes=SignInCodes(planned.library.codes, planned.activities),
        make_code=lambda scene: house.gateway.create_qr(scene),
        tree=planned.regions.tree,
        public_url=content.public_url,
        figures=planned.figures,
        get_ready=house.cipher.ensure_key,
    )
