"""The project's own drawings, as files of ``knowledge/pictures/``."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, send_file

from knowledge.gallery import Picture

# A drawing is shapes and nothing else; opened by itself it runs nothing and loads nothing.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_HOUR_SECONDS = 3600


def add_to(blueprint: Blueprint, gallery: Mapping[str, Picture]) -> None:
    """Hang the drawings on the blueprint; only what the gallery knows is served."""

    def picture(picture_id: str) -> Response:
        found = gallery.get(picture_id)
        if found is None:
            abort(404)
        response = send_file(found.svg, mimetype="image/svg+xml", conditional=True, max_age=_HOUR_SECONDS)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    blueprint.add_url_rule("/pictures/<picture_id>.svg", "picture", picture)
