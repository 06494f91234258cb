"""What may still be sent: mass sends of this month per follower, calls of each interface per day."""

from datetime import timedelta

from flask.typing import ResponseReturnValue

from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from deliveries.mailings.frequency import full_weeks
from deliveries.mailings.queries import api_days
from deliveries.mailings.rates import INDIVIDUAL
from deliveries.mailings.rules import MONTHLY_MASS_SENDS, next_month
from deliveries.masses.ledger import month_spread
from deliveries.masses.preparing import console_sends
from deliveries.permissions import MailingPermission
from followers.queries import following
from followers.roster import MOST_INFO_CALLS, MOST_PAGE_CALLS, last_pull

DAYS = 14


class Ledger:
    """The page that says what may still be sent: calls a day, mass sends a month."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the page."""
        routes.add("/pushes/ledger", self.show, name="ledger", permission=MailingPermission.SEE)

    def show(self, visitor: Visitor) -> ResponseReturnValue:
        """What was called and sent, beside what may be."""
        now, rules = self._needs.clock.now(), self._needs.sending().rules
        today = china_date(now)
        with self._needs.database.reading() as session:
            console, spread = console_sends(session, now), dict(month_spread(session, now))
            followers, pull = following(session), last_pull(session)
            tired = full_weeks(session, rules, now)
            calls = {
                (one.on, one.api): one.calls for one in api_days(session, today - timedelta(days=DAYS - 1))
            }
        steps = [(0, followers - sum(spread.values())), *sorted(spread.items())]
        days = [today - timedelta(days=back) for back in range(DAYS)]
        return page(
            "sending/ledger",
            anew_on=next_month(now), console=console, steps=steps, tired=tired,
            most=MONTHLY_MASS_SENDS, limit=rules.monthly_limit(is_disaster=False), rules=rules,
            lines=[(day, [calls.get((day, api), 0) for api in INDIVIDUAL]) for day in days],
            apis=[(api, rules.caps.get(api)) for api in INDIVIDUAL],
            pull=pull, most_pages=MOST_PAGE_CALLS, most_infos=MOST_INFO_CALLS,
        )  # fmt: skip
