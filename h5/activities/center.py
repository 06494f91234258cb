"""活动中心: the theme of the month, what takes place where, and the page of a material.

Nobody needs to say who they are here. The town is picked, not measured: it needs no script and no permission.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, abort, request, session, stream_with_context
from flask.typing import ResponseReturnValue

from campaigns.library.kinds import PICTURES
from campaigns.library.materials import version_in_force
from campaigns.library.models import Material
from campaigns.library.queries import coming, month_themes
from campaigns.planning.models import Activity
from core.clock import SHANGHAI, china_date, day_words
from h5.activities.needs import ActivityServices
from h5.needs import Needs
from h5.showing import page
from places.regions import Level, Region
from web.offering import offered_as

_TOWN = "town"
_WEEKDAYS = "一二三四五六日"


class Center:
    """The first page, and materials."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        blueprint.add_url_rule("/activities/", "activities", self.show)
        blueprint.add_url_rule("/materials/<int:material_id>", "material", self.material)
        blueprint.add_url_rule("/materials/<int:material_id>/file", "material_file", self.file)
        blueprint.add_app_template_filter(day_said, "day_said")
        blueprint.add_app_template_filter(hour_said, "hour_said")

    def show(self) -> ResponseReturnValue:
        """The theme, where it has been checked; what comes, here or in the whole county."""
        services, now = self._needs.activities(), self._needs.clock.now()
        towns = services.regions.tree().at_level(Level.TOWN)
        town = _town(towns)
        with self._needs.database.reading() as transaction:
            themes = month_themes(transaction, services.calendar, china_date(now))
            found = coming(transaction, now, _regions(services, town))
        return page(
            "activities/center",
            themes=themes,
            towns=towns,
            town=town,
            activities=found,
            where=lambda one: _where(services, one),
            stage=lambda one: _stage(one, now),
        )

    def material(self, material_id: int) -> ResponseReturnValue:
        """What a code leads to: the words, and the picture or the file."""
        with self._needs.database.reading() as transaction:
            version = version_in_force(transaction, material_id, self._needs.clock.now())
            if version is None:
                abort(404)
            material = transaction.get_one(Material, material_id)
        return page(
            "activities/material",
            material=material,
            version=version,
            is_picture=version.media_type in PICTURES,
            megabytes=max(1, round(version.file_bytes / 1024 / 1024)),
        )

    def file(self, material_id: int) -> ResponseReturnValue:
        """The bytes of the file in force."""
        with self._needs.database.reading() as transaction:
            version = version_in_force(transaction, material_id, self._needs.clock.now())
        if version is None or version.file is None:
            abort(404)
        chunks = self._needs.activities().material_files.read(version)
        response = Response(stream_with_context(chunks), content_type=version.media_type)
        response.content_length = version.file_bytes
        # The version may be replaced at any time, its bytes never.
        response.set_etag(version.file)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Content-Disposition"] = offered_as(version.file_name, to_keep=False)
        return response.make_conditional(request)


def _town(towns: Sequence[Region]) -> Region | None:
    """The town that is asked for, else the one of last time; remembered in the session."""
    known = {one.code: one for one in towns}
    if _TOWN in request.args:
        chosen = known.get(request.args[_TOWN])
        if chosen is not None:
            session.permanent = True
            session[_TOWN] = chosen.code
        else:
            session.pop(_TOWN, None)
        return chosen
    return known.get(session.get(_TOWN, ""))


def _regions(services: ActivityServices, town: Region | None) -> frozenset[str] | None:
    """The town, its villages, and the county around it, whose activities are for everybody."""
    if town is None:
        return None
    tree = services.regions.tree()
    return tree.within(town.code) | {one.code for one in tree.lineage(town.code)}


def _where(services: ActivityServices, one: Activity) -> str:
    """Town and village before the place; what the place begins with is not said twice."""
    lineage = services.regions.tree().lineage(one.region)
    names = [region.name for region in reversed(lineage) if region.level is not Level.COUNTY]
    said = next((nth for nth, name in enumerate(names) if one.place.startswith(name)), len(names))
    return "".join(names[:said])


def _stage(one: Activity, now: datetime) -> str:
    if one.starts_at <= now:
        return "正在进行"
    return "今天" if china_date(one.starts_at) == china_date(now) else ""


def day_said(moment: datetime) -> str:
    """A day as people say it: 6月16日 周二."""
    local = moment.astimezone(SHANGHAI)
    return f"{day_words(local)} 周{_WEEKDAYS[local.weekday()]}"


def hour_said(moment: datetime) -> str:
    """An hour as people say it: 09:00."""
    return f"{moment.astimezone(SHANGHAI):%H:%M}"
