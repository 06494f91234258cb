"""Which files of a store are swept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.files import BATCH, UNCLAIMED_AFTER, sweep

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)
OLD = NOW - UNCLAIMED_AFTER - timedelta(seconds=1)


@dataclass(frozen=True)
class File:
    """A listed file."""

    key: str
    changed_at: datetime | None
    size: int = 0


@dataclass
class FakeStore:
    """Lists files and keeps which were deleted."""

    files: list[File]
    deleted: list[str] = field(default_factory=list)
    drafts: list[datetime] = field(default_factory=list)
    """When each of them was last written to."""

    def listed(self) -> Iterator[File]:
        """Every file."""
        return iter(self.files)

    def delete(self, key: str) -> None:
        """Remember it."""
        self.deleted.append(key)

    def sweep_drafts(self, before: datetime) -> int:
        """Drop the drafts older than that."""
        old = [at for at in self.drafts if at < before]
        self.drafts = [at for at in self.drafts if at >= before]
        return len(old)


def test_only_what_is_old_and_named_by_nothing_goes() -> None:
    store = FakeStore(
        [
            File("named", OLD),
            File("nobody's", OLD),
            File("in progress", NOW - UNCLAIMED_AFTER),
            File("of unknown age", None),
        ]
    )

    assert sweep(store, lambda keys: {"named"}, NOW) == 1
    assert store.deleted == ["nobody's"]


def test_the_rows_are_asked_for_every_old_file_once_in_batches() -> None:
    store = FakeStore([File(f"{n}", OLD) for n in range(BATCH + 1)])
    asked: list[Sequence[str]] = []

    def named_among(keys: Sequence[str]) -> set[str]:
        asked.append(keys)
        return {keys[0]}

    assert sweep(store, named_among, NOW) == BATCH - 1
    assert [len(keys) for keys in asked] == [BATCH, 1]
    assert {"0", f"{BATCH}"}.isdisjoint(store.deleted)


def test_what_a_killed_process_left_half_written_goes_after_the_same_time() -> None:
    store = FakeStore([], drafts=[OLD, NOW])
    assert sweep(store, lambda keys: set(), NOW) == 1
    assert store.drafts == [NOW]
