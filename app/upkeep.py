"""What the clock does for the house itself: forgets what has had its time, renews what runs out."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from app.settings import Settings
from bot.desk import Desk
from core.db import Database
from deliveries.ports import GatewayRefusal
from followers.data_requests import forget_people
from jobs.clock import Appointment
from knowledge.asked import querylog
from knowledge.asked.questions import StaffQuestions
from wechat.gateway import WeChatGateway


def house_appointments(
    settings: Settings,
    database: Database,
    desk: Desk,
    questions: StaffQuestions,
    gateway: Callable[[], WeChatGateway],
) -> list[Appointment]:
    """Talks, receipts, questions, and the ticket of the mobile pages."""

    def forget_talks(now: datetime) -> None:
        with database.writing() as session:
            desk.sweep(
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
        Appointment("renew_page_ticket", "*/4 * * * *", renew_ticket, grace=timedelta(minutes=4)),
        Appointment("forget_talks", "*/10 * * * *", forget_talks, grace=timedelta(minutes=10)),
        Appointment("forget_questions", "20 3 * * *", forget_questions),
    ]
