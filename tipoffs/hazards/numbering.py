"""Numbers given out one by one, however many give them out at once."""

from functools import cache

from sqlalchemy import Executable
from sqlalchemy.orm import Session

from core.statements import Prepared, insert_in, table_of
from tipoffs.hazards.models import CaseCounter


def next_number(session: Session, scope: str) -> int:
    """The next number of ``scope``, from 1 on.

    It is given back when the transaction is rolled back, so there are no gaps; until the end of the
    transaction others who want one of the same scope wait.
    """
    row = _statement().first(session, {"scope": scope, "last": 1})
    assert row is not None
    return int(row[0])


@cache
def _statement() -> Prepared:
    table = table_of(CaseCounter)

    def build(dialect: str) -> Executable:
        insert = insert_in(dialect, table)
        counted: Executable = insert.on_conflict_do_update(
            index_elements=["scope"], set_={"last": table.c.last + 1}
        ).returning(table.c.last)
        return counted

    return Prepared(build, ["scope", "last"])
