"""What differs from bureau to bureau and machine to machine: local facts, office hours, where a lock lies."""

import time as clock
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path

import structlog
import yaml
from sqlalchemy.exc import ProgrammingError

from app.settings import Settings
from core.db import DATABASE_AWAY, Database
from core.errors import SettingsRefused
from core.yamls import parsed
from handlers.human import OfficeHours
from knowledge.localfacts import with_signs
from knowledge.telephones import undiallable
from staff.choices import facts_of, load_choices

_UNDEFINED_TABLE = "42P01"
"""The SQLSTATE of PostgreSQL; SQLite's word for it is among ``DATABASE_AWAY``."""

_LOOK_AGAIN_SECONDS = 0.4
log = structlog.get_logger()


class DatabaseOptional:
    """Runs a block that needs the database, and leaves it where none answers or it has no tables yet.

    What is written behind the block then holds; any other error is raised.
    """

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        """Whether the error is one that is passed over."""
        if isinstance(error, ProgrammingError):
            return getattr(error.orig, "sqlstate", None) == _UNDEFINED_TABLE
        return isinstance(error, DATABASE_AWAY)


class BureauFacts(Mapping[str, str]):
    """The facts of this place as they are now: those of the file, and over them those of the back office.

    Reads at most every 0.4 s: a text may name many facts, and the library is looked at every half second.
    """

    def __init__(self, database: Database, given: Mapping[str, str]) -> None:
        self.given = given
        self._database = database
        self._found: dict[str, str] = dict(given)
        self._read_at = float("-inf")

    def __getitem__(self, name: str) -> str:
        return self._now()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def fresh(self) -> Mapping[str, str]:
        """Read now, for whoever has just changed one."""
        # What was known stays true, and first help waits for no mistake of ours.
        try:
            with DatabaseOptional(), self._database.reading() as session:
                self._found = {**self.given, **facts_of(load_choices(session))}
        except ProgrammingError:
            log.exception("facts not read")
        self._read_at = clock.monotonic()
        return self._found

    def _now(self) -> Mapping[str, str]:
        is_due = clock.monotonic() - self._read_at >= _LOOK_AGAIN_SECONDS
        return self.fresh() if is_due else self._found


def local_values(settings: Settings) -> dict[str, str]:
    """The facts that this bureau gave in its file."""
    path = settings.local_facts_file
    if path is None:
        return {}
    try:
        tree = parsed(path.read_text("utf-8")) or {}
        values = {str(name): str(value) for name, value in tree.items() if value is not None}
    except (OSError, ValueError, yaml.YAMLError, AttributeError) as error:
        raise SettingsRefused([f"ANWEN_LOCAL_FACTS_FILE 读不了（{path}）：{error}"]) from error
    odd = [f"ANWEN_LOCAL_FACTS_FILE 里 {name} 的号码拨不通：{values[name]}" for name in undiallable(values)]
    odd += [
        f"ANWEN_LOCAL_FACTS_FILE 里 {name} 有尖括号或者花括号：{values[name]}" for name in with_signs(values)
    ]
    if odd:
        raise SettingsRefused(odd)
    return values


def office_hours(settings: Settings) -> OfficeHours:
    """When somebody is there."""
    return OfficeHours(
        settings.office_days,
        time.fromisoformat(settings.office_open),
        time.fromisoformat(settings.office_close),
    )


def lock_file(database: Database, var_dir: Path) -> Path:
    """Beside the embedded database, so that every process that opens it finds the same one."""
    path = database.url.database
    if database.is_sqlite and path:
        return Path(path).with_suffix(".message-locks")
    return var_dir / "message-locks"
