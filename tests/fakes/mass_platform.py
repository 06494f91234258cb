"""A mass-send interface that remembers names of calls, counts months, and reports later; no HTTP."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from deliveries.masses.ports import Accepted
from deliveries.masses.reports import Report
from deliveries.messages import MassMessage
from deliveries.ports import FailureClass, GatewayRefusal


@dataclass
class FakeMassPlatform:
    """Keeps each job once under its name; ``loses_answers`` does the work and breaks the line afterwards."""

    jobs: dict[str, str] = field(default_factory=dict)
    to: dict[str, list[str]] = field(default_factory=dict)
    got: Counter[str] = field(default_factory=Counter)
    loses_answers: int = 0
    refuses: list[GatewayRefusal] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    calls: int = 0

    def mass_to_list(self, openids: Sequence[str], message: MassMessage, client_id: str) -> Accepted:
        """To some."""
        if not 2 <= len(openids) <= 10_000:
            raise ValueError("a mass send takes 2 to 10,000 people")
        return self._take(client_id, list(openids))

    def mass_to_tag(self, tag_id: int, message: MassMessage, client_id: str) -> Accepted:
        """To a tag."""
        return self._take(client_id, [f"tag:{tag_id}"])

    def mass_to_all(self, message: MassMessage, client_id: str) -> Accepted:
        """To all."""
        return self._take(client_id, ["all"])

    def _take(self, client_id: str, people: list[str]) -> Accepted:
        self.calls += 1
        if self.refuses:
            raise self.refuses.pop(0)
        if client_id in self.jobs:
            return Accepted(self.jobs[client_id])  # 45065 brings the job there is
        msg_id = self.jobs[client_id] = str(1_000_000 + len(self.jobs))
        self.to[msg_id] = people
        self.got.update(people)
        if self.loses_answers:
            self.loses_answers -= 1
            raise GatewayRefusal(FailureClass.LOST, "no answer")
        return Accepted(msg_id)

    def delete_mass(self, msg_id: str) -> None:
        """Take it away."""
        if self.refuses:
            raise self.refuses.pop(0)
        self.deleted.append(msg_id)

    def report(self, msg_id: str, status: str = "send success", *, errors: int = 0) -> Report:
        """The event of a job."""
        people = len(self.to.get(msg_id, ["?"] * 3))
        if status != "send success":
            return Report(msg_id, status, 0, 0, 0, 0)
        return Report(msg_id, status, people, people, people - errors, errors)
