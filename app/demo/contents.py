"""Content to show: one item for 安全生产月 and one for each of the five settings, and more at every step.

The texts are real, with their sources; they lie beside the code that signs them off. Those who sign are
made up.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.demo.crew import Crew, Diary
from app.demo.plans import Plans
from app.wiring import Container
from campaigns.content import samples
from campaigns.content.frontmatter import read_manuscript
from campaigns.content.rules import Manuscript
from campaigns.content.services import ContentService

_LEFT_IN_REVIEW = "family_kitchen"
"""One is left waiting for its second reading, so that there is something to do."""
_OF_THE_MONTH = "safety_month"
_SIGNED = ("内容和来源一致", "同意", "同意签发")


def tell_the_public(container: Container, crew: Crew, diary: Diary, plans: Plans | None) -> Mapping[str, int]:
    """Have every sample written, read, and but for one issued; the items by the names of the samples.

    Where there are ``plans``, they belong to them, and others stand at each step of the three readings.
    """
    texts = {path.stem: path.read_text("utf-8") for path in sorted(samples.FOLDER.glob("*.md"))}
    manuscripts = {name: read_manuscript(text).manuscript for name, text in texts.items()}
    review = _Review(container.content.service, crew)
    made: dict[str, int] = {}
    with container.database.writing() as session:
        for place, (name, manuscript) in enumerate(manuscripts.items()):
            campaign = None
            if plans is not None:
                campaign = plans.month if name == _OF_THE_MONTH else plans.running
            at = diary.ago(30 - 3 * place)
            steps = 1 if name == _LEFT_IN_REVIEW else 3
            made[name] = review.write(session, manuscript, at, steps, campaign)
        if plans is not None:
            review.more(session, manuscripts, made, diary, plans.running)
    return made


class _Review:
    """Takes an item through as many readings as it is to have."""

    def __init__(self, service: ContentService, crew: Crew) -> None:
        self._service, self._crew = service, crew
        self._readings = (
            (service.first_review, crew.first),
            (service.review, crew.second),
            (service.issue, crew.issuer),
        )

    def write(
        self, session: Session, manuscript: Manuscript, at: datetime, steps: int, campaign: int | None
    ) -> int:
        """Write it, hand it in, and have it read by the first ``steps`` of the three."""
        writer = self._crew.writer
        item = self._service.add(session, manuscript, writer, at, campaign_id=campaign).item_id
        self._service.submit(session, item, writer, at)
        for (read, reader), opinion in list(zip(self._readings, _SIGNED, strict=True))[:steps]:
            at += timedelta(hours=3)
            read(session, item, reader, at, opinion)
        return item

    def more(
        self,
        session: Session,
        manuscripts: Mapping[str, Manuscript],
        made: Mapping[str, int],
        diary: Diary,
        campaign: int,
    ) -> None:
        """A draft, one for each reading, one sent back, one withdrawn, and a second version of one."""
        service, crew, at = self._service, self._crew, diary.ago(5)
        ebike = replace(manuscripts["community_ebike"], title="村里的电动车停哪里充")
        service.add(session, ebike, crew.writer, at, campaign_id=campaign)
        stove = replace(manuscripts["village_coal_stove"], title="今冬取暖：煤炉怎么摆才安全")
        self.write(session, stove, at, 0, campaign)
        space = replace(manuscripts["enterprise_confined_space"], title="清淤以前：没检测，先别下")
        self.write(session, space, at, 2, campaign)
        kitchen = replace(manuscripts[_LEFT_IN_REVIEW], title="年夜饭以前，先看看厨房")
        returned = self.write(session, kitchen, at, 0, campaign)
        service.send_back(session, returned, crew.first, at, "标题说的是年夜饭，正文没有提到，请改")
        water = replace(manuscripts["school_drowning"], title="暑假防溺水提醒")
        old = self.write(session, water, diary.ago(120), 3, campaign)
        service.withdraw(session, old, crew.issuer, diary.ago(60), "暑期已过，换成新的一篇")
        again = replace(manuscripts["village_coal_stove"], digest="煤炉、炭火取暖前，先看这几条。")
        service.edit(session, made["village_coal_stove"], again, crew.writer, at)
        service.submit(session, made["village_coal_stove"], crew.writer, at)
