"""Static files whose address changes with their content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory, url_for

_FOR_A_YEAR = "public, max-age=31536000, immutable"
_FOR_MINUTES = "public, max-age=300"
_SHARED = Path(__file__).with_name("static")
"""Files of both kinds of pages; each serves them below an address of its own, nginx lets them in apart."""
_SHARED_NAMES = frozenset(file.name for file in _SHARED.iterdir())


class Files:
    """The files in the folder ``static`` of one blueprint, and those that all blueprints share."""

    def __init__(self, blueprint: str, folder: Path) -> None:
        self._endpoint = f"{blueprint}.static"
        self.folder = folder
        self.fingerprint = cache(self._fingerprint)

    def serve(self, blueprint: Blueprint) -> None:
        """Answer below ``/static`` of a blueprint that was made without a folder of its own."""
        blueprint.add_url_rule("/static/<path:filename>", "static", self._send)

    def address(self, name: str) -> str:
        """The address of a file, good for a year."""
        return url_for(self._endpoint, filename=name, v=self.fingerprint(name))

    def keep(self, response: Response) -> bool:
        """Let the browser keep a file that was found; False for anything else, which is left as it is."""
        if request.endpoint != self._endpoint or response.status_code >= 400:
            return False
        response.headers["Cache-Control"] = _FOR_A_YEAR if request.args.get("v") else _FOR_MINUTES
        return True

    def _send(self, filename: str) -> Response:
        return send_from_directory(self._folder_of(filename), filename)

    def _folder_of(self, name: str) -> Path:
        """``name`` may come from an address: whether it leads out of here is judged where it is sent."""
        return _SHARED if name in _SHARED_NAMES else self.folder

    def _fingerprint(self, name: str) -> str:
        """Eight digits of a file's SHA-256. Empty where there is none."""
        file = self._folder_of(name) / name
        return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else ""
