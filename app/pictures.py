"""The pictures of the account, put together: files, rows, loader, and the skill that shows them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from core.clock import Clock
from core.db import Database
from handlers.picture import PictureHandler
from jobs.picture_loader import PictureLoader
from knowledge.gallery import Picture, pictures_of, read_gallery
from knowledge.library import LibraryHolder
from wechat.gateway import WeChatGateway
from wechat.picture_materials import PictureMaterials


@dataclass
class PictureContainer:
    """Everything that has to do with pictures; ``gateway`` is made when something is to be uploaded."""

    materials: PictureMaterials
    database: Database
    library_holder: LibraryHolder
    gateway: Callable[[], WeChatGateway]
    clock: Clock
    gallery: dict[str, Picture] = field(default_factory=read_gallery)

    @cached_property
    def loader(self) -> PictureLoader:
        """Brings the pictures of published articles to the platform."""
        return PictureLoader(self.database, self.materials, self.gateway(), self.wanted, self.clock)

    def handler(self) -> PictureHandler:
        """The skill that shows them."""
        return PictureHandler(self.library_holder, self.gallery, self.materials)

    def wanted(self) -> list[Picture]:
        """What published articles show, each once, its digest known."""
        articles = self.library_holder.current().articles.values()
        wanted = {one.id: one for article in articles for one in pictures_of(article, self.gallery)}
        return [one for one in wanted.values() if one.digest]

    def uploaded(self) -> set[str]:
        """The ids of the pictures that lie at the platform as they are drawn today."""
        with self.database.reading() as session:
            return {
                picture.id
                for picture in self.gallery.values()
                if self.materials.find_media_id(session, picture)
            }
