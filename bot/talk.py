"""The state of the talk with one person, as a value object."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Conversation:
    """A dialogue of several turns that belongs to one skill, such as leaving a question.

    ``private``: nothing said in it may be written to any log of questions.
    """

    skill: str
    state: dict[str, Any] = field(default_factory=dict)
    private: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """What is still known of the last turns; JSON-serialisable, stored sealed with the hourly key.

    ``memory`` belongs to the skills (the last question, the last article); ``rest`` is what did not fit into
    the last reply.
    """

    conversation: Conversation | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    rest: str = ""

    def to_bytes(self) -> bytes:
        """Serialise to the stored form."""
        live = asdict(self.conversation) if self.conversation else None
        # Field by field: asdict would deep-copy the memory for every message.
        stored = {"conversation": live, "memory": self.memory, "rest": self.rest}
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Read the stored form back."""
        found = json.loads(stored)
        live = found["conversation"]
        return cls(Conversation(**live) if live else None, found["memory"], found["rest"])
