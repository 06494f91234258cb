"""Manuscripts as files, the samples among them, and the poster that is made of one."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import segno
from defusedxml.ElementTree import fromstring

from campaigns.content import samples
from campaigns.content.frontmatter import read_manuscript
from campaigns.content.markup import pictures_in, plain_words
from campaigns.content.models import ContentVersion
from campaigns.content.posters import MissingLetter, poster_svg
from campaigns.content.renderings import source_line
from campaigns.content.rules import ContentKind, Manuscript, complaints
from campaigns.content.wechat_html import LONG_ADDRESS, article_html
from core.errors import BadContent
from knowledge.gallery import read_gallery

HEAD = "title: 题\nauthor: 局\ndigest: 摘\ncover: a.jpg\nsource:\n  title: 文\n  from: 部\n"
SAMPLES = sorted(samples.FOLDER.glob("*.md"))


def version_of(manuscript: Manuscript) -> ContentVersion:
    """A version that says this, as the system would keep it."""
    return ContentVersion(
        item_id=7,
        number=1,
        kind=manuscript.kind,
        title=manuscript.title,
        author=manuscript.author,
        digest=manuscript.digest,
        cover=manuscript.cover,
        body=manuscript.body,
        pictures=pictures_in(manuscript.body),
        source_title=manuscript.source_title,
        source_from=manuscript.source_from,
        source_url=manuscript.source_url,
    )


def test_a_file_with_pictures_beside_it() -> None:
    read = read_manuscript(
        f"---\n{HEAD}kind: 转载\ncampaign: 12\n---\n\n看\n\n![图](b.png)\n![画](picture:aed)\n"
    )
    assert (read.manuscript.title, read.manuscript.kind, read.campaign_id) == ("题", ContentKind.REPOST, 12)
    assert read.files == ["a.jpg", "b.png"]
    done = read.with_references({"a.jpg": "photo:1", "b.png": "photo:2"}).manuscript
    assert done.cover == "photo:1"
    assert done.body == "看\n\n![图](photo:2)\n![画](picture:aed)"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("没有头", "---"),
        ("---\n: [\n---\n", "文件头写得不对"),
        ("---\n- a\n---\n", "文件头写得不对"),
        (f"---\n{HEAD}titel: x\n---\n", "titel"),
        ("---\nsource: 部\n---\n", "source"),
        (f"---\n{HEAD}kind: 抄\n---\n", "kind"),
        (f"---\n{HEAD}campaign: 六月\n---\n", "campaign"),
    ],
)
def test_a_head_that_cannot_be_read(text: str, word: str) -> None:
    with pytest.raises(BadContent, match=word):
        read_manuscript(text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_could_go_out_today(path: Path) -> None:
    manuscript = read_manuscript(path.read_text("utf-8")).manuscript
    assert complaints(manuscript) == []
    gallery = read_gallery()
    shown = [manuscript.cover, *pictures_in(manuscript.body)]
    assert {one.removeprefix("picture:") for one in shown} <= gallery.keys()
    assert article_html(manuscript.body, source_line(version_of(manuscript)), lambda _: LONG_ADDRESS)
    assert "[!电话]" in manuscript.body, "each says whom to call"
    assert not re.search(r"\{\w+\}", plain_words(manuscript.body)), "nothing local is left open"


def test_there_is_a_sample_for_the_month_and_each_setting() -> None:
    assert {path.stem.partition("_")[0] for path in SAMPLES} == {
        "safety", "enterprise", "village", "community", "school", "family",
    }  # fmt: skip


def test_a_poster_of_outlines_with_the_code_of_its_page() -> None:
    manuscript = replace(
        read_manuscript(SAMPLES[0].read_text("utf-8")).manuscript,
        title="油锅着火，千万别泼水",
        digest="关火，盖锅盖",
        cover="picture:oil_pan",
        source_title="家里防火",
        source_from="消防",
    )
    version = version_of(manuscript)
    svg = poster_svg(version, "https://anwen.test", "公安消防")
    assert "<text" not in svg, "letters are outlines"
    assert svg.count("<title") == 1
    assert fromstring(svg, forbid_dtd=True).tag.endswith("svg")
    code = segno.make("https://anwen.test/h5/c/7", error="m")
    dark = sum(map(sum, code.matrix))
    assert max(path.count("z") for path in re.findall(r'd="([^"]*)"', svg)) == dark, "the code of its page"
    version.title = "罕见的字：\U0002a6a5"
    with pytest.raises(MissingLetter, match="生僻"):
        poster_svg(version, "https://anwen.test", "公安消防")
