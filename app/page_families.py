"""What the two families of pages stand on: the mobile pages of citizens and the back office."""

from functools import cache

from admin.needs import Needs as OfficeNeeds
from app.activity_pages import activity_offices
from app.campaign_rooms import campaign_offices
from app.case_rooms import case_offices
from app.knowledge_desk import knowledge_desk
from app.machinery import machinery_of
from app.menu_desk import HouseMenu
from app.reward_rooms import reward_offices
from app.sending_rooms import quiz_desk, sending_offices
from app.setting_up import setup_desk
from app.tip_pages import tip_offices
from app.wiring import House
from followers.data_requests import DataRequests
from h5.needs import Needs as MobileNeeds
from h5.needs import Observe


def mobile_needs(house: House, observe: Observe) -> MobileNeeds:
    """For the mobile pages."""
    return MobileNeeds(
        shelf=house.shelf,
        gallery=house.pictures.gallery,
        database=house.database,
        questions=house.questions,
        gateway=house.gateway,
        clock=house.clock,
        asker=house.question_log.asker,
        observe=observe,
        public_url=house.settings.public_url,
        limiter_url=house.settings.limiter_url,
        address_bound=house.settings.address_requests_a_minute,
        key=house.key("mobile pages"),
        tips=lambda: tip_offices(house.casework, house.intake, house.cipher),
        quizzes=house.quizzes.offices,
        choices=lambda: house.audience_desk.choices,
        sdk_url=house.settings.wechat_sdk_url,
        content=house.content.showcase,
        activities=lambda: activity_offices(house.campaigning, house.cipher),
    )


def office_needs(house: House, observe: Observe) -> OfficeNeeds:
    """For the back office."""
    return OfficeNeeds(
        database=house.database,
        clock=house.clock,
        staff=house.personnel.service,
        roles=house.personnel.roles,
        sign_in=house.personnel.sign_in,
        labels=house.personnel.permissions.labels,
        bureau=lambda: house.shelf.current().facts.fill("{bureau_name}"),
        is_secure=house.settings.public_url.startswith("https://"),
        observe=observe,
        knowledge=cache(lambda: knowledge_desk(house)),
        duty=lambda: house.duty.room,
        identities=lambda: house.casework.vault.desk,
        title=lambda article: _title(house, article),
        heads=house.personnel.kept_heads,
        machinery=machinery_of(house),
        binding_code=lambda scene, seconds: house.gateway.create_qr(scene, seconds).url,
        rewards=lambda: reward_offices(house.casework, house.cipher),
        cases=lambda: case_offices(house.casework, house.intake, house.cipher),
        campaigns=cache(lambda: campaign_offices(house)),
        sending=cache(lambda: sending_offices(house)),
        quizzes=lambda: quiz_desk(house),
        setup=cache(lambda: setup_desk(house)),
        menu=cache(lambda: HouseMenu(house)),
        retention=lambda: house.casework.vault.retention,
        data_requests=cache(lambda: DataRequests(house.key("data requests"))),
    )


def _title(house: House, article: str) -> str:
    found = house.shelf.current().article(article)
    return found.question if found else article
