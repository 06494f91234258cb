"""The lists of campaigns over the made-up county: as many statements for forty lines as for a few."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.audit_words import action_words, words_of_subject
from app.demo.loading import Scale, load_demo
from app.wiring import Container
from campaigns.audiences.models import Segment
from campaigns.content.models import ContentItem, ContentVersion
from campaigns.library.models import Material, MaterialVersion, QrCode, TrainingRecord
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity, Campaign
from campaigns.sending.models import Push
from core.db import Base
from core.statements import table_of
from followers.data_request_models import DataRequest
from quizzes.models import QuizContest, QuizCourse
from staff.models import AuditEntry
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import statements_of
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

COUNTY = Scale(2, 4, 60, 12, 8, 6, 0, activities=14, followers=60)
MORE, MOST = 40, 30
LISTS = {
    "planner": (
        "/admin/campaigns",
        "/admin/campaigns/2",
        "/admin/campaigns/activities?state=all",
        "/admin/campaigns/content",
        "/admin/campaigns/lectures?state=all",
        "/admin/campaigns/training",
        "/admin/pushes",
        "/admin/pushes/audiences",
        "/admin/library",
        "/admin/library/codes",
        "/admin/quizzes/contests",
        "/admin/quizzes/courses",
    ),
    "publisher": (
        "/admin/pushes/deliveries?days=30",
        "/admin/pushes/2/people",
        "/admin/followers/list",
    ),
    "legal_officer": ("/admin/data-requests",),
}


def test_the_log_of_a_county_is_told_without_code_words(container: Container, hiring: Hiring) -> None:
    load_demo(container, COUNTY, 1, lambda _: None)
    with container.database.reading() as session:
        entries = session.scalars(select(AuditEntry)).all()

    assert len(entries) > 100
    assert {one.action for one in entries} - action_words().keys() == set()
    kinds = {words_of_subject(one.subject).partition(" ")[0] for one in entries}
    assert [kind for kind in kinds if kind.isascii()] == []
    page = hiring.insider("wu", "audit_admin").opens("/admin/audit?action=campaigns.save_segment").text
    assert "想收的内容 燃气、消防" in page
    assert "interests" not in page


def test_no_list_asks_once_more_for_each_line(container: Container, hiring: Hiring) -> None:
    load_demo(container, COUNTY, 1, lambda _: None)
    clerks = {role: hiring.insider(role, role) for role in LISTS}
    for clerk in clerks.values():
        clerk.opens("/admin/me")
    few = _costs(container, clerks)
    with container.database.writing() as session:
        _many(session)

    many = _costs(container, clerks)
    assert {path: (few[path], cost) for path, cost in many.items() if cost > few[path]} == {}
    assert max(many.values()) <= MOST
    _files_keep_their_names(clerks["planner"])


def _costs(container: Container, clerks: Mapping[str, Clerk]) -> Mapping[str, int]:
    costs = {}
    for role, paths in LISTS.items():
        for path in paths:
            costs[path] = statements_of(container, clerks[role], path)
    return costs


def _many(session: Session) -> None:
    """Forty more of each, as no service would make them at once."""
    for number in range(MORE):
        name = f"more-{number}"
        _copy(session, Campaign)
        _copy(session, Activity, scene=None)
        item = _copy(session, ContentItem)
        _copy(session, ContentVersion, item_id=item.id, state="draft")
        _copy(session, LectureRequest, activity_id=None)
        _copy(session, Push, mailing_id=None)
        _copy(session, Segment, name=name)
        material = _copy(session, Material)
        _copy(session, MaterialVersion, material_id=material.id)
        _copy(session, QrCode, scene=name)
        _copy(session, TrainingRecord, name=name)
        _copy(session, QuizContest)
        _copy(session, QuizCourse, slug=name)
        _copy(session, DataRequest)


def _copy(session: Session, model: type[Base], **changed: Any) -> Any:
    row = session.scalars(select(model).limit(1)).one()
    table = table_of(model)
    kept = {one.key: getattr(row, one.key) for one in table.columns if one is not table.autoincrement_column}
    made = model(**kept | changed)
    session.add(made)
    session.flush()
    return made


def _files_keep_their_names(planner: Clerk) -> None:
    """The guard of a clerk's browser looks at every header; these are of files with Chinese names."""
    book = planner.sends("/admin/campaigns/activities/export", page="/admin/campaigns/2")
    file = planner.opens("/admin/library/materials/1/file/1")
    assert "filename*=UTF-8''%E5%AE%A3%E4%BC%A0" in book.headers["Content-Disposition"]
    assert "filename*=UTF-8''%E7%94%B5" in file.headers["Content-Disposition"]
    assert file.data.startswith(b"\x89PNG")
