"""What the sections of sending and the library stand on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from campaigns.audiences.segments import SegmentService
from campaigns.audiences.services import AudienceService
from campaigns.library.codes import CodeService
from campaigns.library.material_files import MaterialFiles
from campaigns.library.materials import MaterialService
from campaigns.library.ports import MadeCode
from campaigns.sending.services import PushService
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.services import MailingService
from deliveries.masses.deleting import MassDeletionService
from followers.topics import Topics
from places.regions import RegionTree


@dataclass(frozen=True, slots=True)
class SendingServices:
    """The services; ``get_ready`` comes before each transaction in which something is sent.

    ``make_code`` asks the platform for a lasting code with this scene; ``find_article`` says what an article
    of the knowledge base is called, empty where there is none.
    """

    audiences: AudienceService
    segments: SegmentService
    topics: Topics
    tree: Callable[[], RegionTree]
    pushes: PushService
    mailings: MailingService
    mass_deletions: MassDeletionService
    rules: SendingRules
    codes: CodeService
    materials: MaterialService
    material_files: MaterialFiles
    make_code: Callable[[str], MadeCode]
    find_article: Callable[[str], str]
    get_ready: Callable[[datetime], object]
