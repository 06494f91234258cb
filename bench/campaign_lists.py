"""What the lists of campaigns ask, for ``bench.caseload``: lists and coverage among 100,000 followers."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.wiring import Container
from campaigns.content.queries import content_lines
from campaigns.library.counting import code_figures
from campaigns.library.lists import material_lines
from campaigns.planning.counters import counters_of_campaign
from campaigns.planning.coverage import Span, coverage_by_town
from campaigns.planning.models import Campaign
from campaigns.planning.queries import activities
from campaigns.planning.status import ActivityState, CampaignState
from campaigns.sending.queries import push_lines
from core.clock import china_date
from deliveries.mailings.models import Mailing
from deliveries.mailings.queries import recipients
from deliveries.queries import Wanted, delivery_lines, fates_by_lane
from deliveries.status import State
from followers.data_requests import requests_page
from followers.models import FollowState
from followers.queries import Sought, follower_lines, roll, wishes
from places.models import VenueKind
from quizzes.queries import contest_lines

Question = Callable[[Session, Random], object]
KINDS = (VenueKind.VILLAGE, VenueKind.SCHOOL, VenueKind.ENTERPRISE, VenueKind.PUBLIC_PLACE)


def campaign_questions(container: Container) -> Mapping[str, Question]:
    """Each question by its name, asked by those of the made-up county who may."""
    planned, now = container.campaigning, container.clock.now()
    month, today = now - timedelta(days=30), china_date(now)
    year = Span(today - timedelta(days=300), today, None)
    with container.database.reading() as session:
        planner = container.personnel.service.actor_of(session, "demo-writer")
        running = select(Campaign.id).where(Campaign.state == CampaignState.APPROVED)
        plan = session.scalars(running.order_by(Campaign.id).limit(1)).one()
        mailings = list(session.scalars(select(Mailing.id)))
    return {
        "activities of a state": lambda s, c: activities(s, state=c.choice(list(ActivityState))),
        "goals of the running plan": lambda s, _: counters_of_campaign(s, planned.targets, plan),
        "coverage of a kind, town by town": lambda s, c: coverage_by_town(
            s, c.choice(KINDS), year, planned.regions.tree()
        ),
        "content, newest": lambda s, _: content_lines(s, planner),
        "pushes, newest": lambda s, _: push_lines(s),
        "one by one, of a push": lambda s, c: recipients(s, c.choice(mailings), states=(State.SKIPPED,)),
        "deliveries of a month": lambda s, _: delivery_lines(s, Wanted(month)),
        "the same by lane, counted": lambda s, _: fates_by_lane(s, month),
        "materials": lambda s, _: material_lines(s, planner, now),
        "codes with their scans": lambda s, _: code_figures(s, planner, month, now),
        "contests": lambda s, _: contest_lines(s, planner),
        "followers, newest": lambda s, _: follower_lines(s, Sought(state=FollowState.FOLLOWING)),
        "followers, counted": lambda s, _: (roll(s), wishes(s)),
        "requests about data": lambda s, _: requests_page(s, None),
    }
