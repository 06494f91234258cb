"""What ``make run`` does to the database and at the platform before a citizen can write."""

from app import schema
from app.settings import Settings
from app.wiring import furnish
from campaigns.planning.themes import seed_themes
from deliveries.notice_templates import bind
from handlers.menu import house_menu, platform_menu
from knowledge.editorial.importing import import_articles
from quizzes.loading import load
from quizzes.reading import read_bank
from quizzes.syllabus import read_courses
from staff.actors import Scope
from staff.services import FIRST_ADMINISTRATORS, OPERATOR, list_staff


def bring_up_to_date(settings: Settings) -> str:
    """Migrate the tables, load articles and themes; a sentence that says what changed."""
    house = furnish(settings)
    try:
        schema.upgrade(house.database)
        with house.database.writing() as session:
            report = import_articles(session, now=house.clock.now())
            seed_themes(session, house.clock.now())
        with house.database.writing() as session:
            load(session, read_bank(), OPERATOR, house.clock.now())
            house.quizzes.courses.load(session, read_courses(), OPERATOR, house.clock.now())
        house.shelf.current()  # compiled here, the web finds it ready
        done = f"知识库：{report.total} 篇文章（新增 {len(report.added)}，修改 {len(report.changed)}）"
        if report.conflicts:
            done += f"；文件和库里都改过，先保留库里的：{'、'.join(report.conflicts)}"
        return done
    finally:
        house.close()


def first_administrators(settings: Settings) -> list[tuple[str, str, str]]:
    """Make the three administrators where nobody has an account yet: name, login and first password of each.

    Three, because no one may manage accounts, rights and the log alone; the passwords are kept nowhere.
    """
    house = furnish(settings)
    try:
        now, staff = house.clock.now(), house.personnel.service
        with house.database.writing() as session:
            if list_staff(session):
                return []
            made = []
            for login, role in FIRST_ADMINISTRATORS.items():
                label = house.personnel.roles.role(role).label
                _, password = staff.add(
                    session, login=login, name=label, scope=Scope(everywhere=True), actor=OPERATOR, now=now
                )
                staff.grant(session, login, role, actor=OPERATOR, now=now)
                made.append((label, login, password))
            return made
    finally:
        house.close()


def meet_platform(settings: Settings) -> None:
    """Put the menu below the conversation, and learn which templates the account has."""
    house = furnish(settings)
    try:
        with house.database.reading() as session:
            menu = house_menu(session)
        house.gateway.publish_menu(platform_menu(menu))
        listed = house.gateway.list_templates()
        with house.database.writing() as session:
            bind(session, listed, house.clock.now())
    finally:
        house.close()
