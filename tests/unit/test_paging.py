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


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
# Repeated, because texts drawn letter by letter are hardly ever longer than one page.
TEXTS = st.builds(lambda words, times: words * times, st.text(LETTERS, max_size=60), st.integers(1, 120))


@given(TEXTS)
def test_every_page_fits_and_only_white_space_is_lost(text: str) -> None:
    pages = pages_of(text)

    assert all(len(page.encode()) <= PAGE_BYTES for page in pages)
    joined = "".join(page.removesuffix(MORE) for page in pages)
    assert "".join(joined.split()) == "".join(text.split())


def test_no_page_reaches_the_length_that_the_platform_drops() -> None:
    assert PAGE_BYTES < 2048


def test_a_link_longer_than_a_page_is_cut_all_the_same() -> None:
    text = article_link("fire.topic", "着火了" * 150)
    pages = pages_of(text)

    assert len(pages) == 2
    assert "".join(page.removesuffix(MORE) for page in pages) == text


def test_a_link_in_the_first_line_begins_the_next_page() -> None:
    link = article_link("fire.topic", "着火了" * 70)
    assert pages_of("看" * 300 + link) == ["看" * 300 + MORE, link]


def test_the_last_byte_that_fits_makes_no_second_page() -> None:
    assert first_page("a" * PAGE_BYTES) == ("a" * PAGE_BYTES, "")

    page, rest = first_page("a" * (PAGE_BYTES + 1))
    assert len(page.encode()) == PAGE_BYTES
    assert page.removesuffix(MORE) + rest == "a" * (PAGE_BYTES + 1)


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
