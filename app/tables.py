"""Every module with tables, imported so that the metadata is whole; migrations and tests start here."""

import bot.models
import core.passing
import deliveries.models
import followers.models
import jobs.models
import knowledge.models
import staff.models
import tipoffs.rewards.models
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
    tipoffs.rewards.models,
    wechat.models,
)

metadata = Base.metadata
