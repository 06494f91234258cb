"""What the pages show, whether or not there is a database, a cookie or a script."""

import re
import shutil
from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from app.factory import create_app
from app.wiring import Container
from core.db import Database
from knowledge.asked.querylog import question_write
from knowledge.gallery import read_gallery
from knowledge.library import Library
from knowledge.models import LoggedQuestion
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.integration.h5.conftest import PUBLIC_URL, Browser
from tests.servers import free_port

PAGES = ["/h5/", "/h5/category/gas", "/h5/setting/family", "/h5/setting/village?category=rain"]
PAGES += ["/h5/search?q=灭火器怎么用", "/h5/search", "/h5/a/gas.leak", "/h5/a/duty.hidden_danger"]
MOST_BYTES = 60_000


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, sqlite_template: object, tmp_path: object) -> str:
    """One engine is enough to read on: the pages come from memory."""
    target = f"{tmp_path}/anwen.db"
    shutil.copy(str(sqlite_template), target)
    return f"sqlite:///{target}"


def ask(
    container: Container, article: str, people: int, clock: StandingClock, *, ago: timedelta = timedelta()
) -> None:
    """So many people were given an article."""
    with container.database.writing() as session:
        for number in range(people):
            question_write(
                question="有人问",
                decision="answer",
                article=article,
                topics=(),
                score=1.0,
                asker=f"{article}{number}".encode().hex()[-32:],
                now=clock.now() - ago,
            ).run(session)


def hot(page: str) -> list[str]:
    """The articles under 大家都在问, in order."""
    part = page.partition('id="hot"')[2].partition("</section>")[0]
    return re.findall(r'href="/h5/a/([^"]+)"', part)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_small_and_guarded(browser: Browser, path: str) -> None:
    response = browser.opens(path)

    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert len(response.data) < MOST_BYTES
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", response.text) is None
    assert response.text.count("<h1") == 1
    cookie = response.headers.get("Set-Cookie", "")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/h5/"))


def test_every_article_has_its_page(browser: Browser, library: Library) -> None:
    for article_id, article in library.articles.items():
        response = browser.opens(f"/h5/a/{article_id}")
        assert response.status_code == 200, article_id
        assert len(response.data) < MOST_BYTES, article_id
        for source in article.sources:
            assert escape(source.title) in response.text, article_id


def test_an_urgent_article_begins_with_what_to_do_and_whom_to_call(browser: Browser) -> None:
    page = browser.opens("/h5/a/gas.leak").text

    assert page.index("先关总阀") < page.index('href="tel:119"') < page.index('class="steps"')
    assert "《城镇燃气管理条例》（2016）第四十条" in page
    assert "2026年11月22日" in page
    assert "{" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def test_an_old_link_leads_to_the_article_that_answers_for_it_now(browser: Browser, library: Library) -> None:
    topic, home = next(
        (topic, one.id) for one in library.articles.values() for topic in one.topics if topic != one.id
    )

    response = browser.opens(f"/h5/a/{topic}")

    assert (response.status_code, response.location) == (301, f"/h5/a/{home}")


def test_an_article_that_is_not_urgent_has_no_call_button(browser: Browser) -> None:
    assert 'class="call"' not in browser.opens("/h5/a/duty.hidden_danger").text


def test_a_category_shows_emergencies_first(browser: Browser, library: Library) -> None:
    page = browser.opens("/h5/category/fire").text
    shown = re.findall(r'href="/h5/a/([^"]+)"', page)

    assert shown == [one.id for one in library.in_category("fire")]
    assert page.index("出了事，马上看") < page.index("平时要知道")


def test_a_setting_shows_only_its_own(browser: Browser, library: Library) -> None:
    page = browser.opens("/h5/setting/school", category="water").text
    shown = re.findall(r'href="/h5/a/([^"]+)"', page)

    assert shown
    assert all("学校" in library.articles[one].audience for one in shown)


@pytest.mark.parametrize(
    "path",
    [
        "/h5/xyz",
        "/h5/a/no.such",
        "/h5/category/no",
        "/h5/setting/no",
        "/h5/setting/school?category=fishing",
        "/h5/pictures/none.svg",
        "/h5/pictures/..%2F..%2Fmodels.svg",
        "/h5/static/../notices.py",
        "/h5/materials/2147483648",
        "/h5/materials/99999999999999999999",
        "/h5/c/2147483648",
        "/h5/quiz/contests/99999999999999999999",
    ],
)
def test_what_is_not_there_is_told_in_chinese(browser: Browser, path: str) -> None:
    response = browser.opens(path)

    assert response.status_code == 404
    assert "没有这个页面" in response.text


def test_a_search_in_danger_is_answered_with_the_first_help(browser: Browser) -> None:
    page = browser.opens("/h5/search", q="打开门全是煤气味咋弄").text

    assert page.index("有危险") < page.index('href="tel:119"') < page.index('class="steps"')


def test_a_search_that_tells_only_a_trade_finds_what_the_trade_needs(
    browser: Browser, library: Library
) -> None:
    page = browser.opens("/h5/search", q="我是开洗衣店的").text

    assert library.articles["fire.shop_small"].question in page


def test_a_search_finds_the_article_by_other_words(browser: Browser) -> None:
    page = browser.opens("/h5/search", q="电瓶车搁楼梯口充一宿要不要紧").text

    assert '<a href="/h5/a/ebike.charging_indoors">' in page
    assert "最像您问的" in page


@pytest.mark.parametrize("question", ["量子纠缠怎么算", "红烧肉怎么做好吃"])
def test_what_nobody_knows_is_said_honestly(browser: Browser, question: str) -> None:
    page = browser.opens("/h5/search", q=question).text

    assert "没找到，不敢乱说" in page or 'class="card says"' in page
    assert "最像您问的" not in page


def test_an_unknown_question_shows_the_other_ways(browser: Browser) -> None:
    page = browser.opens("/h5/search", q="量子纠缠怎么算").text

    assert 'href="tel:12345"' in page
    assert "回复“留言”" in page


def test_markup_in_a_search_stays_text(browser: Browser) -> None:
    page = browser.opens("/h5/search", q="<script>alert(1)</script>").text

    assert "<script>alert" not in page


def test_searches_are_logged_masked_for_readers_who_keep_cookies(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    for question in ("灭火器怎么用", "灭火器怎么用", "我的手机13812345678", "打开门全是煤气味咋弄"):
        browser.opens("/h5/search", q=question)
        clock.advance(seconds=1)

    with container.database.reading() as session:
        rows = session.scalars(select(LoggedQuestion).order_by(LoggedQuestion.id)).all()
    assert [(row.question, row.decision, row.article) for row in rows] == [
        ("灭火器怎么用", "answer", "fire.extinguisher_use"),
        ("我的手机[手机号]", rows[1].decision, rows[1].article),
        ("打开门全是煤气味咋弄", "emergency", "gas.leak"),
    ]
    assert len({row.asker for row in rows}) == 1


def test_searches_are_counted(app: Flask) -> None:
    client = app.test_client()
    answers = [client.get("/h5/search?q=x", base_url=PUBLIC_URL).status_code for _ in range(122)]

    assert answers[:119] == [200] * 119
    assert answers[-1] == 429


def test_hot_questions_are_what_five_people_asked_then_the_editors_choice(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    ask(container, "elder.fall", 4, clock)
    ask(container, "quake.car", 9, clock, ago=timedelta(days=8))
    ask(container, "water.ice", 5, clock)
    ask(container, "rain.hail", 7, clock)

    shown = hot(browser.opens("/h5/").text)

    assert shown[:3] == ["rain.hail", "water.ice", "gas.leak"]
    assert len(shown) == 8
    assert not {"elder.fall", "quake.car"} & set(shown)


@pytest.mark.parametrize("minutes", [5, pytest.param(-10, id="clock set back")])
def test_hot_questions_are_asked_for_once_in_five_minutes(
    browser: Browser, container: Container, clock: StandingClock, minutes: int
) -> None:
    browser.opens("/h5/")
    ask(container, "rain.hail", 7, clock)
    assert hot(browser.opens("/h5/").text)[0] == "gas.leak"

    clock.advance(minutes=minutes)

    assert hot(browser.opens("/h5/").text)[0] == "rain.hail"


def test_without_a_database_everything_can_still_be_read(
    container: Container, platform: SimulatedPlatform
) -> None:
    container.database = Database(f"postgresql://nobody@127.0.0.1:{free_port()}/gone")
    reader = Browser(create_app(container.settings, container).test_client(), platform.follower())

    for path in PAGES:
        assert reader.opens(path).status_code == 200, path
    assert reader.sends("/h5/feedback", article="gas.leak", opinion="useful").status_code == 503
    reader.logs_in()
    away = reader.opens("/h5/mine")
    assert away.status_code == 503
    assert "过几分钟" in away.text


class MistakenDatabase(Database):
    """Answers, but not to what it is asked."""

    def reading(self) -> NoReturn:
        """Say what a database says to a statement that it does not understand."""
        raise ProgrammingError("SELECT", None, Exception("no such column"))


def test_a_mistake_of_our_own_is_not_told_as_a_missing_database(
    container: Container, platform: SimulatedPlatform
) -> None:
    container.database = MistakenDatabase("sqlite://")
    reader = Browser(create_app(container.settings, container).test_client(), platform.follower())
    reader.logs_in()

    page = reader.opens("/h5/mine")

    assert page.status_code == 500
    assert "页面出了点问题" in page.text


def test_a_page_that_breaks_says_so_with_a_reference(app: Flask, container: Container) -> None:
    container.library_holder.current = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]

    response = app.test_client().get("/h5/", base_url=PUBLIC_URL)

    assert response.status_code == 500
    assert "编号" in response.text


def test_files_are_kept_by_browsers_for_a_year(browser: Browser) -> None:
    page = browser.opens("/h5/").text
    found = re.search(r'href="(/h5/static/css/content\.css\?v=[0-9a-f]{8})"', page)
    assert found

    with browser.opens(found[1]) as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.content_type.startswith("text/css")


def test_an_article_shows_its_drawings_with_their_words(browser: Browser, library: Library) -> None:
    article = library.articles["firstaid.cpr"]
    page = browser.opens("/h5/a/firstaid.cpr").text

    shown = re.findall(r'<img src="/h5/pictures/([a-z0-9_]+)\.svg"', page)

    assert shown == list(article.pictures)
    assert shown
    for one in shown:
        assert f'alt="{escape(read_gallery()[one].description)}"' in page


def test_a_drawing_that_is_gone_leaves_no_hole(container: Container, browser: Browser) -> None:
    library = container.library_holder.current()
    article = replace(library.articles["fire.oil_pan"], pictures=("not_there", "../models"))
    container.library_holder.replace(replace(library, articles={**library.articles, article.id: article}))

    assert "<img" not in browser.opens("/h5/a/fire.oil_pan").text


def test_a_drawing_is_a_picture_and_can_do_nothing(browser: Browser) -> None:
    with browser.opens("/h5/pictures/oil_pan.svg") as drawing:
        assert drawing.content_type.partition(";")[0] == "image/svg+xml"
        assert drawing.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert drawing.headers["X-Content-Type-Options"] == "nosniff"


def test_a_number_drawn_twice_costs_the_log_a_line_and_not_the_reader_the_page(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.ids.secrets.randbits", lambda _: 7)
    # The first search gives the cookie by which the next are counted.
    assert [browser.opens("/h5/search?q=灭火器怎么用").status_code for _ in range(4)] == [200] * 4
