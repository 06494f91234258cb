"""What pushes are handed of the content: words for one person, the draft for many."""

import pytest

from app.issued import IssuedContents
from campaigns.content.refusals import NotIssued
from tests.integration.content.conftest import MANUSCRIPT, PUBLIC_URL, ContentOffice


def test_a_push_gets_the_version_that_holds_and_its_draft_once_it_is_there(office: ContentOffice) -> None:
    contents = IssuedContents(office.service, office.publishing, PUBLIC_URL)
    item = office.adds()
    with pytest.raises(NotIssued), office.database.reading() as session:
        contents.issued(session, item, 7)
    version = office.issues(item)

    with office.database.writing() as session:
        before = contents.issued(session, item, 7)
        planned = contents.issued(session, item, None)
        contents.prepare(session, item, office.now)
    office.works()
    with office.database.reading() as session:
        after = contents.issued(session, item, 7)

    assert (before.version_id, before.title, before.draft_media_id) == (version.id, MANUSCRIPT.title, None)
    assert before.words.text.splitlines()[-1] == f"{PUBLIC_URL}/h5/c/{item}?v=1&p=7"
    assert planned.address == f"{PUBLIC_URL}/h5/c/{item}?v=1", "a push that is not written down has no number"
    assert after.draft_media_id in office.platform.drafts
