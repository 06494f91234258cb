"""What the two families of pages stand on: the mobile pages of citizens and the back office."""

from functools import cache

from admin.needs import Needs as OfficeNeeds
from app.activity_pages import activity_offices
from app.campaign_rooms import campaign_offices
from app.case_rooms import case_offices
from app.knowledge_desk import knowledge_desk
from app.machinery import machinery_of
from app.menu_desk import MenuService
from app.reward_rooms import reward_offices
from app.sending_rooms import quiz_desk, sending_offices
from app.setting_up import setup_desk
from app.tip_pages import tip_offices
from app.wiring import Container
from followers.data_requests import DataRequests
from h5.needs import Needs as MobileNeeds
from h5.needs import Observe


def mobile_needs(container: Container, observe: Observe) -> MobileNeeds:
    """For the mobile pages."""
    return MobileNeeds(
        library_holder=container.library_holder,
        gallery=container.pictures.gallery,
        database=container.database,
        questions=container.questions,
        gateway=container.gateway,
        clock=container.clock,
        asker=container.question_log.asker,
        observe=observe,
        public_url=container.settings.public_url,
        limiter_url=container.settings.limiter_url,
        address_bound=container.settings.address_requests_a_minute,
        key=container.key("mobile pages"),
        tips=lambda: tip_offices(container.casework, container.intake, container.cipher),
        quizzes=container.quizzes.offices,
        choices=lambda: container.audience_desk.choices,
        sdk_url=container.settings.wechat_sdk_url,
        content=container.content.showcase,
        activities=lambda: activity_offices(container.campaigning, container.cipher),
    )


def office_needs(container: Container, observe: Observe) -> OfficeNeeds:
    """For the back office."""
    return OfficeNeeds(
        database=container.database,
        clock=container.clock,
        staff=container.personnel.service,
        roles=container.personnel.roles,
        sign_in=container.personnel.sign_in,
        labels=container.personnel.permissions.labels,
        bureau=lambda: container.library_holder.current().facts.fill("{bureau_name}"),
        is_secure=container.settings.public_url.startswith("https://"),
        observe=observe,
        knowledge=cache(lambda: knowledge_desk(container)),
        duty=lambda: container.duty.room,
        identities=lambda: container.casework.vault.desk,
        title=lambda article: _title(container, article),
        heads=container.personnel.kept_heads,
        machinery=machinery_of(container),
        binding_code=lambda scene, seconds: container.gateway.create_qr(scene, seconds).url,
        rewards=lambda: reward_offices(container.casework, container.cipher),
        cases=lambda: case_offices(container.casework, container.intake, container.cipher),
        campaigns=cache(lambda: campaign_offices(container)),
        sending=cache(lambda: sending_offices(container)),
        quizzes=lambda: quiz_desk(container),
        setup=cache(lambda: setup_desk(container)),
        menu=cache(lambda: MenuService(container)),
        retention=lambda: container.casework.vault.retention,
        data_requests=cache(lambda: DataRequests(container.key("data requests"))),
    )


def _title(container: Container, article: str) -> str:
    found = container.library_holder.current().article(article)
    return found.question if found else article
