"""The pictures of the account, put together: files, rows, loader, and the skill that shows them."""

from functools import cached_property
from typing import TYPE_CHECKING

from handlers.picture import PictureHandler
from jobs.picture_loader import PictureLoader
from knowledge.gallery import Picture, pictures_of, read_gallery
from wechat.picture_materials import PictureMaterials

if TYPE_CHECKING:
    from app.wiring import House


class PictureRoom:
    """What of ``House`` has to do with pictures."""

    def __init__(self, house: "House") -> None:
        self._house = house
        self.gallery = read_gallery()
        self.materials = PictureMaterials(house.settings.wechat_appid)

    @cached_property
    def loader(self) -> PictureLoader:
        """Brings the pictures of published articles to the platform."""
        house = self._house
        return PictureLoader(house.database, self.materials, house.gateway, self.wanted, house.clock)

    def handler(self) -> PictureHandler:
        """The skill that shows them."""
        return PictureHandler(self._house.shelf, self.gallery, self.materials)

    def wanted(self) -> list[Picture]:
        """What published articles show, each once, its digest known."""
        articles = self._house.shelf.current().articles.values()
        wanted = {one.id: one for article in articles for one in pictures_of(article, self.gallery)}
        return [one for one in wanted.values() if one.digest]

    def uploaded(self) -> set[str]:
        """The ids of the pictures that lie at the platform as they are drawn today."""
        with self._house.database.reading() as session:
            return {
                picture.id
                for picture in self.gallery.values()
                if self.materials.find_media_id(session, picture)
            }
