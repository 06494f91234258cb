"""The numbers of the web workers lie in memory: a full disk would kill whoever counts."""

import runpy
from pathlib import Path

import pytest

from app.shared_numbers import MEMORY, make_folder

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    folder = tmp_path / "memory"
    folder.mkdir()
    return folder


def test_each_account_has_an_empty_folder_of_its_own_in_memory(tmp_path: Path, memory: Path) -> None:
    first, other = (make_folder(tmp_path / name, memory) for name in ("var", "other"))
    assert first != other
    assert {first.parent, other.parent} == {memory}
    assert first.stat().st_mode & 0o077 == 0
    (first / "counter_1.db").write_bytes(b"of the run before")

    assert make_folder(tmp_path / "var", memory) == first
    assert list(first.iterdir()) == []


def test_without_memory_or_where_somebody_took_the_name_it_lies_with_our_data(
    tmp_path: Path, memory: Path
) -> None:
    taken = make_folder(tmp_path, memory)
    taken.rmdir()
    taken.write_bytes(b"")
    assert make_folder(tmp_path, memory) == make_folder(tmp_path, memory / "none") == tmp_path / "metrics"


@pytest.mark.skipif(not MEMORY.is_dir(), reason="this system has no folder in memory")
def test_gunicorn_keeps_nothing_that_is_mapped_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANWEN_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    configuration = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    monkeypatch.undo()

    folder = configuration["_numbers"]
    assert (folder.parent, Path(configuration["worker_tmp_dir"])) == (MEMORY, MEMORY)
    configuration["on_exit"](None)
    assert not folder.exists()
