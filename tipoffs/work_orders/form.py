"""Which columns a work order has in this place, read out of a file. Pure but for the reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from core.errors import BadContent
from core.yamls import parsed

USUAL = Path(__file__).with_name("form.yaml")
FIELDS = frozenset(
    {
        "number", "summary", "place", "category", "category_name", "region", "region_name", "kind", "state",
        "answer_by", "order",
    }
)  # fmt: skip
"""What may stand in a column: what a handling unit sees, and the number of the order."""
NEEDED, REPLIED = ("number", "order"), ("number", "order", "due", "answer")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field through a table of codes, or the same words in each row."""

    name: str
    what: str = ""
    fixed: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None

    def of(self, values: Mapping[str, str]) -> str:
        """What stands in it for a case with these values."""
        if not self.what:
            return self.fixed
        value = values[self.what]
        return self.codes.get(value, value if self.otherwise is None else self.otherwise)


@dataclass(frozen=True, slots=True)
class Form:
    """Columns out, columns in by what they are, and how days are written there."""

    out: Sequence[Column]
    reply: Mapping[str, str]
    dates: Sequence[str]

    def day(self, text: str) -> date | None:
        """The day that is written so; None for anything else."""
        for form in self.dates:
            try:
                # A day and hour of the place where both systems stand; only the day is kept.
                return datetime.strptime(text, form).date()  # noqa: DTZ007
            except ValueError:
                continue
        return None


def load_form(path: Path | None = None) -> Form:
    """The form of this place; ``BadContent`` says in Chinese what is wrong with its file."""
    file = path or USUAL
    try:
        tree = parsed(file.read_text("utf-8"))
        out = [_column(file, one) for one in tree["out"]]
        reply = {str(name): str(column) for name, column in tree["in"].items()}
        dates = [str(one) for one in tree.get("dates", ["%Y-%m-%d"])]
    except (OSError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadContent(
            f"{file.name}读不了：要有out和in两部分，写法照tipoffs/work_orders/form.yaml。"
        ) from error
    names = [one.name for one in out]
    if not out or len(set(names)) < len(names):
        raise BadContent(f"{file.name}：out里的列名不能重复，至少要有一列。")
    if strange := sorted(reply.keys() - set(REPLIED)):
        raise BadContent(f"{file.name}：in里不认识“{strange[0]}”，可以有的是{'、'.join(REPLIED)}。")
    if missing := [name for name in NEEDED if not reply.get(name)]:
        raise BadContent(f"{file.name}：in里缺“{missing[0]}”。")
    return Form(out, reply, dates)


def _column(file: Path, given: Mapping[str, Any]) -> Column:
    name, what = str(given["column"]).strip(), str(given.get("field", ""))
    if not name or ("fixed" in given) == bool(what):
        raise BadContent(f"{file.name}：out的每一列写列名，再写field或者fixed，两样只写一样。")
    if what and what not in FIELDS:
        raise BadContent(
            f"{file.name}：“{name}”要填的“{what}”不能交出去，可以填的是{'、'.join(sorted(FIELDS))}。"
        )
    codes = {str(code): str(theirs) for code, theirs in (given.get("codes") or {}).items()}
    otherwise = given.get("otherwise")
    return Column(
        name, what, str(given.get("fixed", "")), codes, None if otherwise is None else str(otherwise)
    )
