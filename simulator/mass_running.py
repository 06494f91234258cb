"""A mass send from the call to the event: taken in, confirmed, reviewed, delivered, reported."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from typing import Literal

from simulator.api.call import Json
from simulator.citizens import Citizen
from simulator.clock import china_month
from simulator.errcodes import ApiError
from simulator.limits import (
    CLIENT_MSG_ID_BYTES,
    MASS_CONFIRM_SECONDS,
    MASS_OPENIDS,
    MASS_PER_MONTH,
    MASS_SPEEDS,
    MINUTE,
)
from simulator.mass import Counts, MassJob, Target
from simulator.mass_messages import message_from
from simulator.moderation import (
    IS_REPRINT,
    NOT_SENDABLE,
    SUCCESS,
    TIMED_OUT,
    check_state,
    findings_in,
    mark_in,
)
from simulator.push.telling import tell_later
from simulator.push.wire import Value
from simulator.world import World

# How many phones are served before other calls get their turn: the platform answers while it sends.
AT_ONCE = 2_000
# A thread that releases a lock and takes it again at once leaves it to nobody.
BREATH_SECONDS = 0.001
CONTENT_KEYS = ("msgtype", "text", "image", "images", "voice", "mpvideo", "video", "mpnews")


def submit(world: World, body: Json, host: str, *, by_list: bool, by_console: bool = False) -> MassJob:
    """Take in a mass send, to a list of openids or by `filter`; what comes of it is told later.

    The account's own id is looked up first: whoever repeats a call whose answer was lost must hear of the
    first one, even if its draft has left the box since. Raises errcode 45065, 45066, 45067, 40130, 40032,
    45159, 45028, or what is wrong with the content.
    """
    now = world.now()
    client_id = _client_id(body)
    world.mass.check_new(client_id, now, world.settings.client_msg_id_retry_seconds)
    to: Target = _listed(world, body) if by_list else _filtered(world, body)
    message = message_from(world, body, host, now)
    if to == "all":
        world.mass.check_to_all(now)
    ignores_reprint = str(body.get("send_ignore_reprint", 0)).lower() in ("1", "true")
    msg_id, data_id = world.next_mass_id(by_list=by_list), world.next_data_id()
    job = MassJob(msg_id, data_id, client_id, to, message, ignores_reprint, now, host, by_console)
    world.mass.add(job)
    if to == "all" and world.settings.mass_protection and not by_console:
        job.state = "waiting"
        world.agenda.add(now + MASS_CONFIRM_SECONDS, lambda: _time_out(world, job))
    else:
        start(world, job)
    return job


def decide(world: World, job: MassJob, refusal: str = "") -> bool:
    """The administrator confirms, or a refusal fails it; says whether it was still waiting."""
    with world.lock:
        if job.state != "waiting" or world.mass.find(job.msg_id) is not job:
            return False
        if refusal:
            _finish(world, job, refusal)
        else:
            job.state = "sending"
            start(world, job)
    return True


def _time_out(world: World, job: MassJob) -> None:
    decide(world, job, TIMED_OUT)


def start(world: World, job: MassJob) -> None:
    """Send after the time that the settings give, or, without one, that the account's speed takes."""
    seconds = world.settings.mass_seconds
    if seconds is None:
        seconds = len(_audience(world, job)) * MINUTE / (MASS_SPEEDS[world.mass.speed] * 10_000)
    world.agenda.add(world.now() + seconds, lambda: run(world, job))


def run(world: World, job: MassJob) -> None:
    """Review the content and deliver what may be sent."""
    with world.lock:
        if job.state != "sending" or world.mass.find(job.msg_id) is not job:
            return
        verdict = world.reviewers.take("mass")
        status = (verdict.status if verdict else "") or _reviewed(job)
        if status != SUCCESS:
            _finish(world, job, status)
            return
        rows, people = _rows(world, job), _audience(world, job)
        job.counts = Counts(total=len(people))
    errors = verdict.errors if verdict else 0
    for some in _portions(people):
        with world.lock:
            errors = _deliver(world, job, some, rows, errors)
        time.sleep(BREATH_SECONDS)
    with world.lock:
        if world.mass.find(job.msg_id) is job:
            if job.message.draft and not world.settings.keep_sent_drafts:
                world.drafts.used(job.message.draft)
            _finish(world, job, SUCCESS)


def _reviewed(job: MassJob) -> str:
    texts = job.message.texts
    for words in texts:
        if mark := mark_in(words):
            return mark
    if job.message.kind == "mpnews":
        job.findings = findings_in(texts)
        if check_state(job.findings) == 3:
            return NOT_SENDABLE
        if job.findings and not job.ignores_reprint:
            return IS_REPRINT
    return SUCCESS


def _rows(world: World, job: MassJob) -> list[Json]:
    """What appears on each phone; articles get their pages now."""
    draft = job.message.draft
    if draft is None:
        return [{**row, "msg_id": job.msg_id} for row in job.message.rows]
    draft.sent = draft.sent or [world.pages.open(article, world.now()) for article in draft.articles]
    job.pages = draft.sent
    cards = [page.article.card(job.host, page.url(job.host)) for page in job.pages]
    return [{"type": "mpnews", "content": cards[0]["title"], "articles": cards, "msg_id": job.msg_id}]


def _audience(world: World, job: MassJob) -> list[Citizen]:
    """The followers it is meant for, before anybody is filtered."""
    if isinstance(job.to, tuple):
        return _followers(world, job.to)
    people = world.citizens.followers()
    if job.to == "all":
        return people
    return [one for one in people if job.to in one.tag_ids]


def _deliver(world: World, job: MassJob, people: Sequence[Citizen], rows: list[Json], errors: int) -> int:
    """Serve some phones; gives how many errors are left to happen.

    Filtered are those who left since, are on the blacklist, refuse mass messages, or had four this month.
    """
    month = china_month(world.now())
    ready = [one for one in people if _may_get(one, month)]
    failed, served = ready[:errors], ready[errors:]
    for citizen in served:
        if citizen.mass_month != month:
            citizen.mass_month, citizen.mass_count = month, 0
        citizen.mass_count += 1
    for row in rows:
        world.inbox.append_all(served, "mass", row)
    job.counts.ready += len(ready)
    job.counts.sent += len(served)
    job.counts.errors += len(failed)
    return errors - len(failed)


def _may_get(citizen: Citizen, month: str) -> bool:
    if not citizen.following or citizen.blacklisted or not citizen.receiving:
        return False
    return citizen.mass_month != month or citizen.mass_count < MASS_PER_MONTH


def _finish(world: World, job: MassJob, status: str) -> None:
    job.state, job.status, job.finished_at = "done", status, world.now()
    tell_later(world, world.operator, "MASSSENDJOBFINISH", finished_event(job), job.host)


def finished_event(job: MassJob) -> dict[str, Value]:
    """The fields of MASSSENDJOBFINISH in the platform's order. What was refused counts nobody [3]."""
    is_news = job.message.kind == "mpnews"
    urls: list[Value] = [
        {"ArticleIdx": index, "ArticleUrl": page.url(job.host)} for index, page in enumerate(job.pages, 1)
    ]
    findings: list[Value] = [finding.listed() for finding in job.findings]
    return {
        "MsgID": job.msg_id,
        "Status": job.status,
        "TotalCount": job.counts.total,
        "FilterCount": job.counts.ready,
        "SentCount": job.counts.sent,
        "ErrorCount": job.counts.errors,
        "CopyrightCheckResult": {
            "Count": len(findings),
            "ResultList": {"item": findings},
            "CheckState": check_state(job.findings) if is_news else 0,
        },
        "ArticleUrlResult": {"Count": len(urls), "ResultList": {"item": urls}},
    }


def _client_id(body: Json) -> str:
    """The account's own id, or the platform's digest of target and content; raises errcode 45067."""
    given = body.get("clientmsgid")
    if given:
        if len(str(given).encode()) > CLIENT_MSG_ID_BYTES:
            raise ApiError(45067)
        return str(given)
    parts = [body.get("filter"), body.get("touser"), *(body.get(key) for key in CONTENT_KEYS)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _listed(world: World, body: Json) -> tuple[str, ...]:
    """The openids, each once; raises errcode 40130 (fewer than two followers) or 40032 (too many)."""
    openids = body.get("touser")
    if not isinstance(openids, list):
        raise ApiError(40130)
    least, most = MASS_OPENIDS
    if len(openids) > most:
        raise ApiError(40032)
    wanted = tuple(dict.fromkeys(one for one in openids if isinstance(one, str)))
    if len(_followers(world, wanted)) < least:
        raise ApiError(40130)
    return wanted


def _followers(world: World, openids: Sequence[str]) -> list[Citizen]:
    found = (world.citizens.find(openid) for openid in openids)
    return [one for one in found if one is not None and one.following]


def _filtered(world: World, body: Json) -> int | Literal["all"]:
    """`is_to_all`, or `tag_id`; raises errcode 45159 for anything else.

    `group_id` went with the groups in 2016: it is not read, so an old client hears of its mistake instead of
    reaching a tag of the same number.
    """
    wanted = body.get("filter")
    if not isinstance(wanted, dict):
        raise ApiError(40035)
    if str(wanted.get("is_to_all")).lower() in ("1", "true"):
        return "all"
    tag_id = wanted.get("tag_id")
    if isinstance(tag_id, str) and tag_id.isascii() and tag_id.isdigit():
        tag_id = int(tag_id)
    if isinstance(tag_id, bool) or not isinstance(tag_id, int):
        raise ApiError(45159)
    world.tags.check(tag_id)
    return tag_id


def _portions(people: Sequence[Citizen]) -> Iterator[Sequence[Citizen]]:
    for start_at in range(0, len(people), AT_ONCE):
        yield people[start_at : start_at + AT_ONCE]
