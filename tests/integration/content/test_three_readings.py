"""三级审核: three different people, none of them an author, and every change from the beginning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from campaigns.content.models import ContentStep, ContentVersion
from campaigns.content.queries import content_file, content_lines
from campaigns.content.refusals import (
    BadManuscript,
    BadPhoto,
    NoSuchContent,
    NotIssued,
    OpinionMissing,
    OwnManuscript,
    SamePerson,
)
from campaigns.content.status import ContentState, ContentVerb, IllegalContentMove
from core.errors import RuleViolation
from staff.actors import NotPermitted
from tests.integration.content.conftest import (
    AUTHOR,
    FIRST,
    LEADER,
    MANUSCRIPT,
    PUBLISHER,
    SECOND,
    ContentOffice,
    staff_member,
)

CHANGED = replace(MANUSCRIPT, title="油锅着火怎么办")
BOTH = staff_member("both", "planner", "campaign_reviewer", "leader")


def test_an_item_on_its_way_to_the_public(office: ContentOffice) -> None:
    noise = office.adds()
    item = office.adds()
    with pytest.raises(NotIssued):
        office.does("issued", item)
    version = office.issues(item)

    assert (version.state, version.number, version.pictures) == (ContentState.ISSUED, 1, ["picture:oil_pan"])
    assert office.does("issued", item).id == version.id
    with office.database.reading() as session:
        steps = [(one.verb, one.by, one.opinion) for one in content_file(session, item, LEADER).steps]
        lines = content_lines(session, AUTHOR)
    assert steps == [
        (ContentVerb.EDIT, "author", ""),
        (ContentVerb.SUBMIT, "author", "送审"),
        (ContentVerb.FIRST_REVIEW, "first", "属实"),
        (ContentVerb.REVIEW, "second", "同意"),
        (ContentVerb.ISSUE, "leader", "签发"),
    ]
    assert [(one.item_id, one.state, one.is_issued) for one in lines] == [
        (item, ContentState.ISSUED, True),
        (noise, ContentState.DRAFT, False),
    ]
    assert [line.action for line in office.audit.lines if line.subject == f"content:{item}"] == [
        "content.add", "content.submit", "content.first_review", "content.review", "content.issue",
    ]  # fmt: skip


def test_a_change_after_any_step_begins_again(office: ContentOffice) -> None:
    item = office.adds()
    assert office.does("edit", item, CHANGED, AUTHOR, office.now).number == 1
    office.does("submit", item, AUTHOR, office.now)
    assert office.does("edit", item, MANUSCRIPT, AUTHOR, office.now).number == 2
    first = office.issues(item)
    second = office.does("edit", item, CHANGED, AUTHOR, office.now)
    assert (second.number, second.state) == (3, ContentState.DRAFT)
    assert office.does("issued", item).id == first.id, "what is issued holds until the next one is"
    with pytest.raises(IllegalContentMove):
        office.does("issue", item, LEADER, office.now, "签发")
    office.issues(item)
    assert office.does("issued", item).title == CHANGED.title
    with office.database.reading() as session:
        states = [one.state for one in content_file(session, item, AUTHOR).versions]
    assert states == [ContentState.SUPERSEDED, ContentState.SUPERSEDED, ContentState.ISSUED]


def test_three_different_people_and_no_author(office: ContentOffice) -> None:
    item = office.adds()
    office.does("edit", item, CHANGED, BOTH, office.now)
    office.does("edit", item, MANUSCRIPT, AUTHOR, office.now)
    office.does("submit", item, AUTHOR, office.now)
    with pytest.raises(OwnManuscript):
        office.does("first_review", item, BOTH, office.now, "好")
    office.does("first_review", item, FIRST, office.now, "好")
    with pytest.raises(SamePerson, match="三个不同的人"):
        office.does("review", item, FIRST, office.now, "好")
    with pytest.raises(SamePerson):
        office.does("send_back", item, FIRST, office.now, "还是不好")
    with pytest.raises(OwnManuscript):
        office.does("send_back", item, BOTH, office.now, "不好")
    office.does("review", item, SECOND, office.now, "好")
    with pytest.raises(OwnManuscript):
        office.does("issue", item, BOTH, office.now, "好")
    assert office.does("issue", item, LEADER, office.now, "好").state is ContentState.ISSUED


def test_the_database_holds_it_too(office: ContentOffice) -> None:
    """Two requests at once may both have looked before either wrote."""
    item = office.adds()
    version = office.issues(item)
    row = {
        "version_id": version.id,
        "verb": ContentVerb.ISSUE,
        "by": "first",
        "at": office.now,
        "opinion": "x",
    }
    with pytest.raises(IntegrityError), office.database.writing() as session:
        session.execute(insert(ContentStep).values(row))
    other = office.does("edit", item, CHANGED, AUTHOR, office.now)
    with pytest.raises(IntegrityError), office.database.writing() as session:
        session.get_one(ContentVersion, other.id).state = ContentState.ISSUED


def test_sent_back_at_each_step_with_an_opinion(office: ContentOffice) -> None:
    for steps, who in ((0, FIRST), (1, SECOND), (2, LEADER)):
        item = office.adds()
        office.does("submit", item, AUTHOR, office.now)
        for verb, reader in (("first_review", FIRST), ("review", SECOND))[:steps]:
            office.does(verb, item, reader, office.now, "好")
        with pytest.raises(OpinionMissing):
            office.does("send_back", item, who, office.now, "  ")
        assert (
            office.does("send_back", item, who, office.now, "数字要注明出处").state is ContentState.SENT_BACK
        )
        with pytest.raises(IllegalContentMove):
            office.does("submit", item, AUTHOR, office.now)
        assert office.does("edit", item, CHANGED, AUTHOR, office.now).number == 2


VERBS = {
    "add": (MANUSCRIPT,),
    "edit": (1, MANUSCRIPT),
    "submit": (1,),
    "first_review": (1,),
    "review": (1,),
    "issue": (1,),
    "send_back": (1,),
    "withdraw": (1,),
    "publish": (1,),
    "take_down": (1,),
    "preview": (1,),
}
MAY = {
    "planner": {"add", "edit", "submit"},
    "campaign_reviewer": {"first_review", "review", "send_back", "withdraw"},
    "leader": {"issue", "withdraw"},
    "publisher": {"withdraw", "publish", "take_down", "preview"},
    "read_only": set(),
    "intake_officer": set(),
}


def test_every_verb_and_every_role(office: ContentOffice) -> None:
    """The item waits for its first reading; a verb that is permitted may still be out of turn."""
    item = office.adds()
    office.does("submit", item, AUTHOR, office.now)
    for role, allowed in MAY.items():
        actor = staff_member(f"some-{role}", role)
        for verb, given in VERBS.items():
            words = (item, *given[1:]) if given[0] == 1 else given
            more = (
                ["意见"]
                if verb in {"first_review", "review", "issue", "send_back", "withdraw", "take_down"}
                else []
            )
            with office.database.writing() as session:
                service = office.publishing if hasattr(office.publishing, verb) else office.service
                try:
                    getattr(service, verb)(session, *words, actor, office.now, *more)
                except NotPermitted:
                    assert verb not in allowed, (role, verb)
                except RuleViolation:
                    assert verb in allowed, (role, verb)
                else:
                    assert verb in allowed, (role, verb)
                session.rollback()


def test_withdrawn_is_the_end(office: ContentOffice) -> None:
    item = office.adds()
    office.issues(item)
    office.does("edit", item, CHANGED, AUTHOR, office.now)
    office.does("withdraw", item, LEADER, office.now, "数字有误")
    with pytest.raises(NotIssued):
        office.does("issued", item)
    with pytest.raises(IllegalContentMove):
        office.does("withdraw", item, LEADER, office.now, "再一次")
    with pytest.raises(IllegalContentMove):
        office.does("edit", item, CHANGED, AUTHOR, office.now)
    with office.database.reading() as session:
        states = {one.state for one in content_file(session, item, PUBLISHER).versions}
    assert states == {ContentState.WITHDRAWN}
    (told,) = [line.detail["version"] for line in office.audit.lines if line.action == "content.withdraw"]
    assert told == 2, "the version that was the newest"


def test_an_unverified_theme_keeps_its_campaign_from_being_issued(office: ContentOffice) -> None:
    item = office.adds(campaign_id=7)
    with pytest.raises(RuleViolation, match="主题还没有核对"):
        office.issues(item)
    office.themes.verified.add(7)
    assert office.does("issue", item, LEADER, office.now, "签发").state is ContentState.ISSUED
    assert "火大了打119" in office.themes.asked[-1], "the guard reads what will be said"


def test_every_fault_is_named_at_once(office: ContentOffice) -> None:
    bad = replace(
        MANUSCRIPT,
        title="",
        source_from="",
        cover="picture:nobody",
        body="![](https://a.test/x.png) ![](photo:ab)",
    )
    with pytest.raises(BadManuscript) as refused:
        office.adds(bad)
    for word in (
        "没有写标题",
        "要写明来源",
        "没有这张图片：picture:nobody",
        "图片写得不对：https://a.test/x.png",
    ):
        assert word in refused.value.sentence
    with pytest.raises(NoSuchContent):
        office.does("submit", 99, AUTHOR, office.now)


def test_photos_are_cleaned_and_kept_once(office: ContentOffice) -> None:
    file = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (3000, 1500), "orange").save(file, "JPEG", exif=exif)
    kept = office.pictures.keep(file.getvalue())
    assert (kept.width, kept.height) == (1080, 540)
    data = office.pictures.read(kept.reference).data
    assert b"secret" not in data
    assert len(data) == kept.size < 1_000_000
    with pytest.raises(BadPhoto):
        office.pictures.keep(b"<svg onload=x>")
    for _ in range(2):
        office.does("add_photo", kept, AUTHOR, office.now)
    assert [line.action for line in office.audit.lines] == ["content.photo"]
    reference = kept.reference
    item = office.adds(replace(MANUSCRIPT, cover=reference, body=f"看图\n\n![现场]({reference})"))
    assert office.issues(item).pictures == [reference]
    nobodys = BytesIO()
    Image.new("RGB", (30, 30)).save(nobodys, "PNG")
    office.pictures.keep(nobodys.getvalue())
    with office.database.reading() as session:
        assert office.pictures.sweep(session, office.now) == 0
        assert office.pictures.sweep(session, datetime.now(UTC) + timedelta(days=2)) == 1, "named by nothing"
    assert office.pictures.read(reference).data == data
