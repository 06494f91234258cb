"""``flask quizzes``: the bank of questions, the question of the day, contests, courses, certificates."""

from dataclasses import asdict
from pathlib import Path

import click

from app.cli.counter import show
from app.wiring import House
from knowledge.gallery import PICTURES
from knowledge.reading import CONTENT
from knowledge.topics import FILE_NAME, read_topics
from quizzes.checking import Known, check
from quizzes.reading import BANK

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")


def command(house: House) -> click.Group:
    """The group ``quizzes``."""

    @click.group("quizzes", help="安全知识问答：题库、每日一题、竞赛、课程、证书。")
    def group() -> None:
        pass

    @group.command("check", help="检查题库文件：重复、来源、解析、答案、选项长短和位置是否均衡。")
    @click.argument("folder", type=FOLDER, default=BANK)
    @JSON
    def check_(folder: Path, as_json: bool) -> None:
        complaints, measures = check(known(), folder)
        if as_json:
            show({**asdict(measures), "complaints": [str(one) for one in complaints]}, as_json=True)
        else:
            for one in complaints:
                click.echo(str(one))
        if complaints:
            raise click.ClickException(f"有 {len(complaints)} 处必须改正。")
        if not as_json:
            click.echo(f"检查通过，{measures.questions} 道题。")

    return group


def known() -> Known:
    """What the bank may refer to: the project's own articles and pictures."""
    return Known(
        categories={path.name for path in CONTENT.iterdir() if path.is_dir()},
        topics=set(read_topics(CONTENT / FILE_NAME)),
        pictures={path.stem for path in PICTURES.glob("*.svg")},
    )
