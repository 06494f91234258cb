"""Reward rules that the made-up county has written for itself and that a second person has yet to check.

They name no document that exists, and hold for nothing until somebody puts them in force by hand.
"""

from datetime import datetime, timedelta

from app.demo.county import County
from app.wiring import Container
from core.clock import china_date
from tipoffs.rewards.own_rules.services import tree_in
from tipoffs.rewards.own_rules.status import DraftStep

BASED_ON = "national-2018"
_NAME, _DOCUMENT = "演示县安全生产举报奖励办法", "演示文件，没有印发"
_PERCENT, _FLOOR_YUAN = 20, 5_000
_DAYS = 14
"""After how many days it would hold."""


def offer_rules(container: Container, county: County, until: datetime) -> None:
    """A lawyer copies the national rules, asks for somewhat more, and hands it over to be checked."""
    rewards, begun = container.casework.rewards, until - timedelta(days=2)
    with container.database.writing() as session:
        lawyer = container.personnel.service.actor_of(session, county.staff["legal_officer"][0])
        row = rewards.rules.begin(session, rewards.files.named(BASED_ON), lawyer, begun)
        tree = tree_in(row) | {
            "name": _NAME, "basis": _DOCUMENT, "source": _DOCUMENT,
            "from": china_date(until) + timedelta(days=_DAYS),
        }  # fmt: skip
        tree["rules"][0] |= {"method": {"percent_of_penalty": _PERCENT}, "floor": _FLOOR_YUAN}
        rewards.rules.save(session, row.id, row.version, tree, lawyer, begun)
        session.refresh(row)
        rewards.rules.take(
            session, row.id, row.version, DraftStep.OFFER, lawyer, "", begun + timedelta(hours=1)
        )
