"""What the section of campaigns stands on; handed in by the wiring, made when it is first asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from campaigns.content.pictures import PictureStore
from campaigns.content.publishing import PublishingService
from campaigns.content.services import ContentService
from campaigns.content.showing import Showcase
from campaigns.figures.services import FigureService
from campaigns.library.codes import CodeService
from campaigns.library.ports import MadeCode
from campaigns.library.sign_in_codes import SignInCodes
from campaigns.library.training import TrainingService
from campaigns.planning.activities import ActivityService
from campaigns.planning.album import Album
from campaigns.planning.calendar import Calendar
from campaigns.planning.lectures import LectureService
from campaigns.planning.services import PlanService
from campaigns.planning.targets import Targets
from campaigns.planning.themes import ThemeService
from knowledge.gallery import Picture
from places.regions import RegionTree


@dataclass(frozen=True, slots=True)
class CampaignServices:
    """The services. ``get_ready`` comes before each transaction that may tell somebody something;
    ``make_code`` asks the platform, with no transaction open.
    """

    calendar: Calendar
    themes: ThemeService
    targets: Targets
    plans: PlanService
    activities: ActivityService
    album: Album
    lectures: LectureService
    content: ContentService
    publishing: PublishingService
    pictures: PictureStore
    showcase: Showcase
    gallery: Mapping[str, Picture]
    codes: CodeService
    training: TrainingService
    sign_in_codes: SignInCodes
    make_code: Callable[[str], MadeCode]
    tree: Callable[[], RegionTree]
    public_url: str
    figures: FigureService
    get_ready: Callable[[datetime], object]
