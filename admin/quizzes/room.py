"""The pages of quizzes."""

from admin.doors import Doors, Room
from admin.needs import Needs
from admin.quizzes.bank import BankPages
from admin.quizzes.contest_form import ContestForm
from admin.quizzes.contest_steps import ContestSteps
from admin.quizzes.contests import Contests
from admin.quizzes.courses import Courses


class Quizzes:
    """One room, made of smaller ones."""

    def __init__(self, needs: Needs) -> None:
        contests = Contests(needs)
        self._parts: tuple[Room, ...] = (
            BankPages(needs),
            contests,
            ContestForm(needs),
            ContestSteps(needs, contests),
            Courses(needs),
        )

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        for part in self._parts:
            part.add_to(doors)
