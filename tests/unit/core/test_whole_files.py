"""A file that somebody takes along lies there whole, or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.whole_files import NotWritten, whole_file, write_whole
from core.workbooks import Sheet, write_xlsx
from tests.full_disk import disk_full


def test_what_there_is_no_room_for_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "名单.yaml"
    write_whole(file, "以前的")

    with disk_full(), pytest.raises(NotWritten, match="没有写成：文件太大了"):
        write_whole(file, "新" * 4096)

    assert [one.name for one in tmp_path.iterdir()] == ["名单.yaml"]
    assert file.read_text("utf-8") == "以前的"


@pytest.mark.parametrize("is_new", [True, False])
def test_who_is_killed_in_the_midst_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, is_new: bool
) -> None:
    """A payment list holds names and accounts: half of one must not lie about under a name nobody knows."""
    file = tmp_path / "待支付.csv"
    if not is_new:
        write_whole(file, "以前的")
    program = (
        "import os, pathlib, signal; from core.whole_files import whole_file\n"
        f"with whole_file(pathlib.Path({str(file)!r}), is_secret=True) as stream:\n"
        "    stream.write('张三 6222'.encode()); stream.flush(); os.kill(os.getpid(), signal.SIGKILL)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL

    assert [one.read_text("utf-8") for one in tmp_path.iterdir()] == ([] if is_new else ["以前的"])


def test_a_disk_that_knows_no_nameless_files_takes_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE")
    write_whole(tmp_path / "表.csv", "一")
    with disk_full(), pytest.raises(NotWritten):
        write_whole(tmp_path / "表.csv", "二" * 4096)
    assert [one.read_text("utf-8") for one in tmp_path.iterdir()] == ["一"]


def test_half_a_workbook_is_none(tmp_path: Path) -> None:
    rows = [[f"{number * number}第{number}行"] for number in range(3000)]

    with disk_full(), pytest.raises(NotWritten):
        write_xlsx(tmp_path / "表.xlsx", [Sheet("表", ["列"], rows)])

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "why"), [("没有/表.csv", "没有这个文件夹"), ("有", "那是一个文件夹"), ("旧.csv", "已经有了")]
)
def test_why_it_was_not_written_is_told_in_words(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "有").mkdir()
    (tmp_path / "旧.csv").write_text("旧")

    with (
        pytest.raises(NotWritten, match=why),
        whole_file(tmp_path / name, must_be_new=name == "旧.csv") as file,
    ):
        file.write(b"x")


def test_only_its_owner_reads_a_secret_one_and_a_link_stays_one(tmp_path: Path) -> None:
    link = tmp_path / "今天.csv"
    link.symlink_to(tmp_path / "0629.csv")

    with whole_file(link, is_secret=True) as file:
        file.write(b"x")

    assert link.is_symlink()
    assert (tmp_path / "0629.csv").stat().st_mode & 0o777 == 0o600


def test_what_is_no_file_is_written_to_as_it_is() -> None:
    write_whole(Path("/dev/null"), "x")

    assert Path("/dev/null").is_char_device()
