"""The list of all pictures: which scene draws which, and the file it becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.drawing.canvas import Sheet
from knowledge.drawing.lettering import Letters

Scene = Callable[[Sheet], None]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to draw: its id, what it is called and shows in words, its size, and its scene."""

    id: str
    title: str
    description: str
    scene: Scene
    height: int = 1440


ALBUM: dict[str, Drawing] = {}


def picture(id_: str, title: str, description: str, *, height: int = 1440) -> Callable[[Scene], Scene]:
    """Put a scene into the album."""

    def enter(scene: Scene) -> Scene:
        if id_ in ALBUM:
            raise ValueError(f"two scenes draw {id_}")
        ALBUM[id_] = Drawing(id_, title, description, scene, height)
        return scene

    return enter


def drawn(drawing: Drawing, letters: Letters) -> str:
    """The SVG of one picture."""
    sheet = Sheet(letters, height=drawing.height)
    drawing.scene(sheet)
    return sheet.svg(drawing.title, drawing.description)


def draw_all(folder: Path, font: Path | None = None, only: str | None = None) -> list[str]:
    """Write every picture whose drawing changed into ``folder``; the ids of those."""
    from knowledge.drawing import scenes

    scenes.load()
    letters = Letters(sorted(folder.glob("*.svg")), font)
    changed = []
    for drawing in ALBUM.values():
        if only and drawing.id != only:
            continue
        path, svg = folder / f"{drawing.id}.svg", drawn(drawing, letters)
        if not path.exists() or path.read_text("utf-8") != svg:
            path.write_text(svg, "utf-8")
            changed.append(drawing.id)
    return changed
