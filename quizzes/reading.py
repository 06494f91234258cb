"""The bank in files: one YAML file a category, each a list of questions."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from core.errors import BadContent
from core.yamls import parsed
from quizzes.question import Question, question_from

BANK = Path(__file__).with_name("bank")


def bank_files(folder: Path = BANK) -> list[Path]:
    """The files of the bank, in order."""
    return sorted(folder.glob("*.yaml"))


def read_file(path: Path) -> list[Question]:
    """The questions of one file; ``BadContent`` names the file."""
    try:
        tree = parsed(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadContent(f"{path.name}: {error}") from error
    if not isinstance(tree, list):
        raise BadContent(f"{path.name}: a file of the bank is a list of questions")
    questions = []
    for entry in tree:
        try:
            questions.append(question_from(entry))
        except BadContent as error:
            raise BadContent(f"{path.name}: {error}") from error
    return questions


def read_bank(folder: Path = BANK) -> Mapping[str, Question]:
    """Every question by its id; ``BadContent`` where a file cannot be read or an id stands twice."""
    return by_id(question for path in bank_files(folder) for question in read_file(path))


def by_id(questions: Iterable[Question]) -> Mapping[str, Question]:
    """The questions by their ids, each id once."""
    found: dict[str, Question] = {}
    for question in questions:
        if question.id in found:
            raise BadContent(f"{question.id}: this id stands twice")
        found[question.id] = question
    return found
