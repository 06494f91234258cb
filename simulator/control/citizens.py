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


def make_citizens_control(world: World) -> Blueprint:
    """`/_sim/citizens…`, `/_sim/menu` and `/_sim/media…`."""
    control = Blueprint("citizens", __name__, url_prefix="/_sim")

    @control.get("/citizens")
    def listed() -> Response:
        limit, openid = number_asked("limit"), request.args.get("openid")
        with world.lock:
            people = world.citizens.all()
            shown = people[:limit] if limit else people
            chosen = world.citizens.find(openid) if openid else None
            if chosen and chosen not in shown:
                shown.append(chosen)
            return jsonify([{**one.card(), "typing": world.now() < one.typing_until} for one in shown])

    @control.post("/citizens")
    def create() -> Response:
        body = posted()
        if "count" in body:
            people = crowd_from(world, body, seed_of(body) or "crowd")
            let_talk(world, people, body)
            return jsonify(count=len(people), openids=[one.openid for one in people])
        follows, pushes, scene = _flag(body, "follow"), _flag(body, "push"), _scene(body)
        citizen = _new_citizen(world, body)
        delivery: dict[str, Any] = {}
        if follows and not citizen.following:
            if pushes:
                delivery = behaviour.follow(world, citizen, scene, here()).listed()
            else:
                behaviour.start_following(world, citizen, scene)
        return jsonify({**citizen.card(), **delivery})

    @control.post("/citizens/bulk")
    def create_many() -> Response:
        body = posted()
        people = crowd_from(world, body, seed_of(body) or "crowd")
        settled = settle(world, people, body)
        return jsonify(count=len(people), openids=[one.openid for one in people], **settled)

    @control.post("/citizens/<openid>/receiving")
    def switch_receiving(openid: str) -> Response:
        citizen, on = _citizen(world, openid), _flag(posted(), "on")
        with world.lock:
            citizen.receiving = on
        return jsonify(citizen.card())

    @control.post("/citizens/<openid>/send")
    def send(openid: str) -> Response:
        return jsonify(behaviour.say(world, _citizen(world, openid), posted(), here()).listed())

    @control.post("/citizens/<openid>/follow")
    def follow(openid: str) -> Response:
        body = posted()
        return jsonify(behaviour.follow(world, _citizen(world, openid), _scene(body), here()).listed())

    @control.post("/citizens/<openid>/unfollow")
    def unfollow(openid: str) -> Response:
        return jsonify(behaviour.leave(world, _citizen(world, openid), here()).listed())

    @control.post("/citizens/<openid>/scan")
    def scan(openid: str) -> Response:
        body = posted()
        return jsonify(behaviour.scan(world, _citizen(world, openid), _scene(body), here()).listed())

    @control.get("/citizens/<openid>/subscriptions")
    def subscriptions(openid: str) -> Response:
        with world.lock:
            return jsonify(subscribing.consents_of(world, _citizen(world, openid)))

    @control.post("/citizens/<openid>/subscriptions")
    def answer_popup(openid: str) -> Response:
        answers = posted().get("answers")
        return jsonify(subscribing.answer_popup(world, _citizen(world, openid), answers, here()).listed())

    @control.delete("/citizens/<openid>/subscriptions/<template_id>")
    def take_back(openid: str, template_id: str) -> Response:
        return jsonify(subscribing.take_back(world, _citizen(world, openid), template_id, here()).listed())

    @control.get("/citizens/<openid>/inbox")
    def inbox(openid: str) -> Response:
        citizen = _citizen(world, openid)
        return jsonify(rows_since(partial(world.inbox.since, citizen)))

    @control.get("/menu")
    def menu() -> Response:
        openid = request.args.get("openid")
        return jsonify(world.menus.seen_with(_citizen(world, openid).tag_ids if openid else []))

    @control.post("/media")
    def make_media() -> Response:
        type_, data, kind, name = _posted_file() if _has_file() else _sample_file()
        with world.lock:
            media = world.media.keep(type_, data, kind, world.now(), name=name)
        return jsonify(media_id=media.media_id, type=type_, url=f"{here()}/_sim/media/{media.media_id}")

    @control.get("/media/<media_id>")
    def show_media(media_id: str) -> Response:
        media = world.media.find(media_id, world.now())
        if media is None:
            raise NotFound
        response = file_response(media)
        response.headers.remove("Content-Disposition")
        return response

    return control


def _citizen(world: World, openid: str) -> Citizen:
    citizen = world.citizens.find(openid)
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
