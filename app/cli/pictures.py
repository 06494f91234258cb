"""``flask pictures``: the pictures of the knowledge base, from drawing to the platform."""

from pathlib import Path

import click

from app.wiring import Container
from core.errors import BadContent
from knowledge.gallery import PICTURES, complaints, read_gallery

FONT = click.Path(exists=True, dir_okay=False, path_type=Path)


def command(container: Container) -> click.Group:
    """The group ``pictures``."""

    @click.group("pictures", help="知识库的图：画图、转成 PNG、在公众平台上的情况。")
    def group() -> None:
        pass

    @group.command(
        "draw", help="按 knowledge/drawing/ 里的画法重画 SVG，再转 PNG。没画过的字要用 --font 指定字体。"
    )
    @click.option("--font", type=FONT, help="思源黑体／Noto Sans CJK Bold 字体文件。")
    @click.option("--only", help="只画这一张。")
    def draw(font: Path | None, only: str | None) -> None:
        from knowledge.drawing.album import draw_all

        try:
            changed = draw_all(PICTURES, font, only)
        except BadContent as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"重画了 {len(changed)} 张：{'、'.join(changed) or '没有变化'}")
        _render(again=False)

    @group.command("render", help="把改过的 SVG 转成 PNG（--all：全部重转）。")
    @click.option("--all", "again", is_flag=True, help="没改过的也重转。")
    def render(again: bool) -> None:
        _render(again=again)

    @group.command("alphabet", help="重做证书用的字库 knowledge/drawing/alphabet.txt.gz。")
    @click.option("--font", type=FONT, required=True, help="思源黑体／Noto Sans CJK Bold 字体文件。")
    def alphabet(font: Path) -> None:
        from knowledge.drawing.alphabet import write_alphabet

        click.echo(f"写了 {write_alphabet(font)} 个字。")

    @group.command("list", help="每张图在公众平台上有没有。")
    def list_() -> None:
        there = container.pictures.uploaded()
        for picture in read_gallery().values():
            click.echo(f"{'已上传' if picture.id in there else '未上传'}  {picture.id}  {picture.title}")

    @group.command("verify", help="马上问公众平台每张图还在不在；丢了的，后台进程会重新上传。")
    def verify() -> None:
        click.echo(f"丢失 {container.pictures.loader.check_all()} 张。")

    return group


def _render(*, again: bool) -> None:
    from knowledge.drawing.rendering import render_all

    try:
        written = render_all(again=again)
    except ImportError as error:
        raise click.ClickException("转图要用开发环境：先 make setup-test。") from error
    click.echo(f"转了 {len(written)} 张 PNG。")
    for name, what in complaints():
        click.echo(f"{name}: {what}")
