"""What a reporter is told before choosing a mode or giving an account; texts with versions, as data."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

from core.errors import BadContent
from core.yamls import parsed
from tipoffs.vault.status import Mode

FILE = Path(__file__).with_name("notices.yaml")


@dataclass(frozen=True, slots=True)
class Notice:
    """One text as it is shown; a consent names its version and digest."""

    name: str
    version: str
    title: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of title and text, to prove later what was shown."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()


def load_notices(path: Path = FILE) -> dict[str, Notice]:
    """Read the texts; ``BadContent`` names what is wrong."""
    try:
        tree = parsed(path.read_text("utf-8"))
        return {
            name: Notice(name, str(one["version"]), str(one["title"]), str(one["text"]))
            for name, one in tree.items()
        }
    except (KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise BadContent(f"{path.name}: {error}") from error


NOTICES = load_notices()
ACCOUNT = NOTICES["account"]


def mode_notice(mode: Mode) -> Notice:
    """What choosing this mode means, told before."""
    return NOTICES[f"mode.{mode.value}"]
