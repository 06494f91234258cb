"""A new article: who writes it picks a category and, while there is one, a topic; everything else is ours."""

import re
from dataclasses import replace

from app.library_holder import ReloadingLibraryHolder
from app.trial import Citizen
from app.wiring import Container
from knowledge.editorial.importing import store_articles
from knowledge.localfacts import FILE_NAME as FACTS
from knowledge.localfacts import LocalFacts
from knowledge.reading import CONTENT
from knowledge.topics import FILE_NAME, read_topics
from tests.integration.admin.conftest import Clerk, Enter
from tests.integration.one_engine import database_url  # noqa: F401
from tests.unit.knowledge.samples import FEW

PLACE = "/admin/knowledge/articles/gas.hose"


def test_a_new_article_needs_no_number_of_its_writer_and_no_topic_of_the_list(
    library_holder: ReloadingLibraryHolder, container: Container, editor: Clerk, enter: Enter
) -> None:
    new = "/admin/knowledge/new"
    dates = {
        "reviewed_on": "2026-11-01",
        "review_due_on": "2027-11-01",
        "urgency": "一般",
        "reason": "群众常问",
    }
    form = {
        "category": "home", "question": "除湿机能一直开着吗？", "asks": "除湿机开一晚上行不行",
        "lead": "不要整夜开着没人看。", "answer": "睡觉前关掉。", "title1": "产品说明书", **dates,
    }  # fmt: skip
    look = editor.sends("/admin/knowledge/preview", page=new, **form).text
    assert ("不要整夜开着没人看" in look, "送审以前还要改" in look) == (True, False)
    first = editor.sends(new, **form).headers["Location"].partition("?")[0]
    assert first.endswith("/home.office_1/1")
    assert editor.sends(new, **form).headers["Location"].startswith(first), "sent twice, it is made once"
    again = editor.sends(new, **form | {"question": "冬天能开除湿机吗？", "asks": ""})
    assert "/home.office_2/1" in again.headers["Location"]

    assert editor.sends(f"{first}/submit", page=first).status_code == 303
    enter("li.si", "knowledge_reviewer").sends(f"{first}/approve", page=first, reason="看过")
    assert enter("wang.wu", "publisher").sends(f"{first}/publish", page=first).status_code == 303

    assert library_holder.refresh() is True
    reply = Citizen(container).says("除湿机开一晚上行不行")
    assert (reply["article"], "睡觉前关掉" in reply["reply"]) == ("home.office_1", True)


def test_an_untouched_form_asks_for_nothing_that_it_has_no_field_for(editor: Clerk) -> None:
    shown = editor.opens("/admin/knowledge/new").text

    assert "送审以前还要改" in shown
    assert "编号：" not in shown, "the number is ours"
    named = re.findall(r"例如\{(\w+)\}", shown)
    assert named
    assert set(named) <= set(LocalFacts.load(CONTENT / FACTS).declared)


def test_topics_are_offered_only_while_nobody_answers_them(
    library_holder: ReloadingLibraryHolder, container: Container, editor: Clerk
) -> None:
    topics = read_topics(CONTENT / FILE_NAME)
    taken, free = topics["gas.hose"].title, topics["fire.clothes"].title
    for page in ("/admin/knowledge/new", f"{PLACE}/edit"):
        listed = re.findall(r'<option value="([^"]*)"></option>', editor.opens(page).text)
        assert (taken in listed, free in listed) == (False, True), page
    whole = [replace(FEW[0], topics=tuple(topics))]
    with container.database.writing() as session:
        store_articles(session, whole, container.clock.now())
    library_holder.refresh()
    assert 'name="topics"' not in editor.opens("/admin/knowledge/new").text, "there is none to pick"
    assert "清单里的主题都有条目回答了" in editor.opens(f"{PLACE}/edit").text
