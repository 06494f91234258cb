"""``flask campaigns content render``: one item as each way of telling would have it."""

from enum import StrEnum
from pathlib import Path

import click

from app.bureau import local_values
from app.cli.commands import CommandGroup, Row, Step
from app.wiring import Container
from campaigns.content.models import ContentVersion
from campaigns.content.permissions import ContentPermission
from campaigns.content.pictures import DRAWING
from campaigns.content.posters import poster_svg
from campaigns.content.queries import find_issued, newest_version
from campaigns.content.renderings import mass_article, news_card, page_path, source_line
from campaigns.content.wechat_html import article_html
from core.errors import RuleViolation
from core.whole_files import whole_file
from h5.addresses import drawing_path
from knowledge.drawing.rendering import png_of
from knowledge.localfacts import FILE_NAME, LocalFacts
from knowledge.reading import CONTENT


class Way(StrEnum):
    """The ways of telling."""

    ARTICLE = "article"
    NEWS = "news"
    MASS = "mass"
    POSTER = "poster"
    PAGE = "page"


def add_rendering(commands: CommandGroup, container: Container) -> None:
    """Add the verb."""

    def render(step: Step, item: int, way: str, out: Path | None) -> Row:
        step.actor.require(ContentPermission.SEE)
        version = find_issued(step.session, item) or newest_version(step.session, item)
        head = {"item": item, "version": version.number, "state": version.state, "way": way}
        match Way(way):
            case Way.ARTICLE:
                html = article_html(
                    version.body, source_line(version), lambda one: _address(container, version, one)
                )
                return {**head, **_written(html.encode(), out, "html")}
            case Way.NEWS:
                card = news_card(container.content.public_url, version)
                return {
                    **head,
                    "title": card.title,
                    "description": card.description,
                    "picture": card.picture_url,
                    "url": card.url,
                }
            case Way.MASS:
                media_id = container.content.publishing.draft_of(step.session, version)
                if media_id is None:
                    raise RuleViolation("这一稿还不在公众号的草稿箱里，先办理预览或者发布。")
                carried = mass_article(media_id, version)
                return {
                    **head,
                    "msgtype": "mpnews",
                    "media_id": carried.media_id,
                    "send_ignore_reprint": carried.send_ignore_reprint,
                }
            case Way.POSTER:
                # Not by way of the library holder: it would load every article for one name.
                facts = LocalFacts.load(CONTENT / FILE_NAME, local_values(container.settings))
                bureau = facts.fill("{bureau_name}")
                svg = poster_svg(version, container.content.public_url, bureau)
                is_png = out is not None and out.suffix == ".png"
                return {**head, **_written(png_of(svg) if is_png else svg.encode(), out, "svg")}
            case Way.PAGE:
                return {**head, "url": f"{container.content.public_url}{page_path(version)}"}

    item = click.argument("item", type=int, metavar="编号")
    way = click.option(
        "--way",
        type=click.Choice([one.value for one in Way]),
        required=True,
        help="article=公众号文章、news=被动回复图文、mass=群发、poster=海报、page=网页。",
    )
    out = click.option(
        "--out", type=click.Path(dir_okay=False, path_type=Path), help="写到这个文件；海报可以写成.png。"
    )
    commands.look("render", "一篇内容，变成各种样子；没有签发的也能看样子。", render, item, way, out)


def _written(data: bytes, out: Path | None, name: str) -> Row:
    if out is None:
        return {name: data.decode("utf-8")}
    with whole_file(out) as file:
        file.write(data)
    return {"file": str(out)}


def _address(container: Container, version: ContentVersion, reference: str) -> str:
    """Where a picture can be seen here, to look at; the platform gets its own addresses."""
    base = container.content.public_url
    if reference.startswith(DRAWING):
        return f"{base}{drawing_path(reference.removeprefix(DRAWING))}"
    return f"{base}{page_path(version)}/{reference.partition(':')[2]}.jpg"
