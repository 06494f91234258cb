"""The bank of questions held against what it refers to: articles, topics, pictures of the project."""

from functools import cache

from core.errors import BadContent
from knowledge.gallery import PICTURES
from knowledge.reading import CONTENT
from knowledge.topics import FILE_NAME, read_topics
from quizzes.checking import Known, Measures, check
from quizzes.syllabus import articles_of, read_courses


def known() -> Known:
    """What the bank may refer to: the project's own articles and pictures."""
    return Known(
        categories={path.name for path in CONTENT.iterdir() if path.is_dir()},
        topics=set(read_topics(CONTENT / FILE_NAME)),
        pictures={path.stem for path in PICTURES.glob("*.svg")},
    )


def wrong_courses() -> list[str]:
    """What is wrong with the files of courses."""
    try:
        trees = read_courses()
    except BadContent as error:
        return [str(error)]
    there = {f"{path.parent.name}.{path.stem}" for path in CONTENT.glob("*/*.yaml")}
    return [f"course {slug}: no article {one}" for slug, one in articles_of(trees) if one not in there]


@cache
def checked() -> tuple[list[str], Measures]:
    """What is wrong with the files of the bank, and the bank in numbers; worked out once, in seconds."""
    complaints, measures = check(known())
    return [*map(str, complaints), *wrong_courses()], measures
