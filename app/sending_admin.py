"""The sections of sending, the library and quizzes as the back office sees them."""

from admin.quizzes.needs import QuizAdminServices
from admin.sending.needs import SendingServices
from app.quiz_bank import checked
from app.wiring import Container


def sending_services(container: Container) -> SendingServices:
    """Everything the sections need; each part is made once by the container."""
    services, section, library = container.audiences, container.mailing, container.campaigning.library

    def find_article(name: str) -> str:
        found = container.library_holder.current().article(name)
        return found.question if found else ""

    return SendingServices(
        audiences=services.audiences,
        segments=services.segments,
        topics=services.choices.topics,
        tree=services.regions.tree,
        pushes=section.pushes,
        mailings=section.mailings,
        mass_deletions=section.mass_deletions,
        rules=section.rules,
        codes=library.codes,
        materials=library.materials,
        material_files=library.material_files,
        make_code=lambda scene: container.gateway.create_qr(scene),
        find_article=find_article,
        get_ready=container.cipher.ensure_key,
    )


def quiz_admin_services(container: Container) -> QuizAdminServices:
    """What the section of quizzes stands on."""
    quizzes = container.quizzes
    return QuizAdminServices(
        bank_holder=quizzes.bank_holder,
        contests=quizzes.contests,
        courses=quizzes.courses,
        prizes=quizzes.prizes,
        certificates=quizzes.certificates,
        tree=container.audiences.regions.tree,
        checked=checked,
    )
