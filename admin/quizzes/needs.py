"""What the section of quizzes stands on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from places.regions import RegionTree
from quizzes.bank_holder import BankHolder
from quizzes.certificates import CertificateService
from quizzes.checking import Measures
from quizzes.contests import ContestService
from quizzes.courses import CourseService
from quizzes.prizes import PrizeService


@dataclass(frozen=True, slots=True)
class QuizAdminServices:
    """The services; ``checked`` says what is wrong with the files of the bank, and measures them."""

    bank_holder: BankHolder
    contests: ContestService
    courses: CourseService
    prizes: PrizeService
    certificates: CertificateService
    tree: Callable[[], RegionTree]
    checked: Callable[[], tuple[Sequence[str], Measures]]
