"""The knowledge section: from an editor's draft to what the account answers."""

import io
import re
from dataclasses import replace

import pytest
from flask import Flask

from admin.knowledge.forms import filled, read
from admin.knowledge.reading import readable
from app.library_holder import ReloadingLibraryHolder
from app.trial import Citizen
from app.wiring import Container
from core.workbooks import read_xlsx
from knowledge.articles import Article
from knowledge.editorial.importing import store_articles
from knowledge.editorial.revisions import revision_of
from knowledge.editorial.workbook import write_workbook
from knowledge.models import LoggedQuestion
from knowledge.reading import CONTENT
from knowledge.topics import FILE_NAME, read_topics
from staff.services import find_staff
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Clerk, Enter
from tests.integration.admin.pages import article_fields, numbers
from tests.integration.one_engine import database_url  # noqa: F401
from tests.integration.statements import statements_on
from tests.unit.knowledge.samples import FEW

HOSE = "gas.hose"
PLACE = f"/admin/knowledge/articles/{HOSE}"
OLD = next(one for one in FEW if one.id == HOSE)
ATTACK = "<script>alert(1)</script>\"'><img src=x>"


def writes(clerk: Clerk, **changes: str) -> str:
    """Change the article in the editor; where that led to."""
    fields = article_fields(clerk.opens(f"{PLACE}/edit").text)
    answer = clerk.posts(f"{PLACE}/edit", **{**fields, "reason": "说清楚第一步", **changes})
    return answer.headers.get("Location", answer.text)


def test_what_is_written_reviewed_and_published_is_what_the_account_answers(
    container: Container, library_holder: ReloadingLibraryHolder, editor: Clerk, enter: Enter
) -> None:
    citizen = Citizen(container)
    assert "听燃气师傅的" not in citizen.says("燃气软管多久换一次？")["reply"]

    assert writes(editor, answer="听燃气师傅的：到期就换。", asks="灶台皮管用几年要换新").startswith(
        f"{PLACE}/2?done="
    )
    assert (
        "已送审"
        in editor.opens(editor.sends(f"{PLACE}/2/submit", page=f"{PLACE}/2").headers["Location"]).text
    )
    assert editor.sends(f"{PLACE}/2/approve", page=f"{PLACE}/2").status_code == 404
    reviewer = enter("li.si", "knowledge_reviewer")
    shown = reviewer.opens(f"{PLACE}/2").text
    assert "听燃气师傅的" in shown
    assert "审核通过" in shown
    assert reviewer.sends(f"{PLACE}/2/publish", page=f"{PLACE}/2").status_code == 404
    assert reviewer.sends(f"{PLACE}/2/approve", page=f"{PLACE}/2", reason="看过").status_code == 303
    assert library_holder.refresh() is False
    publisher = enter("wang.wu", "publisher")
    assert publisher.sends(f"{PLACE}/2/publish", page=f"{PLACE}/2").status_code == 303

    assert library_holder.refresh() is True
    reply = Citizen(container).says("灶台皮管用几年要换新")
    assert (reply["article"], "听燃气师傅的" in reply["reply"]) == (HOSE, True)


def test_topics_pictures_and_articles_are_picked_by_what_they_are_called(
    editor: Clerk, container: Container
) -> None:
    page = editor.opens(f"{PLACE}/edit").text
    titles = {slug: one.title for slug, one in read_topics(CONTENT / FILE_NAME).items()}
    assert f'value="{titles["gas.hose"]}"' in page
    assert f'<option value="{titles["fire.clothes"]}"></option>' in page

    other = titles["hotline.122_12122"]
    saved = editor.posts(f"{PLACE}/edit", **{**article_fields(page), "reason": "换一个主题", "topics": other})

    assert saved.status_code == 303, saved.text
    with container.database.reading() as session:
        kept = readable(revision_of(session, HOSE, 2).body)
    assert kept is not None
    assert kept.topics == ("hotline.122_12122",)
    again = editor.opens(f"{PLACE}/edit").text
    assert f'value="{other}"' in again


def test_nobody_reviews_what_they_wrote(editor: Clerk, enter: Enter) -> None:
    both = enter("both", "knowledge_editor", "knowledge_reviewer")
    writes(both, lead="先关阀。")
    both.sends(f"{PLACE}/2/submit", page=f"{PLACE}/2")
    assert "要请别人审核" in both.opens(f"{PLACE}/2").text

    refused = both.sends(f"{PLACE}/2/approve", page=f"{PLACE}/2", reason="我看行")

    assert refused.status_code == 409
    assert "不能审核自己写的稿子" in refused.text
    back = enter("li.si", "knowledge_reviewer").sends(
        f"{PLACE}/2/send_back", page=f"{PLACE}/2", reason="第一步说得不清楚"
    )
    assert back.status_code == 303
    assert "第一步说得不清楚" in both.opens(f"{PLACE}/2").text


def test_a_colleague_is_named_and_a_draft_waits_for_its_writer(
    editor: Clerk, enter: Enter, container: Container
) -> None:
    reviewer = enter("li.si", "knowledge_reviewer")
    with container.database.writing() as session:
        for login, name in (("zhang.san", "张三"), ("li.si", "李四")):
            person = find_staff(session, login)
            assert person
            person.name = name
    assert "文章草稿待送审" not in numbers(editor)
    writes(editor, lead="先关阀。")
    editor.sends(f"{PLACE}/2/submit", page=f"{PLACE}/2")
    assert "文章草稿待送审" not in numbers(editor)
    assert "第2稿 · 张三" in reviewer.opens("/admin/knowledge/queue").text
    reviewer.sends(f"{PLACE}/2/send_back", page=f"{PLACE}/2", reason="第一步说得不清楚")

    address, count = numbers(editor)["文章草稿待送审"]
    assert (count, "第2稿" in editor.opens(PLACE).text, HOSE in editor.opens(address).text) == (1, True, True)
    for page in (f"{PLACE}/2", PLACE):
        told = editor.opens(page).text
        assert "退回修改 · 李四" in told
        assert "zhang.san" not in told


def test_who_was_slower_sees_what_the_other_changed_and_keeps_their_words(
    editor: Clerk, enter: Enter
) -> None:
    other = enter("li.si", "knowledge_editor")
    mine = article_fields(editor.opens(f"{PLACE}/edit").text)
    writes(other, lead="别人写的导语。")

    refused = editor.posts(f"{PLACE}/edit", **{**mine, "lead": "我写的导语。", "reason": "改导语"})

    assert refused.status_code == 409
    assert "已经被别人改过" in refused.text
    assert "别人写的导语。" in refused.text
    assert "我写的导语。" in refused.text


def test_the_preview_shows_the_bubble_and_what_comes_near(editor: Clerk) -> None:
    fields = article_fields(editor.opens(f"{PLACE}/edit").text)
    other = next(one for one in FEW if one.id != HOSE)
    fields |= {"asks": other.question, "lead": f"{ATTACK}先关阀"}

    for page in (
        editor.posts("/admin/knowledge/preview", **fields).text,
        editor.posts(f"{PLACE}/edit", **fields, look="1").text,
    ):
        assert "先关阀" in page
        assert ATTACK not in page
        assert f"问法“{other.question}”在“{other.question}”一条里已经有了" in page
        assert not re.search(r"</a>\s*<span[^>]*>0\.\d\d", page), "a clerk reads no score"
        assert other.id not in re.sub(r'(?:href|value)="[^"]*"', "", page)
        assert f'/admin/knowledge/articles/{other.id}"' in page
    assert "第2稿" not in editor.opens(PLACE).text


def test_a_form_with_mistakes_comes_back_with_what_was_typed(editor: Clerk) -> None:
    answer = writes(editor, reviewed_on="去年", lead="我写的导语")
    assert "日期要写成" in answer
    assert "我写的导语" in answer
    assert "请写一句为什么" in writes(editor, lead="先关阀。", reason=" ")


def test_the_box_tells_what_is_answered_and_why_with_a_draft_too(editor: Clerk) -> None:
    page = editor.opens("/admin/knowledge/try?q=燃气软管多久换一次？").text
    assert "最接近的条目" in page
    assert OLD.question in page
    writes(editor, answer="草稿里才有的话。")

    assert "草稿里才有的话" not in editor.opens("/admin/knowledge/try?q=燃气软管多久换一次？").text
    words = OLD.question
    tried = editor.opens(f"/admin/knowledge/try?q={words}&article={HOSE}&number=2").text
    assert "第2稿代替" in tried
    assert "草稿里才有的话" in tried


def test_retired_is_gone_and_comes_back(
    container: Container, library_holder: ReloadingLibraryHolder, editor: Clerk, enter: Enter
) -> None:
    publisher = enter("wang.wu", "publisher")
    assert publisher.sends(f"{PLACE}/retire", page=PLACE, reason=" ").status_code == 409
    publisher.sends(f"{PLACE}/retire", page=PLACE, reason="内容过时")
    library_holder.refresh()
    assert HOSE not in library_holder.current().articles
    assert HOSE in editor.opens("/admin/knowledge?state=retired").text
    publisher.sends(f"{PLACE}/bring_back", page=PLACE, reason="改好了")
    assert "已恢复" not in editor.opens(PLACE).text
    library_holder.refresh()
    assert HOSE in library_holder.current().articles
    assert editor.sends(f"{PLACE}/1/roll_back", page=f"{PLACE}/1", reason="试").status_code == 409


def test_the_list_is_narrowed_sorted_and_paged_by_key_in_few_statements(
    container: Container, library_holder: ReloadingLibraryHolder, editor: Clerk, clock: StandingClock
) -> None:
    many = [
        replace(OLD, id=f"heat.made{number:02}", topics=(), question=f"燃气问题{number:02}", asks=())
        for number in range(35)
    ]
    with container.database.writing() as session:
        store_articles(session, [*FEW, *many], clock.now())
    library_holder.current()
    with statements_on(container.database.engine) as statements:
        first = editor.opens("/admin/knowledge?category=heat&sort=due&q=燃气问题").text

    assert len([one for one in statements if "articles" in one]) == 1
    assert len(statements) < 14
    assert first.count("燃气问题") == 31
    following = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert following
    second = editor.opens(following[1].replace("&amp;", "&")).text
    assert [f"燃气问题{number:02}</a>" in second for number in (29, 30, 34)] == [False, True, True]
    assert "没有符合的条目" in editor.opens("/admin/knowledge?q=百分%号").text
    assert HOSE in editor.opens("/admin/knowledge?q=煤气皮管老化咋办").text


def test_an_unanswered_question_becomes_a_phrasing_in_three_clicks(
    container: Container, editor: Clerk, clock: StandingClock
) -> None:
    asked = ["量子纠缠是什么原理", f"{ATTACK}这个怎么读"]
    with container.database.writing() as session:
        session.add_all(
            LoggedQuestion(
                at=clock.now(), question=words, decision="fallback", article=None, topics=[], score=None,
                asker=str(number), feedback=None,
            )
            for number, words in enumerate(asked)
        )  # fmt: skip
    listed = editor.opens("/admin/knowledge/unanswered").text
    assert ATTACK not in listed
    found = re.findall(r'href="/admin/knowledge/unanswered/(\w+)\?days=30">([^<]*)</a>', listed)
    keys = {words: key for key, words in found}
    key = keys.pop(asked[0])
    keys.pop("处理")
    group = f"/admin/knowledge/unanswered/{key}"
    assert "请选一个条目" in editor.sends(group, do="phrasings").text
    assert "没有留言的不会另外通知" in editor.opens(group).text

    taken = editor.sends(group, do="phrasings", other=HOSE)

    assert taken.headers["Location"].startswith(f"{PLACE}/2?done=")
    assert asked[0] in editor.opens(f"{PLACE}/2").text
    left = editor.opens("/admin/knowledge/unanswered").text
    assert asked[0] not in left
    (other,) = keys.values()
    begun = editor.sends(f"/admin/knowledge/unanswered/{other}", do="draft", category="no id")
    assert (begun.status_code, "请选这一条是哪一类" in begun.text) == (409, True)
    assert ATTACK not in editor.opens(f"/admin/knowledge/unanswered/{other}").text
    dropped = editor.sends(f"/admin/knowledge/unanswered/{other}", do="dismiss")
    assert "最近30天的问题都答上了" in editor.opens(dropped.headers["Location"]).text


def test_a_left_question_is_answered_once_and_the_window_is_shown(
    container: Container, editor: Clerk, clock: StandingClock
) -> None:
    Citizen(container).says("你好")
    openid = "o" + "a" * 27
    with container.database.writing() as session:
        number = container.questions.leave(session, openid, f"{ATTACK} 村口的变压器能站人吗", clock.now())
    page = editor.opens("/admin/knowledge/replies").text
    assert "村口的变压器能站人吗" in page
    assert "现在发不到微信" in page
    assert (ATTACK in page, openid in page) == (False, False)
    reply = f"/admin/knowledge/replies/{number}"
    page = "/admin/knowledge/replies"
    assert "请先写答复" in editor.sends(reply, page=page, answer=" ").text
    token = editor.token(page)

    answered = editor.posts(reply, csrf_token=token, answer="不能，请离远一些。")

    assert "留言都答复了" in editor.opens(answered.headers["Location"]).text
    again = editor.posts(reply, csrf_token=token, answer="能。")
    assert (again.status_code, "已经答复过了" in again.text) == (409, True)
    with container.database.reading() as session:
        assert container.questions.of_person(session, openid, limit=1)[0].answer == "不能，请离远一些。"


def test_a_workbook_goes_out_and_comes_back_as_drafts(
    editor: Clerk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    given = editor.sends("/admin/knowledge/workbook/export", page="/admin/knowledge/workbook")
    rows = read_xlsx(io.BytesIO(given.data), "out.xlsx", "条目")
    assert len(rows) == len(FEW) + 1
    path = tmp_path_factory.mktemp("sheet") / "in.xlsx"
    changed: list[tuple[Article, int | None]] = [(replace(OLD, lead="表里改的导语。"), 1)]
    write_workbook(path, changed)
    token = editor.token("/admin/knowledge/workbook")

    taken = editor._client.post(
        "/admin/knowledge/workbook/take",
        data={"csrf_token": token, "file": (io.BytesIO(path.read_bytes()), "in.xlsx")},
    )
    broken = editor._client.post(
        "/admin/knowledge/workbook/take",
        data={"csrf_token": token, "file": (io.BytesIO(b"no workbook"), "in.xlsx")},
    )

    assert (taken.status_code, "新草稿1份" in taken.text) == (200, True)
    assert f'<a href="{PLACE}">{OLD.question}</a>' in taken.text, "by its question: nobody knows ids by heart"
    assert "表里改的导语" in editor.opens(f"{PLACE}/2").text
    assert (broken.status_code, "表格.xlsx打不开" in broken.text) == (409, True)


def test_figures_facts_and_calendar_open(app: Flask, editor: Clerk) -> None:
    assert "主题覆盖" in editor.opens("/admin/knowledge/report?days=7").text
    assert "没填的时候，群众看到的是" in editor.opens("/admin/knowledge/facts").text
    assert OLD.question in editor.opens("/admin/knowledge/reviews").text
    assert "已发布，几秒内" not in editor.opens("/admin/knowledge?done=knowledge_publish.0000").text


def test_two_topics_come_back_from_a_field_of_one_line() -> None:
    # A browser takes the line ends out of an <input>; the topics would run together into one word.
    two = replace(OLD, topics=("gas.hose", "gas.leak"))
    typed = {
        name: value.replace("\n", "") if name == "topics" else value for name, value in filled(two).items()
    }

    back = read(typed)

    assert back.article, back.faults
    assert back.article.topics == two.topics
