"""Reading YAML: the quick reader gives what the plain one gives, and makes nothing but plain values."""

from pathlib import Path

import pytest
import yaml

from core.yamls import parsed

ROOT = Path(__file__).resolve().parents[3]
HOUSES = ("staff", "tipoffs", "deliveries", "followers", "handlers")
TABLES = sorted(path for name in HOUSES for path in ROOT.glob(f"{name}/**/*.yaml"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_both_readers_give_the_same(path: Path) -> None:
    text = path.read_text("utf-8")

    assert repr(parsed(text)) == repr(yaml.safe_load(text))


def test_there_are_tables() -> None:
    assert len(TABLES) > 10


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "\tx", "!!python/object/apply:os.getcwd []"])
def test_what_is_no_plain_yaml_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        parsed(text)
