"""The ledger of consents: what people agreed to receive, from the platform's events and our sends."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.statements import insert_once
from deliveries.models import NoticeConsent, NoticeTemplate

ACCEPTED = "accept"
WITHDRAWN = "reject"


def record_answer(session: Session, openid: str, template_id: str, answer: str, now: datetime) -> None:
    """Record the popup's answer: an acceptance allows one more message, or every one of a lasting template.

    A refusal in the popup takes nothing back (the platform keeps earlier consents); any other answer
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
    """Record the switch on the account's page: ``reject`` takes back all consents to this template."""
    if answer == WITHDRAWN:
        take_back(session, openid, template_id, now)


def take_back(session: Session, openid: str, template_id: str, now: datetime) -> None:
    """Withdraw all consents to a template: the person did so, or the platform answered a send with 43101."""
    session.execute(
        update(NoticeConsent)
        .where(NoticeConsent.openid == openid, NoticeConsent.template_id == template_id)
        .values(remaining=0, is_lasting=False, changed_at=now)
    )


def spend(session: Session, openid: str, template_id: str, now: datetime) -> None:
    """Use up one consent after a notice went out, or may have gone out, unless the consent lasts."""
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
    """Delete what a person agreed to; nothing can be sent until they agree again."""
    session.execute(delete(NoticeConsent).where(NoticeConsent.openid == openid))
