"""What the two families of pages stand on: the mobile pages of citizens and the back office."""

from datetime import timedelta
from functools import cache

from admin.needs import Needs as OfficeNeeds
from app.activity_pages import activity_services
from app.campaign_admin import campaign_services
from app.case_admin import case_services
from app.knowledge_admin import knowledge_services
from app.menu import MenuService
from app.reward_admin import reward_services
from app.sending_admin import quiz_admin_services, sending_services
from app.settings import Settings
from app.setup_services import setup_services
from app.system_state import system_state_of
from app.tip_pages import tip_services
from app.wiring import Container
from followers.data_requests import DataRequests
from h5.needs import Needs as MobileNeeds
from h5.needs import Observe, RetentionPeriods
from tipoffs.intake.drafts import KEPT as DRAFTS_KEPT
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.retention import load_periods


def mobile_needs(container: Container, observe: Observe) -> MobileNeeds:
    """What the mobile pages need of the container."""
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
        tips=lambda: tip_services(container.casework, container.intake, container.cipher),
        quizzes=container.quizzes.services,
        choices=lambda: container.audiences.choices,
        sdk_url=container.settings.wechat_sdk_url,
        content=container.content.showcase,
        activities=lambda: activity_services(container.campaigning, container.cipher),
        retention=retention_periods(container.settings),
    )


def retention_periods(settings: Settings) -> RetentionPeriods:
    """What 隐私说明 promises, from where it is decided."""
    cases = load_periods()
    return RetentionPeriods(
        words=timedelta(hours=settings.words_hours),
        receipts=timedelta(days=settings.receipt_days),
        questions=timedelta(days=settings.question_log_days),
        scans=timedelta(days=settings.scan_log_days),
        quizzes=timedelta(days=settings.quiz_people_days),
        drafts=DRAFTS_KEPT,
        identity=cases[SecretClass.IDENTITY],
        payee=cases[SecretClass.PAYEE],
        tips=cases[SecretClass.WORDS],
    )


def office_needs(container: Container, observe: Observe) -> OfficeNeeds:
    """What the back office needs of the container."""
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
        knowledge=cache(lambda: knowledge_services(container)),
        duty=lambda: container.duty.notices,
        identities=lambda: container.casework.vault.disclosure,
        title=lambda article: _title(container, article),
        heads=container.personnel.kept_heads,
        system_state=system_state_of(container),
        binding_code=lambda scene, seconds: container.gateway.create_qr(scene, seconds).url,
        rewards=lambda: reward_services(container.casework, container.cipher),
        cases=lambda: case_services(container.casework, container.intake, container.cipher),
        campaigns=cache(lambda: campaign_services(container)),
        sending=cache(lambda: sending_services(container)),
        quizzes=lambda: quiz_admin_services(container),
        setup=cache(lambda: setup_services(container)),
        menu=cache(lambda: MenuService(container)),
        retention=lambda: container.casework.vault.retention,
        data_requests=cache(lambda: DataRequests(container.key("data requests"))),
    )


def _title(container: Container, article: str) -> str:
    found = container.library_holder.current().article(article)
    return found.question if found else article
