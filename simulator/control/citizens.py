"""The control interface for citizens: make them, let them act, read their phones."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

from simulator import behaviour, subscribing
from simulator.api.media import file_response
from simulator.citizens import Citizen
from simulator.control.crowd import crowd_from, settle
from simulator.control.reading import BadRequest, here, number_asked, posted, rows_since, seed_of
from simulator.control.talking import let_talk
from simulator.limits import MEDIA_KINDS
from simulator.media import kind_of, sample
from simulator.push.inbound import named
from simulator.world import World


class CitizensControl:
    """`/_sim/citizens…`, `/_sim/menu` and `/_sim/media…`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def blueprint(self) -> Blueprint:
        """The routes."""
        control = Blueprint("citizens", __name__, url_prefix="/_sim")
        rule = control.add_url_rule
        rule("/citizens", view_func=self.listed)
        rule("/citizens", view_func=self.create, methods=["POST"])
        rule("/citizens/bulk", view_func=self.create_many, methods=["POST"])
        rule("/citizens/<openid>/receiving", view_func=self.switch_receiving, methods=["POST"])
        rule("/citizens/<openid>/send", view_func=self.send, methods=["POST"])
        rule("/citizens/<openid>/follow", view_func=self.follow, methods=["POST"])
        rule("/citizens/<openid>/unfollow", view_func=self.unfollow, methods=["POST"])
        rule("/citizens/<openid>/scan", view_func=self.scan, methods=["POST"])
        rule("/citizens/<openid>/subscriptions", view_func=self.subscriptions)
        rule("/citizens/<openid>/subscriptions", view_func=self.answer_popup, methods=["POST"])
        rule("/citizens/<openid>/subscriptions/<template_id>", view_func=self.take_back, methods=["DELETE"])
        rule("/citizens/<openid>/inbox", view_func=self.inbox)
        rule("/menu", view_func=self.menu)
        rule("/media", view_func=self.make_media, methods=["POST"])
        rule("/media/<media_id>", view_func=self.show_media)
        return control

    def listed(self) -> Response:
        limit, openid = number_asked("limit"), request.args.get("openid")
        with self._world.lock:
            people = self._world.citizens.all()
            shown = people[:limit] if limit else people
            chosen = self._world.citizens.find(openid) if openid else None
            if chosen and chosen not in shown:
                shown.append(chosen)
            return jsonify([{**one.card(), "typing": self._world.now() < one.typing_until} for one in shown])

    def create(self) -> Response:
        body = posted()
        if "count" in body:
            people = crowd_from(self._world, body, seed_of(body) or "crowd")
            let_talk(self._world, people, body)
            return jsonify(count=len(people), openids=[one.openid for one in people])
        follows, pushes, scene = _flag(body, "follow"), _flag(body, "push"), _scene(body)
        citizen = _new_citizen(self._world, body)
        delivery: dict[str, Any] = {}
        if follows and not citizen.following:
            if pushes:
                delivery = behaviour.follow(self._world, citizen, scene, here()).listed()
            else:
                behaviour.start_following(self._world, citizen, scene)
        return jsonify({**citizen.card(), **delivery})

    def create_many(self) -> Response:
        body = posted()
        people = crowd_from(self._world, body, seed_of(body) or "crowd")
        settled = settle(self._world, people, body)
        return jsonify(count=len(people), openids=[one.openid for one in people], **settled)

    def switch_receiving(self, openid: str) -> Response:
        citizen, on = self._citizen(openid), _flag(posted(), "on")
        with self._world.lock:
            citizen.receiving = on
        return jsonify(citizen.card())

    def send(self, openid: str) -> Response:
        return jsonify(behaviour.say(self._world, self._citizen(openid), posted(), here()).listed())

    def follow(self, openid: str) -> Response:
        body = posted()
        return jsonify(behaviour.follow(self._world, self._citizen(openid), _scene(body), here()).listed())

    def unfollow(self, openid: str) -> Response:
        return jsonify(behaviour.leave(self._world, self._citizen(openid), here()).listed())

    def scan(self, openid: str) -> Response:
        body = posted()
        return jsonify(behaviour.scan(self._world, self._citizen(openid), _scene(body), here()).listed())

    def subscriptions(self, openid: str) -> Response:
        with self._world.lock:
            return jsonify(subscribing.consents_of(self._world, self._citizen(openid)))

    def answer_popup(self, openid: str) -> Response:
        answers = posted().get("answers")
        return jsonify(subscribing.answer_popup(self._world, self._citizen(openid), answers, here()).listed())

    def take_back(self, openid: str, template_id: str) -> Response:
        return jsonify(
            subscribing.take_back(self._world, self._citizen(openid), template_id, here()).listed()
        )

    def inbox(self, openid: str) -> Response:
        citizen = self._citizen(openid)
        return jsonify(rows_since(partial(self._world.inbox.since, citizen)))

    def menu(self) -> Response:
        openid = request.args.get("openid")
        return jsonify(self._world.menus.seen_with(self._citizen(openid).tag_ids if openid else []))

    def make_media(self) -> Response:
        type_, data, kind, name = _posted_file() if _has_file() else _sample_file()
        with self._world.lock:
            media = self._world.media.keep(type_, data, kind, self._world.now(), name=name)
        return jsonify(media_id=media.media_id, type=type_, url=f"{here()}/_sim/media/{media.media_id}")

    def show_media(self, media_id: str) -> Response:
        media = self._world.media.find(media_id, self._world.now())
        if media is None:
            raise NotFound
        response = file_response(media)
        response.headers.remove("Content-Disposition")
        return response

    def _citizen(self, openid: str) -> Citizen:
        citizen = self._world.citizens.find(openid)
        if citizen is None:
            raise BadRequest("没有这位市民。")
        return citizen


def _new_citizen(world: World, body: dict[str, Any]) -> Citizen:
    seed, name = seed_of(body), body.get("name")
    if not isinstance(name, (str, type(None))):
        raise BadRequest("name 应是文字。")
    with world.lock:
        citizen = world.citizens.add(seed, name)
        citizen.given_wxname = named(body, "wxname") or citizen.given_wxname
        return citizen


def _flag(body: dict[str, Any], name: str) -> bool:
    """A yes or no of the body; yes when it is not given."""
    value = body.get(name)
    if not isinstance(value, (bool, type(None))):
        raise BadRequest(f"{name} 只能是 true 或 false。")
    return value is not False


def _scene(body: dict[str, Any]) -> str:
    return named(body, "scene")


def _has_file() -> bool:
    """Whether a form with a file came; any other body is left untouched, to be read as JSON."""
    return request.mimetype.startswith("multipart/") and bool(request.files)


def _posted_file() -> tuple[str, bytes, str, str]:
    """A file from a citizen's phone: (type, bytes, kind, name); the bytes tell a type not given."""
    file = next(iter(request.files.values()))
    data = file.stream.read()
    kind = kind_of(data)
    type_ = request.form.get("type") or next((one for one, kinds in MEDIA_KINDS.items() if kind in kinds), "")
    if type_ == "shortvideo":
        type_ = "video"
    if type_ not in MEDIA_KINDS or (kind not in MEDIA_KINDS[type_] and type_ != "voice"):
        raise BadRequest("只能放图片（png、jpg、gif）、语音（amr、mp3）或视频（mp4）。")
    return type_, data, kind or "amr", file.filename or ""


def _sample_file() -> tuple[str, bytes, str, str]:
    body = posted()
    type_, seed = body.get("type", "image"), seed_of(body, "sample")
    if type_ not in ("image", "voice", "video", "shortvideo", "thumb"):
        raise BadRequest("type 应是 image、voice、video、shortvideo 或 thumb。")
    data, kind = sample(type_, str(seed))
    return ("video" if type_ == "shortvideo" else type_), data, kind, ""
