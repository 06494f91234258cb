"""Campaigns of the made-up county: every state, made by the real verbs; nothing goes out by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.demo.loading import Scale, load_demo
from app.settings_loading import load_settings
from app.wiring import Container
from campaigns.content.fates import IN_HAND
from campaigns.content.models import ContentPublication, ContentStep, ContentVersion
from campaigns.content.status import STEPS, ContentState
from campaigns.library.models import QrCode, Scan, SignIn, TrainingRecord
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity, ActivityPhoto, Campaign
from campaigns.planning.status import ActivityState, CampaignState, LectureState
from campaigns.sending.models import Push
from campaigns.sending.status import PushState
from core.db import Database
from deliveries.mailings.counters import counted
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import MailingState
from deliveries.masses.models import MassSend
from deliveries.models import Delivery
from deliveries.status import State
from followers.data_request_models import DataRequest, RequestState
from followers.models import Follower, FollowState
from quizzes.models import QuizAttempt, QuizCertificate, QuizContest
from quizzes.status import AttemptState, PlanState
from staff.verifying import verify
from tests.conftest import StandingClock

FEW = Scale(2, 4, 60, 12, 8, 6, 0, activities=22, followers=120)


@pytest.fixture
def container(database: Database, clock: StandingClock, tmp_path: Path) -> Iterator[Container]:
    container = Container(
        load_settings(
            var_dir=tmp_path,
            database_url=database.url.render_as_string(hide_password=False),
            vault_key="v" * 40,
            secret_key="s" * 40,
        ),
        clock,
    )
    yield container
    container.close()


def states(session: Session, column: object) -> set[object]:
    query: Select[object] = select(column).distinct()  # type: ignore[call-overload]
    return set(session.scalars(query))


def test_everything_stands_everywhere_and_adds_up(container: Container) -> None:
    said: list[str] = []
    load_demo(container, FEW, 7, said.append)

    with container.database.reading() as session:
        following = session.scalars(select(Follower.id).where(Follower.state == FollowState.FOLLOWING)).all()
        assert said[0] == f"关注者{len(following)}人"
        assert states(session, Campaign.state) == set(CampaignState)
        assert states(session, Activity.state) == set(ActivityState)
        assert states(session, LectureRequest.state) == set(LectureState)
        assert states(session, ContentVersion.state) == set(ContentState) - {ContentState.SUPERSEDED}
        assert states(session, Push.state) == set(PushState)
        assert states(session, QuizContest.state) == {PlanState.DRAFT, PlanState.PUBLISHED}
        assert states(session, QuizAttempt.state) == {AttemptState.RUNNING, AttemptState.SCORED}
        assert states(session, DataRequest.state) == set(RequestState) - {RequestState.TAKEN_BACK}
        for model in (ActivityPhoto, Scan, SignIn, QrCode, TrainingRecord, QuizCertificate):
            assert session.scalar(select(func.count()).select_from(model))
        _three_readers(session)
        _nothing_goes_out(session)
        _mailings_add_up(session)
        assert verify(session).is_whole


def _three_readers(session: Session) -> None:
    """Whoever signed neither wrote nor signed before."""
    issued = select(ContentVersion.id).where(ContentVersion.state == ContentState.ISSUED)
    for version in session.scalars(issued).all():
        steps = session.scalars(select(ContentStep).where(ContentStep.version_id == version)).all()
        signed = [one.by for one in steps if one.verb in STEPS]
        assert len(set(signed)) == 3
        assert not {one.by for one in steps if one.verb not in STEPS} & set(signed)


def _nothing_goes_out(session: Session) -> None:
    """A worker that is started on the county finds no message and no publication to bring to the platform."""
    assert not states(session, Mailing.state) & {MailingState.SCHEDULED, MailingState.RUNNING}
    assert states(session, Mailing.state) == {
        MailingState.FINISHED, MailingState.PAUSED, MailingState.CANCELLED,
    }  # fmt: skip
    assert not states(session, ContentPublication.state) & IN_HAND
    assert session.scalar(select(Delivery.id).where(Delivery.mailing_id.is_(None)).limit(1)) is None


def _mailings_add_up(session: Session) -> None:
    for mailing in session.scalars(select(Mailing)).all():
        fates = session.scalars(select(Delivery.state).where(Delivery.mailing_id == mailing.id)).all()
        assert mailing.planned == len(fates) > 10
        assert (State.WAITING in fates) == (mailing.state is MailingState.PAUSED)
        if mailing.state is MailingState.FINISHED:
            # Who opened it did so after its end.
            now = counted(session, [mailing.id]).as_row()
            assert (mailing.tally or {}) | {"read": now["read"]} == now
            assert now["read"]
    [mass] = session.scalars(select(MassSend)).all()
    assert mass.total == mass.size == (mass.sent or 0) + (mass.failed or 0)
    assert not mass.disagrees
