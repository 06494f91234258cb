"""What a page says at a field."""

import re


def told_at(page: str, name: str) -> str:
    """What stands at the field, where the cursor goes and a screen reader finds it."""
    field = re.search(rf'<(?:input|select|textarea)[^>]*\bname="{name}"[^>]*aria-invalid="true"[^>]*>', page)
    assert field, name
    assert f'aria-describedby="{name}-fault"' in field[0]
    assert "autofocus" in field[0]
    (words,) = re.findall(rf'id="{name}-fault">([^<]*)<', page)
    return str(words)
