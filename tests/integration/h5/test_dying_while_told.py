"""The web process dies at any moment of an upload or a submission: who sends again has one tip, one photo."""

from typing import Any

from sqlalchemy import select

from app.factory import create_app
from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.dying import DyingDatabase, Life, deaths
from tests.integration.h5.tip_phone import ANONYMOUS, Phone, tips
from tests.integration.one_engine import database_url  # noqa: F401
from tests.samples import picture, saved
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.queue import LEASE
from tipoffs.evidence.status import State

FOR_EVER = 10**9


def test_whoever_sends_again_after_the_process_died_has_one_tip_with_one_photo(
    container: Container, clock: StandingClock
) -> None:
    dying: Any = DyingDatabase(container.database, Life(FOR_EVER))
    container.database = dying
    phone, photo = Phone(create_app(container.settings, container).test_client()), saved(picture(), "JPEG")
    told = 0

    def works(life: Life) -> None:
        nonlocal told
        told += 1
        phone.client.delete_cookie("tip_draft", domain="anwen.test", path=ANONYMOUS)
        phone.begins()
        dying._life = life
        try:
            phone.uploads(photo)
            phone.submits()
        finally:
            dying._life = Life(FOR_EVER)

    for moment in deaths(works):
        clock.advance(seconds=LEASE.total_seconds() + 1)
        if len(tips(container)) < told:
            assert phone.uploads(photo).status_code == 200, moment
            assert phone.submits().status_code == 303, moment
        made = tips(container)
        assert len(made) == told, moment
        with container.database.reading() as session:
            kept = session.scalars(select(Evidence.state).where(Evidence.case == made[-1].number)).all()
        assert kept == [State.KEPT], moment
    assert told > 8
