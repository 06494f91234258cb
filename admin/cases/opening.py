"""A tip for a page: to whoever may not see it, it is not there."""

from sqlalchemy.orm import Session

from admin.cases.needs import CaseServices
from core.errors import NotFound
from staff.actors import Actor, NotPermitted
from tipoffs.tips.queries import TipFile, tip_file


def opened(session: Session, services: CaseServices, number: str, actor: Actor) -> TipFile:
    """The file of a tip; ``NotFound`` for whoever may not see it, as if it were not there."""
    if not number.isprintable():
        raise NotFound
    try:
        return tip_file(session, services.tips.office, number, actor)
    except NotPermitted as refusal:
        raise NotFound from refusal
