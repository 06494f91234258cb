"""The requests to learn an identity as lists: whose they are, what became of them, until when one may read.

They tell who asked, why, who decided and when somebody read; never what was read.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.sort_orders import Page, both_ways
from staff.actors import Actor
from tipoffs.vault.models import IdentityRequest
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.status import RequestState

PAGE = 50
_TIMED = (RequestState.WAITING, RequestState.APPROVED)


def standing(request: IdentityRequest, now: datetime) -> RequestState:
    """Where a request stands now: what is out of time has lapsed, whether or not it was tidied up."""
    return RequestState.LAPSED if request.state in _TIMED and request.valid_until <= now else request.state


REQUEST_ORDERS = both_ways(IdentityRequest.id)


def own_requests(
    session: Session, actor: Actor, page: Page = Page(REQUEST_ORDERS[0], limit=PAGE)
) -> Sequence[IdentityRequest]:
    """What this person asked for, in one of ``REQUEST_ORDERS``."""
    actor.require(VaultPermission.REQUEST)
    mine = select(IdentityRequest).where(IdentityRequest.requested_by == actor.id)
    return session.scalars(page.of(mine)).all()


def every_request(
    session: Session, actor: Actor, page: Page = Page(REQUEST_ORDERS[0], limit=PAGE)
) -> Sequence[IdentityRequest]:
    """Who asked, who decided and who read, for whoever decides; sorted and paged as above."""
    actor.require(VaultPermission.APPROVE)
    return session.scalars(page.of(select(IdentityRequest))).all()


def requests_about(session: Session, case: str, actor: Actor) -> Sequence[IdentityRequest]:
    """The requests for one case, for whoever may ask for it."""
    actor.require(VaultPermission.REQUEST)
    about = select(IdentityRequest).where(IdentityRequest.case == case)
    return session.scalars(Page(REQUEST_ORDERS[0], limit=PAGE).of(about)).all()


def count_readable(session: Session, actor: Actor, now: datetime) -> int:
    """How many requests of this person were approved and may still be read."""
    query = select(func.count()).select_from(IdentityRequest)
    return session.scalars(
        query.where(
            IdentityRequest.requested_by == actor.id,
            IdentityRequest.state == RequestState.APPROVED,
            IdentityRequest.valid_until > now,
        )
    ).one()
