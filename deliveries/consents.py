"""The ledger of consents: what people agreed to receive, fed by the platform's events and our own sends."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.statements import insert_once
from deliveries.models import NoticeConsent, NoticeTemplate

ACCEPTED = "accept"
WITHDRAWN = "reject"


def record_answer(session: Session, openid: str, template_id: str, answer: str, now: datetime) -> None:
    """The popup was answered: an acceptance is one more message, or any number of a long-term template.

    Refusing in a popup takes nothing back (the platform keeps earlier consents); anything else
    (``filter``, ``ban``) is no consent either.
    """
    if answer != ACCEPTED:
        return
    insert_once(
        session,
        NoticeConsent,
        [
            {
                "openid": openid,
                "template_id": template_id,
                "remaining": 0,
                "is_lasting": False,
                "changed_at": now,
            }
        ],
        conflict=["openid", "template_id"],
    )
    lasting = session.scalar(
        select(NoticeTemplate.is_long_term).where(NoticeTemplate.template_id == template_id)
    )
    changed = {"is_lasting": True} if lasting else {"remaining": NoticeConsent.remaining + 1}
    session.execute(
        update(NoticeConsent)
        .where(NoticeConsent.openid == openid, NoticeConsent.template_id == template_id)
        .values({**changed, "changed_at": now})
    )


def record_change(session: Session, openid: str, template_id: str, answer: str, now: datetime) -> None:
    """The switch on the account's page was moved: ``reject`` takes back all of this template."""
    if answer == WITHDRAWN:
        take_back(session, openid, template_id, now)


def take_back(session: Session, openid: str, template_id: str, now: datetime) -> None:
    """No consent is left: the person said so, or the platform answered 43101 to a send."""
    session.execute(
        update(NoticeConsent)
        .where(NoticeConsent.openid == openid, NoticeConsent.template_id == template_id)
        .values(remaining=0, is_lasting=False, changed_at=now)
    )


def spend(session: Session, openid: str, template_id: str, now: datetime) -> None:
    """One notice went out, or may have: one consent fewer, unless it lasts."""
    session.execute(
        update(NoticeConsent)
        .where(
            NoticeConsent.openid == openid,
            NoticeConsent.template_id == template_id,
            NoticeConsent.remaining > 0,
        )
        .values(remaining=NoticeConsent.remaining - 1, changed_at=now)
    )


def forget_consents(session: Session, openid: str) -> None:
    """Forget what a person agreed to; nothing can be sent until they agree again."""
    session.execute(delete(NoticeConsent).where(NoticeConsent.openid == openid))
