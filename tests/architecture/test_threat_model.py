"""The threat model is held against the real schema: every column has its class of secret."""

import re

from sqlalchemy import LargeBinary

from app.tables import metadata
from tests.architecture.classes import LISTED, PAGE

CLASSES = {
    "vault", "wrapped", "master", "passing", "hash", "digest", "openid", "masked", "case", "staff", "open",
}  # fmt: skip
NOT_OF_A_REPORTER = {
    "reward_assessments.payees": "shares of tips, by number",
    "reward_claims.payee_ref": "a handle into the vault",
    "reward_ledger.account": "an account of the ledger",
    "tip_answers.account": "简要核查情况, an account of what was seen",
}
SEALED = {"vault", "wrapped", "master", "passing"}
COMPROMISED = (
    "database dump",
    "application server",
    "`ANWEN_VAULT_KEY` alone",
    "WeChat, Tencent",
    "handling staff",
    "a backup",
    "logs",
    "evidence store",
)


COLUMNS = {
    f"{table.name}.{column.name}": column for table in metadata.tables.values() for column in table.columns
}


def test_every_column_has_its_class_and_no_column_is_invented() -> None:
    """A new column: say on the page what a thief of the dump learns from it."""
    assert sorted(COLUMNS.keys() - LISTED.keys()) == []
    assert sorted(LISTED.keys() - COLUMNS.keys()) == []


def test_every_class_is_explained() -> None:
    assert set(LISTED.values()) <= CLASSES
    explained = PAGE.partition("### What lies where")[2].partition("\n| table")[0]
    assert all(f"{kind}:" in explained.replace("\n", " ") for kind in CLASSES)


def test_what_is_called_sealed_is_bytes_and_bytes_are_accounted_for() -> None:
    """Words called sealed but kept as text would be a lie that no other test sees."""
    for name, kind in LISTED.items():
        is_bytes = isinstance(COLUMNS[name].type, LargeBinary)
        assert is_bytes or kind not in SEALED, name
        assert not is_bytes or kind in {*SEALED, "digest"}, name


def test_no_clear_column_is_named_like_a_secret_of_a_reporter() -> None:
    """A name, telephone, ID number or account may stand in the vault's ciphertext only."""
    telling = re.compile(r"phone|id_number|account|payee|reporter_name|real_name")
    clear = {name for name, kind in LISTED.items() if kind not in SEALED | {"digest"}}
    assert {name for name in clear if telling.search(name.partition(".")[2])} == NOT_OF_A_REPORTER.keys()


def test_each_part_is_on_the_page_with_what_it_surrenders() -> None:
    section = PAGE.partition("## What a compromise of each part surrenders")[2].partition("### ")[0]
    rows = [row.split("|")[1:-1] for row in section.splitlines() if row.startswith("| ")]
    first = [row[0].strip() for row in rows]
    assert all(any(part in name for name in first) for part in COMPROMISED)
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)


def test_the_honest_sentence_about_wechat_stands_there() -> None:
    plain = PAGE.replace("\n", " ")
    assert "Nobody who uses WeChat is untraceable" in plain
