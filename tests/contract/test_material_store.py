"""The store of permanent material: the fake of the tests and the gateway on the simulated platform agree."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import requests

from deliveries.ports import FailureClass, GatewayRefusal
from jobs.picture_loader import MaterialGateway
from knowledge.gallery import read_gallery
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.fakes.material_store import FakeMaterialStore


@dataclass(frozen=True)
class Store:
    """A store, and the console in which its files are deleted."""

    gateway: MaterialGateway
    deletes: Callable[[str], None]


@pytest.fixture(params=["fake", "simulator"])
def store(request: pytest.FixtureRequest, clock: StandingClock) -> Store:
    """Each of the two in turn."""
    if request.param == "fake":
        fake = FakeMaterialStore()
        return Store(fake, fake.deletes)
    platform: SimulatedPlatform = request.getfixturevalue("platform")
    gateway = platform.gateway(clock)

    def delete(media_id: str) -> None:
        url = f"{platform.address}/api/cgi-bin/material/del_material"
        answer = requests.post(
            url, params={"access_token": gateway.tokens.token()}, json={"media_id": media_id}, timeout=10
        )
        assert answer.json()["errcode"] == 0

    return Store(gateway, delete)


@pytest.fixture
def png() -> bytes:
    """A picture of the project."""
    return read_gallery()["extinguisher_use"].read_png()


def test_what_is_uploaded_comes_back_unchanged(store: Store, png: bytes) -> None:
    image = store.gateway.upload_permanent_image(png, "image/png")
    assert store.gateway.download_permanent(image.media_id) == png


def test_the_same_picture_again_gets_another_name(store: Store, png: bytes) -> None:
    names = {store.gateway.upload_permanent_image(png, "image/png").media_id for _ in range(2)}
    assert len(names) == 2


def test_a_deleted_picture_is_refused_as_gone(store: Store, png: bytes) -> None:
    image = store.gateway.upload_permanent_image(png, "image/png")
    store.deletes(image.media_id)
    with pytest.raises(GatewayRefusal) as refused:
        store.gateway.download_permanent(image.media_id)
    assert (refused.value.errcode, refused.value.failure) == (40007, FailureClass.CONTENT)


def test_what_is_no_picture_is_refused(store: Store) -> None:
    with pytest.raises(GatewayRefusal) as refused:
        store.gateway.upload_permanent_image(b"GIF or not", "image/png")
    assert refused.value.failure is FailureClass.CONTENT
