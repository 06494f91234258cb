"""Memory is given back, and a C library that cannot do it stops nothing."""

import ctypes
import weakref

import pytest

from app.memory import release_memory


class Ring:
    """Holds on to itself, so that only the collector lets go of it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("is_glibc", [True, False])
def test_what_nobody_holds_is_gone(monkeypatch: pytest.MonkeyPatch, is_glibc: bool) -> None:
    if not is_glibc:
        monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    held = weakref.ref(Ring())

    release_memory()

    assert held() is None
