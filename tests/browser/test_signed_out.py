"""Whoever was signed out while typing finds every word again, and beside it what it answered."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from admin.visitors import COOKIE, PREFIX
from app.factory import create_app
from knowledge.editorial.importing import store_articles
from tests.insiders import let_in
from tests.served import empty_container, served
from tests.unit.knowledge.samples import FEW


def test_what_is_typed_while_signed_out_stands_below_the_names_of_its_fields(
    browser: Browser, sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copy(sqlite_template, tmp_path / "office.db")
    container = empty_container(tmp_path)
    # Without articles the office would read all those of the project.
    with container.database.writing() as session:
        store_articles(session, FEW, container.clock.now())
    container.library_holder.current()
    token = let_in(container, "pan", "planner")
    with served(create_app(container.settings, container)) as web, browser.new_context() as context:
        context.add_cookies([{"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": PREFIX}])
        page = context.new_page()
        page.goto(f"{web}{PREFIX}/campaigns/training/new")
        page.get_by_label("姓名").fill("王小明")
        context.clear_cookies()
        # What the form still lacks is not asked for here: nobody is signed in who could be told.
        page.locator("main form[method=post]").evaluate(
            "form => { form.noValidate = true; form.requestSubmit(); }"
        )

        expect(page.get_by_text("登录好了，接着提交")).to_be_visible()
        expect(page.get_by_label("姓名", exact=True)).to_have_value("王小明")
        assert "王小明" not in page.evaluate("JSON.stringify(sessionStorage)"), (
            "names of fields, and no words"
        )
    container.close()
