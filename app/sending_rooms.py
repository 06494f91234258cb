"""The rooms of sending, the library and quizzes as the back office sees them."""

from admin.quizzes.needs import QuizDesk
from admin.sending.needs import SendingOffices
from app.quiz_bank import checked
from app.wiring import Container


def sending_offices(container: Container) -> SendingOffices:
    """Everything the rooms need; each part is made once by the container."""
    desk, room, library = container.audience_desk, container.mailroom, container.campaigning.library

    def find_article(name: str) -> str:
        found = container.library_holder.current().article(name)
        return found.question if found else ""

    return SendingOffices(
        audiences=desk.audiences,
        segments=desk.segments,
        topics=desk.choices.topics,
        tree=desk.regions.tree,
        pushes=room.pushes,
        mailings=room.mailings,
        masses=room.masses,
        rules=room.rules,
        codes=library.codes,
        materials=library.materials,
        shelves=library.shelves,
        make_code=lambda scene: container.gateway.create_qr(scene),
        find_article=find_article,
        get_ready=container.cipher.ensure_key,
    )


def quiz_desk(container: Container) -> QuizDesk:
    """What the room of quizzes stands on."""
    quizzes = container.quizzes
    return QuizDesk(
        bank_holder=quizzes.bank_holder,
        contests=quizzes.contests,
        courses=quizzes.courses,
        prizes=quizzes.prizes,
        certificates=quizzes.certificates,
        tree=container.audience_desk.regions.tree,
        checked=checked,
    )
