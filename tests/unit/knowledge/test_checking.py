"""The complaints about content files: each broken rule is found, named and placed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.errors import BadContent
from core.text import byte_length
from knowledge.editorial import checking
from knowledge.editorial.checking import Complaint, Level, check
from knowledge.editorial.rules import LEAD_CHARACTERS, TEXT_BYTES, whole_text
from knowledge.reading import CONTENT, read_article
from knowledge.topics import Priority, read_topics
from tests.unit.knowledge.samples import make_article

TODAY = date(2026, 12, 1)
Write = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topics.yaml").write_text(
        "fire.oil_pan: {priority: P3, title: 油锅起火}\n"
        "fire.electric: {priority: P3, title: 电器着火}\n"
        "gas.leak: {priority: P1, title: 燃气泄漏}\n"
    )
    (tmp_path / "local_facts.yaml").write_text(
        "- {name: duty_phone, label: 值班电话, hint: 区号, filled: '{value}', unfilled: 12345}\n"
    )
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    def write_article(article_id: str = "fire.oil_pan", *, file: str | None = None, **changes: Any) -> None:
        tree = make_article(article_id, f"{article_id}怎么办？", f"{article_id}咋弄").to_tree() | changes
        path = folder / (file or f"{article_id.replace('.', '/')}.yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(tree, allow_unicode=True))

    return write_article


def errors(folder: Path) -> list[str]:
    return [str(one) for one in check(folder, today=TODAY) if one.level is Level.ERROR]


def test_good_files_draw_no_error(folder: Path, write: Write) -> None:
    write()
    assert errors(folder) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"topics": ["fire.nonsense"]}, "unknown topic 'fire.nonsense'"),
        ({"topics": []}, "names no topic"),
        ({"sources": []}, "names no source"),
        ({"pictures": ["oil_pan", "no_such"]}, "unknown picture 'no_such'"),
        ({"pictures": ["oil_pan", "oil_pan"]}, "at most 2 different pictures"),
        ({"pictures": ["oil_pan", "cpr", "aed"]}, "at most 2 different pictures"),
        ({"audience": ["工厂"]}, "unknown audience"),
        ({"lead": "快" * 81}, "81 characters"),
        ({"answer": "跑" * 600}, "bytes"),
        ({"answer": "打{nobody}"}, "unknown placeholder '{nobody}'"),
        ({"review_due_on": "2026-11-30"}, "due on 2026-11-30"),
        ({"reviewed_on": "2027-11-22"}, "not after"),
        ({"urgency": "soon"}, "urgency"),
        ({"id": "gas.oil_pan"}, "folder"),
    ],
)
def test_a_broken_rule_is_told(folder: Path, write: Write, changes: dict[str, Any], words: str) -> None:
    write(**changes)
    found = errors(folder)
    assert any(words in one and "fire/oil_pan.yaml" in one for one in found), found


def test_what_is_as_long_as_it_may_be_is_taken(folder: Path, write: Write) -> None:
    lead = "快" * LEAD_CHARACTERS
    without_answer = make_article("fire.oil_pan", "油锅着火怎么办？", lead=lead, answer="")
    room = TEXT_BYTES - byte_length(whole_text(without_answer))
    write(lead=lead, answer="x" * room)
    assert errors(folder) == []
    write(lead=lead, answer="x" * (room + 1))
    assert any(f"{TEXT_BYTES + 1} bytes" in one for one in errors(folder))


def test_an_article_may_show_the_projects_pictures(folder: Path, write: Write) -> None:
    write(pictures=["oil_pan", "cpr"])
    assert errors(folder) == []


def test_two_articles_may_not_share_id_topic_or_phrasing(folder: Path, write: Write) -> None:
    write()
    write(file="fire/second.yaml")
    found = "\n".join(errors(folder))
    assert "the id 'fire.oil_pan'" in found
    assert "the topic 'fire.oil_pan'" in found
    assert "the phrasing 'fire.oil_pan咋弄'" in found


def test_a_phrasing_that_differs_in_courtesy_only_is_the_same(folder: Path, write: Write) -> None:
    write(asks=["锅着了怎么办"])
    write("fire.electric", asks=["请问锅着了怎么办呢？"])
    assert any("stands in fire/electric.yaml too" in one for one in errors(folder))


def test_bad_yaml_names_file_and_line(folder: Path) -> None:
    (folder / "fire").mkdir()
    (folder / "fire" / "broken.yaml").write_text("id: fire.oil_pan\ntopics: [fire.oil_pan\nlead: 快跑\n")
    [complaint] = errors(folder)
    assert complaint.startswith("error: fire/broken.yaml:3: ")


def test_a_key_written_twice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text("id: a\nlead: 一\nlead: 二\n")
    with pytest.raises(BadContent, match=r"twice\.yaml:3: the key 'lead' stands here twice"):
        read_article(path)


@pytest.mark.parametrize("priority", ["P1", "P2"])
def test_a_missing_article_is_an_error_once_its_category_is_begun(
    folder: Path, write: Write, priority: str
) -> None:
    topics = folder / "topics.yaml"
    topics.write_text(topics.read_text() + f"gas.stove: {{priority: {priority}, title: 燃气灶}}\n")
    missing = Complaint(Level.ERROR, "gas.stove", f"no article answers this {priority} topic (燃气灶)")
    write()
    assert missing not in check(folder, today=TODAY)

    write("gas.leak")

    assert missing in check(folder, today=TODAY)
    assert missing not in check(folder, today=None), "a bureau may still import what there is"


def test_of_our_own_articles_none_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "article_files", lambda _: sorted(CONTENT.glob("gas/*.yaml")))

    found = [str(one) for one in check(CONTENT, today=TODAY)]

    assert any(one.startswith("error: fire.oil_pan: no article answers this P1 topic") for one in found)
    assert "error: screens: oil_pan names no article: 'fire.oil_pan'" in found
    assert "error: screens/after_alarm.yaml: 'firstaid.cpr' is no article" in found


def test_few_phrasings_of_a_first_priority_topic_are_a_warning(folder: Path, write: Write) -> None:
    write("gas.leak")
    assert Complaint(Level.WARNING, "gas/leak.yaml", "1 phrasings; 8 are wanted") in check(
        folder, today=TODAY
    )


def test_without_a_day_reviews_are_not_judged(folder: Path, write: Write) -> None:
    write(review_due_on="2026-11-30")
    assert check(folder, today=None) == []


def test_unreadable_topics_are_told(folder: Path) -> None:
    (folder / "topics.yaml").write_text("fire.oil_pan: {priority: P9, title: 油锅}\n")
    assert any("topics.yaml" in one for one in errors(folder))


def test_the_topics_of_the_project_are_whole() -> None:
    topics = read_topics(Path(__file__).parents[3] / "knowledge" / "content" / "topics.yaml")
    planned = [topic for topic in topics.values() if topic.priority is not Priority.OPTIONAL]
    assert len(planned) == 437
    assert sum(topic.priority is Priority.P1 for topic in planned) == 213
    assert all(0 < len(topic.title) <= 14 for topic in topics.values())
