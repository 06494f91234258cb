"""Where citizens allow notices: WeChat's own button, and plain words where WeChat does not draw it.

The consent itself reaches the account as an event of the platform (``deliveries.consents``); this page keeps
nothing and asks nobody who they are.
"""

from flask import Blueprint, make_response
from flask.typing import ResponseReturnValue

from deliveries.notice_kinds import notice_kinds
from deliveries.notice_templates import to_be_asked_for
from h5.needs import Needs
from h5.policy import policy
from h5.showing import page

KINDS = ("case_progress", "reward_claim", "activity_start")
"""What a citizen is asked for here; the button takes at most three templates at once."""


class Subscribing:
    """The page of consent."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the page on the blueprint."""
        blueprint.add_url_rule("/notices", "notices", self.show)

    def show(self) -> ResponseReturnValue:
        """What is sent, how it is allowed and how it is taken back."""
        with self._needs.database.reading() as transaction:
            templates = to_be_asked_for(transaction, KINDS)
            asked = [(notice_kinds()[one.kind].title, one.is_long_term) for one in templates]
            ids = [one.template_id for one in templates]
        response = make_response(page("subscribe", asked=asked, template_ids=",".join(ids)))
        response.headers["Content-Security-Policy"] = policy(self._needs.sdk_url, inline_styles=True)
        response.headers["Cache-Control"] = "private, no-cache"
        return response
