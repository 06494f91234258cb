"""When a token is fetched, when it is not, and what happens when the platform refuses one."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.fakes.token_store import MemoryTokenStore
from wechat.tokens import Fetched, Kept, TokenProvider

BAD_SECRET = GatewayRefusal(FailureClass.CONFIG, "stable_token: errcode 40125", errcode=40125)
BUSY = GatewayRefusal(FailureClass.BUSY, "stable_token: no connection")


@dataclass
class Platform:
    """Gives out one token until it is told to change it, as stable_token does."""

    seconds: int = 7200
    refusal: GatewayRefusal | None = None
    force_refusal: GatewayRefusal | None = None
    asked: list[bool] = field(default_factory=list)
    serial: int = 1
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, *, force: bool) -> Fetched:
        with self._lock:
            self.asked.append(force)
            if self.refusal is not None:
                raise self.refusal
            if force and self.force_refusal is not None:
                raise self.force_refusal
            self.serial += force
            return Fetched(f"token-{self.serial}", self.seconds)


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
def store() -> MemoryTokenStore:
    return MemoryTokenStore()


@pytest.fixture
def provider(store: MemoryTokenStore, platform: Platform, clock: StandingClock) -> TokenProvider:
    return TokenProvider(store, platform, clock)


@pytest.fixture
def other_process(store: MemoryTokenStore, platform: Platform, clock: StandingClock) -> TokenProvider:
    return TokenProvider(store, platform, clock)


def test_a_token_is_fetched_once_and_kept(provider: TokenProvider, platform: Platform) -> None:
    assert [provider.token(), provider.token()] == ["token-1", "token-1"]
    assert platform.asked == [False]


def test_b4_another_process_uses_what_the_first_one_fetched(
    provider: TokenProvider, other_process: TokenProvider, platform: Platform
) -> None:
    provider.token()
    assert other_process.token() == "token-1"
    assert len(platform.asked) == 1


def test_b4_a_process_that_slept_finds_the_new_token_in_the_store(
    provider: TokenProvider, other_process: TokenProvider, platform: Platform, clock: StandingClock
) -> None:
    provider.token()
    other_process.token()
    clock.advance(seconds=6900)
    platform.serial = 2
    provider.token()
    assert other_process.token() == "token-2"
    assert len(platform.asked) == 2


@pytest.mark.parametrize(("seconds", "fetches"), [(6899, 1), (6900, 2), (7200, 2)])
def test_a_token_is_renewed_in_its_last_five_minutes(
    provider: TokenProvider, platform: Platform, clock: StandingClock, seconds: int, fetches: int
) -> None:
    provider.token()
    clock.advance(seconds=seconds)
    provider.token()
    assert len(platform.asked) == fetches


def test_a_token_with_little_time_left_is_not_asked_for_at_every_call(
    provider: TokenProvider, platform: Platform, clock: StandingClock
) -> None:
    platform.seconds = 200
    for _ in range(50):
        provider.token()
        clock.advance(seconds=1)
    assert len(platform.asked) == 1


def test_b3_fifty_threads_at_a_cold_start_fetch_once(provider: TokenProvider, platform: Platform) -> None:
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(provider.token())) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["token-1"] * 50
    assert len(platform.asked) == 1


def test_fifty_threads_with_an_expired_token_fetch_once(provider: TokenProvider, platform: Platform) -> None:
    failed = provider.token()
    platform.serial = 2
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(provider.refresh(failed))) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["token-2"] * 50
    assert len(platform.asked) == 2


def test_a_token_that_is_no_longer_the_current_one_needs_no_fetch(
    provider: TokenProvider, platform: Platform
) -> None:
    provider.token()
    assert provider.refresh("an older one") == "token-1"
    assert len(platform.asked) == 1


def test_another_process_refreshes_only_once(
    provider: TokenProvider, other_process: TokenProvider, platform: Platform
) -> None:
    failed = provider.token()
    other_process.token()
    platform.serial = 2
    assert provider.refresh(failed) == other_process.refresh(failed) == "token-2"
    assert len(platform.asked) == 2


def test_the_platform_is_forced_when_it_gives_the_refused_token_again(
    provider: TokenProvider, platform: Platform
) -> None:
    assert provider.refresh(provider.token()) == "token-2"
    assert platform.asked == [False, False, True]


def test_b1_a_token_refused_for_ever_is_not_fetched_for_ever(
    provider: TokenProvider, platform: Platform, clock: StandingClock
) -> None:
    refused = 0
    for _ in range(100):
        try:
            provider.refresh(provider.token())
        except GatewayRefusal:
            refused += 1
        clock.advance(seconds=1)
    assert refused >= 98
    assert platform.asked.count(True) == 1
    assert len(platform.asked) < 40


def test_a_refused_force_is_not_repeated_either(
    provider: TokenProvider, platform: Platform, clock: StandingClock
) -> None:
    """The platform counts them: twenty a day."""
    failed = provider.token()
    platform.force_refusal = GatewayRefusal(FailureClass.QUOTA, "stable_token: errcode 45009", errcode=45009)
    for _ in range(20):
        with pytest.raises(GatewayRefusal):
            provider.refresh(failed)
        clock.advance(seconds=4)
    assert platform.asked.count(True) == 1


def test_forcing_is_tried_again_after_a_while(
    provider: TokenProvider, platform: Platform, clock: StandingClock
) -> None:
    provider.refresh(provider.token())
    clock.advance(minutes=10)
    assert provider.refresh(provider.token()) == "token-3"


@pytest.mark.parametrize(("refusal", "seconds"), [(BAD_SECRET, 60), (BUSY, 3)])
def test_a_refusal_is_remembered_for_a_while(
    provider: TokenProvider,
    other_process: TokenProvider,
    platform: Platform,
    clock: StandingClock,
    refusal: GatewayRefusal,
    seconds: int,
) -> None:
    platform.refusal = refusal
    for asker in (provider, other_process, provider):
        with pytest.raises(GatewayRefusal) as refused:
            asker.token()
        assert (refused.value.failure, refused.value.errcode) == (refusal.failure, refusal.errcode)
    clock.advance(seconds=seconds - 1)
    with pytest.raises(GatewayRefusal):
        provider.token()
    assert len(platform.asked) == 1
    clock.advance(seconds=1)
    platform.refusal = None
    assert provider.token() == "token-1"


@pytest.mark.parametrize("refusal", [BAD_SECRET, BUSY])
def test_a_living_token_is_used_while_the_platform_gives_no_other(
    provider: TokenProvider, platform: Platform, clock: StandingClock, refusal: GatewayRefusal
) -> None:
    provider.token()
    clock.advance(seconds=7000)
    platform.refusal = refusal
    assert [provider.token(), provider.token()] == ["token-1", "token-1"]
    assert len(platform.asked) == 2


def test_a_dead_token_is_not_used(provider: TokenProvider, platform: Platform, clock: StandingClock) -> None:
    provider.token()
    clock.advance(seconds=7200)
    platform.refusal = BUSY
    with pytest.raises(GatewayRefusal):
        provider.token()


def test_without_a_store_each_process_fetches_for_itself(
    provider: TokenProvider, platform: Platform, store: MemoryTokenStore
) -> None:
    store.is_gone = True
    assert [provider.token(), provider.token()] == ["token-1", "token-1"]
    assert len(platform.asked) == 1


def test_without_a_store_a_refusal_is_remembered_too(
    provider: TokenProvider, platform: Platform, store: MemoryTokenStore
) -> None:
    store.is_gone = True
    platform.refusal = BAD_SECRET
    for _ in range(3):
        with pytest.raises(GatewayRefusal):
            provider.token()
    assert len(platform.asked) == 1


def test_a_process_that_lost_its_lease_does_not_overwrite_the_newer_token(
    store: MemoryTokenStore, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    assert store.try_lock("t", "sleeper", now, 40)
    assert store.try_lock("t", "other", later, 40)
    assert store.write("t", "other", Kept("new", later, later))
    assert not store.write("t", "sleeper", Kept("old", later, later))
    assert store.kept["t"].value == "new"


def test_no_token_is_shown_in_a_log(provider: TokenProvider, store: MemoryTokenStore) -> None:
    token = provider.token()
    assert token not in f"{store.kept!r}{Fetched(token, 1)!r}{provider!r}"


def test_the_kept_token_is_what_another_process_fetched(
    provider: TokenProvider, other_process: TokenProvider, platform: Platform
) -> None:
    assert provider.kept() is None

    other_process.token()

    assert provider.kept() == "token-1"
    assert platform.asked == [False]


def test_the_kept_token_is_given_till_it_dies_and_follows_the_renewed_one(
    provider: TokenProvider, other_process: TokenProvider, platform: Platform, clock: StandingClock
) -> None:
    provider.token()
    clock.advance(seconds=7000)
    assert provider.kept() == "token-1"

    platform.serial = 2
    other_process.token()
    assert provider.kept() == "token-2"

    clock.advance(seconds=7201)
    assert provider.kept() is None


def test_without_a_store_the_kept_token_is_the_own_one(
    provider: TokenProvider, store: MemoryTokenStore, clock: StandingClock
) -> None:
    provider.token()
    clock.advance(seconds=7000)
    store.is_gone = True

    assert provider.kept() == "token-1"
