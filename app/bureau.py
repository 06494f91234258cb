"""What differs from bureau to bureau: local facts and office hours, read from the settings."""

from datetime import time

import yaml

from app.settings import Settings
from core.errors import SettingsRefused
from handlers.human import OfficeHours


def local_values(settings: Settings) -> dict[str, str]:
    """The facts that this bureau gave about its place."""
    path = settings.local_facts_file
    if path is None:
        return {}
    try:
        tree = yaml.safe_load(path.read_text("utf-8")) or {}
        return {str(name): str(value) for name, value in tree.items() if value is not None}
    except (OSError, ValueError, yaml.YAMLError, AttributeError) as error:
        raise SettingsRefused([f"ANWEN_LOCAL_FACTS_FILE 读不了（{path}）：{error}"]) from error


def office_hours(settings: Settings) -> OfficeHours:
    """When somebody is there."""
    return OfficeHours(
        settings.office_days,
        time.fromisoformat(settings.office_open),
        time.fromisoformat(settings.office_close),
    )
