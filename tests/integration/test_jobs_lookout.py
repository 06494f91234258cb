"""One statement tells which jobs have anything to do."""

from datetime import timedelta

from app.wiring import Container
from deliveries.messages import Text
from deliveries.terms import Terms
from jobs.lookout import Lookout
from jobs.ports import Job, Queue

OPENID = "oLookedFor"


def jobs_of(container: Container) -> list[Job]:
    """Every job of a worker that names a condition."""
    return [one for one in container.jobs() if one.is_any is not None]


def test_of_an_empty_outbox_every_job_is_idle(container: Container) -> None:
    jobs = jobs_of(container)
    names = {one.name for one in jobs}
    assert {"deliver_reply", "answer_queued", "fetch_evidence", "publish_content"} <= names
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


def test_without_a_condition_nothing_is_asked(container: Container) -> None:
    always = Job("always", Queue.UPKEEP, lambda _now, _limit: ["x"], lambda _key: None)
    assert not Lookout(container.database, [always]).idle(container.clock.now())
