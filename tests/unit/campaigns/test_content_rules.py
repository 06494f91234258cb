"""What a manuscript must be before it is kept."""

from dataclasses import replace

import pytest

from campaigns.content.rules import Manuscript, complaints

GOOD = Manuscript(
    title="油锅着火，别泼水",
    author="应急管理局",
    digest="关火、盖锅盖，千万别泼水。",
    cover="picture:oil_pan",
    body="1. 关火\n2. 盖锅盖",
    source_title="家庭防火常识",
    source_from="应急管理部",
)


def test_a_good_manuscript_has_no_complaints() -> None:
    assert complaints(GOOD) == []
    assert complaints(replace(GOOD, title="题" * 64, digest="摘" * 120, cover=f"photo:{'a' * 64}")) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"title": ""}, "没有写标题"),
        ({"title": "题" * 65}, "标题最多64个字"),
        ({"title": "两\n行"}, "标题里不能换行"),
        ({"author": "名" * 17}, "作者最多16个字"),
        ({"digest": "摘" * 121}, "摘要最多120个字"),
        ({"body": " \n"}, "没有写正文"),
        ({"body": "字" * 15_001}, "正文最多15000个字"),
        ({"cover": ""}, "没有封面"),
        ({"cover": "https://evil.test/a.png"}, "封面写得不对"),
        ({"source_title": ""}, "来源"),
        ({"source_from": "  "}, "来源"),
        ({"source_url": "javascript:alert(1)"}, "来源网址"),
    ],
)
def test_breaking_any_one_rule_is_complained_about(change: dict[str, str], word: str) -> None:
    assert any(word in one.words for one in complaints(replace(GOOD, **change)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "转发朋友圈就能领红包",
        "分享到三个群，免费领灭火器",
        "集满38个赞送大礼",
        "关注公众号后抽奖",
        "不转不是中国人",
    ],
)
def test_nobody_is_lured_into_following_or_sharing(words: str) -> None:
    assert any("运营规范" in one.words for one in complaints(replace(GOOD, body=words)))


@pytest.mark.parametrize(
    "words",
    ["把这一篇转给家里人看", "关注天气预警，及时转移", "分享会上获奖的同学", "点赞好邻居", "关注老人用火"],
)
def test_ordinary_words_are_no_lure(words: str) -> None:
    assert complaints(replace(GOOD, body=words)) == []
