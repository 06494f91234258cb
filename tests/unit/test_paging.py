"""Long answers in parts: nothing torn, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.paging import MORE, PAGE_BYTES, first_page
from handlers.notices import article_link


def pages_of(text: str) -> list[str]:
    pages = []
    while text:
        page, text = first_page(text)
        pages.append(page)
    return pages


def test_a_short_text_is_one_page() -> None:
    assert first_page("先断电。") == ("先断电。", "")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=3000))
def test_every_page_fits_and_only_white_space_is_lost(text: str) -> None:
    pages = pages_of(text)

    assert all(len(page.encode()) <= PAGE_BYTES for page in pages)
    joined = "".join(page.removesuffix(MORE) for page in pages)
    assert "".join(joined.split()) == "".join(text.split())


def test_a_link_stays_whole_and_keeps_its_number() -> None:
    lines = [
        f"{number}. {article_link(f'fire.topic_{number}', '着火了怎么办' * 4)}" for number in range(1, 25)
    ]
    pages = pages_of("\n".join(lines))

    assert len(pages) > 1
    for page in pages:
        body = page.removesuffix(MORE)
        assert body.count("<a ") == body.count("</a>")
        assert body.endswith("</a>")
