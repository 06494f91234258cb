"""An objection that goes above the county, on the page of its tip: handed over, and its document read."""

from dataclasses import dataclass

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.opening import opened
from admin.done import back
from admin.needs import Needs
from admin.routes import Routes
from admin.visitors import Visitor
from tipoffs.permissions import Permission
from tipoffs.tips.files import open_objection
from tipoffs.tips.models import OutsideReview, Tip
from tipoffs.tips.outside import Authority, find_review, newest_review
from tipoffs.tips.verbs import Office
from web.offering import offered_as

_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """What the page says of it: ``is_ours`` where the county has a level above the unit."""

    is_open: bool
    is_ours: bool
    authority: Authority | None
    newest: OutsideReview | None
    is_handed_up: bool


def review_of(session: Session, office: Office, tip: Tip) -> ReviewCard:
    """Who decides on the objection of a tip, and how far it is."""
    objection = open_objection(session, tip.number)
    handed = find_review(session, objection)
    return ReviewCard(
        is_open=objection is not None,
        is_ours=office.above(session, tip) is not None,
        authority=office.authority(session, tip),
        newest=handed or newest_review(session, tip.number),
        is_handed_up=handed is not None,
    )


class ReviewPages:
    """Two verbs beside the steps of the table."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add them."""
        routes.add(
            "/tips/<number>/hand-up",
            self.hand_up,
            name="tip_hand_up",
            permission=Permission.TIPS_REVIEW,
            methods=("POST",),
        )
        routes.add(
            "/tips/<number>/review-paper",
            self.paper,
            name="tip_review_paper",
            permission=Permission.TIPS_READ_WORDS,
            methods=("POST",),
        )

    def hand_up(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """Handed over to the authority."""
        needs = self._needs
        with needs.database.writing() as session:
            opened(session, needs.cases(), number, visitor.actor)
            how = request.form.get("how", "")
            needs.cases().tips.hand_up(session, number, visitor.actor, needs.clock.now(), how)
        return back(url_for("admin.tip", number=number), "hand_up")

    def paper(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """The document; the reading stands in the log."""
        needs = self._needs
        with needs.database.writing() as session:
            opened(session, needs.cases(), number, visitor.actor)
            kind, data = needs.cases().tips.outside_paper(session, number, visitor.actor, needs.clock.now())
        response = Response(data, mimetype=_TYPES[kind])
        response.headers["Content-Disposition"] = offered_as(f"复查文书-{number}.{kind}")
        response.headers["Cache-Control"] = "no-store"
        return response
