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


class CampaignsControl:
    """`/_sim/drafts`, `/_sim/publications…`, `/_sim/mass…`, `/_sim/posts` and `/_sim/verdicts`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def blueprint(self) -> Blueprint:
        """The routes."""
        control = Blueprint("campaigns", __name__, url_prefix="/_sim")
        rule = control.add_url_rule
        rule("/drafts", view_func=self.drafts)
        rule("/publications", view_func=self.publications)
        rule("/publications/<int:publish_id>/ban", view_func=self.ban, methods=["POST"])
        rule("/mass", view_func=self.mass)
        rule("/mass", view_func=self.send_by_hand, methods=["POST"])
        rule("/reads", view_func=self.reads, methods=["POST"])
        rule("/mass/<int:msg_id>/confirm", view_func=self.confirm, methods=["POST"])
        rule("/mass/<int:msg_id>/refuse", view_func=self.refuse, methods=["POST"])
        rule("/posts", view_func=self.posts)
        rule("/verdicts", view_func=self.verdicts)
        rule("/verdicts", view_func=self.add_verdict, methods=["POST"])
        rule("/verdicts", view_func=self.clear_verdicts, methods=["DELETE"])
        return control

    def drafts(self) -> Response:
        with self._world.lock:
            return jsonify([_draft(draft) for draft in self._world.drafts.all()])

    def publications(self) -> Response:
        with self._world.lock:
            return jsonify([_publication(task) for task in self._world.publications.all()])

    def ban(self, publish_id: int) -> Response:
        task = self._world.publications.find(publish_id)
        if task is None or not publishing.ban(self._world, task):
            raise BadRequest("没有这次发布，或者它没有成功、已经删掉。")
        return jsonify(_publication(task))

    def mass(self) -> Response:
        with self._world.lock:
            return jsonify([_job(job) for job in self._world.mass.all()])

    def send_by_hand(self) -> Response:
        body = posted()
        try:
            with self._world.lock:
                job = mass_running.submit(
                    self._world, body, here(), by_list="touser" in body, by_console=True
                )
        except ApiError as error:
            raise BadRequest(f"群发没有提交：{error.errcode} {error.errmsg}。") from error
        return jsonify(_job(job))

    def reads(self) -> Response:
        """How many people read an article on a day: {day, article, readers}."""
        body = posted()
        day, article, readers = (body.get(name) for name in ("day", "article", "readers"))
        if not isinstance(day, str) or not isinstance(article, str) or not isinstance(readers, int):
            raise BadRequest("day、article 是文字，readers 是整数。")
        with self._world.lock:
            self._world.readers.setdefault(day, {})[article] = readers
        return jsonify(day=day, article=article, readers=readers)

    def confirm(self, msg_id: int) -> Response:
        return _decided(self._world, msg_id, "")

    def refuse(self, msg_id: int) -> Response:
        return _decided(self._world, msg_id, REFUSED)

    def posts(self) -> Response:
        with self._world.lock:
            return jsonify(_posts(self._world))

    def verdicts(self) -> Response:
        return jsonify([asdict(verdict) for verdict in self._world.reviewers.listed()])

    def add_verdict(self) -> Response:
        with self._world.lock:
            return jsonify(asdict(self._world.reviewers.add(verdict_from(posted()))))

    def clear_verdicts(self) -> Response:
        with self._world.lock:
            self._world.reviewers.clear()
        return jsonify([])


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
