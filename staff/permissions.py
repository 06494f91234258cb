"""What may be permitted: a dotted word and the Chinese a clerk reads beside it.

A feature package lists its own words as members of a ``Labelled`` enumeration (``knowledge/permissions.py``);
the wiring hands all of them to ``Vocabulary``. Which role has which word is data: ``roles.yaml``.
"""

from collections.abc import Iterable, Iterator, Mapping

from core.errors import BadContent
from core.types import Labelled


class StaffPermission(Labelled):
    """What may be done with accounts and with the audit log.

    One for each of the three administrators of 三权分立: who makes accounts gives no rights, and who gives
    rights cannot read the log that watches over both.
    """

    MANAGE = "staff.manage", "建立、停用账号"
    GRANT = "staff.grant", "授予、收回角色"
    AUDIT = "staff.audit", "查看、核验审计日志"
    WATCH = "staff.watch", "查看系统运行状况和设置"
    CONFIRM = "staff.confirm", "复核角色变动"
    SETTLE = "staff.settle", "填写本局情况、选奖励规则、发布菜单"
    SCREEN = "staff.screen", "看值班大屏"
    DISPLAYS = "staff.displays", "发放、停用大屏钥匙"


class Vocabulary:
    """Every word that exists, each once; ``BadContent`` where two packages define the same."""

    def __init__(self, *enumerations: Iterable[Labelled]) -> None:
        self._labels: dict[str, str] = {}
        for word in (word for enumeration in enumerations for word in enumeration):
            if word.value in self._labels:
                raise BadContent(f"the permission {word.value} is defined twice")
            self._labels[word.value] = word.label

    def __contains__(self, word: object) -> bool:
        return word in self._labels

    def __iter__(self) -> Iterator[str]:
        return iter(self._labels)

    @property
    def labels(self) -> Mapping[str, str]:
        """The Chinese of each word."""
        return self._labels
