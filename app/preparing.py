"""What ``make run`` does to the database and at the platform before a citizen can write."""

from app import schema
from app.settings import Settings
from app.wiring import build_container
from campaigns.planning.themes import seed_themes
from deliveries.notice_templates import bind
from handlers.menu import bureau_menu, platform_menu
from knowledge.editorial.importing import import_articles
from quizzes.loading import load
from quizzes.reading import read_bank
from quizzes.syllabus import read_courses
from staff.actors import Scope
from staff.services import FIRST_ADMINISTRATORS, OPERATOR, list_staff


def bring_up_to_date(settings: Settings) -> str:
    """Migrate the tables, load articles and themes; a sentence that says what changed."""
    container = build_container(settings)
    try:
        schema.upgrade(container.database)
        with container.database.writing() as session:
            report = import_articles(session, now=container.clock.now())
            seed_themes(session, container.clock.now())
        with container.database.writing() as session:
            load(session, read_bank(), OPERATOR, container.clock.now())
            container.quizzes.courses.load(session, read_courses(), OPERATOR, container.clock.now())
        container.library_holder.current()  # compiled here, the web finds it ready
        done = f"知识库：{report.total} 篇文章（新增 {len(report.added)}，修改 {len(report.changed)}）"
        if report.conflicts:
            done += f"；文件和库里都改过，先保留库里的：{'、'.join(report.conflicts)}"
        return done
    finally:
        container.close()


def first_administrators(settings: Settings) -> list[tuple[str, str, str]]:
    """Make the three administrators where nobody has an account yet: name, login and first password of each.

    Three, because no one may manage accounts, rights and the log alone; the passwords are kept nowhere.
    """
    container = build_container(settings)
    try:
        now, staff = container.clock.now(), container.personnel.service
        with container.database.writing() as session:
            if list_staff(session):
                return []
            made = []
            for login, role in FIRST_ADMINISTRATORS.items():
                label = container.personnel.roles.role(role).label
                _, password = staff.add(
                    session, login=login, name=label, scope=Scope(everywhere=True), actor=OPERATOR, now=now
                )
                staff.grant(session, login, role, actor=OPERATOR, now=now)
                made.append((label, login, password))
            return made
    finally:
        container.close()


def meet_platform(settings: Settings) -> None:
    """Put the menu below the conversation, and learn which templates the account has."""
    container = build_container(settings)
    try:
        with container.database.reading() as session:
            menu = bureau_menu(session)
        container.gateway.publish_menu(platform_menu(menu))
        listed = container.gateway.list_templates()
        with container.database.writing() as session:
            bind(session, listed, container.clock.now())
    finally:
        container.close()
