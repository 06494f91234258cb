"""Words for the library: who is trained, and which files are given out. Pure."""

from collections.abc import Mapping

from core.types import Labelled


class TraineeKind(Labelled):
    """三项岗位人员 (principals, safety managers, special operations), and everybody else of a unit."""

    PRINCIPAL = "principal", "主要负责人"
    SAFETY_MANAGER = "safety_manager", "安全生产管理人员"
    SPECIAL_OPERATOR = "special_operator", "特种作业人员"
    EMPLOYEE = "employee", "其他从业人员"


MEDIA_TYPES: Mapping[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}
"""What may be given out, by the end of its name: its media type, and how such a file begins."""

PICTURES = frozenset({"image/jpeg", "image/png"})
"""What a page shows at once."""
