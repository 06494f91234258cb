"""Below an answer stands the address of its page, where citizens can open one and the answer has room."""

import pytest

from app.trial import Citizen
from app.wiring import Container
from bot.paging import PAGE_BYTES
from core.text import byte_length
from handlers.answer import AnswerHandler
from handlers.notices import PAGE_LINE
from knowledge.articles import Article, render
from knowledge.library import Library

LONG_NUMBER = 10**9


def text_of(container: Container, library: Library, article: Article, base: str | None) -> str:
    """The whole text of an answer, with pages at ``base``."""
    page_of = (lambda article_id: f"{base}/h5/a/{article_id}") if base else None
    handler = AnswerHandler(
        container.library_holder, container.question_log, container.pictures.gallery, page_of
    )
    return handler.with_foot(render(article, library.facts), article, LONG_NUMBER)


def test_an_answer_names_its_page(container: Container) -> None:
    said = Citizen(container).says("灭火器怎么用")

    assert said["article"] == "fire.extinguisher_use"
    assert f"\n大字网页：{container.settings.public_url}/h5/a/fire.extinguisher_use\n" in said["reply"]


def test_help_in_danger_and_choices_name_none(container: Container) -> None:
    assert "大字网页" not in Citizen(container).says("打开门全是煤气味咋弄")["reply"]
    assert "大字网页" not in Citizen(container).says("距离")["reply"]


@pytest.mark.parametrize("base", ["https://a.cn", f"https://{'very-' * 40}long.example.gov.cn"])
def test_no_answer_gets_a_second_part_for_its_link(container: Container, library: Library, base: str) -> None:
    for article in library.articles.values():
        plain = text_of(container, library, article, None)
        linked = text_of(container, library, article, base)
        line = f"\n{PAGE_LINE.format(url=f'{base}/h5/a/{article.id}')}"
        has_room = byte_length(plain) + byte_length(line) <= PAGE_BYTES
        assert (line in linked) is has_room, article.id
        assert byte_length(linked) <= max(PAGE_BYTES, byte_length(plain)), article.id
