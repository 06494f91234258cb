"""What the clock does for the application itself: forgets what has had its time, renews what runs out."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from app.settings import Settings
from bot.inbox import Inbox
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.ports import GatewayRefusal
from deliveries.upkeep import delete_finished, purge_payloads
from followers.data_requests import forget_people
from jobs.clock import ScheduledJob, delete_old_slots
from knowledge.asked import querylog
from knowledge.asked.questions import StaffQuestions
from wechat.gateway import WeChatGateway

FATES_KEPT = timedelta(days=90)


def outbox_scheduled_jobs(database: Database, cipher: HourlyCipher) -> list[ScheduledJob]:
    """Empty payloads and destroy keys every ten minutes; delete old fates and slots each night."""

    def forget_words(now: datetime) -> None:
        with database.writing() as session:
            purge_payloads(session, now)
            cipher.destroy_expired(session, now)

    def forget_fates(now: datetime) -> None:
        with database.writing() as session:
            delete_finished(session, now - FATES_KEPT)
            delete_old_slots(session, now)

    return [
        ScheduledJob("forget_words", "*/10 * * * *", forget_words, grace=timedelta(minutes=10)),
        ScheduledJob("forget_fates", "40 3 * * *", forget_fates),
    ]


def upkeep_scheduled_jobs(
    settings: Settings,
    database: Database,
    inbox: Inbox,
    questions: StaffQuestions,
    gateway: Callable[[], WeChatGateway],
) -> list[ScheduledJob]:
    """Talks, receipts, questions, and the ticket of the mobile pages."""

    def forget_talks(now: datetime) -> None:
        with database.writing() as session:
            inbox.sweep(
                session,
                now,
                words=timedelta(hours=settings.words_hours),
                receipts=timedelta(days=settings.receipt_days),
            )

    def forget_questions(now: datetime) -> None:
        with database.writing() as session:
            old = now - timedelta(days=settings.question_log_days)
            querylog.delete_older_than(session, old)
            questions.delete_answered_before(session, old)
            forget_people(session, old)

    def renew_ticket(_now: datetime) -> None:
        # An account without this right is refused each time, and its pages are shared without a card.
        with suppress(GatewayRefusal):
            gateway().renew_ticket()

    return [
        ScheduledJob("renew_page_ticket", "*/4 * * * *", renew_ticket, grace=timedelta(minutes=4)),
        ScheduledJob("forget_talks", "*/10 * * * *", forget_talks, grace=timedelta(minutes=10)),
        ScheduledJob("forget_questions", "20 3 * * *", forget_questions),
    ]
