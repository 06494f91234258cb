"""What the platform adds to the event of a menu button that scans, takes pictures or picks a place [O]."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from simulator.push.wire import Value

SCANS = frozenset({"scancode_push", "scancode_waitmsg"})
PICTURES = frozenset({"pic_sysphoto", "pic_photo_or_album", "pic_weixin"})


# The example of the platform's page.
PLACE = {
    "Location_X": ("latitude", "23"),
    "Location_Y": ("longitude", "113"),
    "Scale": ("scale", "15"),
    "Label": ("label", "广州市海珠区客村艺苑路 106号"),
}


def picked(event: str, said: Callable[[str], str]) -> dict[str, Value]:
    """The tag with what was scanned, taken or picked; what `said` does not know is made up.

    Texts as the platform writes them: the numbers of a place are texts here, unlike those of a location.
    """
    if event in SCANS:
        info = {"ScanType": said("scan_type") or "qrcode", "ScanResult": said("scan_result") or "1"}
        return {"ScanCodeInfo": info}
    if event in PICTURES:
        digest = hashlib.md5(event.encode(), usedforsecurity=False).hexdigest()
        return {"SendPicsInfo": {"Count": 1, "PicList": {"item": {"PicMd5Sum": digest}}}}
    if event == "location_select":
        place = {tag: said(key) or default for tag, (key, default) in PLACE.items()}
        return {"SendLocationInfo": {**place, "Poiname": said("poiname")}}
    return {}
