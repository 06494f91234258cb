"""Every module with tables, imported so that the metadata is whole; migrations and tests start here."""

import bot.models
import core.passing
import deliveries.models
import followers.models
import jobs.models
import knowledge.models
import places.models
import staff.models
import tipoffs.clocks.models
import tipoffs.hazards.models
import tipoffs.routing.models
import tipoffs.tips.models
import wechat.models
from core.db import Base

MODULES = (
    bot.models,
    core.passing,
    deliveries.models,
    followers.models,
    jobs.models,
    knowledge.models,
    staff.models,
    places.models,
    tipoffs.clocks.models,
    tipoffs.routing.models,
    tipoffs.hazards.models,
    tipoffs.tips.models,
    wechat.models,
)

metadata = Base.metadata
