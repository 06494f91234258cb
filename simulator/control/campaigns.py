"""The control interface for drafts, publications, mass sends and what the platform's reviewers say."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify

from simulator import mass_running, publishing
from simulator.clock import iso
from simulator.control.reading import BadRequest, here, posted
from simulator.drafts import Draft
from simulator.errcodes import ApiError
from simulator.mass import MassJob
from simulator.moderation import PUBLISHED, REFUSED, SUCCESS, verdict_from
from simulator.pages import Page
from simulator.publications import Publication
from simulator.world import World


def make_campaigns_control(world: World) -> Blueprint:
    """`/_sim/drafts`, `/_sim/publications…`, `/_sim/mass…`, `/_sim/posts` and `/_sim/verdicts`."""
    control = Blueprint("campaigns", __name__, url_prefix="/_sim")

    @control.get("/drafts")
    def drafts() -> Response:
        with world.lock:
            return jsonify([_draft(draft) for draft in world.drafts.all()])

    @control.get("/publications")
    def publications() -> Response:
        with world.lock:
            return jsonify([_publication(task) for task in world.publications.all()])

    @control.post("/publications/<int:publish_id>/ban")
    def ban(publish_id: int) -> Response:
        task = world.publications.find(publish_id)
        if task is None or not publishing.ban(world, task):
            raise BadRequest("没有这次发布，或者它没有成功、已经删掉。")
        return jsonify(_publication(task))

    @control.get("/mass")
    def mass() -> Response:
        with world.lock:
            return jsonify([_job(job) for job in world.mass.all()])

    @control.post("/mass")
    def send_by_hand() -> Response:
        body = posted()
        try:
            with world.lock:
                job = mass_running.submit(world, body, here(), by_list="touser" in body, by_console=True)
        except ApiError as error:
            raise BadRequest(f"群发没有提交：{error.errcode} {error.errmsg}。") from error
        return jsonify(_job(job))

    @control.post("/reads")
    def reads() -> Response:
        """How many people read an article on a day: {day, article, readers}."""
        body = posted()
        day, article, readers = (body.get(name) for name in ("day", "article", "readers"))
        if not isinstance(day, str) or not isinstance(article, str) or not isinstance(readers, int):
            raise BadRequest("day、article 是文字，readers 是整数。")
        with world.lock:
            world.readers.setdefault(day, {})[article] = readers
        return jsonify(day=day, article=article, readers=readers)

    @control.post("/mass/<int:msg_id>/confirm")
    def confirm(msg_id: int) -> Response:
        return _decided(world, msg_id, "")

    @control.post("/mass/<int:msg_id>/refuse")
    def refuse(msg_id: int) -> Response:
        return _decided(world, msg_id, REFUSED)

    @control.get("/posts")
    def posts() -> Response:
        with world.lock:
            return jsonify(_posts(world))

    @control.get("/verdicts")
    def verdicts() -> Response:
        return jsonify([asdict(verdict) for verdict in world.reviewers.listed()])

    @control.post("/verdicts")
    def add_verdict() -> Response:
        with world.lock:
            return jsonify(asdict(world.reviewers.add(verdict_from(posted()))))

    @control.delete("/verdicts")
    def clear_verdicts() -> Response:
        with world.lock:
            world.reviewers.clear()
        return jsonify([])

    return control


def _decided(world: World, msg_id: int, refusal: str) -> Response:
    job = world.mass.find(msg_id)
    if job is None or not mass_running.decide(world, job, refusal):
        raise BadRequest("没有在等管理员确认的这次群发。")
    return jsonify(_job(job))


def _draft(draft: Draft) -> dict[str, Any]:
    host = here()
    return {
        "media_id": draft.media_id,
        "created_at": iso(draft.created_at),
        "updated_at": iso(draft.updated_at),
        "articles": [page.article.listed(host, page.url(host)) for page in draft.pages],
    }


def _publication(task: Publication) -> dict[str, Any]:
    return {
        "publish_id": task.publish_id,
        "publish_status": task.status,
        "article_id": task.article_id,
        "at": iso(task.at),
        "fail_idx": task.failed,
        "articles": [_page(page, task.host) for page in task.pages],
    }


def _job(job: MassJob) -> dict[str, Any]:
    words = [article.title for article in job.message.draft.articles] if job.message.draft else []
    return {
        "msg_id": job.msg_id,
        "clientmsgid": job.client_id,
        "at": iso(job.at),
        "finished_at": iso(job.finished_at) if job.finished_at is not None else None,
        "by_console": job.by_console,
        "state": job.state,
        "status": job.status,
        "msg_status": job.msg_status,
        "to": list(job.to) if isinstance(job.to, tuple) else job.to,
        "msgtype": job.message.kind,
        "content": words[0] if words else job.message.words,
        "articles": [_page(page, job.host) for page in job.pages],
        "total_count": job.counts.total,
        "filter_count": job.counts.ready,
        "sent_count": job.counts.sent,
        "error_count": job.counts.errors,
    }


def _page(page: Page, host: str) -> dict[str, Any]:
    return {**page.article.card(host, page.url(host)), "gone": page.gone}


def _posts(world: World) -> list[dict[str, Any]]:
    """What the account's page lists: publications and mass sends to everybody [O], newest first."""
    found = [(one.at, one.pages, one.host) for one in world.publications.all() if one.status == PUBLISHED]
    sent = [job for job in world.mass.all() if job.to == "all" and job.status == SUCCESS and not job.deleted]
    found += [(job.at, job.pages, job.host) for job in sent]
    rows = []
    for at, pages, host in sorted(found, key=lambda one: one[0], reverse=True):
        cards = [page.article.card(host, page.url(host)) for page in pages if not page.gone]
        if cards:
            rows.append({"at": iso(at), "articles": cards})
    return rows
