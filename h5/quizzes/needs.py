"""The services behind the pages of quizzes, handed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from quizzes.bank_holder import BankHolder
from quizzes.certificates import CertificateService
from quizzes.contests import ContestService
from quizzes.courses import CourseService
from quizzes.daily import DailyQuiz
from quizzes.prizes import PrizeService


@dataclass(frozen=True, slots=True)
class QuizServices:
    """``person`` makes the digest under which the answers of an openid are kept."""

    bank_holder: BankHolder
    daily: DailyQuiz
    contests: ContestService
    courses: CourseService
    prizes: PrizeService
    certificates: CertificateService
    person: Callable[[str], str]
