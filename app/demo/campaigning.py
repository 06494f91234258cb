"""Campaigns of the made-up county: plans, activities, library, quizzes, followers, pushes, in their order."""

from random import Random

from sqlalchemy import select

from app.demo.activities import ActivityMaker
from app.demo.contents import tell_the_public
from app.demo.county import County
from app.demo.crew import Crew, Diary
from app.demo.filling import Filler
from app.demo.followers import ask_about_data, gather_followers
from app.demo.lectures import LectureMaker
from app.demo.library import LibraryMaker
from app.demo.plans import make_plans
from app.demo.pushing import PushMaker
from app.demo.quizzing import QuizMaker
from app.demo.venues import day_of_lists, register_venues
from app.wiring import Container
from quizzes.models import QuizContest


def run_campaigns(
    container: Container,
    county: County,
    crew: Crew,
    diary: Diary,
    seed: int,
    *,
    activities: int,
    followers: int,
) -> int:
    """All of it; how many follow. Its chance is its own: the cases of a seed stay the same."""
    chance = Random(seed)  # noqa: S311 - a made-up county, no secret
    plans = make_plans(container, crew, diary)
    with container.database.writing() as session:
        earliest = min(plans.month_at, diary.ago(200))
        register = register_venues(
            session, county, container.campaigning.regions.tree(), day_of_lists(earliest), diary.until
        )
        session.expunge_all()
    items = tell_the_public(container, crew, diary, plans)
    into = Filler(container.database)
    following = gather_followers(into, county, chance, diary, followers)
    into.write()
    maker = ActivityMaker(container, crew, diary, plans, register, chance)
    consultation = maker.make(activities)
    maker.close_the_month()
    LibraryMaker(container, crew, diary, plans, register).make(county, items, consultation, chance, followers)
    with container.database.writing() as session:
        LectureMaker(container, county, crew, diary, plans).make(session)
        ask_about_data(session, container, county, diary)
        QuizMaker(container, county, crew, diary, plans, chance).make(session)
        contest = str(session.scalars(select(QuizContest.id).order_by(QuizContest.id).limit(1)).one())
    PushMaker(container, crew, diary, plans, items, chance).make(county, contest)
    return following
