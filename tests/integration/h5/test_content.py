"""The page of a content item: only what was signed off, and nothing of it as markup."""

from io import BytesIO
from pathlib import Path

import pytest
import requests
from PIL import Image
from sqlalchemy import select

from app.demo.county import enrol
from app.wiring import Container
from campaigns.content.fates import PublicationState
from campaigns.content.models import ContentPublication
from staff.models import StaffUser
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.integration.content.conftest import (
    AUTHOR,
    LEADER,
    MANUSCRIPT,
    PUBLISHER,
    on_sqlite_only,
)
from tests.integration.h5.conftest import Browser
from tests.integration.h5.contents import issue


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One engine is enough to read on."""
    return on_sqlite_only(sqlite_template, tmp_path)


@pytest.fixture
def photo(container: Container, clock: StandingClock) -> str:
    """The key of a photo that somebody handed in."""
    file = BytesIO()
    Image.new("RGB", (600, 400), "orange").save(file, "PNG")
    kept = container.content.pictures.keep(file.getvalue())
    with container.database.writing() as session:
        container.content.service.add_photo(session, kept, AUTHOR, clock.now())
    return kept.key


def test_an_issued_item_with_everything_a_text_may_hold(
    container: Container, clock: StandingClock, browser: Browser, photo: str
) -> None:
    body = (
        f"先**关火**\n\n1. 一\n2. 二\n\n> [!电话]\n> 打119\n\n![锅](picture:oil_pan)\n\n"
        f"![现场](photo:{photo})\n\n"
        "|甲|\n|-|\n|乙|\n\n[总局](https://www.mem.gov.cn/)\n\n<script>alert(1)</script>"
    )
    item = issue(container, clock, body)
    response = browser.opens(f"/h5/c/{item}")
    page = response.text
    assert response.status_code == 200
    assert "<h1" in page
    assert MANUSCRIPT.title in page
    assert MANUSCRIPT.digest in page
    assert '<a class="tel" href="tel:119">119</a>' in page
    assert 'src="/h5/pictures/oil_pan.svg"' in page
    assert '<a href="https://www.mem.gov.cn/" rel="noopener">总局</a>' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "style=" not in page, "the policy of the page allows no inline style"
    assert "应急管理部《家庭防火常识》" in page
    for address in (f"/h5/c/{item}/{photo}.jpg", f"/h5/c/{item}/cover.jpg"):
        answer = browser.opens(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        with Image.open(BytesIO(answer.data)) as image:
            assert image.format == "JPEG"
        assert address.endswith("cover.jpg") or address in page


@pytest.mark.parametrize("up_to", [0, 1, 2, 3])
def test_what_was_not_signed_off_is_not_there(
    container: Container, clock: StandingClock, browser: Browser, up_to: int, photo: str
) -> None:
    item = issue(container, clock, f"![现场](photo:{photo})", up_to=up_to)
    for path in ("", "/cover.jpg", f"/{photo}.jpg"):
        assert browser.opens(f"/h5/c/{item}{path}").status_code == 404


def test_withdrawn_is_gone_at_once_and_foreign_photos_never_come(
    container: Container, clock: StandingClock, browser: Browser, photo: str
) -> None:
    item = issue(container, clock, "看")
    assert browser.opens(f"/h5/c/{item}").status_code == 200
    assert browser.opens(f"/h5/c/{item}/{photo}.jpg").status_code == 404, "this item does not show it"
    with container.database.writing() as session:
        container.content.service.withdraw(session, item, LEADER, clock.now(), "有误")
    assert browser.opens(f"/h5/c/{item}").status_code == 404
    for nothing in ("/h5/c/0", f"/h5/c/{2**63}", "/h5/c/x", "/h5/c/-1", f"/h5/c/{item}/..%2f.jpg"):
        assert browser.opens(nothing).status_code == 404


def test_the_whole_way_to_the_platform_and_back(
    container: Container, clock: StandingClock, platform: SimulatedPlatform
) -> None:
    """Photo, preview on a colleague's phone, publication, and its end, by the system as it is wired."""
    item = issue(container, clock, "先**关火**\n\n![锅](picture:oil_pan)\n\n<script>alert(1)</script>")
    openid = platform.follower("amy")
    publishing = container.content.publishing
    with container.database.writing() as session:
        enrol(session, "leader", "何局", "leader", None, "no-password", clock.now())
        session.scalars(select(StaffUser)).one().openid = openid
        session.flush()
        publishing.preview(session, item, PUBLISHER, clock.now(), logins=["leader"])
        publishing.publish(session, item, PUBLISHER, clock.now())
    jobs = container.content.jobs()

    def works(rounds: int) -> None:
        for _ in range(rounds):
            for job in jobs:
                for key in job.due(clock.now(), 10):
                    job.do(key)
            clock.advance(seconds=2)

    works(6)
    (shown,) = [row for row in platform.control(f"citizens/{openid}/inbox") if row["channel"] == "preview"]
    assert MANUSCRIPT.title in str(shown)
    platform.advance(3600)
    clock.advance(minutes=5)
    works(1)
    with container.database.writing() as session:
        row = session.scalars(select(ContentPublication)).one()
        assert row.state is PublicationState.PUBLISHED
        article = requests.get(str(row.article_url), timeout=10).text
        assert MANUSCRIPT.title in article
        assert "<strong style=" in article
        assert "alert(1)&lt;/script&gt;" in article
        publishing.take_down(session, item, PUBLISHER, clock.now(), "试完了")
    works(1)
    with container.database.reading() as session:
        assert session.scalars(select(ContentPublication.state)).one() is PublicationState.TAKEN_DOWN
    assert len(platform.calls("freepublish/submit")) == 1
