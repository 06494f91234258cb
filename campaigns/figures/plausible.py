"""Whether a figure is larger than any that a county published: a reason to look again, no error. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from campaigns.figures.figure import Told
from campaigns.figures.register import register
from core.errors import BadContent
from core.periods import Period
from core.yamls import parsed

FILE = Path(__file__).with_name("plausible.yaml")
_LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Published:
    """The largest figure of its sort that we know a county to have published."""

    most: int
    place: str
    year: int | None
    words: str

    @property
    def source(self) -> str:
        """Where it comes from."""
        return f"{self.place}{f'{self.year}年' if self.year else ''}：{self.words}"


def warnings(told: Told, period: Period) -> tuple[str, ...]:
    """What looks wrong about a figure, in Chinese."""
    known = published().get(told.figure.key)
    if known is None or told.value is None or (period.last - period.first).days >= _LONGEST_DAYS:
        return ()
    if told.value <= known.most:
        return ()
    return (f"比已知的县级公开数字{known.most}{told.figure.unit}（{known.source}）还大，请核对",)


@cache
def published(file: Path = FILE) -> Mapping[str, Published]:
    """All of ``file`` by the key of the figure; ``BadContent`` where it is not written as it should be."""
    try:
        rows = parsed(file.read_text("utf-8"))["published"]
        found = {
            row["figure"]: Published(int(row["most"]), row["place"], row["year"], row["words"])
            for row in rows
        }
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise BadContent(f"{file.name}: {error!r}") from error
    if strange := found.keys() - register().keys():
        raise BadContent(f"{file.name}: no figure {sorted(strange)[0]}")
    return found
