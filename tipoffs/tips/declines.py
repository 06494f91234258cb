"""The reasons for not accepting a tip: code, what the reporter is told, clause, and where else to go."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from core.errors import BadContent
from core.yamls import parsed

FILE = Path(__file__).with_name("declines.yaml")


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """One reason; ``checked`` says whether the clause was read in full or in an excerpt."""

    code: str
    label: str
    told: str
    clause: str
    checked: str
    other_channel: str

    @property
    def sentence(self) -> str:
        """All that the reporter is told: the reason, its basis, and where to turn."""
        return f"{self.told}依据：{self.clause}。{self.other_channel}"


def load_declines(path: Path = FILE) -> dict[str, DeclineReason]:
    """Read the reasons; ``BadContent`` names what is wrong."""
    try:
        tree = parsed(path.read_text("utf-8"))
        reasons = {code: DeclineReason(code, **fields) for code, fields in tree.items()}
    except (TypeError, AttributeError, yaml.YAMLError) as error:
        raise BadContent(f"{path.name}: {error}") from error
    for reason in reasons.values():
        parts = (reason.label, reason.told, reason.clause, reason.other_channel)
        if reason.checked not in ("confirmed", "excerpt") or not all(parts):
            raise BadContent(f"{path.name}: {reason.code} is not complete")
    return reasons


DECLINES = load_declines()
