"""Every module with tables, imported so that the metadata is whole; migrations and tests start here."""

import bot.models
import campaigns.audiences.models
import campaigns.content.models
import campaigns.library.models
import campaigns.planning.lecture_models
import campaigns.planning.models
import campaigns.sending.models
import core.cache
import core.hourly_cipher
import deliveries.mailings.models
import deliveries.masses.models
import deliveries.models
import followers.choice_models
import followers.data_request_models
import followers.deed_models
import followers.models
import followers.roster_models
import jobs.models
import knowledge.models
import places.models
import quizzes.models
import staff.models
import tipoffs.clocks.models
import tipoffs.evidence.models
import tipoffs.hazards.models
import tipoffs.intake.models
import tipoffs.internal.models
import tipoffs.rewards.models
import tipoffs.rewards.own_rules.models
import tipoffs.routing.models
import tipoffs.tips.models
import tipoffs.vault.models
import tipoffs.work_orders.models
import wechat.models
from core.db import Base

MODULES = (
    bot.models,
    campaigns.audiences.models,
    campaigns.content.models,
    campaigns.library.models,
    campaigns.planning.lecture_models,
    campaigns.planning.models,
    core.cache,
    campaigns.sending.models,
    core.hourly_cipher,
    deliveries.mailings.models,
    deliveries.masses.models,
    deliveries.models,
    followers.choice_models,
    followers.deed_models,
    followers.data_request_models,
    followers.models,
    followers.roster_models,
    jobs.models,
    knowledge.models,
    places.models,
    quizzes.models,
    staff.models,
    tipoffs.clocks.models,
    tipoffs.evidence.models,
    tipoffs.hazards.models,
    tipoffs.intake.models,
    tipoffs.internal.models,
    tipoffs.rewards.models,
    tipoffs.rewards.own_rules.models,
    tipoffs.routing.models,
    tipoffs.tips.models,
    tipoffs.vault.models,
    tipoffs.work_orders.models,
    wechat.models,
)

metadata = Base.metadata
