"""Markdown to HTML: what each part becomes, and that nothing of an author's is ever markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns.content.markup import PARTS, Dress, Tag, html_of, pictures_in, plain_words
from campaigns.content.refusals import UnknownPicture
from campaigns.content.wechat_html import MOST_CHARACTERS, TAGS, TooLong, article_html

BARE = {part: Tag(part) for part in PARTS}


def shown(reference: str) -> str:
    return f"https://img.test/{reference.removeprefix('picture:')}"


def bare(body: str) -> str:
    """The HTML with the names of parts as elements."""
    return html_of(body, Dress(BARE, shown, lambda address, words: f"<a {address}>{words}</a>"))


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("一段\n接着", "<paragraph>一段<break>接着</paragraph>"),
        ("# 大\n\n#### 小", "<heading1>大</heading1><heading3>小</heading3>"),
        ("先**关火**再*盖*~~跑~~", "<paragraph>先<strong>关火</strong>再<em>盖</em><s>跑</s></paragraph>"),
        ("- 甲\n- 乙", "<bullets><bullet>甲</bullet><bullet>乙</bullet></bullets>"),
        (
            "3. 关\n4. 盖",
            "<steps><step><step_number>3</step_number><step_words>关</step_words></step>"
            "<step><step_number>4</step_number><step_words>盖</step_words></step></steps>",
        ),
        ("> 古话\n>\n> 又", "<quote><paragraph>古话</paragraph><last_paragraph>又</last_paragraph></quote>"),
        (
            "> [!电话]\n> 着火打**119**",
            "<phone><phone_title>紧急电话</phone_title><last_paragraph>着火打<strong>119</strong></last_paragraph></phone>",
        ),
        (
            "> [!危险]\n>\n> 别泼水",
            "<danger><danger_title>危险</danger_title><last_paragraph>别泼水</last_paragraph></danger>",
        ),
        ("> [!提示] 记住", "<tip><tip_title>提示</tip_title><last_paragraph>记住</last_paragraph></tip>"),
        (
            "> > [!提示] 里",
            "<quote><tip><tip_title>提示</tip_title><last_paragraph>里</last_paragraph></tip></quote>",
        ),
        (
            "|甲|\n|-|\n|乙|",
            "<table_box><table><thead><tr><th>甲</th></tr></thead>"
            "<tbody><tr><td>乙</td></tr></tbody></table></table_box>",
        ),
        ("---", "<hr>"),
        ("`a<b`", "<paragraph><code>a&lt;b</code></paragraph>"),
        ("```\na<b\n```", "<pre>a&lt;b</pre>"),
        (
            "![油锅](picture:oil_pan)",
            '<figure><image src="https://img.test/oil_pan" alt="油锅"><caption>油锅</caption></figure>',
        ),
        ("看![](picture:aed)", '<paragraph>看<image src="https://img.test/aed" alt=""></paragraph>'),
        ("[看](https://a.test/)", "<paragraph><a https://a.test/>看</a></paragraph>"),
        ("<b>x</b> &lt;", "<paragraph>&lt;b&gt;x&lt;/b&gt; &lt;</paragraph>"),
        ("[x](javascript:alert(1))", "<paragraph>[x](javascript:alert(1))</paragraph>"),
    ],
)
def test_each_part_of_markdown_becomes_our_html(body: str, html: str) -> None:
    assert bare(body) == html


def test_what_a_text_shows_and_says() -> None:
    body = "# 题\n\n![锅](picture:oil_pan)\n\n> [!电话]\n> 打119\n\n![锅](picture:oil_pan)\n\n`x`"
    assert pictures_in(body) == ["picture:oil_pan"]
    assert plain_words(body) == "题\n锅\n打119\n锅\nx"


def test_an_article_in_wechat_carries_its_source_and_writes_foreign_addresses_out() -> None:
    body = "见[总局](https://www.mem.gov.cn/a?b=1&c=2)和[上一篇](https://mp.weixin.qq.com/s/x)，[空](tel:119)"
    html = article_html(body, "应急管理部<通知>", shown)
    assert "总局（https://www.mem.gov.cn/a?b=1&amp;c=2）" in html
    assert '<a href="https://mp.weixin.qq.com/s/x">上一篇</a>' in html
    assert "tel:" not in html
    assert "来源：应急管理部&lt;通知&gt;</section>" in html


def test_an_article_that_the_platform_would_refuse_is_refused_here() -> None:
    short = article_html("字" * 10, "源", shown)
    most = MOST_CHARACTERS - len(short) + 10 - 1
    assert len(article_html("字" * most, "源", shown)) == MOST_CHARACTERS - 1
    with pytest.raises(TooLong, match="请分成两篇"):
        article_html("字" * (most + 1), "源", shown)


def test_a_picture_nobody_knows_is_an_error_and_no_hole() -> None:
    def nobody(reference: str) -> str:
        raise UnknownPicture(reference)

    with pytest.raises(UnknownPicture, match="oil_pan"):
        article_html("![](picture:oil_pan)", "源", nobody)


NASTY = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg/onload=alert(1)>',
        "</section>",
        "<!--",
        "javascript:alert(1)",
        "[a](javascript:alert(1))",
        '[a](https://x"onclick="y)',
        '![a](picture:x"y="z)',
        "[a](data:text/html,<script>)",
        "[a]( https://mp.weixin.qq.com@evil.test/)",
        "&#106;avascript&#58;",
        "\n",
        "> ",
        "1. ",
        "| a | b |\n|--|--|\n| c | d |\n",
        "[!电话]",
        "> [!危险]\n",
        "```",
        "`",
        "<a href='//e'>",
        "\x00",
        "[x]: y\n",
        "[a][x]",
        '<https://mp.weixin.qq.com/"x>',
        "{{ 7*7 }}",
        "]]>",
        "'",
        '"',
        "&",
        "\u202e",
        '![" onerror="a](picture:x)',
        '[a](https://mp.weixin.qq.com/s?a="><script>)',
    ]
)
WRITTEN = {tag.attributes for tag in TAGS.values()}
ELEMENTS = {tag.name for tag in TAGS.values()} | {"a"}


class Reader(HTMLParser):
    """Reads as a browser does and collects what is not ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.foreign: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        kept = dict(attrs)
        if tag not in ELEMENTS or len(kept) != len(attrs):
            self.foreign.append(tag)
        style = kept.pop("style", None)
        if style is not None and f' style="{style}"' not in WRITTEN:
            self.foreign.append(style)
        if tag == "img":
            kept.pop("alt")
            if not str(kept.pop("src")).startswith("https://img.test/"):
                self.foreign.append("src")
        if tag == "a" and not str(kept.pop("href")).startswith("https://mp.weixin.qq.com"):
            self.foreign.append("href")
        self.foreign += kept
        if tag not in ("img", "br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if not self.open or self.open.pop() != tag:
            self.foreign.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        """Nothing of ours is a comment."""
        self.foreign.append(data)

    def handle_decl(self, decl: str) -> None:
        """Nor a declaration."""
        self.foreign.append(decl)

    def handle_pi(self, data: str) -> None:
        """Nor an instruction."""
        self.foreign.append(data)

    def unknown_decl(self, data: str) -> None:
        """Nor a section."""
        self.foreign.append(data)


def foreign_in(html: str) -> list[str]:
    """What a browser would find that this system did not write."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.foreign + reader.open


def test_the_reader_of_these_tests_finds_what_is_foreign() -> None:
    for bad in (
        "<script>",
        "<p onclick='x'></p>",
        '<p style="x"></p>',
        '<img src="x" alt="">',
        "<!--x-->",
        "<p>",
    ):
        assert foreign_in(bad), bad


@settings(max_examples=80)
@given(st.lists(st.one_of(NASTY, st.text(max_size=12)), max_size=14).map("".join))
@example('> [!电话]<script>\n> ![x"onload="y](picture:a)')
@example('[a](https://mp.weixin.qq.com/s?x="onclick="y)')
def test_nothing_an_author_writes_becomes_markup(body: str) -> None:
    assert foreign_in(article_html(body, body[:50], shown)) == []
