"""The pages of quizzes."""

from admin.needs import Needs
from admin.quizzes.bank import BankPages
from admin.quizzes.contest_form import ContestForm
from admin.quizzes.contest_steps import ContestSteps
from admin.quizzes.contests import Contests
from admin.quizzes.courses import Courses
from admin.routes import Routes, Section


class QuizSection:
    """One section, made of smaller ones."""

    def __init__(self, needs: Needs) -> None:
        contests = Contests(needs)
        self._parts: tuple[Section, ...] = (
            BankPages(needs),
            contests,
            ContestForm(needs),
            ContestSteps(needs, contests),
            Courses(needs),
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for part in self._parts:
            part.add_to(routes)
