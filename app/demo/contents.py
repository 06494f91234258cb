"""Content to show: one item for 安全生产月 and one for each of the five settings, through all three readings.

The texts are real, with their sources; they lie beside the code that signs them off. Those who sign are
made up.
"""

from datetime import datetime

from app.demo.county import enrol
from app.wiring import House
from campaigns.content import samples
from campaigns.content.frontmatter import read_manuscript
from core.crypto import new_key
from staff.passwords import hashed

_PEOPLE = {
    "demo-writer": "planner",
    "demo-first": "campaign_reviewer",
    "demo-second": "campaign_reviewer",
    "demo-issuer": "leader",
    "demo-publisher": "publisher",
}
_LEFT_IN_REVIEW = "family_kitchen"
"""One is left waiting for its second reading, so that there is something to do."""


def tell_the_public(house: House, now: datetime) -> None:
    """Enrol the people and have every sample written, read, and but for one issued."""
    service = house.content.service
    with house.database.writing() as session:
        password = hashed(new_key().hex())
        for login, role in _PEOPLE.items():
            enrol(session, login, f"演示{house.personnel.roles.role(role).label}", role, None, password, now)
        writer, first, second, issuer, _ = (
            house.personnel.service.actor_of(session, login) for login in _PEOPLE
        )
        for path in sorted(samples.FOLDER.glob("*.md")):
            manuscript = read_manuscript(path.read_text("utf-8")).manuscript
            item = service.add(session, manuscript, writer, now).item_id
            service.submit(session, item, writer, now)
            service.first_review(session, item, first, now, "内容和来源一致")
            if path.stem == _LEFT_IN_REVIEW:
                continue
            service.review(session, item, second, now, "同意")
            service.issue(session, item, issuer, now, "同意签发")
