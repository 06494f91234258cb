"""``flask campaigns content`` as the people of the office type it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from app.settings_loading import load_settings
from app.wiring import Container
from campaigns.content import samples
from campaigns.content.models import ContentPublication
from tests.clerks import Clerks
from tests.conftest import StandingClock

PEOPLE = {
    "wu": "planner",
    "li": "campaign_reviewer",
    "sun": "campaign_reviewer",
    "he": "leader",
    "xu": "publisher",
}
SAMPLE = str(samples.FOLDER / "family_kitchen.md")


@pytest.fixture(scope="module")
def terminal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerks]:
    """A system with five people, for all tests here: what is typed is the same on both engines."""
    folder = tmp_path_factory.mktemp("content")
    shutil.copy(sqlite_template, folder / "anwen.db")
    settings = load_settings(
        var_dir=folder / "var",
        database_url=f"sqlite:///{folder / 'anwen.db'}",
        storage_url=f"file://{folder / 'files'}",
    )
    container = Container(settings, StandingClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC)))
    terminal = Clerks(container, "campaigns", "content")
    for login, role in PEOPLE.items():
        terminal.hires(login, role)
    yield terminal
    container.close()


@pytest.fixture
def item(terminal: Clerks) -> str:
    """The number of a draft."""
    (row,) = terminal.does("wu", "add", SAMPLE)
    return str(row["item"])


def test_from_a_file_to_the_public(terminal: Clerks, item: str) -> None:
    terminal.does("wu", "submit", item)
    assert "没有办理这一步的权限" in terminal.refused("wu", "first-review", item, "--opinion", "好")
    terminal.does("li", "first-review", item, "--opinion", "属实")
    assert "三个不同的人" in terminal.refused("li", "review", item, "--opinion", "好")
    terminal.does("sun", "send-back", item, "--opinion", "标题太长")
    (row,) = terminal.does("wu", "edit", item, SAMPLE)
    assert (row["version"], row["state"]) == (2, "draft")
    assert "还没有签发" in terminal.refused("xu", "publish", item)
    terminal.does("wu", "submit", item)
    terminal.does("li", "first-review", item, "--opinion", "属实")
    terminal.does("sun", "review", item, "--opinion", "同意")
    (row,) = terminal.does("he", "issue", item, "--opinion", "签发")
    assert row["page"].endswith(f"/h5/c/{item}")
    (listed,) = terminal.does("he", "list", "--state", "issued")
    assert (str(listed["item"]), listed["issued"]) == (item, True)
    (shown,) = terminal.does("he", "show", item)
    assert "第1稿 2026-11-22 退回 sun 标题太长" in shown["steps"]

    (row,) = terminal.does("xu", "publish", item)
    assert row["state"] == "waiting"
    assert "不能重复发布" in terminal.refused("xu", "publish", item)
    assert "没有绑定微信" in terminal.refused("xu", "preview", item, "--to", "he")
    (row,) = terminal.does("xu", "preview", item, "--wxname", "zhang-san")
    assert row["to"] == "zhang-san"
    (row,) = terminal.does("he", "withdraw", item, "--reason", "有误")
    assert "take-down" in row["hint"]
    (row,) = terminal.does("xu", "take-down", item, "--reason", "有误")
    assert row["state"] == "cancelled"
    assert "take-down" not in str(terminal.does("he", "show", item))
    with terminal.container.database.reading() as session:
        assert session.query(ContentPublication).count() == 1


def test_an_item_is_rendered_for_each_way_of_telling_it(terminal: Clerks, item: str, tmp_path: Path) -> None:
    (row,) = terminal.does("wu", "render", item, "--way", "article")
    assert row["html"].startswith("<section style=")
    assert "/h5/pictures/oil_pan.svg" in row["html"]
    out = tmp_path / "article.html"
    terminal.does("wu", "render", item, "--way", "article", "--out", str(out))
    assert out.read_text("utf-8") == row["html"]
    (row,) = terminal.does("wu", "render", item, "--way", "news")
    assert row["url"].endswith(f"/h5/c/{item}")
    assert row["picture"].endswith(f"/h5/c/{item}/cover.jpg")
    (row,) = terminal.does("wu", "render", item, "--way", "page")
    assert row["url"].endswith(f"/h5/c/{item}")
    assert "草稿箱" in terminal.refused("wu", "render", item, "--way", "mass")
    for name, begin in (("poster.svg", b"<svg"), ("poster.png", b"\x89PNG")):
        terminal.does("wu", "render", item, "--way", "poster", "--out", str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(begin)


def test_a_file_with_a_picture_beside_it(terminal: Clerks, tmp_path: Path) -> None:
    text = Path(SAMPLE).read_text("utf-8").replace("cover: picture:oil_pan", "cover: scene.png")
    (tmp_path / "mine.md").write_text(f"{text}\n![现场](scene.png)\n", "utf-8")
    assert "文件读不了" in terminal.refused("wu", "add", str(tmp_path / "mine.md"))
    Image.new("RGB", (900, 600), "orange").save(tmp_path / "scene.png")
    (row,) = terminal.does("wu", "add", str(tmp_path / "mine.md"))
    item = str(row["item"])
    (row,) = terminal.does("wu", "render", item, "--way", "article")
    assert f"/h5/c/{item}/" in row["html"]
    (tmp_path / "mine.md").write_text(text.replace("from: 国务院、国家消防救援局", "from:"), "utf-8")
    assert "要写明来源" in terminal.refused("wu", "edit", item, str(tmp_path / "mine.md"))


def test_a_campaign_that_nobody_knows_keeps_its_content_unpublished(terminal: Clerks) -> None:
    (row,) = terminal.does("wu", "add", SAMPLE, "--campaign", "9")
    item = str(row["item"])
    terminal.does("wu", "submit", item)
    terminal.does("li", "first-review", item, "--opinion", "好")
    terminal.does("sun", "review", item, "--opinion", "好")
    assert "不能发布" in terminal.refused("he", "issue", item, "--opinion", "好")
