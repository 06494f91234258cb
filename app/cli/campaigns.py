"""``flask campaigns``: the commands of those who plan, write and send campaigns.

The verbs of planning are in ``campaign_*.py`` beside this file; each part of campaigns adds its own there.
"""

import click

from app.cli import (
    campaign_activities,
    campaign_codes,
    campaign_content,
    campaign_figures,
    campaign_lectures,
    campaign_materials,
    campaign_plans,
    campaign_pushes,
    campaign_segments,
    campaign_sending,
    campaign_themes,
    campaign_training,
    campaign_venues,
)
from app.wiring import Container


def command(container: Container) -> click.Group:
    """The group ``campaigns``."""

    @click.group(
        "campaigns",
        help="宣传：主题、节点、计划、内容、活动、场所、宣讲、指标、推送、资料、二维码、培训、统计。",
    )
    def group() -> None:
        pass

    for add_to in (
        campaign_themes.add_to,
        campaign_plans.add_to,
        campaign_content.add_to,
        campaign_activities.add_to,
        campaign_venues.add_to,
        campaign_lectures.add_to,
        campaign_segments.add_to,
        campaign_pushes.add_to,
        campaign_sending.add_to,
        campaign_materials.add_to,
        campaign_codes.add_to,
        campaign_training.add_to,
        campaign_figures.add_to,
    ):
        add_to(group, container)
    return group
