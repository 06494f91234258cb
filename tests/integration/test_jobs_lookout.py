"""One statement tells which jobs have anything to do."""

from datetime import timedelta

from app.wiring import Container
from deliveries.mailings.services import Plan
from deliveries.mailings.status import MailingWay, Purpose
from deliveries.messages import Text
from deliveries.terms import Terms
from jobs.lookout import Lookout
from jobs.ports import Job, Queue
from tests.integration.mailing_office import PLANNER

OPENID = "oLookedFor"


def jobs_of(container: Container) -> list[Job]:
    """Every job of a worker that names a condition."""
    return [one for one in container.jobs() if one.is_any is not None]


def test_of_an_empty_outbox_every_job_is_idle(container: Container) -> None:
    jobs = jobs_of(container)
    names = {one.name for one in jobs}
    assert {one.name for one in container.jobs()} - names == {"upload_picture", "check_picture"}
    now = container.clock.now()

    idle = Lookout(container.database, jobs).idle(now)

    assert idle == names
    assert not any(one.due(now, 1) for one in jobs)


def test_a_delivery_wakes_its_lane_when_it_is_due_and_no_other(container: Container) -> None:
    jobs, now = jobs_of(container), container.clock.now()
    later = now + timedelta(minutes=5)
    container.cipher.ensure_key(now)
    with container.database.writing() as session:
        container.outbox.post(session, OPENID, Text("好"), now, Terms(due_at=later))
    lookout = Lookout(container.database, jobs)

    assert lookout.idle(now) == {one.name for one in jobs}
    woken = {one.name for one in jobs} - set(lookout.idle(later))
    assert woken == {one.name for one in jobs if one.due(later, 1)}
    assert len(woken) == 1


def test_a_mailing_wakes_who_tends_it_from_its_moment_on(container: Container) -> None:
    now = container.clock.now()
    container.cipher.ensure_key(now)
    with container.database.writing() as session:
        plan = Plan("七月", Text("好"), Purpose.CAMPAIGN, MailingWay.EACH, "宣传", now + timedelta(minutes=5))
        container.mailing.mailings.schedule(session, plan, PLANNER, now)
    jobs = jobs_of(container)
    lookout = Lookout(container.database, jobs)

    assert "tend_mailing" in lookout.idle(now)
    woken = {one.name for one in jobs} - set(lookout.idle(now + timedelta(minutes=5)))
    assert woken == {"tend_mailing"}


def test_without_a_condition_nothing_is_asked(container: Container) -> None:
    always = Job("always", Queue.UPKEEP, lambda _now, _limit: ["x"], lambda _key: None)
    assert not Lookout(container.database, [always]).idle(container.clock.now())
