"""The form while it is filled in: a photo is seen and taken back, and what may be known is asked for."""

import re
from errno import ENOSPC
from io import BytesIO

import pytest
from flask import Flask

from app.wiring import Container
from tests import samples
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import ANONYMOUS, FACTS, NEW, Phone, tips
from tests.integration.one_engine import database_url  # noqa: F401
from tipoffs.evidence.status import State
from tipoffs.intake.wizard import ReporterMessage

HIDDEN = re.compile(r'id="known"\s+aria-live="polite"\s+hidden')


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's own browser."""
    return Phone(app.test_client())


def test_a_photo_is_seen_by_its_sender_alone_and_taken_back(
    app: Flask, phone: Phone, container: Container
) -> None:
    phone.begins()
    for width in (200, 300):
        assert phone.uploads(samples.photo(width=width, gps=True)).status_code == 200
    form = phone.opens(ANONYMOUS).text
    paths = re.findall(rf'src="({ANONYMOUS}/file/(\w+))"', form)
    assert len(paths) == 2
    picture = phone.opens(paths[0][0])
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.mimetype == "image/jpeg"
    assert b"Exif" not in picture.data
    stranger = Phone(app.test_client())
    stranger.begins()
    assert stranger.opens(paths[0][0]).status_code == 404
    assert stranger.sends(f"{ANONYMOUS}/drop", drop=paths[0][1]).status_code == 303
    assert len(re.findall("shot__drop", phone.opens(ANONYMOUS).text)) == 2

    gone = phone.sends(f"{ANONYMOUS}/drop", drop=paths[0][1], facts=FACTS)
    assert gone.headers["Location"] == f"{ANONYMOUS}#shots"
    form = phone.opens(ANONYMOUS).text
    assert FACTS in form
    assert paths[0][1] not in form
    assert phone.opens(paths[0][0]).status_code == 404
    phone.submits()
    (tip,) = tips(container)
    with container.database.reading() as session:
        kept = container.casework.evidence.service.of_case(session, tip.number)
    assert [one.name for one in kept] == [paths[1][1]]


def test_a_full_disk_costs_a_photo_and_not_the_tip(
    phone: Phone, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    phone.begins()
    photo = samples.photo()
    with monkeypatch.context() as patch:
        patch.setattr("storage.local.os.fsync", full)
        alone = phone.uploads(photo)
        plain = phone.submits(files=(BytesIO(photo), "a.jpg", "image/jpeg"))

    assert alone.status_code == 422
    assert "现在存不下" in alone.get_json()["words"]
    assert plain.status_code == 422
    assert "现在存不下" in plain.text
    assert FACTS in plain.text
    assert not [one for one in (container.settings.var_dir / "files").rglob("*") if one.is_file()]
    # There is room again: the same photo is taken, and the tip needs no other form.
    assert phone.uploads(photo).status_code == 200
    phone.submits()
    (tip,) = tips(container)
    with container.database.reading() as session:
        (row,) = container.casework.evidence.service.of_case(session, tip.number)
    assert row.state is State.KEPT


def test_a_follower_is_offered_to_join_and_an_anonymous_form_never_tells(
    browser: Browser, phone: Phone, container: Container, clock: StandingClock
) -> None:
    where = {"object_name": "鑫源超市", "address": "城东路8号"}
    phone.begins()
    phone.submits(facts="鑫源超市后门安全出口锁着，过道堆着纸箱，老板娘让锁的", **where)
    browser.logs_in()
    draft = re.search(r'name="draft" value="(\w+)"', browser.opens(NEW).text)
    assert draft
    said = {"facts": "鑫源超市后门安全出口一直锁着，过道堆着纸箱", **where}
    browser.sends(f"{NEW}/save", facts=said["facts"])
    assert HIDDEN.search(browser.opens(NEW).text)
    assert browser.sends(f"{NEW}/save", **said).status_code == 303
    form = browser.opens(NEW).text
    assert not HIDDEN.search(form)
    assert "老板娘" not in form
    ticked = r'name="also_found"\s+value="yes"\s+checked'
    assert not re.search(ticked, form)
    browser.sends(f"{NEW}/save", **said, also_found="yes")
    assert re.search(ticked, browser.opens(NEW).text)
    fields = {**said, "draft": draft[1], "mode": "confidential", "agreed": "yes", "also_found": "yes"}
    assert browser.sends(f"{NEW}/submit", **fields).status_code == 303
    assert [tip.also_found for tip in tips(container)] == [False, True]
    # Whoever is nobody could ask for ever: they are not told, and a made-up tick is not believed.
    other = Phone(phone.client.application.test_client())
    other.begins()
    other.sends(f"{ANONYMOUS}/save", **said)
    assert 'id="known"' not in other.opens(ANONYMOUS).text
    other.submits(**said, also_found="yes")
    assert [tip.also_found for tip in tips(container)] == [False, True, False]


def test_who_would_rather_speak_is_led_to_the_chat_and_finds_it_in_the_form(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    browser.logs_in()
    assert "用说的" in browser.opens(NEW).text
    sent = browser.sends(f"{NEW}/save", address="城东路8号", speak="yes")
    assert sent.headers["Location"] == f"{NEW}/speak"
    assert "按住话筒说话" in browser.opens(f"{NEW}/speak").text
    # In the chat a voice that was understood arrives as words, into the same draft.
    with container.database.writing() as session:
        container.intake.service.begin(session, browser.openid, "", clock.now())
        container.intake.service.hear(session, browser.openid, ReporterMessage(words=FACTS), clock.now())
    form = browser.opens(NEW).text
    assert f">{FACTS}</textarea>" in form
    assert 'value="城东路8号"' in form


@pytest.mark.parametrize(
    ("north", "east", "is_kept"),
    [("28.37", "121.38", True), ("90", "180", True), ("90.5", "121.38", False), ("28.37", "180.5", False)],
)
def test_a_point_is_kept_only_where_there_is_one_on_the_earth(
    phone: Phone, north: str, east: str, is_kept: bool
) -> None:
    phone.begins()
    phone.sends(f"{ANONYMOUS}/save", latitude=north, longitude=east)
    found = re.search(r'id="latitude"\s+value="([^"]*)"', phone.opens(ANONYMOUS).text)
    assert found
    assert bool(found[1]) is is_kept
