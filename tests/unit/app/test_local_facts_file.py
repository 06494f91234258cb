"""The file of the bureau's own facts: a number that nobody can dial keeps the system from starting."""

from pathlib import Path

import pytest

from app.bureau import local_values
from app.settings import Settings
from app.settings_loading import load_settings
from core.errors import SettingsRefused


def settings_with(folder: Path, facts: str) -> Settings:
    file = folder / "facts.yaml"
    file.write_text(facts, encoding="utf-8")
    return load_settings(env="development", var_dir=folder / "var", local_facts_file=file)


def test_numbers_and_words_are_read_as_they_stand(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, "duty_phone: 0577-12345678\nshelter_where: 东门小学\n")
    assert local_values(settings) == {"duty_phone": "0577-12345678", "shelter_where": "东门小学"}


def test_a_number_that_nobody_can_dial_is_named(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, "duty_phone: 0577-1234\nreport_phone: '12350'\n")
    with pytest.raises(SettingsRefused) as refused:
        local_values(settings)
    assert "duty_phone 的号码拨不通：0577-1234" in str(refused.value)
    assert "report_phone" not in str(refused.value)


def test_a_fact_with_a_link_in_it_is_named(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, 'local_activities: <a href="https://example.com">点我</a>\n')
    with pytest.raises(SettingsRefused) as refused:
        local_values(settings)
    assert "local_activities 有尖括号" in str(refused.value)
