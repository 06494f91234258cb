"""How characters sound."""

import subprocess
import sys

from core.pinyin import readings, syllable


def test_the_commonest_syllable_comes_first() -> None:
    assert syllable("火") == "huo"
    assert readings("行")[0] == "xing"
    assert "hang" in readings("行")


def test_what_is_no_character_has_no_sound_but_stands_for_itself() -> None:
    assert readings("a") == ()
    assert syllable("1") == "1"


def test_the_table_of_phrases_is_not_loaded() -> None:
    code = "import sys, core.pinyin; print('pypinyin.phrases_dict' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
