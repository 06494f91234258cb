"""Reading YAML: the quick reader gives what the plain one gives, and makes nothing but plain values."""

from pathlib import Path

import pytest
import yaml

from core.yamls import MOST_LEVELS, parsed, parsed_from_outside

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("staff", "tipoffs", "deliveries", "followers", "handlers")
TABLES = sorted(path for name in PACKAGES for path in ROOT.glob(f"{name}/**/*.yaml"))


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


NAMES = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
UNSOUND = {
    "brackets": "[" * 90_000 + "]" * 90_000,
    "braces": "{a: " * 90_000,
    "dashes": "- " * 90_000 + "x",
    "levels": "[" * (MOST_LEVELS + 1) + "]" * (MOST_LEVELS + 1),
    "names": "\n".join(NAMES),
    "day": "on: 2026-99-99",
}


@pytest.mark.parametrize("kind", UNSOUND)
def test_what_would_end_the_process_is_refused(kind: str) -> None:
    with pytest.raises(yaml.YAMLError):
        parsed_from_outside(UNSOUND[kind])


def test_what_people_write_is_read() -> None:
    text = "- {代码: '1', 名称: 城关镇}\n- 代码: 2\n  名称: [一, [二]]\n"

    assert parsed_from_outside(text) == parsed(text)
