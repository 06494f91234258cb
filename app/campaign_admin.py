"""The services of campaigns as the back office sees them."""

from admin.campaigns.needs import CampaignServices
from app.wiring import Container
from campaigns.library.sign_in_codes import SignInCodes


def campaign_services(container: Container) -> CampaignServices:
    """Everything the section needs; each part is made once by the container."""
    planned, content = container.campaigning, container.content
    return CampaignServices(
        calendar=planned.calendar,
        themes=planned.themes,
        targets=planned.targets,
        plans=planned.plans,
        activities=planned.activities,
        album=planned.album,
        lectures=planned.lectures,
        content=content.service,
        publishing=content.publishing,
        pictures=content.pictures,
        showcase=content.showcase,
        gallery=container.pictures.gallery,
        codes=planned.library.codes,
        training=planned.library.training,
        sign_in_codes=SignInCodes(planned.library.codes, planned.activities),
        make_code=lambda scene: container.gateway.create_qr(scene),
        tree=planned.regions.tree,
        public_url=content.public_url,
        figures=planned.figures,
        get_ready=container.cipher.ensure_key,
    )
